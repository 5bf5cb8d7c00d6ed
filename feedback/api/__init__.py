"""What other programs may tell us over HTTP, with a token."""

from flask import Blueprint

from feedback.extensions import csrf

api = Blueprint("api", __name__, url_prefix="/api/v1")

from feedback.api import views  # noqa: E402 - views need the blueprint

csrf.exempt("feedback.api.views.events")  # a token in a header, and no cookie

__all__ = ["api", "views"]
