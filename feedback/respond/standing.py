"""Where somebody stands in a survey of several pages: what they sent, and what they began."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select

from feedback.respond import quotas
from feedback.respond.invited import Invited, reading, stored_answers
from feedback.respond.tables import ANSWERS, BEGUN, RESPONSES
from surveys.definition import Definition
from surveys.logic.enough import has_enough
from surveys.logic.order import shuffled
from surveys.logic.walk import Path, Person, displayed, walk
from surveys.questions import Stored


@dataclass(frozen=True)
class Begun:
    """What was answered so far and not sent."""

    submission: str = ""
    answers: Mapping[str, Stored] = field(default_factory=dict)
    pages: frozenset[int] = frozenset()
    id: int | None = None


@dataclass(frozen=True)
class Sent:
    """What was answered and sent."""

    answers: Mapping[str, Stored] = field(default_factory=dict)
    pages: frozenset[int] = frozenset()
    response_id: int | None = None


@dataclass(frozen=True)
class Standing:
    """One person's answers to one version, sent or begun, and the way that leads through it."""

    asks: Definition
    person: Person
    sent: Sent
    begun: Begun

    @cached_property
    def answers(self) -> dict[str, Stored]:
        """Everything said so far: a page that was begun anew lies over what was sent of it."""
        pages = enumerate(self.asks.pages, 1)
        anew = {q.key for number, page in pages if number in self.begun.pages for q in page}
        kept = {key: stored for key, stored in self.sent.answers.items() if key not in anew}
        return {**kept, **self.begun.answers}

    @cached_property
    def path(self) -> Path:
        """The way through, as it is now."""
        return walk(self.asks, self.person, self.answers)

    @property
    def filled(self) -> frozenset[int]:
        """The pages somebody has been through."""
        return self.begun.pages | self.sent.pages

    @property
    def shown(self) -> dict[str, Any]:
        """What is kept with the answer."""
        return met_on(self.path)

    @property
    def missing(self) -> int | None:
        """The first page that has not been filled in, or lacks an answer that must be given."""
        return next((n for n in self.path.pages if not self._is_done(n)), None)

    def reachable(self, number: int) -> int:
        """Give a page, or the last one in front of it that can be shown."""
        missing = self.missing
        furthest = max(self.path.pages) if missing is None else missing
        fitting = [n for n in self.path.pages if n <= min(number, furthest)]
        return fitting[-1] if fitting else min(self.path.pages)

    def _is_done(self, number: int) -> bool:
        needed = [q.key for q in self.path.pages[number] if q.required]
        return number in self.filled and all(key in self.answers for key in needed)


def met_on(path: Path) -> dict[str, Any]:
    """Say what somebody met on their way: questions and pages, and shuffled options' order."""
    met = [
        question.key
        for number in path.pages
        for question in displayed(path.asks, number, path.person)
        if question.key in path.keys
    ]
    options = {
        q.key: shuffled(q.settings.get("options", ()), path.person.seed, q.key)
        for q in path.shown
        if q.shuffled
    }
    return {"questions": met, "pages": sorted(path.pages), "options": options}


def person_of(
    invited: Invited,
    key: str = "",
    *,
    closed: frozenset[str] | None = None,
    full: frozenset[int] | None = None,
) -> Person:
    """Give what rules and texts may know of somebody; `key` is that of the page they sent.

    Of what enough answers are counted is looked up where it is not given.
    """
    return Person(
        name=invited.contact_name,
        attributes=invited.attributes,
        language=invited.definition.language,
        seed=str(invited.invitation_id or invited.seed or invited.bound(key)),
        closed=_closed(invited) if closed is None else closed,
        full=_full(invited) if full is None else full,
    )


def is_enough(invited: Invited) -> bool:
    """Tell whether enough was heard of people like this, who has not said anything yet."""
    asks = invited.definition
    if invited.earlier or not any(quota.ends for quota in asks.quotas):
        return False
    with reading() as connection:
        person = person_of(invited, closed=frozenset())
        if not has_enough(asks, person.full, person.known, person.language):
            return False
        return not read_begun(connection, invited).pages


def _closed(invited: Invited) -> frozenset[str]:
    """Find the questions of which enough answers have been counted."""
    limits = {q.key: q.quota for q in invited.definition.questions if q.quota}
    if not limits:
        return frozenset()
    given = {"workspace": invited.workspace_id, "survey": invited.survey_id, "keys": list(limits)}
    with reading() as connection:
        counted = connection.execute(_COUNTED, given)
        return frozenset(key for key, count in counted if count >= limits[key])


def _full(invited: Invited) -> frozenset[int]:
    asks = invited.definition
    if not asks.quotas or invited.is_anonymous:
        return frozenset()
    with reading() as connection:
        return quotas.full(connection, invited.workspace_id, invited.survey_id, asks)


def standing_of(invited: Invited) -> Standing:
    """Read where somebody stands; nothing is written."""
    with reading() as connection:
        begun, sent = read_begun(connection, invited), read_sent(connection, invited)
    return Standing(invited.definition, person_of(invited), sent, begun)


def read_begun(connection: Connection, invited: Invited, *, lock: bool = False) -> Begun:
    """Read what was begun; empty where nothing was."""
    statement, row_id = _BEGUN, invited.invitation_id
    if invited.is_public:
        statement, row_id = _BEGUN_THERE, invited.own_id
    statement = statement.with_for_update() if lock else statement
    row = connection.execute(statement, {"workspace": invited.workspace_id, "row": row_id}).first()
    if row is None:
        return Begun()
    answers = {key: Stored(*stored) for key, stored in row.answers.items()}
    return Begun(row.submission, answers, frozenset(row.pages), row.id)


def read_sent(connection: Connection, invited: Invited, *, lock: bool = False) -> Sent:
    """Read what was sent; empty where nothing was."""
    statement, row_id = _SENT, invited.invitation_id
    if invited.is_public:
        statement, row_id = _SENT_AS, invited.own_id
    statement = statement.with_for_update() if lock else statement
    given = {"workspace": invited.workspace_id, "row": row_id}
    row = connection.execute(statement, given).first()
    if row is None:
        return Sent()
    answers = stored_answers(connection, invited.workspace_id, row.id)
    return Sent(answers, frozenset(row.shown["pages"]) if row.shown else frozenset(), row.id)


def known_by(connection: Connection, invited: Invited, key: str) -> Invited:
    """Give somebody at a touchpoint what they began, or sent, from the page with this key."""
    seed = invited.bound(key)
    given = {"workspace": invited.workspace_id, "survey": invited.survey_id, "seed": seed}
    place = {"touchpoint": invited.touchpoint_id}
    begun = connection.execute(_BEGUN_BY_KEY, given | place).scalar()
    own_id = begun or connection.execute(_SENT_BY_KEY, given).scalar()
    return replace(invited, own_id=own_id, seed=seed)


def as_stored(answers: Mapping[str, Stored]) -> dict[str, Any]:
    """Give the stored form of begun answers."""
    return {key: [stored.number, stored.text] for key, stored in answers.items()}


_b, _r, _a = BEGUN.c, RESPONSES.c, ANSWERS.c
_COUNTED = (
    select(_a.question_key, func.count())
    .join(RESPONSES, and_(_r.workspace_id == _a.workspace_id, _r.id == _a.response_id))
    .where(
        _a.workspace_id == bindparam("workspace"),
        _r.survey_id == bindparam("survey"),
        _r.excluded.is_(None),
        _a.question_key.in_(bindparam("keys", expanding=True)),
    )
    .group_by(_a.question_key)
)
_RESPONSE = select(_r.id, _r.shown).where(_r.workspace_id == bindparam("workspace"))
_SENT = _RESPONSE.where(_r.invitation_id == bindparam("row"))
_SENT_AS = _RESPONSE.where(_r.id == bindparam("row"))
_SENT_BY_KEY = select(_r.id).where(
    _r.workspace_id == bindparam("workspace"),
    _r.survey_id == bindparam("survey"),
    _r.submission_id == bindparam("seed"),
)
_OF_BEGUN = select(_b.submission, _b.answers, _b.pages, _b.id).where(
    _b.workspace_id == bindparam("workspace")
)
_BEGUN = _OF_BEGUN.where(_b.invitation_id == bindparam("row"))
_BEGUN_THERE = _OF_BEGUN.where(_b.id == bindparam("row"))
_BEGUN_BY_KEY = select(_b.id).where(
    _b.workspace_id == bindparam("workspace"),
    _b.touchpoint_id == bindparam("touchpoint"),
    _b.submission == bindparam("seed"),
)
