"""Channels other than mail: places where anybody may answer, and what to hang up there."""

from flask import Blueprint

channels = Blueprint("channels", __name__)

from feedback.channels import poster_views, views  # noqa: E402 - they need the blueprint

__all__ = ["channels", "poster_views", "views"]
