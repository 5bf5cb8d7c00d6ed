"""Creating a workspace, and the links that let people in."""

import re
import secrets
import unicodedata
from datetime import datetime

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.accounts.identity import hash_password
from feedback.models import Member, Role
from surveys.db import new_id
from surveys.models import Workspace
from surveys.scope import bind_workspace

JOIN_SECONDS = 14 * 24 * 3600
SETUP_SECONDS = 24 * 3600
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th"})
"""Latin letters that Unicode does not take apart into a letter and its mark."""


def create_workspace(session: Session, *, name: str, owner: Member, now: datetime) -> Workspace:
    """Make a workspace with its first owner."""
    workspace = Workspace(id=new_id(), name=name, slug=_free_slug(session, name), created_at=now)
    session.add(workspace)
    session.flush()
    bind_workspace(session, workspace.id)
    owner.workspace_id = workspace.id
    session.add(owner)
    session.flush()
    return workspace


def new_owner(*, name: str, email: str, password: str, now: datetime) -> Member:
    """An owner who has already joined."""
    return Member(
        id=new_id(),
        name=name,
        email=email.casefold(),
        role=Role.OWNER,
        password_hash=hash_password(password),
        invited_at=now,
        joined_at=now,
    )


def invite(session: Session, *, email: str, role: Role, now: datetime) -> Member | None:
    """Add somebody who has yet to join; None where they are already there."""
    email = email.casefold()
    if session.scalar(select(Member).where(Member.email == email)):
        return None
    member = Member(id=new_id(), email=email, role=role, invited_at=now)
    session.add(member)
    session.flush()
    return member


def join_token(key: str, member: Member) -> str:
    """Sign an invitation link; a newer invitation makes it void."""
    stamp = int(member.invited_at.timestamp() * 1000)
    return _signer(key, "join").dumps([member.workspace_id, member.id, stamp])


def read_join_token(key: str, token: str) -> tuple[int, int, int] | None:
    """Read a link back as workspace, member, time of invitation; None if forged or too old."""
    try:
        workspace_id, member_id, stamp = _signer(key, "join").loads(token, max_age=JOIN_SECONDS)
    except (BadSignature, SignatureExpired, ValueError, TypeError):
        return None
    return int(workspace_id), int(member_id), int(stamp)


def setup_token(key: str) -> str:
    """Sign the link that makes the first workspace."""
    return _signer(key, "setup").dumps(secrets.token_hex(4))


def setup_token_holds(key: str, token: str) -> bool:
    """Whether the set-up link is ours and of today."""
    try:
        _signer(key, "setup").loads(token, max_age=SETUP_SECONDS)
    except (BadSignature, SignatureExpired):
        return False
    return True


def _signer(key: str, purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt=f"hark.accounts.{purpose}")


def _free_slug(session: Session, name: str) -> str:
    bare = unicodedata.normalize("NFKD", name.casefold().translate(LETTERS))
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "-", letters)[:40].strip("-") or "workspace"
    taken = session.scalar(select(Workspace.id).where(Workspace.slug == slug))
    return f"{slug}-{secrets.token_hex(3)}" if taken else slug
