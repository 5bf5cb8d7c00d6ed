"""Surveys as their authors see them: the list, the editor, the preview, publishing."""

from flask import Blueprint

manage = Blueprint("manage", __name__)

from feedback.manage import (  # noqa: E402 - they need the blueprint
    editor_views,
    file_views,
    language_views,
    preview_views,
    views,
)

__all__ = ["editor_views", "file_views", "language_views", "manage", "preview_views", "views"]
