"""Who may do what: one table, asked by `permit` on every back-office view."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from flask import abort, g
from flask_login import current_user

from feedback.extensions import login
from feedback.models import Role
from surveys.speech import lazy


class Permission(StrEnum):
    """One thing a member may do."""

    READ_REPORTS = "reports.read"
    SEND_REPORTS = "reports.send"
    """To others than oneself."""
    READ_TESTIMONIALS = "testimonials.read"
    PUBLISH_TESTIMONIALS = "testimonials.publish"
    READ_COMMENTS = "comments.read"
    DECIDE_COMMENTS = "comments.decide"
    """To look at them, and to set right what was read wrong."""
    READ_PRAISE = "praise.read"
    DECIDE_PRAISE = "praise.decide"
    WRITE_STAFF = "staff.write"
    READ_CONCERNS = "staff.concerns"
    READ_SURVEYS = "surveys.read"
    WRITE_SURVEYS = "surveys.write"
    READ_CONTACTS = "contacts.read"
    WRITE_CONTACTS = "contacts.write"
    READ_CAMPAIGNS = "campaigns.read"
    SEND_CAMPAIGNS = "campaigns.send"
    WRITE_THEMES = "themes.write"
    WRITE_MASKS = "masks.write"
    """To say which words of a comment tell who somebody is."""
    MANAGE_WORKSPACE = "workspace.manage"
    OWN_ACCOUNT = "account.own"


P = Permission
READS_EVERYTHING = frozenset(p for p in P if p.value.endswith(".read")) | {P.OWN_ACCOUNT}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(P),
    Role.MARKETER: frozenset(
        {
            P.READ_REPORTS,
            P.READ_TESTIMONIALS,
            P.PUBLISH_TESTIMONIALS,
            P.READ_COMMENTS,
            P.DECIDE_COMMENTS,
            P.READ_PRAISE,
            P.DECIDE_PRAISE,
            P.WRITE_THEMES,
            P.OWN_ACCOUNT,
        }
    ),
    Role.ANALYST: READS_EVERYTHING,
    Role.EXECUTIVE: frozenset({P.READ_REPORTS, P.READ_PRAISE, P.OWN_ACCOUNT}),
}

ROLE_NAMES = {
    Role.OWNER: lazy("Owner"),
    Role.MARKETER: lazy("Marketer"),
    Role.ANALYST: lazy("Analyst"),
    Role.EXECUTIVE: lazy("Executive"),
}

View = Callable[..., Any]


def may(permission: Permission) -> bool:
    """Whether the signed-in member may do this."""
    return current_user.is_authenticated and permission in GRANTS[Role(g.member.role)]


def permit(permission: Permission) -> Callable[[View], View]:
    """Let a view be used only by members who may do this; others are sent to sign in, or told."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return login.unauthorized()
            if not may(permission):
                abort(403)
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard
