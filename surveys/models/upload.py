"""A file somebody uploaded, on its way to becoming contacts or answers."""

from enum import StrEnum

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from surveys.db import Base, Blob, Key, Line, Moment, Row


class UploadKind(StrEnum):
    """What the rows of the file are to become."""

    CONTACTS = "contacts"
    ANSWERS = "answers"


class UploadState(StrEnum):
    """Mapped by a person, tried by a job, confirmed, imported by a job; or it failed."""

    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    IMPORTED = "imported"
    FAILED = "failed"


class Upload(Row, Base):
    """The file's name and place, how its columns were mapped, and what was found."""

    __tablename__ = "upload"

    kind: Mapped[UploadKind] = mapped_column(String(16))
    state: Mapped[UploadState] = mapped_column(String(16), default=UploadState.MAPPING)
    filename: Mapped[Line]
    size: Mapped[int] = mapped_column(BigInteger)
    stored_as: Mapped[Key]
    """Its name below the data folder's uploads/, chosen by us and never by the file."""
    mapping: Mapped[Blob] = mapped_column(default=dict)
    findings: Mapped[Blob] = mapped_column(default=dict)
    survey_id: Mapped[int | None] = mapped_column(BigInteger)
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    uploaded_by: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[Moment]
