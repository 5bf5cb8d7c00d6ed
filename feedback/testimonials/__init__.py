"""Praise: the inbox for members, and the public wall."""

from flask import Blueprint

testimonials = Blueprint("testimonials", __name__)
public = Blueprint("public", __name__)
