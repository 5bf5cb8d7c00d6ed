"""The customer's side: the survey page, thanks, permission to be quoted, withdrawal."""

from flask import Blueprint

from feedback.extensions import csrf

respond = Blueprint("respond", __name__)

# The signed link is the capability, and no session rides on it: nothing for CSRF to forge.
for view in (
    "views.answer",
    "views.answer_there",
    "brief_views.answer_briefly",
    "consenting.consent",
    "referring.leave_address",
    "referring.look",
    "permission_views.withdrawal",
    "permission_views.renewal",
    "asked.answer_to_asking",
):
    csrf.exempt(f"feedback.respond.{view}")

from feedback.respond import (  # noqa: E402 - views need the blueprint
    asked,
    away,
    brief_views,
    consenting,
    kiosk_views,
    permission_views,
    picture_views,
    referring,
    short_views,
    views,
    yours,
)

__all__ = [
    "asked",
    "away",
    "brief_views",
    "consenting",
    "kiosk_views",
    "permission_views",
    "picture_views",
    "referring",
    "respond",
    "short_views",
    "views",
    "yours",
]
