"""What the database knows of accounts, counted there: never a query per account."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from feedback.counts.people.among import (
    Among,
    account_of,
    answered_people,
    asked_people,
    classes,
)
from feedback.counts.people.facts import NUMBERS
from feedback.models import Response
from surveys.db import Utc
from surveys.models import Contact


@dataclass(frozen=True)
class Pattern:
    """Accounts (or people) that answered alike: detractors, passives, promoters of each."""

    detractors: int
    passives: int
    promoters: int
    how_many: int = 1

    @property
    def n(self) -> int:
        """Answers of each."""
        return self.detractors + self.passives + self.promoters


@dataclass(frozen=True)
class Reach:
    """How many accounts there are, were asked, and answered."""

    accounts: int
    asked: int
    responded: int


def patterns(session: Session, among: Among) -> list[Pattern]:
    """Tell how many accounts answered alike; who belongs to none stands alone."""
    given = _scores(among)
    account = func.nullif(given.c.account, "")
    alone = case((account.is_(None), given.c.id))
    told = _classes(given, account.label("account"), alone.label("alone")).subquery()
    kinds = (told.c.low, told.c.middle, told.c.top)
    alike = session.execute(select(*kinds, func.count()).group_by(*kinds))
    return [pattern(row) for row in alike]


def people_patterns(
    session: Session, among: Among, names: Sequence[str]
) -> dict[str, list[Pattern]]:
    """Tell of each named account how many of its people answered alike."""
    if not names:
        return {}
    given = _scores(among)
    told = _classes(given, given.c.account, given.c.who).where(given.c.account.in_(names))
    each = told.subquery().c
    columns = (each.account, each.low, each.middle, each.top)
    found: dict[str, list[Pattern]] = {}
    for row in session.execute(select(*columns, func.count()).group_by(*columns)):
        found.setdefault(row[0], []).append(pattern(row[1:]))
    return found


def every_account(among: Among, only: str | None = None) -> Subquery:
    """Put together what people and answers say of each account."""
    parts = union_all(_of_people(among, only), _of_answers(among, only)).subquery()
    c = parts.c
    sums = [func.sum(c[name]).label(name) for name in NUMBERS]
    last = func.max(c.last).label("last")
    return select(c.account, *sums, last).group_by(c.account).subquery()


def _of_people(among: Among, only: str | None) -> Select[Any]:
    """Count people by account: what is known of each is piled up and sorted, never joined.

    Joined, SQLite looks through all who were asked once for each contact.
    """
    person = _facts(among).subquery()
    c = person.c
    did = case((and_(c.asked > 0, c.responded > 0), 1), else_=0)
    wanted = select(
        c.account,
        func.sum(c.person).label("people"),
        func.sum(c.asked).label("asked"),
        func.sum(did).label("responded"),
        func.sum(c.answered).label("answered"),
        *(literal(0).label(name) for name in ("who", "low", "middle", "top")),
        cast(null(), Utc(timezone=True)).label("last"),
    )
    fits = c.account != "" if only is None else c.account == only
    return wanted.where(fits).group_by(c.account)


def _facts(among: Among) -> Select[Any]:
    """Tell of each contact the account, and whether they were asked and answered: 0 or 1."""
    account = account_of(Contact.attributes, among.attribute)
    person = select(Contact.id.label("who"), account.label("account"), *_said(person=1))
    invited = case((Response.invitation_id.is_not(None), 1), else_=0)
    nobody = cast(null(), String)
    asked = asked_people(among).add_columns(nobody, *_said(asked=1))
    answered = answered_people(among).add_columns(nobody, *_said(responded=invited, answered=1))
    c = union_all(person, asked, answered).subquery().c
    columns = [func.max(c[name]).label(name) for name in ("account", *_SAID)]
    return select(c.who, *columns).group_by(c.who)


_SAID = ("person", "asked", "responded", "answered")


def _said(**given: Any) -> list[ColumnElement[Any]]:
    return [
        literal_column(str(n)).label(name)
        if isinstance(n := given.get(name, 0), int)
        else n.label(name)
        for name in _SAID
    ]


def _of_answers(among: Among, only: str | None) -> Select[Any]:
    given = _scores(among)
    nothing = [literal(0).label(each) for each in ("people", "asked", "responded", "answered")]
    who = func.count(given.c.who.distinct()).label("who")
    wanted = select(
        given.c.account, *nothing, who, *classes(given.c.score), func.max(given.c.at).label("last")
    )
    fits = given.c.account != "" if only is None else given.c.account == only
    return wanted.where(fits).group_by(given.c.account)


def _scores(among: Among) -> Subquery:
    """Give each score that counts: whose, of which account, and when."""
    r = Response
    return (
        select(
            account_of(r.attributes, among.attribute).label("account"),
            func.coalesce(r.contact_id, r.id).label("who"),
            r.id.label("id"),
            r.score.label("score"),
            r.answered_at.label("at"),
        )
        .where(among.answers, r.excluded.is_(None), r.score.is_not(None))
        .subquery()
    )


def _classes(given: Subquery, *by: ColumnElement[Any]) -> Select[Any]:
    """Count detractors, passives and promoters, by what is given."""
    return select(*by, *classes(given.c.score)).group_by(*by)


def pattern(row: Any) -> Pattern:
    """Read classes, and how many answered so."""
    detractors, passives, promoters, how_many = row
    return Pattern(detractors, passives, promoters, how_many)
