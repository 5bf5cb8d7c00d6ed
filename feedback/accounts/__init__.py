"""Signing in, members and the workspace's settings."""

from flask import Blueprint

accounts = Blueprint("accounts", __name__)

from feedback.accounts import (  # noqa: E402 - views need the blueprint
    language_views,
    members,
    token_views,
    views,
)

__all__ = ["accounts", "language_views", "members", "token_views", "views"]
