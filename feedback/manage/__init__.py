"""Surveys as their authors see them: the list, the editor, the preview, publishing."""

from flask import Blueprint

manage = Blueprint("manage", __name__)

from feedback.manage import editor_views, preview_views, views  # noqa: E402 - they need the blueprint

__all__ = ["editor_views", "manage", "preview_views", "views"]
