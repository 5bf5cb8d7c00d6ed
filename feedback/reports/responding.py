"""How many of those who were asked answered: a measure that no score is in."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from feedback.counts.reading import Asked
from feedback.reports.changing import ERROR, change
from feedback.reports.dataset import Mailed
from feedback.reports.exploring import PAST, Exploration, Row, Wish, side_by_side
from feedback.reports.figures import Figure, share
from feedback.reports.ground import Desk, Ground
from feedback.reports.mailing import mailed
from feedback.reports.periods import Period
from feedback.reports.selection import SURVEY, Selection
from surveys.speech import _


def explore_rate(session: Session, found: Ground, desk: Desk, wish: Wish) -> Exploration:
    """Lay the table of response rates: of all surveys, or of each."""
    selection = found.selection
    asked = desk.source.asked(session, [survey.id for survey in selection.surveys])
    columns = side_by_side(found, desk, wish)

    def rate(chosen: Selection, period: Period) -> Mailed:
        among = {survey.id for survey in chosen.surveys}
        theirs: Sequence[Asked] = [row for row in asked if row[0] in among]
        wanted = replace(chosen, start=period.first, end=period.last)
        rows = [row for row in found.rows if row.survey_id in among]
        return mailed(session, wanted, theirs, desk.zone, rows)

    def row(name: str, kind: str, chosen: Selection) -> Row:
        now = rate(chosen, found.period)
        told = None
        if wish.than == PAST and found.earlier and not found.period.is_running(desk.today):
            told = change(rate(chosen, found.earlier).rate, now.rate)
        cells = tuple(_share(rate(chosen, each)) for each in columns)
        moved = told if told and told.is_told else None
        p = moved.p if moved else None
        return Row(name, kind, _share(now), moved, p, p is not None and p <= ERROR, cells)

    each = selection.surveys if selection.by == SURVEY else ()
    rows = [row(survey.name, "group", replace(selection, surveys=(survey,))) for survey in each]
    said = [_("By the day on which the mail was due. The newest mails may still be answered.")]
    if selection.by not in ("", SURVEY):
        said.append(_("Who was asked carries no attributes: rates are told apart by survey only."))
    return Exploration(
        measure=_("Response rate"),
        attribute=_("Survey"),
        period=found.period.name,
        against=found.earlier.name if found.earlier and any(r.change for r in rows) else "",
        correction="",
        columns=tuple(period.name for period in columns),
        rows=(*rows, row(_("All answers"), "all", selection)),
        notes=tuple(said),
    )


def _share(mails: Mailed) -> Figure | None:
    return share(mails.answered, mails.sent)
