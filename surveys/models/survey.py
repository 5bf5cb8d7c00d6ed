"""Surveys and their frozen versions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, String, UniqueConstraint, event, false
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, ORMExecuteState, Session, mapped_column
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
    is_anonymous: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether no answer leads to a person; settled once a version is published."""

    @property
    def is_nps(self) -> bool:
        """Whether its headline is a Net Promoter Score (0 to 10)."""
        return self.kind in (SurveyKind.RELATIONSHIP_NPS, SurveyKind.TRANSACTIONAL_NPS)

    def close(self, now: datetime) -> None:
        """Take no more answers; closing twice keeps the first moment."""
        self.closed_at = self.closed_at or now

    def reopen(self) -> None:
        """Take answers again."""
        self.closed_at = None


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
    published_at: Mapped[Moment | None] = mapped_column(active_history=True)


class DraftStep(Row, Base):
    """What a draft said before a change; kept until it is published, so that it can be undone."""

    __tablename__ = "draft_step"
    __table_args__ = (
        ref("survey_id", "survey", ondelete="CASCADE"),
        Index(None, "workspace_id", "survey_id"),
    )

    survey_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[Line]
    definition: Mapped[Blob]
    is_undone: Mapped[bool] = mapped_column(default=False)
    """Whether it was undone: it waits to be done again, until something else is changed."""
    at: Mapped[Moment]


class FrozenVersionError(ValueError):
    """A published version was about to be changed."""


@event.listens_for(Version, "before_update")
@event.listens_for(Version, "before_delete")
def _keep_published(_mapper: Mapper[Version], _connection: Connection, version: Version) -> None:
    """Published versions are immutable: old answers keep the questions they answered."""
    before = get_history(version, "published_at").deleted or [version.published_at]
    if before[0] is not None:
        raise FrozenVersionError(f"version {version.number} is published and cannot be changed")


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk_changes(state: ORMExecuteState) -> None:
    """A statement that changes many versions at once would pass by the guard above."""
    changes = state.is_update or state.is_delete
    if changes and state.bind_mapper is not None and state.bind_mapper.class_ is Version:
        raise FrozenVersionError("versions are changed one by one")
