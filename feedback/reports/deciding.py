"""The job that holds the groups of surveys beside one another, a while after answers came."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from feedback import jobs, recurring
from feedback.campaigns.recipients import reading
from feedback.counts import reading as counts
from feedback.models import TallyBeside, TallyValue
from feedback.reports.by_answer import told_by
from feedback.reports.carried import one_by_one
from feedback.reports.known import Grouped
from feedback.reports.moment import one_moment
from feedback.reports.scale import SCALES
from feedback.reports.selection import OF_ANSWERS, Selection, SurveyChoice
from feedback.reports.settling import decide, in_order
from feedback.reports.unit import Unit
from surveys.models import Job, Survey, SurveyKind
from surveys.scope import bound_workspace

HOLD = "hold-groups"
A_SECOND = 2000
"""Answers for which a survey rests a second between two looks: each costs a tenth of that."""
UNSCOPED = {"unscoped": True}


@dataclass(frozen=True)
class Due:
    """A survey to look at."""

    workspace_id: int
    survey_id: int
    changes: int


def plan(session: Session, now: datetime) -> bool:
    """Let a job look where answers came since the last look and none is under way."""
    with reading() as reader:  # a look that finds nothing must not stand in the writers' line
        found = dict.fromkeys(each.workspace_id for each in _due(reader, now))
    planned = [recurring.plan(session, HOLD, workspace, now) for workspace in found]
    return any(planned)


def hold_groups(session: Session, job: Job) -> None:
    """Look at one survey after the other; what was found of one is kept when the next begins."""
    workspace = bound_workspace(session)
    with reading(workspace) as reader:
        due = [each for each in _due(reader, datetime.now(UTC)) if each.workspace_id == workspace]
    for done, each in enumerate(due):
        now = datetime.now(UTC)
        jobs.report(session, job, done=done, total=len(due), now=now)
        session.commit()
        _look(session, each, now)
        session.commit()


def hold_now(session: Session) -> None:
    """Look at all of a workspace at once, where nobody waits for a worker: the demo's groups."""
    now = datetime.now(UTC)
    for each in _due(session, now):
        if each.workspace_id == bound_workspace(session):
            _look(session, each, now)


def _due(reader: Session, now: datetime) -> list[Due]:
    t = TallyBeside
    wanted = select(t.workspace_id, t.survey_id, t.changes, t.n, t.at).where(t.changes > t.decided)
    return [
        Due(workspace, survey, changes)
        for workspace, survey, changes, n, at in reader.execute(wanted, execution_options=UNSCOPED)
        if at is None or at <= now - timedelta(seconds=n / A_SECOND)
    ]


def _look(session: Session, due: Due, now: datetime) -> None:
    with one_moment(due.workspace_id) as reader:
        found, n = _found(reader, due.survey_id)
    session.execute(
        update(TallyBeside)
        .where(TallyBeside.survey_id == due.survey_id)
        .values(decided=due.changes, n=n, at=now, found=found)
    )


def _found(reader: Session, survey: int) -> tuple[dict[str, object], int]:
    kind = reader.scalar(select(Survey.kind).where(Survey.id == survey))
    if kind is None:
        return {}, 0
    scale = SCALES[SurveyKind(kind)]
    choice = SurveyChoice(survey, "", SurveyKind(kind), answered=True)
    unit = Unit.of((survey,), counts.daily(reader, [survey]), Selection((choice,), scale))
    own = TallyValue.survey_id == survey
    names = set(reader.scalars(select(TallyValue.attribute).where(own).distinct()))

    def telling(name: str) -> Grouped:
        return told_by(reader, counts, [survey], name) if name in OF_ANSWERS else counts

    people = one_by_one(reader, [survey], scale)
    found = decide(reader, unit, in_order({*names, *OF_ANSWERS}), telling, people)
    return {name: each.written for name, each in found.items()}, sum(map(sum, unit.by_day.values()))
