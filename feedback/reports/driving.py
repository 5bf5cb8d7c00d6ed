"""What goes along with the score: a survey's questions on a scale, ranked, with their intervals.

They are read from the newest answers of all time, whatever period the report is about: a ranking
needs hundreds of answers, and two periods could be subtracted. The numbers of one set of answers
are always the same (the draws are seeded), so they are kept until other answers come.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from analysis import Interval, mean
from analysis import drivers as rank
from analysis.drivers import Driver as Ranked
from analysis.drivers import Drivers as Ranking
from feedback.models import Answer, Response
from feedback.reports.executive import Driver, Drivers
from feedback.reports.figures import figure, percent
from feedback.reports.questions import asked_in
from feedback.reports.scale import PERCENT, Scale
from feedback.reports.selection import Selection, SurveyChoice
from surveys.definition import Question
from surveys.questions import TYPES
from surveys.questions.scale import Steps
from surveys.speech import _, counted

NEWEST = 1500
"""Answers that are looked at."""
OFTEN = 0.5
"""Share of them that have to have answered a question for it to be ranked."""
LEAST = 30
"""Complete answers below which nothing is said: of a handful each could be worked out."""
SEED = 1


@dataclass(frozen=True)
class Rated:
    """Answers to a survey's questions on a scale: a row per answer, the score first."""

    survey: str
    questions: tuple[Question, ...]
    rows: tuple[tuple[float | None, ...], ...]


def read_ratings(session: Session, selection: Selection) -> Rated | None:
    """Read the newest answers of the first survey that asks on scales; None where none does."""
    for survey in selection.surveys:
        if not survey.is_anonymous and (asked := _on_scales(session, survey)):
            return Rated(survey.name, asked, _newest(session, survey, asked, selection.scale))
    return None


def _on_scales(session: Session, survey: SurveyChoice) -> tuple[Question, ...]:
    return tuple(q for q in asked_in(session, survey.id) if isinstance(TYPES[q.kind], Steps))


def _newest(
    session: Session, survey: SurveyChoice, asked: Sequence[Question], scale: Scale
) -> tuple[tuple[float | None, ...], ...]:
    newest = (
        select(Response.id, Response.score, Response.contact_id)
        .where(
            Response.survey_id == survey.id,
            Response.excluded.is_(None),
            Response.score.between(scale.lowest, scale.highest),
        )
        .order_by(Response.answered_at.desc(), Response.id.desc())
        .limit(NEWEST)
        .subquery()
    )
    given = [func.max(case((Answer.question_key == q.key, Answer.number))) for q in asked]
    rows = session.execute(
        select(newest.c.contact_id, newest.c.score, *given)
        .join(Answer, Answer.response_id == newest.c.id)
        .where(Answer.question_key.in_([q.key for q in asked]))
        .group_by(newest.c.id, newest.c.contact_id, newest.c.score)
        .order_by(newest.c.id)
    )
    return tuple(tuple(row) for row in rows)


def drivers(rated: Rated | None) -> Drivers | None:
    """Rank the questions; None where there are fewer than two, or nobody answered them."""
    if rated is None or not rated.rows:
        return None
    kept = [
        place
        for place, _q in enumerate(rated.questions, 2)
        if sum(row[place] is not None for row in rated.rows) >= OFTEN * len(rated.rows)
    ]
    if len(kept) < 2:
        return None
    names = tuple(rated.questions[place - 2].key for place in kept)
    found = _ranked(names, tuple((*row[:2], *(row[at] for at in kept)) for row in rated.rows))
    by_key = {question.key: question for question in rated.questions}
    complete = [row for row in rated.rows if None not in [row[at] for at in kept]]
    means = {rated.questions[at - 2].key: [float(row[at] or 0) for row in complete] for at in kept}
    if found.n < LEAST or not found.ranked:
        few = _(
            "Too few complete answers to “%(survey)s” to rank its questions.", survey=rated.survey
        )
        return Drivers((), 0, "", few)
    return Drivers(
        tuple(_driver(each, found, by_key[each.name], means[each.name]) for each in found.ranked),
        found.n,
        percent(round(1000 * found.explained), 1000),
        _note(found, rated),
    )


@lru_cache(maxsize=64)
def _ranked(names: tuple[str, ...], rows: tuple[tuple[float | None, ...], ...]) -> Ranking:
    table = np.array([[np.nan if v is None else v for v in row[1:]] for row in rows])
    owners = [row[0] for row in rows]
    draw = np.random.default_rng(SEED)
    return rank(table[:, 1:], table[:, 0], names, random=draw, ids=owners)


def _driver(each: Ranked, found: Ranking, question: Question, given: Sequence[float]) -> Driver:
    kind = TYPES[question.kind]
    assert isinstance(kind, Steps)
    steps = kind.steps(question)
    counts: Mapping[int, int] = {step: given.count(step) for step in steps}
    middle = mean(counts=list(counts.values()), scale=(steps[0], steps[-1]))
    reach, limits = len(steps) - 1, middle.interval()
    room = (
        Interval((limits.low - steps[0]) / reach, (limits.high - steps[0]) / reach, 0.95, "score")
        if isinstance(limits, Interval)
        else limits
    )
    at = None if middle.estimate is None else (middle.estimate - steps[0]) / reach
    weight = figure(each.importance, each.importance_interval, 100, PERCENT, found.n, "")
    slope = figure(each.coefficient, each.coefficient_interval, 1, "", found.n, "", decimals=1)
    level = figure(at, room, 100, "", found.n, "")
    assert weight  # a ranking rests on more than five answers
    assert slope
    assert level
    return Driver(question.text, weight, slope, level)


def _note(found: Ranking, rated: Rated) -> str:
    """Say on what the ranking rests."""
    rests = counted(
        "From the newest %(n)s complete answer to “%(survey)s”, whatever the period.",
        "From the newest %(n)s complete answers to “%(survey)s”, whatever the period.",
        found.n,
        survey=rated.survey,
    )
    cause = _("What goes along with the score need not cause it.")
    order = _("The order of the first two may be chance.") if "chance" in found.note else ""
    return " ".join(filter(None, (rests, cause, order)))
