"""How many of those who were asked answered, and how soon: the measures that no score is in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis import median
from feedback.counts.derived import hours
from feedback.counts.reading import Asked
from feedback.models import Response
from feedback.reports import queries
from feedback.reports.changing import CHANCE, DOWN, ERROR, UP, Delta, change
from feedback.reports.dataset import Mailed
from feedback.reports.exploring import PAST, Exploration, Row, Wish
from feedback.reports.figures import Figure, figure, share, written
from feedback.reports.ground import Desk, Ground
from feedback.reports.mailing import mailed
from feedback.reports.periods import Period, slices
from feedback.reports.selection import SURVEY, Selection
from surveys.models import Invitation
from surveys.speech import _

NEWEST = 5000
"""Answers whose time is read."""
SLICES = 13
MAIL = "mail"


def explore_rate(session: Session, found: Ground, desk: Desk, wish: Wish) -> Exploration:
    """Lay the table of response rates: of all surveys, or of each."""
    selection = found.selection
    asked = desk.source.asked(session, [survey.id for survey in selection.surveys])
    columns = _columns(found, desk, wish)

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


def _columns(found: Ground, desk: Desk, wish: Wish) -> list[Period]:
    inside = [day for day in found.days if found.period.holds(day)]
    if not wish.over or not inside:
        return []
    return slices(wish.over, min(inside), max(inside), begins=desk.begins, most=SLICES)


def explore_time(session: Session, found: Ground, desk: Desk, wish: Wish) -> Exploration:
    """Tell the median time between mail and answer, of the newest few thousand answers."""
    now = _hours(session, found, found.period)
    past = _hours(session, found, found.earlier) if found.earlier and wish.than == PAST else None
    moved = _moved(past, now) if past and now else None
    row = Row(_("All answers"), "all", now, moved, None, bool(moved and moved.is_sure))
    return Exploration(
        measure=_("Hours from mail to answer"),
        attribute="",
        period=found.period.name,
        against=found.earlier.name if moved and found.earlier else "",
        correction="",
        columns=(),
        rows=(row,),
        notes=(
            _("The median: half answered sooner. Of those asked by mail, the newest 5,000."),
            *((_("A change is named where the two intervals do not touch."),) if moved else ()),
        ),
    )


def _hours(session: Session, found: Ground, period: Period) -> Figure | None:
    """Take days in blocks of five who were mailed: among all who answered they may be fewer."""
    selection = replace(found.selection, start=period.first, end=period.last)
    scale = selection.scale
    kept = queries.kept_units(selection, [row for row in found.rows if row.source == MAIL])
    wanted = (
        select(hours(session))
        .join(Invitation, Invitation.id == Response.invitation_id)
        .where(
            queries.answered_in(kept, selection),
            Response.source == MAIL,
            Response.excluded.is_(None),
            Response.score.between(scale.lowest, scale.highest),
            Invitation.sent_at.is_not(None),
        )
        .order_by(Response.answered_at.desc())
        .limit(NEWEST)
    )
    given = Counter(max(0.0, round(float(each), 1)) for each in session.scalars(wanted))
    middle = median(given)
    return figure(middle.estimate, middle.interval(), 1, "", middle.n, "", decimals=1)


def _moved(past: Figure, now: Figure) -> Delta:
    verdict = UP if now.low > past.high else DOWN if now.high < past.low else CHANCE
    size, low, high = now.value - past.value, now.low - past.high, now.high - past.low
    texts = (written(abs(size), 1), written(low, 1), written(high, 1))
    return Delta(verdict, *texts, size, low, high)
