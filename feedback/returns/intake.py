"""Taking returned mail in, whichever door it came through: to which mail of ours does it belong?"""

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from surveys import complaints, returning
from surveys.links import Link
from surveys.return_path import links_in
from surveys.returns import Kind, Returned, read
from surveys.scope import bind_workspace


def take_mail(session: Session, key: str, raw: bytes, *, now: datetime, source: str = "") -> Kind:
    """Take one raw mail; unrelated where it is none of ours, or was taken before. Commits."""
    return take(session, key, read(raw), source=source or digest(raw), now=now)


def take(session: Session, key: str, found: Returned, *, source: str, now: datetime) -> Kind:
    """Take what was read, if it carries the mark of exactly one mail of ours; commits."""
    link = _mail_of(key, found)
    if found.kind == Kind.UNRELATED or link is None:
        return Kind.UNRELATED
    bind_workspace(session, link.workspace_id)
    is_new = returning.take(session, key, link, found, source=source, now=now)
    if is_new and found.kind == Kind.COMPLAINT:
        session.flush()
        complaints.pause_if_too_many(session, now=now)
    session.commit()
    return found.kind if is_new else Kind.UNRELATED


def digest(raw: bytes) -> str:
    """Tell one piece of returned mail from another."""
    return hashlib.sha256(raw).hexdigest()


def _mail_of(key: str, found: Returned) -> Link | None:
    """The return path knows best; else what is quoted, unless it speaks of several mails."""
    for place in (found.addressed, found.quoted):
        links = links_in(key, place)
        if links:
            return links.pop() if len(links) == 1 else None
    return None
