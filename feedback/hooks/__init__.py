"""Doors for machines that speak to us by signed webhooks."""

from flask import Blueprint

from feedback.extensions import csrf

hooks = Blueprint("hooks", __name__, url_prefix="/hooks")

from feedback.hooks import sms_views, views  # noqa: E402 - views need the blueprint

# A signature over the whole body, and no cookie.
csrf.exempt("feedback.hooks.views.take_returned")
csrf.exempt("feedback.hooks.sms_views.take_text")
csrf.exempt("feedback.hooks.sms_views.take_receipt")

__all__ = ["hooks", "sms_views", "views"]
