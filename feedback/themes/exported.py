"""What was read of single answers, for whoever recomputes effects from the export of answers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.ids import spell
from feedback.models import CommentReading, ThemeMention
from feedback.themes import frames


@dataclass(frozen=True)
class Read:
    """What a comment was found to say."""

    language: str
    is_analysed: bool
    themes: tuple[tuple[str, str], ...]
    """The key of each theme, and the tone; in the order of the frame."""

    @property
    def cell(self) -> str:
        """Write themes as one cell of a table, those that are of the same whole beside it."""
        return "; ".join(f"{theme}={tone}" for theme, tone in self.themes)


def read_of(session: Session, numbers: Sequence[int]) -> dict[int, Read]:
    """Give what was read of some answers."""
    c, m = CommentReading, ThemeMention
    frame = frames.frame_of(session).frame
    said: dict[int, dict[str, str]] = defaultdict(dict)
    pairs = select(m.response_id, m.theme_id, m.sentiment).where(m.response_id.in_(numbers))
    for number, theme, tone in session.execute(pairs):
        said[number][str(theme)] = tone or "neutral"
    rows = select(c.response_id, c.language, c.is_analysed).where(c.response_id.in_(numbers))
    return {
        number: Read(
            language,
            is_analysed,
            tuple(
                (spell(int(theme.id)), said[number][theme.id])
                for theme in frame.themes
                if theme.id in said[number]
            ),
        )
        for number, language, is_analysed in session.execute(rows)
    }
