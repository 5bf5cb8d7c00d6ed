"""People behind the figures: who is thanked, who answered again, and who tells others."""

from flask import Blueprint

people = Blueprint("people", __name__)

from feedback.people import (  # noqa: E402 - views need the blueprint
    advocate_views,
    heroes_wall,
    praise_views,
    roster_views,
    sharing_views,
    turnaround_views,
)

__all__ = [
    "advocate_views",
    "heroes_wall",
    "people",
    "praise_views",
    "roster_views",
    "sharing_views",
    "turnaround_views",
]
