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
IMPORT = "import"
BOUNCE = "bounce"
COMPLAINT = "complaint"
ERASED = "erased"
STOP = "stop"
"""Answered to a text message."""


def fold_address(address: str) -> str:
    """Write an address the one way in which two spellings of it are equal."""
    return unicodedata.normalize("NFC", address).strip().casefold()


def unsubscribe_link(key: str, workspace_id: int, address: str) -> Link:
    """Give what the unsubscribe link of this address speaks for."""
    return Link(workspace_id, int(address_hash(key, workspace_id, address), 16))


def link_hash(link: Link) -> str:
    """Give the hash that an unsubscribe link carries, as it is stored."""
    return f"{link.row_id:016x}"


def address_hash(key: str, workspace_id: int, address: str) -> str:
    """Give the hash of an address, as it is stored in Unsubscribe.address_hash."""
    return hashing(key, workspace_id)(address)


def hashing(key: str, workspace_id: int) -> Callable[[str], str]:
    """Give what hashes addresses of one workspace: a hundred thousand take a quarter second."""
    secret, salt = key.encode(), f"hark.unsubscribe\0{workspace_id}\0"

    def hashed(address: str) -> str:
        text = (salt + fold_address(address)).encode("utf-8", "replace")
        return hmac.digest(secret, text, "sha256")[:HASH_BYTES].hex()

    return hashed


def is_unsubscribed(session: Session, hashed: str) -> bool:
    """Tell whether this address asked not to be written to."""
    found = select(Unsubscribe.address_hash).where(Unsubscribe.address_hash == hashed)
    return session.scalar(found) is not None


def leavers(session: Session, key: str) -> Callable[[str], bool]:
    """Give what tells of an address whether it must not be written to, as it stands now."""
    hashed = hashing(key, bound_workspace(session))
    left = set(session.scalars(select(Unsubscribe.address_hash)))
    return lambda address: hashed(address) in left


def not_yet_out(session: Session, hashes: set[str]) -> set[str]:
    """Give those of some addresses that have not asked to be left out."""
    if not hashes:
        return set()
    known = select(Unsubscribe.address_hash).where(Unsubscribe.address_hash.in_(hashes))
    return hashes - set(session.scalars(known))


def unsubscribe(session: Session, hashed: str, *, via: str, now: datetime) -> None:
    """Write down that this address must not be written to; a second time changes nothing.

    But for one thing: after a bounce, a person's own word counts for more than the mailbox's.
    """
    dialect = postgresql if session.get_bind(Unsubscribe).dialect.name == "postgresql" else sqlite
    row = dialect.insert(Unsubscribe).values(
        workspace_id=bound_workspace(session), address_hash=hashed, via=via, at=now
    )
    session.execute(
        row.on_conflict_do_update(
            index_elements=[Unsubscribe.workspace_id, Unsubscribe.address_hash],
            set_={"via": row.excluded.via, "at": row.excluded.at},
            where=(Unsubscribe.via == BOUNCE) & (row.excluded.via != BOUNCE),
        )
    )


def subscribe_again(session: Session, hashed: str) -> None:
    """Take it back."""
    session.execute(delete(Unsubscribe).where(Unsubscribe.address_hash == hashed))


def start_again(session: Session, hashed: str) -> None:
    """Take a STOP back; what else was asked for by this address stays."""
    theirs = Unsubscribe.address_hash == hashed, Unsubscribe.via == STOP
    session.execute(delete(Unsubscribe).where(*theirs))


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
