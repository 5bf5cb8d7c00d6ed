"""What customers talk about: the code frame, what was found in each comment, and its effect."""

from flask import Blueprint

themes = Blueprint("themes", __name__)

from feedback.themes import (  # noqa: E402 - views need the blueprint
    explorer_views,
    frame_views,
    learning_views,
    mask_views,
    own_word_views,
    proposal_views,
)

__all__ = [
    "explorer_views",
    "frame_views",
    "learning_views",
    "mask_views",
    "own_word_views",
    "proposal_views",
    "themes",
]
