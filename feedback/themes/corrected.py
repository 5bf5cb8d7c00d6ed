"""What people said of comments against the rules: it stands as long as the words do."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.models import ThemeCorrection

ABSENT = "absent"
WHOLE = 0
"""Stands for the comment as a whole where a theme's id would."""
SENTIMENTS = ("positive", "negative", "neutral", "mixed")


@dataclass(frozen=True)
class Correction:
    """What somebody said of a theme, or of all of a comment."""

    theme_id: int
    verdict: str
    words_hash: str


def standing(session: Session, numbers: Sequence[int]) -> dict[int, list[Correction]]:
    """Give what stands of some comments."""
    found: dict[int, list[Correction]] = defaultdict(list)
    rows = select(ThemeCorrection).where(
        ThemeCorrection.response_id.in_(numbers), ThemeCorrection.ended_at.is_(None)
    )
    for row in session.scalars(rows):
        found[row.response_id].append(Correction(row.theme_id, row.verdict, row.words_hash))
    return found
