"""A comment in pieces, so that the words that made a finding can be marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.sentences import Span

AROUND = 160
"""Letters that are shown before the first and behind the last mark of a long comment."""
LONGEST = 400


@dataclass(frozen=True)
class Piece:
    """Some words, marked or not."""

    words: str
    is_marked: bool = False


def marked(words: str, spans: Sequence[Span], *, whole: bool = False) -> tuple[Piece, ...]:
    """Part a comment at its marks; of a long one only what is around the first of them."""
    low, high = (0, len(words)) if whole else _window(words, spans)
    pieces = [Piece("… ")] if low else []
    at = low
    for start, end in sorted(spans):
        if start >= high:
            break
        if end > at and end > start:
            pieces += [Piece(words[at:start]), Piece(words[max(at, start) : end], is_marked=True)]
            at = end
    pieces.append(Piece(words[at:high]))
    if high < len(words):
        pieces.append(Piece(" …"))
    return tuple(piece for piece in pieces if piece.words)


def _window(words: str, spans: Sequence[Span]) -> tuple[int, int]:
    if len(words) <= LONGEST:
        return 0, len(words)
    first = min((start for start, _end in spans), default=0)
    low = max(0, first - AROUND)
    low = words.find(" ", low) + 1 if low else 0
    return min(low, first), min(len(words), low + LONGEST)
