"""What follows from returned mail: the ledger is told, and dead addresses are let rest.

hard, complaint → not written to any more      soft → counted, three in a row let it rest
policy → our own trouble, shown to the owner   delayed, automatic reply → noted
undelivered → a text that did not arrive, shown to the owner
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveys.db import new_id
from surveys.links import Link
from surveys.models import Contact, Invitation, InvitationState, ReturnedMail, Unsubscribe
from surveys.returns import Kind, Returned
from surveys.returns.codes import codes_in
from surveys.returns.judging import judge
from surveys.returns.opening import one_line
from surveys.scope import bound_workspace
from surveys.unsubscribing import BOUNCE, COMPLAINT, address_hash, fold_address, unsubscribe

SOFT_IN_A_ROW = 3
SOFT_FOR = timedelta(days=14)
"""So many mails in a row that came back, over so long: nobody reads that mailbox."""
GIVES_UP = {Kind.HARD: BOUNCE, Kind.COMPLAINT: COMPLAINT}


def take(
    session: Session, key: str, link: Link, found: Returned, *, source: str, now: datetime
) -> bool:
    """Write down what came back, and what follows; False where it was taken before, or is void.

    The session is bound to the link's workspace; the caller commits.
    """
    place = {"workspace_id": link.workspace_id, "id": link.row_id}
    invitation = session.get(Invitation, place)
    if found.kind == Kind.UNRELATED or invitation is None:
        return False
    hashed = _went_to(session, key, invitation, found)
    if not _written(session, invitation, found, hashed, source, now):
        return False
    _has_left(invitation, now)
    if hashed and found.kind in GIVES_UP:
        unsubscribe(session, hashed, via=GIVES_UP[found.kind], now=now)
    elif hashed and found.kind == Kind.SOFT and _never_arrives(session, invitation, now):
        unsubscribe(session, hashed, via=BOUNCE, now=now)
    return True


def refused(
    session: Session, key: str, link: Link, recipient: str, reply: str, *, now: datetime
) -> None:
    """Take a refusal at the hand-over for what it is: a mail that came back at once."""
    status = next(iter(codes_in(reply)), "")
    found = Returned(judge("", reply), recipient, status, one_line(reply))
    told = f"refused\0{link.row_id}\0{now.isoformat()}"
    source = hashlib.sha256(told.encode()).hexdigest()
    take(session, key, link, found, source=source, now=now)


def text_left(session: Session, link: Link, *, now: datetime) -> None:
    """A provider says that a text left: nobody need wonder any more; the caller commits."""
    invitation = session.get(Invitation, {"workspace_id": link.workspace_id, "id": link.row_id})
    if invitation:
        _has_left(invitation, now)


def text_came_back(
    session: Session, link: Link, *, code: str, words: str, source: str, now: datetime
) -> None:
    """Write down that a text did not reach its telephone; told twice it is written once.

    Nobody is given up for it: telephones are off, and networks have moods. The caller commits.
    """
    invitation = session.get(Invitation, {"workspace_id": link.workspace_id, "id": link.row_id})
    if invitation is None:
        return
    found = Returned(Kind.UNDELIVERED, status=code, words=words)
    if _written(session, invitation, found, "", source, now):
        _has_left(invitation, now)


def forgive(session: Session, hashed: str, *, now: datetime) -> bool:
    """Let an address that bounced be written to again, from a clean start; not after a complaint.

    False where nothing had bounced.
    """
    here = {"workspace_id": bound_workspace(session), "address_hash": hashed}
    row = session.get(Unsubscribe, here)
    if row is None or row.via != BOUNCE:
        return False
    session.delete(row)
    session.execute(
        update(ReturnedMail)
        .where(ReturnedMail.address_hash == hashed, ReturnedMail.forgiven_at.is_(None))
        .values(forgiven_at=now)
        .execution_options(synchronize_session=False)
    )
    return True


def _has_left(invitation: Invitation, now: datetime) -> None:
    """Nothing is heard of a message that never left."""
    if invitation.state == InvitationState.UNKNOWN:
        invitation.state, invitation.error = InvitationState.SENT, None
        invitation.sent_at = invitation.claimed_at or now


def _went_to(session: Session, key: str, invitation: Invitation, found: Returned) -> str:
    """Give the hash of the address it went to; empty where the contact has another one now.

    A report may name any address. Only the contact's own is ever given up: where the report names
    another, the mail was forwarded – or the contact has moved since, and is reached again.
    """
    place = {"workspace_id": invitation.workspace_id, "id": invitation.contact_id}
    contact = session.get(Contact, place) if invitation.contact_id else None
    if contact is None or not contact.email:
        return ""
    is_named = fold_address(found.recipient) == fold_address(contact.email)
    is_as_it_was = contact.updated_at <= (invitation.sent_at or invitation.queued_at)
    if is_named or is_as_it_was or found.kind == Kind.COMPLAINT:
        return address_hash(key, invitation.workspace_id, contact.email)
    return ""


def _written(
    session: Session,
    invitation: Invitation,
    found: Returned,
    hashed: str,
    source: str,
    now: datetime,
) -> bool:
    dialect = postgresql if session.get_bind(ReturnedMail).dialect.name == "postgresql" else sqlite
    row = dialect.insert(ReturnedMail).values(
        workspace_id=invitation.workspace_id,
        id=new_id(),
        invitation_id=invitation.id,
        address_hash=hashed,
        kind=found.kind.value,
        status=found.status[:64],
        words=found.words[:400],
        source=source,
        at=now,
    )
    done = session.execute(row.on_conflict_do_nothing().returning(ReturnedMail.id))
    return done.scalar() is not None


def _never_arrives(session: Session, invitation: Invitation, now: datetime) -> bool:
    """Whether the last mails to this contact all came back, over a while."""
    last = session.scalars(
        select(Invitation.id)
        .where(
            Invitation.contact_id == invitation.contact_id,
            Invitation.state == InvitationState.SENT,
        )
        .order_by(Invitation.sent_at.desc(), Invitation.id.desc())
        .limit(SOFT_IN_A_ROW)
    ).all()
    moments = _came_back_at(session, last)
    return len(moments) == SOFT_IN_A_ROW and max(moments) - min(moments) >= SOFT_FOR


def _came_back_at(session: Session, ids: Sequence[int]) -> list[datetime]:
    rows = session.execute(
        select(ReturnedMail.invitation_id, ReturnedMail.at).where(
            ReturnedMail.invitation_id.in_(ids),
            ReturnedMail.kind == Kind.SOFT,
            ReturnedMail.forgiven_at.is_(None),
        )
    )
    return list({row[0]: row[1] for row in rows}.values())
