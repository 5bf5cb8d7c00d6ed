"""The customer's side: the survey page, thanks, permission to be quoted, withdrawal."""

from flask import Blueprint

from feedback.extensions import csrf

respond = Blueprint("respond", __name__)

# The signed link is the capability, and no session rides on it: nothing for CSRF to forge.
for view in ("views.answer", "consenting.consent", "consenting.withdrawal"):
    csrf.exempt(f"feedback.respond.{view}")

from feedback.respond import away, consenting, views  # noqa: E402 - views need the blueprint

__all__ = ["away", "consenting", "respond", "views"]
