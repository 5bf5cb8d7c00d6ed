"""What addresses asked for, in terms of contacts: never again, or less often.

Only keyed hashes of addresses are kept, so the contacts are hashed and compared here: no query
for each, and nothing at all while nobody has asked for anything.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ARRAY, BigInteger, ColumnElement, func, select, type_coerce
from sqlalchemy.orm import Session

from surveys.db import Json
from surveys.models import Contact, Pace, Unsubscribe
from surveys.numbers import number_of
from surveys.scope import bound_workspace
from surveys.unsubscribing import BOUNCE, hashing

AT_ONCE = 5_000


@dataclass(frozen=True)
class Wishes:
    """Contacts by what their address asked for."""

    out: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """How they left → contacts."""
    paces: Mapping[int, Sequence[int]] = field(default_factory=dict)
    """Days they want between two asks → contacts."""
    reachable: Sequence[int] | None = None
    """Who has a number that can be dialled; None where nobody is to be texted."""


def wishes(session: Session, key: str, only: Sequence[int] | None = None) -> Wishes:
    """Find the contacts whose address asked for something: of these only, or of all there are.

    An event asks for one contact, and must not keep answers waiting while all others are hashed.
    """
    left = dict(session.execute(select(Unsubscribe.address_hash, Unsubscribe.via)).all())
    slow = dict(session.execute(select(Pace.address_hash, Pace.gap_days)).all())
    out: dict[str, list[int]] = {}
    paces: dict[int, list[int]] = {}
    for contact_id, hashed in _hashed(session, key, only) if left or slow else ():
        if hashed in left:
            out.setdefault(left[hashed], []).append(contact_id)
        if hashed in slow:
            paces.setdefault(slow[hashed], []).append(contact_id)
    return Wishes(out, paces)


def wishes_by_number(session: Session, key: str, only: Sequence[int] | None = None) -> Wishes:
    """Find what matters for texts: a number, its STOP, and whoever left by mail themselves.

    A mailbox that takes no mail says nothing of the telephone.
    """
    by_mail = wishes(session, key, only)
    out = {via: list(who) for via, who in by_mail.out.items() if via != BOUNCE}
    left = dict(session.execute(select(Unsubscribe.address_hash, Unsubscribe.via)).all())
    hashed, reachable = hashing(key, bound_workspace(session)), []
    rows = select(Contact.id, Contact.attributes)
    if only is not None:
        rows = rows.where(among(session, only))
    for contact_id, attributes in session.execute(rows).yield_per(AT_ONCE):
        number = number_of(attributes)
        if number:
            reachable.append(contact_id)
        if number and left and (via := left.get(hashed(number))):
            out.setdefault(via, []).append(contact_id)
    return Wishes(out, by_mail.paces, reachable)


def among(session: Session, ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether the contact is one of these, however many: SQLite takes but 32,766 parameters."""
    if session.get_bind(Contact).dialect.name == "postgresql":
        each = func.unnest(type_coerce(list(ids), ARRAY(BigInteger))).column_valued()
        return Contact.id.in_(select(each))
    rows = func.json_each(type_coerce(list(ids), Json)).table_valued("value")
    return Contact.id.in_(select(rows.c.value))


def _hashed(session: Session, key: str, only: Sequence[int] | None) -> Iterator[tuple[int, str]]:
    hashed = hashing(key, bound_workspace(session))
    found = select(Contact.id, Contact.email).where(Contact.email.is_not(None))
    if only is not None:
        found = found.where(among(session, only))
    rows = session.execute(found).yield_per(AT_ONCE)
    return ((contact_id, hashed(email)) for contact_id, email in rows if email)
