"""The list of accounts: searched, sorted and paged in the database, and one of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, func, or_, select, true
from sqlalchemy.orm import Session

from feedback.reports.accounts.reading import Reach

PAGE = 50
ENOUGH = 5
"""People of an account from whom on its score is ordered by."""
SORTS = ("name", "people", "asked", "answered", "score", "last")
SHOWN = ("all", "answered", "silent", "unasked")


@dataclass(frozen=True)
class Wish:
    """Which accounts, in which order."""

    search: str = ""
    show: str = "all"
    sort: str = "answered"
    page: int = 1


@dataclass(frozen=True)
class Account:
    """One account as a row of the list."""

    name: str
    people: int
    asked: int
    responded: int
    """Of those asked."""
    answered: int
    """Of its people of today, asked or not."""
    who: int
    """Different people whose scores count for it."""
    detractors: int
    passives: int
    promoters: int
    last: datetime | None

    @property
    def answers(self) -> int:
        """Scores that count for it."""
        return self.detractors + self.passives + self.promoters


@dataclass(frozen=True)
class Accounts:
    """One page of the list, and how many accounts there are."""

    rows: Sequence[Account]
    found: int
    number: int
    reach: Reach

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.found // PAGE))


def page(session: Session, every: Subquery, wish: Wish) -> Accounts:
    """Give a page of the accounts that were wished for, and count all, in one pass over them."""
    kinds = (every.c.asked > 0, every.c.responded > 0, _fits(every, wish))
    sums = [func.sum(case((kind, 1), else_=0)).over() for kind in kinds]
    fits = case((kinds[-1], 1), else_=0).label("fits")
    told = select(every, fits, *_named(func.count().over(), *sums)).subquery()
    wanted = select(told).where(told.c.fits == 1).order_by(*_order(told, wish.sort)).limit(PAGE)
    rows = session.execute(wanted.offset((wish.page - 1) * PAGE)).all()
    if rows:
        first = rows[0]
        whole = Reach(first.n_all, int(first.n_asked), int(first.n_responded))
        return Accounts(
            [account(row.account, row) for row in rows], int(first.n_found), wish.page, whole
        )
    if wish.page > 1:
        return page(session, every, replace(wish, page=1))
    return Accounts((), 0, 1, reach(session, every))


def _named(*columns: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    names = ("n_all", "n_asked", "n_responded", "n_found")
    return [column.label(name) for name, column in zip(names, columns, strict=True)]


def reach(session: Session, every: Subquery) -> Reach:
    """Count accounts: all, those of whom somebody was asked, and of whom somebody answered."""
    kinds = (every.c.asked > 0, every.c.responded > 0)
    sums = [func.coalesce(func.sum(case((kind, 1), else_=0)), 0) for kind in kinds]
    row = session.execute(select(func.count(), *sums).select_from(every)).one()
    return Reach(row[0], row[1], row[2])


def _fits(every: Subquery, wish: Wish) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [true()]
    for word in wish.search.split()[:5]:
        like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        parts.append(every.c.account.ilike(like, escape="\\"))
    if (only := _shown(every, wish.show)) is not None:
        parts.append(only)
    return and_(*parts)


def one(session: Session, every: Subquery) -> Account | None:
    """Give the one account that is read; None where nobody is of it."""
    row = session.execute(select(every)).first()
    return account(row.account, row) if row else None


def _shown(every: Subquery, show: str) -> ColumnElement[bool] | None:
    c = every.c
    kinds: dict[str, ColumnElement[bool]] = {
        "answered": or_(c.answered > 0, c.who > 0),
        "silent": and_(c.asked > 0, c.answered == 0, c.who == 0),
        "unasked": and_(c.asked == 0, c.answered == 0, c.who == 0),
    }
    return kinds.get(show)


def _order(every: Subquery, sort: str) -> list[ColumnElement[Any]]:
    c = every.c
    score = case((c.who >= ENOUGH, (c.top - c.low) * 1.0 / (c.low + c.middle + c.top)))
    by: dict[str, list[ColumnElement[Any]]] = {
        "people": [c.people.desc()],
        "asked": [c.asked.desc()],
        "answered": [(c.low + c.middle + c.top).desc()],
        "score": [score.asc().nulls_last()],
        "last": [c.last.desc().nulls_last()],
    }
    return [*by.get(sort, []), c.account]


def account(name: str, row: Any) -> Account:
    """Read what an account's row says, or what its people add."""
    return Account(
        name=name,
        people=int(row.people),
        asked=int(row.asked),
        responded=int(row.responded),
        answered=int(row.answered),
        who=int(row.who),
        detractors=int(row.low),
        passives=int(row.middle),
        promoters=int(row.top),
        last=row.last,
    )
