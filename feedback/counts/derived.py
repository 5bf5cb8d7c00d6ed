"""Groups that follow from other rows than the answer's own, counted from the answers themselves."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Select, String, case, cast, func, select
from sqlalchemy.orm import Session, aliased

from feedback.counts import weighing
from feedback.models import Response
from feedback.models.tally import STEPS
from surveys.models import Invitation, Survey

QUICK_DAYS = 2
"""Whoever answers within so many days of the mail is early. Days are kept as they were counted:
another number needs a migration that marks all of them (see 0039)."""
EARLY, LATE = "early", "late"
Derived = Literal["speed", "first", "campaign", "frame"]
"""Early or late; the quarter of the author's first answer; the campaign they were asked by; what
their answers are weighted by (counts/weighing.py)."""
KINDS: tuple[Derived, ...] = get_args(Derived)
Group = tuple[int, str, date, tuple[int, ...]]
"""Survey, group, day, answers by score."""
Days = Mapping[int, Iterable[date]]
"""Days of surveys."""


def hours(session: Session) -> ColumnElement[Any]:
    """Give the hours between mail and answer, in a query that joins the invitation."""
    if session.get_bind().dialect.name == "sqlite":
        came, left = func.julianday(Response.answered_at), func.julianday(Invitation.sent_at)
        return (came - left) * 24.0
    return func.extract("epoch", Response.answered_at - Invitation.sent_at) / 3600.0


def quickness(session: Session) -> Any:
    """Tell early from late answers; who was not asked by mail is neither."""
    return case((hours(session) <= 24 * QUICK_DAYS, EARLY), (hours(session).is_not(None), LATE))


def first_answer() -> Any:
    """Give the day of the first answer of an answer's author, to any survey."""
    earlier = aliased(Response)
    return (
        select(func.min(earlier.answered_on))
        .where(earlier.workspace_id == Response.workspace_id)
        .where(earlier.contact_id == Response.contact_id)
        .scalar_subquery()
    )


def quarter(day: date) -> str:
    """Write the quarter of a first answer: the month it begins with."""
    return f"{day.year}-{(day.month - 1) // 3 * 3 + 1:02}"


def counted(surveys: Sequence[int]) -> list[ColumnElement[bool]]:
    """Choose the answers that reports count."""
    return [
        Response.survey_id.in_(surveys),
        Response.survey_id.not_in(select(Survey.id).where(Survey.is_anonymous)),
        Response.excluded.is_(None),
        Response.score.is_not(None),
    ]


def of_days(session: Session, days: Days, kind: Derived) -> list[Group]:
    """Count the groups of some days of some surveys; those with the same days together.

    SQLite finds listed days along the index; of days tied to surveys it reads the whole survey.
    """
    alike: dict[frozenset[date], list[int]] = defaultdict(list)
    for survey, theirs in days.items():
        alike[frozenset(theirs)].append(survey)
    return [
        row
        for theirs, surveys in alike.items()
        for row in _counted(
            session, kind, [*counted(surveys), Response.answered_on.in_(sorted(theirs))]
        )
    ]


def of_surveys(session: Session, surveys: Sequence[int], kind: Derived) -> list[Group]:
    """Count the groups of all days of some surveys."""
    return _counted(session, kind, counted(surveys))


def _counted(session: Session, kind: Derived, where: list[ColumnElement[bool]]) -> list[Group]:
    group, join = _COLUMNS[kind](session)
    key = (Response.survey_id, Response.answered_on, Response.score)
    each = join(select(*key, group.label("said")).where(*where)).subquery().c
    columns = (each.survey_id, each.said, each.answered_on, each.score)
    found: dict[tuple[int, str, date], list[int]] = defaultdict(lambda: [0] * STEPS)
    for survey, said, day, score, n in session.execute(
        select(*columns, func.count()).where(each.said.is_not(None)).group_by(*columns)
    ):
        text = quarter(date.fromisoformat(f"{said}-01")) if kind == "first" else said
        found[survey, text, day][score] += n
    return [(*place, tuple(steps)) for place, steps in found.items()]


Join = Callable[[Select[Any]], Select[Any]]


def _asked(wanted: Select[Any]) -> Select[Any]:
    return wanted.join(Invitation, Invitation.id == Response.invitation_id)


def _month(session: Session) -> Any:
    first = first_answer()
    if session.get_bind().dialect.name == "sqlite":
        return func.substr(cast(first, String), 1, 7)
    return func.to_char(first, "YYYY-MM")


_COLUMNS: dict[Derived, Callable[[Session], tuple[Any, Join]]] = {
    "speed": lambda session: (quickness(session), _asked),
    "first": lambda session: (_month(session), lambda wanted: wanted),
    "campaign": lambda _session: (cast(Invitation.campaign_id, String), _asked),
    "frame": lambda session: (weighing.labels(session), lambda wanted: wanted),
}
"""The column that says the group, and what has to be joined for it."""
