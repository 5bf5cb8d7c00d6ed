"""Surveys and their frozen versions."""

from enum import StrEnum

from sqlalchemy import BigInteger, String, UniqueConstraint, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column
from sqlalchemy.orm.attributes import get_history

from surveys.db import Base, Blob, Line, Moment, Row, ref


class SurveyKind(StrEnum):
    """The template a survey began as; it decides which score is its headline."""

    RELATIONSHIP_NPS = "relationship_nps"
    TRANSACTIONAL_NPS = "transactional_nps"
    CSAT = "csat"
    CES = "ces"


class Survey(Row, Base):
    """A survey; what it asks lives in its versions."""

    __tablename__ = "survey"

    name: Mapped[Line]
    kind: Mapped[SurveyKind] = mapped_column(String(64))
    created_at: Mapped[Moment]
    closed_at: Mapped[Moment | None]

    @property
    def is_nps(self) -> bool:
        """Whether its headline is a Net Promoter Score (0 to 10)."""
        return self.kind in (SurveyKind.RELATIONSHIP_NPS, SurveyKind.TRANSACTIONAL_NPS)


class Version(Row, Base):
    """One wording of a survey: a draft until published, then immutable."""

    __tablename__ = "version"
    __table_args__ = (
        UniqueConstraint("workspace_id", "survey_id", "number"),
        ref("survey_id", "survey", ondelete="CASCADE"),
    )

    survey_id: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[int]
    definition: Mapped[Blob]
    created_at: Mapped[Moment]
    published_at: Mapped[Moment | None]


class FrozenVersionError(ValueError):
    """A published version was about to be changed."""


@event.listens_for(Version, "before_update")
def _keep_published(_mapper: Mapper[Version], _connection: Connection, version: Version) -> None:
    """Published versions are immutable: old answers keep the questions they answered."""
    was_draft = None in get_history(version, "published_at").deleted
    if version.published_at is not None and not was_draft:
        raise FrozenVersionError(f"version {version.number} is published and cannot be changed")
