"""Exactly who is asked and who is not: of a campaign to come, and of one that was confirmed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from feedback.campaigns.reasons import ON_A_LIST
from feedback.contacts.problems import line
from feedback.contacts.queries import PAGE, searched
from surveys.asking import Ask, judged
from surveys.models import Contact, Skip, Skipped
from surveys.speech import _, noted

ASKED = "asked"
"""Stands for no reason at all."""
AT_ONCE = 1_000
HEADINGS = (
    noted("E-mail"),
    noted("Customer number"),
    noted("Name"),
    noted("Why not asked"),
    noted("When (UTC)"),
)

Chosen = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Looked:
    """What somebody looks for in a list of people: one reason, some words, a page."""

    reason: str = ""
    search: str = ""
    number: int = 1


@dataclass(frozen=True)
class People:
    """One page of contacts, each with why it is not asked."""

    rows: Sequence[tuple[Contact, Skip | None]]
    total: int
    number: int
    counts: Mapping[str, int]
    """Reason, or ASKED → how many, whatever was searched for."""

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))

    @property
    def all(self) -> int:
        """How many were chosen."""
        return sum(self.counts.values())


def to_come(session: Session, ask: Ask, looked: Looked) -> People:
    """List whom a campaign would ask now, and whom it would not."""
    found = judged(session, ask).subquery()
    counts = select(found.c.reason, func.count()).group_by(found.c.reason)
    everyone = select(Contact, found.c.reason).join(found, found.c.id == Contact.id)
    if looked.reason:
        wanted = None if looked.reason == ASKED else looked.reason
        everyone = everyone.where(found.c.reason.is_not_distinct_from(wanted))
    return _page(session, everyone, counts, looked)


def left_out(session: Session, campaign_id: int, looked: Looked) -> People:
    """List whom a campaign did not ask."""
    counts = (
        select(Skipped.reason, func.count())
        .where(Skipped.campaign_id == campaign_id)
        .group_by(Skipped.reason)
    )
    return _page(session, _left_out(campaign_id, looked.reason), counts, looked)


def left_out_csv(session: Session, campaign_id: int) -> Iterator[str]:
    """Write the whole list line by line; Excel reads it as UTF-8 because of its mark."""
    yield "\ufeff" + line([_(heading) for heading in HEADINGS])
    found = _left_out(campaign_id, "").add_columns(Skipped.at).order_by(Skipped.contact_id)
    for who, reason, at in session.execute(found).yield_per(AT_ONCE):
        cells = [who.email or "", who.external_id or "", who.name, str(ON_A_LIST[reason])]
        yield line([*cells, f"{at:%Y-%m-%d %H:%M}"])
        session.expunge(who)


def _left_out(campaign_id: int, reason: str) -> Chosen:
    found = (
        select(Contact, Skipped.reason)
        .join(Skipped, Skipped.contact_id == Contact.id)
        .where(Skipped.campaign_id == campaign_id)
    )
    return found.where(Skipped.reason == reason) if reason else found


def _page(
    session: Session,
    everyone: Chosen,
    counts: Chosen,
    looked: Looked,
) -> People:
    fits = searched(everyone, looked.search)
    total = session.scalar(select(func.count()).select_from(fits.subquery())) or 0
    number = max(1, min(looked.number, -(-total // PAGE)))
    rows = session.execute(
        fits.order_by(Contact.created_at.desc(), Contact.id).limit(PAGE).offset((number - 1) * PAGE)
    )
    by_reason = {reason or ASKED: n for reason, n in session.execute(counts)}
    ordered = {key: by_reason[key] for key in (ASKED, *Skip) if by_reason.get(key)}
    return People([(who, reason) for who, reason in rows], total, number, ordered)
