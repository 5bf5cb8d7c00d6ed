"""What the executive's report rests on beyond counts: words, and what goes along with the score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import Session

from analysis import MINIMUM
from feedback.reports import queries, segment
from feedback.reports.dataset import Counts
from feedback.reports.driving import Rated, read_ratings
from feedback.reports.ground import Desk, Ground, ground
from feedback.reports.periods import Period, calendar
from feedback.reports.quoting import Said, quotes
from feedback.reports.segmenting import by_telling
from feedback.reports.selection import Asked, Only
from feedback.reports.unit import Span
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


def gather(session: Session, asked: Asked, desk: Desk, only: Only | None = None) -> Material:
    """Read what a report asks for, of the one group that it or its order names."""
    only = only or asked.only(queries.attributes(session))

    usual, telling = usual_quarter, by_telling(desk)
    found = ground(session, asked, desk, usual=usual, telling=telling, only=only)
    said, answered = Said(), _answered(session, found, desk)
    if found.now.n >= MINIMUM and answered is not None:
        said = quotes(session, found.selection.scale, answered)
    has_words = only is None and has_themes(session)  # themes are not counted within a group
    return Material(
        **vars(found),
        said=said,
        rated=None if only else read_ratings(session, found.selection),
        comments=spoken.read(session, found.selection, desk) if has_words else None,
    )


def _answered(session: Session, found: Ground, desk: Desk) -> ColumnElement[bool] | None:
    selection = found.selection
    if selection.only:
        theirs = segment.members(session, selection, selection.only, found.rows, desk.source)
        return _newest_of(theirs.answered, theirs.spans, desk) if theirs else None
    kept = queries.kept_units(selection, found.rows)
    return _newest_of(queries.answered_in(kept, selection), queries.spans_of(kept), desk)


def _newest_of(
    answered: ColumnElement[bool], spans: Sequence[Span], desk: Desk
) -> ColumnElement[bool]:
    return and_(answered, queries.about_then(spans, desk.zone))


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
