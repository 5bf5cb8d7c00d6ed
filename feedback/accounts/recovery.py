"""Letting people in again: a link to choose a new password, and the old one dead at once."""

from datetime import datetime

from flask import current_app
from sqlalchemy import select

from feedback.accounts import identity, workspaces
from feedback.extensions import db
from feedback.models import Member, Role
from surveys.scope import bind_workspace


def join_link(member: Member) -> str:
    """Give the address at which this member chooses a password."""
    token = workspaces.join_token(str(current_app.secret_key), member)
    return f"{current_app.extensions['settings'].base_url}/join/{token}"


def reinvite(member: Member, now: datetime) -> None:
    """Take the password and every sign-in away; the next link lets them choose anew."""
    member.password_hash = member.joined_at = member.disabled_at = None
    member.invited_at = now
    identity.end_all_sign_ins(member)


def links_for_owner(email: str, now: datetime) -> list[str]:
    """Reinvite the owner with this address, in each workspace they own."""
    owners = db.session.scalars(
        select(Member).where(Member.email == email.casefold(), Member.role == Role.OWNER),
        execution_options={"unscoped": True},
    ).all()
    links = []
    for owner in owners:
        bind_workspace(db.session(), owner.workspace_id)
        reinvite(owner, now)
        db.session.commit()
        links.append(join_link(owner))
    return links
