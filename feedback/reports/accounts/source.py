"""Where accounts are read from: the answers, or in larger houses what is kept of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, select, true
from sqlalchemy.orm import Session

from feedback.counts.people import folding, periods, sweeping
from feedback.counts.people.among import Among, Bounds
from feedback.counts.people.keeping import EVERYTHING
from feedback.models import Response, TallyScope
from feedback.reports.accounts import kept, listing, people, reading
from feedback.reports.accounts.listing import Account
from feedback.reports.accounts.reading import Pattern
from surveys.models import Contact, Invitation, Job, JobState

SMALL = 5_000
"""Answers, contacts and invitations up to which accounts are read from them at each look."""
MOST_PEOPLE = 5_000
"""People of an account up to which it is counted for a period at once."""
Alike = dict[str, list[Pattern]]


@dataclass(frozen=True)
class Live:
    """The answers themselves."""

    among: Among
    counted_at: datetime | None = None
    again: "Waiting | None" = None
    is_late: bool = False
    is_whole: bool = False

    def every(self) -> Subquery:
        """Put accounts together."""
        return reading.every_account(self.among)

    def patterns(self, session: Session) -> list[Pattern]:
        """Tell how many accounts answered alike."""
        return reading.patterns(session, self.among)

    def alike(self, session: Session, names: Sequence[str]) -> Alike:
        """Tell how many people of some accounts answered alike."""
        return reading.people_patterns(session, self.among, names)

    def one(self, session: Session, name: str) -> tuple[Account | None, Alike]:
        """Give one account, and how many of its people answered alike."""
        found = listing.one(session, reading.every_account(self.among, name))
        return found, self.alike(session, [name])

    def people(self, name: str, *, silent: bool) -> Select[Contact]:
        """Choose the people of an account."""
        return people.live(self.among, name, silent=silent)

    def answers(self, _session: Session, _name: str, *, newest: bool) -> ColumnElement[bool]:
        """Choose the answers among which those of an account are."""
        del newest
        return true()


@dataclass(frozen=True)
class Kept:
    """What is kept of everything, or of what somebody bounded."""

    among: Among
    scope: int
    counted_at: datetime | None = None
    """When it was counted, where that is told."""
    again: "Waiting | None" = None
    """How far it is where it is being counted once more."""
    is_late: bool = False
    """Whether what people did last is being counted still."""
    is_whole: bool = False
    """Whether all of time is shown though a part was asked for."""

    def every(self) -> Subquery:
        """Choose the accounts."""
        return kept.every_account(self.scope)

    def patterns(self, session: Session) -> list[Pattern]:
        """Tell how many accounts answered alike."""
        return kept.patterns(session, self.scope)

    def alike(self, session: Session, names: Sequence[str]) -> Alike:
        """Tell how many people of some accounts answered alike."""
        return kept.people_patterns(session, self.scope, names)

    def one(self, session: Session, name: str) -> tuple[Account | None, Alike]:
        """Give one account, and how many of its people answered alike."""
        if self.scope != EVERYTHING:
            return kept.one_of(session, self.among, name)
        found = listing.one(session, kept.every_account(self.scope, name))
        return found, self.alike(session, [name])

    def people(self, name: str, *, silent: bool) -> Select[Contact]:
        """Choose the people of an account."""
        is_all = self.scope == EVERYTHING
        return kept.theirs(self.among, name, silent=silent, is_everything=is_all)

    def answers(self, session: Session, name: str, *, newest: bool) -> ColumnElement[bool]:
        """Choose the answers among which those of an account are."""
        return kept.answers(session, name, newest=newest and self.scope == EVERYTHING)


@dataclass(frozen=True)
class Waiting:
    """It has to be counted first."""

    is_asked: bool
    """Whether somebody let it be counted; everything is counted without being asked."""
    done: int = 0
    total: int = 0
    error: str | None = None


def choose(
    session: Session, among: Among, bounds: Bounds, everything: Among
) -> Live | Kept | Waiting:
    """Read where it is exact and quick; else say that it has to be counted."""
    if is_small(session):
        return Live(among)
    if bounds == Bounds():
        return _everything(session, everything)
    counted = periods.newest(session, among.attribute, bounds, counted=True)
    asked = periods.newest(session, among.attribute, bounds)
    again = _waiting(_job(session, asked)) if asked and asked != counted else None
    if counted:
        return Kept(among, counted.id, counted.counted_at, again)
    return again or Waiting(is_asked=False)


def for_one(
    session: Session, among: Among, bounds: Bounds, everything: Among, name: str
) -> Live | Kept | Waiting:
    """Choose for one account: few people are counted at once, of many all of time is shown."""
    if is_small(session):
        return Live(among)
    whole = _everything(session, everything)
    if bounds == Bounds() or isinstance(whole, Waiting):
        return whole
    if kept.number_of_people(session, name) > MOST_PEOPLE:
        return Kept(everything, EVERYTHING, is_late=whole.is_late, is_whole=True)
    return Kept(among, scope=AT_ONCE, is_late=whole.is_late)


AT_ONCE = -1
"""No scope: what was bounded is counted while somebody waits."""


def is_small(session: Session) -> bool:
    """Tell whether reading the answers themselves takes no time worth mentioning."""
    for model in (Contact, Response, Invitation):
        more: Any = select(model.id).order_by(model.id).offset(SMALL).limit(1)
        if session.execute(more).first():
            return False
    return True


def _everything(session: Session, everything: Among) -> Kept | Waiting:
    scope = session.get(TallyScope, (session.info["workspace_id"], EVERYTHING))
    if scope and scope.attribute == everything.attribute and scope.counted_at:
        is_late = folding.is_late(session, datetime.now(UTC))
        return Kept(everything, EVERYTHING, is_late=is_late)
    newest = select(Job).where(Job.kind == sweeping.COUNT_ACCOUNTS).order_by(Job.id.desc())
    return _waiting(session.scalars(newest.limit(1)).first())


def _job(session: Session, scope: TallyScope) -> Job | None:
    return session.scalars(select(Job).where(Job.id == scope.job_id)).first()


def _waiting(job: Job | None) -> Waiting:
    if job is None or job.state == JobState.DONE:
        return Waiting(is_asked=True)
    error = job.error if job.state == JobState.FAILED else None
    return Waiting(True, job.done, job.total, error)
