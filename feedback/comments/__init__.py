"""All comments as they come: found, looked at, and set right where Hark read them wrong."""

from flask import Blueprint

comments = Blueprint("comments", __name__)

from feedback.comments import one_views, views  # noqa: E402 - views need the blueprint

__all__ = ["comments", "one_views", "views"]
