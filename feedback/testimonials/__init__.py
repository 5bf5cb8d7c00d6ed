"""Praise: the inbox for members, and the public wall."""

from flask import Blueprint

testimonials = Blueprint("testimonials", __name__)
public = Blueprint("public", __name__)

from feedback.testimonials import views, wall  # noqa: E402 - views need the blueprints

__all__ = ["public", "testimonials", "views", "wall"]
