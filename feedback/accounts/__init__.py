"""Signing in, members and the workspace's settings."""

from flask import Blueprint

accounts = Blueprint("accounts", __name__)

from feedback.accounts import members, views  # noqa: E402 - views need the blueprint

__all__ = ["accounts", "members", "views"]
