"""What customers talk about: the code frame, what was found in each comment, and its effect."""

from flask import Blueprint

themes = Blueprint("themes", __name__)

from feedback.themes import explorer_views, frame_views  # noqa: E402 - views need the blueprint

__all__ = ["explorer_views", "frame_views", "themes"]
