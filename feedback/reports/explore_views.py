"""The analyst's pages: explore any measure, those who did not answer, and how many to ask."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from flask import g, render_template, request, url_for
from sqlalchemy.orm import Session

from analysis.reading import Frame
from feedback.accounts.permissions import Permission, permit
from feedback.reports import keeping, reports
from feedback.reports.breakdown import NAMES
from feedback.reports.dataset import Counts
from feedback.reports.exploring import MEASURE_NAMES, THEME, Exploration, Wish, explore
from feedback.reports.ground import Desk, Ground, Telling, ground
from feedback.reports.moment import one_moment
from feedback.reports.periods import EVERY_NAMES, Period
from feedback.reports.plotting import plot
from feedback.reports.responding import explore_rate
from feedback.reports.selection import Asked, Selection
from feedback.reports.soonness import explore_time
from feedback.reports.steps import next_steps
from feedback.reports.views import sees_answers
from feedback.themes import frames, reading, sharing
from surveys.speech import _


@reports.get("/report/explore")
@permit(Permission.READ_REPORTS)
def explore_page() -> str:
    """Show a measure by group and period, held against the past or another group."""
    desk, asked, wish = _desk(), Asked(request.args), Wish.of(request.args)
    with one_moment(g.workspace.id) as session:
        found = whole_ground(session, asked, desk)
        if not found.is_answered:
            return render_template("reports/empty.html", steps=next_steps())
        frame = frames.frame_of(session).frame if wish.measure == THEME else Frame()
        table = _table(session, found, desk, wish, frame)
        progress = reading.progress(session) if wish.measure == THEME else None
    return render_template(
        "reports/explore.html",
        table=table,
        plot=plot(table) if table else None,
        wish=wish,
        problems=[*asked.problems, *_problems(wish, frame)],
        measures=MEASURE_NAMES,
        themes=sharing.offered(frame),
        progress=progress,
        references=_references(found, table),
        **choices(found),
    )


def _nothing(_session: Session, _chosen: Selection, _names: Sequence[str]) -> str:
    return ""


def whole_ground(session: Session, asked: Asked, desk: Desk, telling: Telling = _nothing) -> Ground:
    """Read the counts of what was asked for; of all time, by nothing, where nothing was said."""
    return ground(session, asked, desk, usual=_all_time, telling=telling)


def choices(found: Ground) -> dict[str, Any]:
    """Give what the forms of these pages offer."""
    selection = found.selection
    by = [(key, str(label)) for key, label in NAMES.items()]
    by += [(name, name) for name in found.attributes]
    return {
        "selection": selection,
        "surveys": found.surveys,
        "comparable": [] if selection.is_anonymous else by,
        "kinds": EVERY_NAMES,
        "every": found.period.every or ("" if selection.has_period else "all"),
        "asked_for": keeping.asked_for(selection),
        "sees_answers": sees_answers(selection),
        "clear": url_for(request.endpoint or "", **(request.view_args or {})),
    }


def _desk() -> Desk:
    return Desk.of(g.workspace, datetime.now(UTC))


def _table(
    session: Session, found: Ground, desk: Desk, wish: Wish, frame: Frame
) -> Exploration | None:
    """Lay the table; None where no themes were chosen that it could be about."""
    if wish.measure == THEME:
        theme = sharing.chosen(frame, wish)
        return sharing.explore_theme(session, found, desk, wish, theme) if theme else None
    if wish.measure == "rate":
        return explore_rate(session, found, desk, wish)
    if wish.measure == "time":
        return explore_time(session, found, desk, wish)
    return explore(found, desk, wish)


def _problems(wish: Wish, frame: Frame) -> list[str]:
    if wish.measure != THEME or not wish.theme or sharing.named(frame, wish.theme):
        return []
    return [_("That theme is not in this workspace, so the first one is shown.")]


def _references(found: Ground, table: Exploration | None) -> list[tuple[str, str]]:
    """Name the groups that others may be held against."""
    if table and table.rows and found.selection.by:
        return [(row.value, row.name) for row in table.rows if row.kind == "group"]
    return []


def _all_time(_days: Mapping[date, Counts], _desk: Desk) -> tuple[Period, str]:
    return Period(), ""
