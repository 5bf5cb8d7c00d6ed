"""What a job decided of large surveys: which groups join the others beside other attributes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.models import TallyBeside


@dataclass(frozen=True)
class Decision:
    """What holds for an attribute of a survey."""

    alone: tuple[str, ...]
    """The groups for which days are cut."""
    barred: frozenset[str]
    """Those among them that are shown with all others."""
    since: date | None
    """Where the last block begins that was looked at: what comes later belongs to it."""

    @property
    def written(self) -> list[Any]:
        """Write it as JSON."""
        return [*map(list, (self.alone, sorted(self.barred))), self.since and str(self.since)]

    @classmethod
    def read(cls, written: list[Any]) -> "Decision":
        """Read what was written."""
        alone, barred, since = written
        return cls(tuple(alone), frozenset(barred), since and date.fromisoformat(since))


def decided(session: Session, surveys: Iterable[int], name: str) -> Mapping[int, Decision]:
    """Read what was decided of an attribute, by survey; nothing where nobody looked at it yet."""
    among = list(surveys)
    if not among:
        return {}
    wanted = select(TallyBeside.survey_id, TallyBeside.found).where(
        TallyBeside.survey_id.in_(among)
    )
    rows = session.execute(wanted)
    return {survey: Decision.read(found[name]) for survey, found in rows if name in found}
