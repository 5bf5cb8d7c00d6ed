"""Who is signed in: a random cookie token, its hash in a row, gone at password change."""

import hashlib
import secrets
from datetime import UTC, datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask import Flask, current_app, g, redirect, request, session, url_for
from flask_login import UserMixin, login_user, logout_user
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from feedback.extensions import db, login
from feedback.languages import speak_as_chosen
from feedback.models import Member, SignIn
from surveys.models import Workspace
from surveys.scope import bind_workspace

hasher = PasswordHasher()
NOBODYS_HASH = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$" + "A" * 43


class Visitor(UserMixin):
    """A signed-in browser, as Flask-Login wants it: its id is the cookie's token."""

    def __init__(self, token: str) -> None:
        """Remember the token."""
        self.id = token


def init_app(app: Flask) -> None:
    """Load the member of each request and send others to the sign-in page."""
    login.user_loader(_load)
    login.unauthorized_handler(_to_sign_in)


def hash_password(password: str) -> str:
    """Hash with Argon2id."""
    return hasher.hash(password)


def password_matches(stored: str | None, password: str) -> bool:
    """Verify; an unknown member costs the same time as a known one."""
    try:
        return hasher.verify(stored or NOBODYS_HASH, password) and stored is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def make_sign_in(session_: Session, member: Member, now: datetime) -> str:
    """Write a sign-in row and give the token for the cookie."""
    token = secrets.token_urlsafe(32)
    session_.add(
        SignIn(
            workspace_id=member.workspace_id,
            token_hash=_hash(token),
            member_id=member.id,
            created_at=now,
        )
    )
    return token


def sign_in(member: Member) -> None:
    """Start a fresh session for this member; nothing of the old one lives on."""
    end_sign_in()
    session.clear()
    bind_workspace(db.session(), member.workspace_id)
    login_user(Visitor(make_sign_in(db.session(), member, datetime.now(UTC))))
    db.session.commit()


def entry_token(key: str, token: str) -> str:
    """Sign a sign-in for an address: nobody can lead others into their own with its cookie."""
    return _entry_signer(key).dumps(token)


def adopt(entry: str) -> bool:
    """Take over a sign-in that exists already; only the cookie changes."""
    try:
        token = str(_entry_signer(str(current_app.secret_key)).loads(entry))
    except BadSignature:
        return False
    if _load(token) is None:
        return False
    session.clear()
    return bool(login_user(Visitor(token)))


def end_sign_in() -> None:
    """Forget this browser."""
    token = session.get("_user_id")
    if token:
        db.session.execute(
            delete(SignIn).where(SignIn.token_hash == _hash(token)),
            execution_options={"unscoped": True},
        )
    logout_user()


def end_all_sign_ins(member: Member) -> None:
    """Forget every browser of this member."""
    db.session.execute(delete(SignIn).where(SignIn.member_id == member.id))


def _load(token: str) -> Visitor | None:
    row = db.session.execute(
        select(Member, Workspace)
        .join(SignIn, _is_theirs())
        .join(Workspace, Workspace.id == Member.workspace_id)
        .where(SignIn.token_hash == _hash(token), Member.disabled_at.is_(None)),
        execution_options={"unscoped": True},
    ).first()
    if row is None:
        return None
    g.member, g.workspace = row
    speak_as_chosen(g.member.language)
    bind_workspace(db.session(), g.workspace.id)
    return Visitor(token)


def _is_theirs() -> ColumnElement[bool]:
    return and_(SignIn.workspace_id == Member.workspace_id, SignIn.member_id == Member.id)


def _entry_signer(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt="hark.accounts.enter")


def _to_sign_in() -> Response:
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    return redirect(url_for("accounts.sign_in"))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
