"""The journey map: touchpoints by departments, each cell measured by a question of a survey."""

from flask import Blueprint

journey = Blueprint("journey", __name__)

from feedback.journey import file_views, views  # noqa: E402 - views need the blueprint

__all__ = ["file_views", "journey", "views"]
