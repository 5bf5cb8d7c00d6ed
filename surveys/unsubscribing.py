"""Who must not be written to: a keyed hash of the address, which outlives the contact.

The link in the mail carries the hash itself, so it works for as long as the mail lies in
somebody's inbox, also after the contact was erased.
"""

import hmac
import time
import unicodedata
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveys.links import Link
from surveys.models import Contact, Invitation, Unsubscribe
from surveys.models.campaign import IS_CLAIMED
from surveys.scope import bound_workspace

HASH_BYTES = 8
PATIENCE_SECONDS = 10.0
LOOK_AGAIN_SECONDS = 0.1

ONE_CLICK = "one-click"
PAGE = "page"


def fold_address(address: str) -> str:
    """Write an address the one way in which two spellings of it are equal."""
    return unicodedata.normalize("NFC", address).strip().casefold()


def unsubscribe_link(key: str, workspace_id: int, address: str) -> Link:
    """Give what the unsubscribe link of this address speaks for."""
    text = f"hark.unsubscribe\0{workspace_id}\0{fold_address(address)}"
    digest = hmac.digest(key.encode(), text.encode("utf-8", "replace"), "sha256")
    return Link(workspace_id, int.from_bytes(digest[:HASH_BYTES]))


def link_hash(link: Link) -> str:
    """Give the hash that an unsubscribe link carries, as it is stored."""
    return f"{link.row_id:016x}"


def address_hash(key: str, workspace_id: int, address: str) -> str:
    """Give the hash of an address, as it is stored in Unsubscribe.address_hash."""
    return link_hash(unsubscribe_link(key, workspace_id, address))


def is_unsubscribed(session: Session, hashed: str) -> bool:
    """Tell whether this address asked not to be written to."""
    found = select(Unsubscribe.address_hash).where(Unsubscribe.address_hash == hashed)
    return session.scalar(found) is not None


def unsubscribed_contacts(session: Session, key: str) -> list[int]:
    """Give the ids of the contacts whose address asked not to be written to."""
    hashes = set(session.scalars(select(Unsubscribe.address_hash)))
    if not hashes:
        return []
    workspace_id = bound_workspace(session)
    rows = session.execute(select(Contact.id, Contact.email).where(Contact.email.is_not(None)))
    return [
        contact_id
        for contact_id, email in rows.yield_per(5000)
        if email and address_hash(key, workspace_id, email) in hashes
    ]


def unsubscribe(session: Session, hashed: str, *, via: str, now: datetime) -> None:
    """Write down that this address must not be written to; a second time changes nothing."""
    dialect = postgresql if session.get_bind(Unsubscribe).dialect.name == "postgresql" else sqlite
    row = dialect.insert(Unsubscribe).values(
        workspace_id=bound_workspace(session), address_hash=hashed, via=via, at=now
    )
    session.execute(row.on_conflict_do_nothing())


def subscribe_again(session: Session, hashed: str) -> None:
    """Take it back."""
    session.execute(delete(Unsubscribe).where(Unsubscribe.address_hash == hashed))


def await_mail_in_flight(
    session: Session, key: str, hashed: str, *, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Wait until no mail to this address is just being handed over.

    The sender looks for an Unsubscribe before each hand-over. Once the row is committed, only a
    mail whose look came before can still leave; it stands as `claimed` until it has. A sender
    that died leaves such a row behind, so nobody waits longer than the patience.
    """
    tries = int(PATIENCE_SECONDS / LOOK_AGAIN_SECONDS)
    for _ in range(tries):
        if not _in_flight(session, key, hashed):
            return
        sleep(LOOK_AGAIN_SECONDS)


def _in_flight(session: Session, key: str, hashed: str) -> bool:
    claimed = (
        select(Contact.email)
        .join(Invitation, Invitation.contact_id == Contact.id)
        .where(IS_CLAIMED, Contact.email.is_not(None))
    )
    workspace_id = bound_workspace(session)
    emails = session.scalars(claimed).all()
    session.rollback()
    return any(e and address_hash(key, workspace_id, e) == hashed for e in emails)
