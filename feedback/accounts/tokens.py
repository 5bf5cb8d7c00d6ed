"""API tokens: made once, shown once, kept as a hash, ended by an owner."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.models import ApiToken
from surveys.scope import bind_workspace

EVENTS = "events"
PREFIX = "hark_"
LONGEST_NAME = 80
USED_AGAIN = timedelta(hours=12)


def make_token(session: Session, name: str, *, by: int, now: datetime) -> str:
    """Make a token and give it; it cannot be read again."""
    token = PREFIX + secrets.token_urlsafe(32)
    name = " ".join(name.split())[:LONGEST_NAME] or "Token"
    session.add(ApiToken(name=name, token_hash=_hash(token), scope=EVENTS, made_by=by, made_at=now))
    return token


def token_of(session: Session, given: str, scope: str) -> ApiToken | None:
    """Find a living token of this scope, and bind the session to its workspace."""
    if not given.startswith(PREFIX):
        return None
    found = session.scalars(
        select(ApiToken).where(
            ApiToken.token_hash == _hash(given),
            ApiToken.ended_at.is_(None),
            ApiToken.scope == scope,
        ),
        execution_options={"unscoped": True},
    ).first()
    if found:
        bind_workspace(session, found.workspace_id)
    return found


def note_use(token: ApiToken, now: datetime) -> None:
    """Remember roughly when a token was used last: not every call writes."""
    if token.used_at is None or now - token.used_at > USED_AGAIN:
        token.used_at = now


def all_tokens(session: Session) -> Sequence[ApiToken]:
    """List the tokens, the living first."""
    found = select(ApiToken).order_by(ApiToken.ended_at.is_not(None), ApiToken.made_at.desc())
    return session.scalars(found).all()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
