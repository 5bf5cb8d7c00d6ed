"""What the executive's report rests on beyond counts: words, and what goes along with the score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from analysis import MINIMUM
from feedback.reports import queries
from feedback.reports.dataset import Counts
from feedback.reports.driving import Rated, read_ratings
from feedback.reports.ground import Desk, Ground, Telling, ground
from feedback.reports.periods import Period, calendar
from feedback.reports.quoting import Said, quotes
from feedback.reports.segmenting import telling_attribute
from feedback.reports.selection import Asked, Selection
from surveys.speech import _

__all__ = ["Desk", "Material", "gather"]

ENOUGH = 30
"""Answers from which a quarter is shown unasked; a younger one gives way to the one before."""


@dataclass(frozen=True)
class Material(Ground):
    """All that was read."""

    said: Said
    rated: Rated | None


def gather(session: Session, asked: Asked, desk: Desk) -> Material:
    """Read what a report asks for."""

    found = ground(session, asked, desk, usual=usual_quarter, telling=by_telling(desk))
    kept = queries.kept_units(found.selection, found.rows)
    said = Said()
    if found.now.n >= MINIMUM:
        answered = queries.answered_in(kept, found.selection)
        said = quotes(session, found.selection.scale, answered)
    return Material(**vars(found), said=said, rated=read_ratings(session, found.selection))


def by_telling(desk: Desk) -> Telling:
    """Give what is compared by where nobody said it: the most telling attribute."""

    def telling(session: Session, chosen: Selection, names: Sequence[str]) -> str:
        if chosen.is_anonymous:
            return ""
        return telling_attribute(session, desk.source, chosen, names)

    return telling


def usual_quarter(days: Mapping[date, Counts], desk: Desk) -> tuple[Period, str]:
    """Give the running quarter, the one before it, or all time: the first with enough answers."""
    running = calendar("quarter", desk.today, desk.begins)
    closed = running.before(desk.begins)
    if _n(running, days) >= ENOUGH:
        return running, ""
    if closed and _n(closed, days) >= ENOUGH:
        return closed, _(
            "The quarter that is running has few answers yet, so this is the one before."
        )
    return Period(), _("No quarter has many answers yet, so all of them are shown together.")


def _n(period: Period, days: Mapping[date, Counts]) -> int:
    return sum(sum(counts) for day, counts in days.items() if period.holds(day))
