"""Accounts read from what is kept of them: sums by account, and rows by person."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Select, Subquery, func, select, union_all
from sqlalchemy.orm import Session

from feedback.counts.figures import number
from feedback.counts.people.among import Among, answered_people, asked_people
from feedback.counts.people.facts import NOTHING, NUMBERS, Fact, facts_of
from feedback.counts.people.keeping import EVERYTHING
from feedback.models import Response, TallyAccount, TallyPerson
from feedback.reports.accounts.listing import Account, account
from feedback.reports.accounts.people import ANSWERS
from feedback.reports.accounts.reading import Pattern, Reach, pattern
from surveys.models import Contact

A, P = TallyAccount, TallyPerson
FEW = 1000


def every_account(scope: int, only: str | None = None) -> Subquery:
    """Choose the accounts of a scope, as `reading.every_account` puts them together."""
    wanted = select(A.account, *(getattr(A, name) for name in NUMBERS), A.last).where(
        A.scope_id == scope, A.account_id != number("")
    )
    if only is not None:
        wanted = wanted.where(A.account_id == number(only))
    return wanted.subquery()


def patterns(session: Session, scope: int) -> list[Pattern]:
    """Tell how many accounts answered alike; who belongs to none stands alone."""
    found = _alike(session, scope)
    return [pattern((*classes, n)) for classes, n in found.items() if any(classes)]


def people_patterns(session: Session, scope: int, names: Sequence[str]) -> dict[str, list[Pattern]]:
    """Tell of each named account how many of its people answered alike."""
    if not names:
        return {}
    by_id = {number(name): name for name in names}
    if scope != EVERYTHING:
        kept = select(A.account_id, A.alike).where(A.scope_id == scope, A.account_id.in_(by_id))
        rows = session.execute(kept)
        return {by_id[key]: [pattern(each) for each in alike or ()] for key, alike in rows}
    columns = (P.account_id, P.low, P.middle, P.top)
    told = select(*columns, func.count()).where(P.account_id.in_(by_id), P.who > 0)
    found: dict[str, list[Pattern]] = {}
    for key, *classes, n in session.execute(told.group_by(*columns)):
        found.setdefault(by_id[key], []).append(pattern((*classes, n)))
    return found


def one_of(
    session: Session, among: Among, name: str
) -> tuple[Account | None, dict[str, list[Pattern]]]:
    """Count one account from the answers of its people: no sums are kept of what was chosen."""
    people = session.scalars(_people(name)).all()
    facts = facts_of(session, among, people)
    theirs = [fact for (account_name, _person), fact in facts.items() if account_name == name]
    sums = _sum(theirs)
    found = account(name, sums) if any(sums.numbers) else None
    alike = Counter((f.low, f.middle, f.top) for f in theirs if f.who)
    return found, {name: [pattern((*classes, n)) for classes, n in alike.items()]}


def number_of_people(session: Session, name: str) -> int:
    """Tell how many people an account ever had."""
    return session.scalar(select(func.count()).select_from(_people(name).subquery())) or 0


def theirs(among: Among, name: str, *, silent: bool, is_everything: bool) -> Select[Contact]:
    """Choose an account's people; those who were asked and are silent, if wanted."""
    today = _people(name).where(P.people > 0)
    if silent and is_everything:
        today = today.where(P.asked > 0, P.answered == 0)
    wanted = select(Contact).where(Contact.id.in_(today))
    if silent and not is_everything:
        asked, answered = asked_people(among), answered_people(among)
        was = asked.where(asked.selected_columns[0] == Contact.id).correlate(Contact).exists()
        has = answered.where(answered.selected_columns[0] == Contact.id).correlate(Contact)
        wanted = wanted.where(was, ~has.exists())
    return wanted


def answers(session: Session, name: str, *, newest: bool) -> ColumnElement[bool]:
    """Choose all answers of an account's people, or of those among whom the newest are."""
    people = _people(name).where(P.said.is_not(None))
    if newest:
        latest = select(P.said).where(P.account_id == number(name), P.said.is_not(None))
        bound = session.scalar(latest.order_by(P.said.desc()).offset(ANSWERS - 1).limit(1))
        people = people.where(P.said >= bound) if bound else people
    r = Response.id
    of_contacts = select(r).where(Response.contact_id.in_(people))
    alone = select(r).where(r.in_(people), Response.contact_id.is_(None))
    return r.in_(union_all(of_contacts, alone))


def protected(
    session: Session, among: Among, left_out: Sequence[int]
) -> tuple[list[Pattern], Reach]:
    """Give patterns and reach without the answers to some surveys: of few people, or of none.

    These people's rows are taken out of the sums, and what they add without those answers put in.
    """
    alike = _alike(session, EVERYTHING)
    kinds = (func.count(), *(func.count().filter(c > 0) for c in (A.asked, A.responded)))
    told = select(*kinds).where(A.scope_id == EVERYTHING, A.account_id != number(""))
    reach = list(session.execute(told).one())
    before, after = _without(session, among, left_out)
    for key in {*before, *after}:
        for sums, sign in ((before, -1), (after, 1)):
            if (fact := sums.get(key)) and key == number(""):
                for place, n in enumerate((fact.low, fact.middle, fact.top)):
                    alike[_alone(place)] += sign * n
            elif fact and any(fact.numbers):
                alike[fact.low, fact.middle, fact.top] += sign
                for place, counts in enumerate((1, fact.asked, fact.responded)):
                    reach[place] += sign * bool(counts)
    return [pattern((*c, n)) for c, n in alike.items() if any(c) and n], Reach(*reach)


def _without(
    session: Session, among: Among, left_out: Sequence[int]
) -> tuple[dict[int, Fact], dict[int, Fact]]:
    """Give the sums of the accounts of who answered these surveys, with and without."""
    who = func.coalesce(Response.contact_id, Response.id)
    theirs = (
        select(who).distinct().where(Response.survey_id.in_(left_out), Response.excluded.is_(None))
    )
    people = session.scalars(theirs).all()
    old: list[tuple[int, Fact]] = []
    new: list[tuple[int, Fact]] = []
    for start in range(0, len(people), FEW):
        few = people[start : start + FEW]
        kept = select(P.account_id, *(getattr(P, name) for name in NUMBERS))
        old += [
            (row[0], Fact.of(row[1:])) for row in session.execute(kept.where(P.person_id.in_(few)))
        ]
        facts = facts_of(session, among, few)
        new += [(number(name), fact) for (name, _person), fact in facts.items()]
    touched = {key for key, _fact in (*old, *new)}
    sums = select(A.account_id, *(getattr(A, name) for name in NUMBERS)).where(
        A.scope_id == EVERYTHING, A.account_id.in_(touched)
    )
    before = {row[0]: Fact.of(row[1:]) for row in session.execute(sums)}
    after = {key: list(before.get(key, NOTHING).numbers) for key in touched}
    for several, sign in ((old, -1), (new, 1)):
        for key, fact in several:
            after[key] = [n + sign * more for n, more in zip(after[key], fact.numbers, strict=True)]
    return before, {key: Fact.of(numbers) for key, numbers in after.items()}


def _alike(session: Session, scope: int) -> Counter[tuple[int, ...]]:
    """Count accounts by the classes of their scores; of who belongs to none each score apart."""
    classes = (A.low, A.middle, A.top)
    here = (A.scope_id == scope, A.account_id != number(""))
    told = session.execute(select(*classes, func.count()).where(*here).group_by(*classes))
    found = Counter({tuple(row[:3]): row[3] for row in told})
    nobody = select(*classes).where(A.scope_id == scope, A.account_id == number(""))
    for place, n in enumerate(session.execute(nobody).first() or ()):
        found[_alone(place)] += n
    return found


def _alone(place: int) -> tuple[int, ...]:
    return tuple(int(place == each) for each in range(3))


def _people(name: str) -> Select[int]:
    return select(P.person_id).where(P.account_id == number(name))


def _sum(facts: Iterable[Fact]) -> Fact:
    several = list(facts)
    sums = [sum(fact.numbers[place] for fact in several) for place in range(len(NUMBERS))]
    last = max(filter(None, (fact.last for fact in several)), default=None)
    return Fact.of(sums, last)
