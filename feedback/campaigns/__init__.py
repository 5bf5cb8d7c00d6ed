"""Asking customers by mail: choosing whom, sending, watching; and their way out."""

from flask import Blueprint

from feedback.extensions import csrf

campaigns = Blueprint("campaigns", __name__)
unsubscribe = Blueprint("unsubscribe", __name__)

from feedback.campaigns import (  # noqa: E402 - views need the blueprints
    deliverability_views,
    link_views,
    mail_views,
    outbox_views,
    people_views,
    returning_views,
    rules_views,
    sending_views,
    unsubscribe_views,
    views,
)

# The signed link is the capability; mail clients post it without a cookie (RFC 8058).
for view in ("leave", "less_often", "come_back"):
    csrf.exempt(f"feedback.campaigns.unsubscribe_views.{view}")

__all__ = [
    "campaigns",
    "deliverability_views",
    "link_views",
    "mail_views",
    "outbox_views",
    "people_views",
    "returning_views",
    "rules_views",
    "sending_views",
    "unsubscribe",
    "unsubscribe_views",
    "views",
]
