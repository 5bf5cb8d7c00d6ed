"""Limits on speed, held by all workers together: what left in a second is a row per limit.

Room under a limit is the limit less what was settled in the last minute less what is under way.
A letter counts as under way from its claim until it is settled, and is settled after it was
handed over: so in no minute do more leave than the limit says, whoever sends them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveys.models import Contact, Invitation, Throughput
from surveys.models.campaign import IS_CLAIMED

MINUTE, SPELL = timedelta(minutes=1), timedelta(seconds=5)
SPELLS = 12
KEPT = timedelta(days=2)
EVERYTHING = "all"
UNSCOPED = {"unscoped": True}
LOCK = 0x4A41524B


@dataclass(frozen=True)
class Limits:
    """What the installation's mail server is to be spared; 0 is no limit."""

    per_minute: int = 0
    per_domain: int = 0


def campaign_scope(campaign_id: int) -> str:
    """Name what counts a campaign's letters."""
    return f"campaign:{campaign_id}"


def domain_scope(domain: str) -> str:
    """Name what counts the letters to a domain."""
    return f"domain:{domain}"


def domain_of(address: str) -> str:
    """Give the domain that a limit goes by."""
    return address.rpartition("@")[2].casefold()


def one_at_a_time(session: Session) -> None:
    """Let one worker at a time count and claim; on SQLite each writing transaction is alone."""
    if session.get_bind(Throughput).dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def room(session: Session, scope: str, per_minute: int, under_way: int, now: datetime) -> int:
    """How many letters may be claimed now."""
    return max(per_minute - left_since(session, scope, now - MINUTE) - under_way, 0)


def spread_room(
    session: Session, scope: str, per_minute: int, under_way: int, now: datetime
) -> int:
    """How many letters may be claimed now, when a minute's worth is spread over the minute."""
    spell = -(-per_minute // SPELLS) - left_since(session, scope, now - SPELL) - under_way
    return max(min(room(session, scope, per_minute, under_way, now), spell), 0)


def left_since(session: Session, scope: str, since: datetime) -> int:
    """How many letters were settled since then; a second that has begun counts whole."""
    found = select(func.coalesce(func.sum(Throughput.letters), 0)).where(
        Throughput.scope == scope, Throughput.second >= int(since.timestamp())
    )
    return int(session.scalar(found) or 0)


def under_way(session: Session, campaign_id: int | None = None) -> int:
    """How many letters are claimed and not settled: of one campaign, or all there are."""
    found = select(func.count()).select_from(Invitation).where(IS_CLAIMED)
    if campaign_id is not None:
        found = found.where(Invitation.campaign_id == campaign_id)
    return session.scalar(found, execution_options=UNSCOPED) or 0


def domains_under_way(session: Session) -> Counter[str]:
    """How many letters are claimed and not settled, by domain."""
    found = (
        select(Contact.email)
        .join(
            Invitation,
            (Invitation.workspace_id == Contact.workspace_id)
            & (Invitation.contact_id == Contact.id),
        )
        .where(IS_CLAIMED, Contact.email.is_not(None))
    )
    emails = session.scalars(found, execution_options=UNSCOPED)
    return Counter(domain_of(email) for email in emails if email)


def note(session: Session, scopes: Iterable[str], now: datetime) -> None:
    """Write down that letters left: one scope for each letter and limit."""
    counted: Mapping[str, int] = Counter(scopes)
    dialect = postgresql if session.get_bind(Throughput).dialect.name == "postgresql" else sqlite
    second = int(now.timestamp())
    # In one order, so that two workers never wait for each other.
    for scope, letters in sorted(counted.items()):
        row = dialect.insert(Throughput).values(scope=scope, second=second, letters=letters)
        session.execute(
            row.on_conflict_do_update(
                index_elements=["scope", "second"],
                set_={"letters": Throughput.letters + row.excluded.letters},
            )
        )
        old = Throughput.scope == scope, Throughput.second < second - int(KEPT.total_seconds())
        session.execute(delete(Throughput).where(*old))
