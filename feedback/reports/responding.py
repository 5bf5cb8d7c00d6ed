"""How many of those who were asked answered: a measure that no score is in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from feedback.counts.reading import Asked as Slots
from feedback.reports.asking import asked_by_campaign, meant_by
from feedback.reports.breakdown import hidden_words
from feedback.reports.exploring import ALL, OTHERS, Exploration, Wish
from feedback.reports.figures import share
from feedback.reports.ground import Desk, Ground
from feedback.reports.laying import Asked, Laid, Part, of_parts, table
from feedback.reports.mailing import mailed
from feedback.reports.periods import Period
from feedback.reports.selection import CAMPAIGN, CHANNEL, SURVEY, Selection
from feedback.reports.shares import parts
from surveys.speech import _

BY_ASKING = (CAMPAIGN, CHANNEL)


def explore_rate(session: Session, found: Ground, desk: Desk, wish: Wish) -> Exploration:
    """Lay the table of response rates: of all surveys, of each, of each campaign or channel."""
    selection, asked = found.selection, Asked.of(found, desk, wish)
    if found.period.is_running(desk.today):  # the newest mails may still be answered
        asked = replace(asked, past=None)
    by = selection.by if selection.by in (SURVEY, *BY_ASKING) else ""
    if by in BY_ASKING:
        surveys = [survey.id for survey in selection.surveys]
        rows = asked_by_campaign(session, surveys, desk.zone)
        told = parts(meant_by(rows, selection), asked.every)
    else:
        told = _by_survey(session, found, desk, asked.every, by)
    laid = Laid.of(asked, told)
    said = [_("By the day on which the mail was due. The newest mails may still be answered.")]
    if selection.by != by:
        said.append(
            _(
                "Who was asked carries no attributes: rates are told apart by survey, campaign and "
                "channel only."
            )
        )
    return table(
        laid,
        wish,
        by,
        measure=_("Response rate"),
        writing=of_parts(_("All who were asked")),
        notes=[*said, _hidden(laid.now, by)],
    )


def _hidden(now: Mapping[str, Part], by: str) -> str:
    if by not in BY_ASKING:
        return ""
    others = share(now[OTHERS].n, sum(now[OTHERS].among)) if OTHERS in now else None
    if set(now) <= {ALL, OTHERS}:
        return hidden_words(any_alone=False, others=None, protects=True)
    if others is None:
        return ""
    return _(
        "Campaigns that asked few people, or would give away one that did, are counted together "
        "as “All others”."
    )


def _by_survey(
    session: Session, found: Ground, desk: Desk, periods: Sequence[Period], by: str
) -> list[dict[str, Part]]:
    """Count those asked by each survey where that is wanted, and by all of them."""
    selection = found.selection
    asked = desk.source.asked(session, [survey.id for survey in selection.surveys])
    chosen = {survey.name: replace(selection, surveys=(survey,)) for survey in selection.surveys}
    wanted = {ALL: selection} | (chosen if by else {})

    def part(of: Selection, period: Period) -> Part:
        among = {survey.id for survey in of.surveys}
        theirs: Sequence[Slots] = [row for row in asked if row[0] in among]
        rows = [row for row in found.rows if row.survey_id in among]
        bounded = replace(of, start=period.first, end=period.last)
        mails = mailed(session, bounded, theirs, desk.zone, rows)
        return Part(mails.answered, (mails.sent,))

    every = [{key: part(of, each) for key, of in wanted.items()} for each in periods]
    return [{k: p for k, p in told.items() if k == ALL or any(p.among)} for told in every]
