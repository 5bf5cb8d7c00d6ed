"""What each cell of a map says now: counted like the reports, in whole blocks of five people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from analysis import NPS, Mean, Proportion, compare, mean
from analysis.estimate import Interval
from feedback.counts import reading
from feedback.counts.reading import Daily
from feedback.journey.backing import Backing, backing, limits
from feedback.journey.plan import Cell, Plan
from feedback.reports import queries
from feedback.reports.dataset import Counts, add
from feedback.reports.figures import Axis, Figure, figure_of, signed
from feedback.reports.questions import summaries
from feedback.reports.scale import PERCENT, SCALES, Scale
from feedback.reports.selection import Selection, SurveyChoice
from feedback.testimonials.queries import newest_by_survey
from feedback.testimonials.shown import Shown
from surveys.definition import SCORE_KEY, Definition
from surveys.models import SurveyKind, Version
from surveys.questions.scale import ScaleSummary
from surveys.speech import _

PERIODS = (90, 365, 0)
"""Days that a map can be about; 0 is all time."""
USUAL = 365
MEASURABLE = ("nps", "csat", "ces", "rating")
"""Kinds of questions that are answered on a scale with an order."""
ALL = Axis(0, 100)
Result = NPS | Proportion | Mean


@dataclass(frozen=True)
class Measured:
    """One cell with what it says."""

    cell: Cell
    survey: SurveyChoice | None = None
    question: str = ""
    """The words of the question; "" where the survey is scored by it."""
    measure: str = ""
    figure: Figure | None = None
    axis: Axis = ALL
    """All that the figure could say."""
    change: str = ""
    tone: str = ""
    """"good" or "bad" where the change is more than chance."""
    backing: Backing = Backing.UNBOUND
    quote: Shown | None = None

    @property
    def places(self) -> tuple[float, float, float]:
        """Where the interval's ends and the figure between them lie, in percent of the axis."""
        figure = self.figure
        ends = (figure.low, figure.value, figure.high) if figure else (0, 0, 0)
        low, at, high = (self.axis.at(end) for end in ends)
        return low, at, high


@dataclass(frozen=True)
class _Wave:
    """The answers to one question in a period, and how they are read."""

    measure: str
    unit: str
    result: Result
    wording: str = ""


Waves = Mapping[tuple[int, str], _Wave]


def measured(
    session: Session, plan: Plan, surveys: Sequence[SurveyChoice], days: int, now: datetime
) -> dict[tuple[str, str], Measured]:
    """Measure every cell over the days before now, and against as many days before those."""
    bound = [survey for survey in surveys if survey.id in plan.surveys]
    rows = _daily(session, bound)
    today, further = now.date(), {(c.survey, c.question) for c in plan.cells}
    start = today - timedelta(days=days - 1) if days else None
    these = _waves(session, bound, rows, (start, today), further)
    before: Waves = {}
    if start:
        earlier = (start - timedelta(days=days), start - timedelta(days=1))
        before = _waves(session, bound, rows, earlier, further)
    quotes = newest_by_survey(session, now, [survey.id for survey in bound])
    known = {survey.id: survey for survey in bound}
    found = {}
    for cell in plan.cells:
        at = cell.survey or 0
        one = _cell(cell, known.get(at), these, before, quotes.get(at))
        found[cell.stage, cell.department] = one
    return found


def choices(
    session: Session, surveys: Sequence[SurveyChoice]
) -> list[tuple[SurveyChoice, str, str]]:
    """List what can measure a cell: survey, key and words of each question with a scale."""
    newest = (
        select(Version.survey_id, func.max(Version.number).label("number"))
        .where(Version.published_at.is_not(None))
        .group_by(Version.survey_id)
        .subquery()
    )
    is_newest = and_(Version.survey_id == newest.c.survey_id, Version.number == newest.c.number)
    rows = session.execute(select(Version.survey_id, Version.definition).join(newest, is_newest))
    further = {of: Definition.of(definition).questions for of, definition in rows}
    found = []
    for survey in surveys:
        if survey.id in further:
            found.append((survey, SCORE_KEY, str(survey.scale.measure)))
            found += [
                (survey, question.key, question.text)
                for question in further[survey.id]
                if question.kind in MEASURABLE and question.key != SCORE_KEY
            ]
    return found


def _daily(session: Session, bound: Sequence[SurveyChoice]) -> list[Daily]:
    found: list[Daily] = []
    for is_anonymous in (False, True):
        few = [survey.id for survey in bound if survey.is_anonymous is is_anonymous]
        if few:
            found += reading.daily(session, few, anonymous=is_anonymous)
    return found


def _waves(
    session: Session,
    bound: Sequence[SurveyChoice],
    rows: Sequence[Daily],
    period: tuple[date | None, date],
    further: set[tuple[int | None, str]],
) -> dict[tuple[int, str], _Wave]:
    """Count what the cells ask of each survey in a period."""
    start, end = period if period[0] else (None, None)
    found: dict[tuple[int, str], _Wave] = {}
    for survey in bound:
        selection = Selection((survey,), survey.scale, survey, True, start, end)
        units = queries.kept_units(selection, [row for row in rows if row.survey_id == survey.id])
        counts = add(survey.scale, [steps for unit in units for steps in unit.days.values()])
        found[survey.id, SCORE_KEY] = _scored(survey.scale, counts)
        wanted = {key for of, key in further if of == survey.id and key != SCORE_KEY}
        if wanted:
            answered = queries.answered_in(units, selection)
            limits = (start, end) if start else None
            for each in summaries(session, survey.id, [answered], limits):
                if each.question.key in wanted and isinstance(each.summary, ScaleSummary):
                    wave = _asked(each.question.kind, each.question.text, each.summary)
                    found[survey.id, each.question.key] = wave
    return found


def _scored(scale: Scale, counts: Counts, wording: str = "") -> _Wave:
    return _Wave(str(scale.measure), scale.unit, scale.headline(counts), wording)


def _asked(kind: str, wording: str, summary: ScaleSummary) -> _Wave:
    """Read a further question as its kind is read, and any other scale by its mean."""
    counts = tuple(share.share.successes for share in summary.shares)
    usual = {"nps": SurveyKind.RELATIONSHIP_NPS, "csat": SurveyKind.CSAT, "ces": SurveyKind.CES}
    if kind in usual:
        return _scored(SCALES[usual[kind]], counts, wording)
    result = mean(counts=counts, scale=(1, len(counts)))
    return _Wave(_("Mean of %(highest)s", highest=len(counts)), "", result, wording)


def _cell(
    cell: Cell, survey: SurveyChoice | None, these: Waves, before: Waves, quote: Shown | None
) -> Measured:
    if survey is None:
        return Measured(cell, backing=Backing.GONE if cell.survey else Backing.UNBOUND)
    key = (survey.id, cell.question)
    wave = these.get(key)
    if wave is None:
        return Measured(cell, survey, backing=Backing.GONE)
    figure = figure_of(wave.result, wave.unit)
    change, tone = _change(before.get(key), wave) if figure else ("", "")
    return Measured(
        cell=cell,
        survey=survey,
        question=wave.wording,
        measure=wave.measure,
        figure=figure,
        axis=Axis(*limits(wave.result)),
        change=change,
        tone=tone,
        backing=backing(figure, wave.result),
        quote=quote if figure else None,
    )


def _change(before: _Wave | None, wave: _Wave) -> tuple[str, str]:
    """Say what changed since the period before, where both can be estimated."""
    if before is None:
        return "", ""
    difference = compare(before.result, wave.result)
    interval = difference.interval()
    if not isinstance(interval, Interval) or difference.estimate is None:
        return "", ""
    is_mean = isinstance(wave.result, Mean)
    factor, digits = (1, 1) if is_mean else (100, 0)
    low, high = (_plus(factor * end, digits) for end in (interval.low, interval.high))
    said = {
        "size": _plus(factor * difference.estimate, digits),
        "low": low,
        "high": high,
        "unit": "" if wave.unit != PERCENT else PERCENT,
    }
    if interval.low > 0 or interval.high < 0:
        words = _("%(size)s since the period before (%(low)s to %(high)s)", **said)
        return words, "good" if interval.low > 0 else "bad"
    return _("no change that chance could not explain (%(low)s to %(high)s)", **said), ""


def _plus(value: float, digits: int) -> str:
    written = signed(round(value, digits) + 0.0, digits)
    return f"+{written}" if round(value, digits) > 0 else written
