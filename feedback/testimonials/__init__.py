"""Praise: the inbox for members, and all ways in which published quotes are shown."""

from flask import Blueprint

testimonials = Blueprint("testimonials", __name__)
public = Blueprint("public", __name__)

from feedback.testimonials import (  # noqa: E402 - views need the blueprints
    asking_views,
    inbox_views,
    outputs,
    verifying,
    views,
)

__all__ = [
    "asking_views",
    "inbox_views",
    "outputs",
    "public",
    "testimonials",
    "verifying",
    "views",
]
