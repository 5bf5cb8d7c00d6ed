"""What the executive's report rests on beyond counts: words, and what goes along with the score."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from analysis import MINIMUM
from feedback.reports import queries
from feedback.reports.dataset import Counts
from feedback.reports.driving import Rated, read_ratings
from feedback.reports.ground import Desk, Ground, ground
from feedback.reports.periods import Period, calendar
from feedback.reports.quoting import Said, quotes
from feedback.reports.segmenting import by_telling
from feedback.reports.selection import Asked
from feedback.themes import spoken
from feedback.themes.frames import has_themes
from feedback.themes.spoken import Comments
from surveys.speech import _

__all__ = ["Desk", "Material", "gather"]

ENOUGH = 30
"""Answers from which a quarter is shown unasked; a younger one gives way to the one before."""


@dataclass(frozen=True)
class Material(Ground):
    """All that was read."""

    said: Said
    rated: Rated | None
    comments: Comments | None
    """What was read of themes; None where nobody chose any."""


def gather(session: Session, asked: Asked, desk: Desk) -> Material:
    """Read what a report asks for."""

    found = ground(session, asked, desk, usual=usual_quarter, telling=by_telling(desk))
    kept = queries.kept_units(found.selection, found.rows)
    said = Said()
    if found.now.n >= MINIMUM:
        answered = queries.answered_in(kept, found.selection)
        said = quotes(session, found.selection.scale, answered)
    return Material(
        **vars(found),
        said=said,
        rated=read_ratings(session, found.selection),
        comments=spoken.read(session, found.selection, desk) if has_themes(session) else None,
    )


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
