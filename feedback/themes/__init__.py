"""What customers talk about: the code frame, what was found in each comment, and its effect."""

from flask import Blueprint

themes = Blueprint("themes", __name__)

from feedback.themes import frame_views  # noqa: E402 - views need the blueprint

__all__ = ["frame_views", "themes"]
