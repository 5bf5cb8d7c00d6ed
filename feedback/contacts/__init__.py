"""Contacts: whom we may ask, the files they came in, and answers given before Hark."""

from flask import Blueprint

contacts = Blueprint("contacts", __name__, url_prefix="/contacts")

from feedback.contacts import (  # noqa: E402 - views need the blueprint
    erasing,
    forgiveness,
    standing,
    uploads,
    views,
)

__all__ = ["contacts", "erasing", "forgiveness", "standing", "uploads", "views"]
