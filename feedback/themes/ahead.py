"""Reading the next comments before anything is locked: SQLite has one writer, and people answer."""

from collections.abc import Iterable
from typing import Any, Protocol

from sqlalchemy import Row

from analysis.reading import Frame, Known, Reader, Reading


class Reads(Protocol):
    """Whoever reads words."""

    def read(self, words: str, known: Known) -> Reading:
        """Say what is in them."""


class Ahead:
    """A reader that remembers what it has read ahead; what is said depends on the words alone."""

    def __init__(self, frame: Frame) -> None:
        """Remember nothing yet."""
        self.frame = frame
        self._reader = Reader(frame)
        self._said: dict[tuple[str, str], Reading] = {}

    def look_at(self, rows: Iterable[Row[Any]]) -> None:
        """Read these comments, and forget the ones before."""
        words = {(row.text, row.language or "") for row in rows if row.text.strip()}
        self._said = {each: self._reader.read(each[0], Known(each[1])) for each in words}

    def read(self, words: str, known: Known) -> Reading:
        """Say what is in words, at once where they were read ahead."""
        found = self._said.get((words, known.language))
        return found if found is not None else self._reader.read(words, known)
