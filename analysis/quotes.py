"""Pull quotes: exact passages of somebody's words, every cut and every addition shown."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from analysis.risky import WORD, kind_of
from analysis.sentences import splits_word, trimmed
from analysis.spelling import is_respelling

CUT = "[…]"
"""Stands wherever words are left out, also at the beginning and the end."""

Piece = tuple[int, int] | tuple[int, int, str]
"""A passage of the words; with a text, a word spelt otherwise, or, where start is end, put in."""

INSERTIONS, INSERTED_WORDS, INSERTED_SIGNS = 3, 4, 40
"""At most so many insertions in a quote, of so many words and characters each."""

RESPELLINGS = 5
REPLACED = 3
"""Words left out beside an insertion that it stands for: then it needs no […] as well."""

_PLAIN = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")


class NotExactError(ValueError):
    """What was chosen is not made of the author's own words; `why` names the rule it breaks."""

    def __init__(self, why: str, passage: str = "") -> None:
        """Keep the rule's name and the passage that breaks it."""
        super().__init__(f"{why}: {passage}" if passage else why)
        self.why = why
        self.passage = passage if len(passage) <= 60 else passage[:57] + "…"


def quote(words: str, spans: Any) -> str:
    """Write the quote that pieces of the words make, each cut shown as ``[…]``.

    Parameters
    ----------
    words : str
        The author's words.
    spans : iterable
        As `checked_spans` takes them.

    Returns
    -------
    str
        The passages, letter for letter, with ``[…]`` wherever words are left out and
        ``[brackets]`` around what was put in.

    Raises
    ------
    NotExactError
        As `checked_spans`.

    Examples
    --------
    >>> quote("We moved in May. Setup was slow. Support is great.", [(0, 16), (33, 50)])
    'We moved in May. […] Support is great.'
    >>> quote("She helped us at once.", [(3, 3, "Maria"), (4, 22)])
    '[Maria] helped us at once.'
    """
    pieces = checked_spans(words, spans)
    written = ""
    before: Piece | None = None
    for piece in pieces:
        written += _between(words, before, piece) + _text(words, piece)
        before = piece
    return written + (f" {CUT}" if words[pieces[-1][1] :].strip() else "")


def verifies(words: str, spans: Any, written: str) -> bool:
    """Whether `written` is exactly the quote that `spans` of `words` make.

    Examples
    --------
    >>> verifies("Setup was not easy.", [[0, 19]], "Setup was easy.")
    False
    """
    try:
        return quote(words, spans) == written
    except NotExactError:
        return False


def checked_spans(words: str, spans: Any) -> tuple[Piece, ...]:
    """Check pieces and bring them to their one canonical form.

    Parameters
    ----------
    words : str
        The author's words.
    spans : iterable of (start, end) or (start, end, text)
        In order and without overlap. White space at the edges of passages is dropped, and
        passages with only white space between them become one. With a text, ``start < end`` is
        one word spelt otherwise and ``start == end`` an insertion.

    Returns
    -------
    tuple
        At least one passage.

    Raises
    ------
    NotExactError
        ``why`` is "nothing", "order" (outside the words, overlapping, empty, or no pieces at
        all), "inside" (begins or ends inside a word), "insertion", "spelling", or "many" (of
        those two).

    Examples
    --------
    >>> checked_spans("Good. Fast.", [(0, 6), (6, 11)])
    ((0, 11),)
    """
    found: list[Piece] = []
    for piece in _pieces(spans):
        start, end = piece[0], piece[1]
        if not 0 <= start <= end <= len(words) or (found and start < found[-1][1]):
            raise NotExactError("order")
        if len(piece) == 3:
            found.append(_checked_edit(words, piece))
            continue
        start, end = trimmed(words, start, end)
        if start == end:
            raise NotExactError("order")
        if splits_word(words, start) or splits_word(words, end):
            raise NotExactError("inside", words[start:end])
        if found and len(found[-1]) == 2 and not words[found[-1][1] : start].strip():
            start = found.pop()[0]
        found.append((start, end))
    if all(inserted(piece) for piece in found):
        raise NotExactError("nothing")
    if sum(map(inserted, found)) > INSERTIONS or sum(map(_respelt, found)) > RESPELLINGS:
        raise NotExactError("many")
    return tuple(found)


def inserted(piece: Piece) -> bool:
    """Whether a piece was put in and is none of the author's words."""
    return len(piece) == 3 and piece[0] == piece[1]


def _respelt(piece: Piece) -> bool:
    return len(piece) == 3 and piece[0] < piece[1]


def _between(words: str, before: Piece | None, piece: Piece) -> str:
    """Write what stands before a piece: the white space that was there, or the cut."""
    gap = words[before[1] if before else 0 : piece[0]]
    beside = inserted(piece) or (before is not None and inserted(before))
    if gap.strip() and not (beside and len(gap.split()) <= REPLACED):
        return f" {CUT} " if before else f"{CUT} "
    if before is None:
        return ""
    after = words[piece[0] : piece[0] + 1]
    apart = inserted(piece) or not (beside and after in _CLOSING)
    return gap if gap and not gap.strip() else " " * (bool(gap.strip()) or (beside and apart))


def _text(words: str, piece: Piece) -> str:
    if len(piece) == 2:
        return words[piece[0] : piece[1]]
    return f"[{piece[2]}]" if inserted(piece) else piece[2]


def _checked_edit(words: str, piece: tuple[int, int, str]) -> Piece:
    start, end, text = piece
    if splits_word(words, start) or splits_word(words, end):
        raise NotExactError("inside", text)
    if start < end and not is_respelling(words[start:end], text):
        raise NotExactError("spelling", text)
    if start == end and not _may_be_inserted(text):
        raise NotExactError("insertion", text)
    return piece


def _may_be_inserted(text: str) -> bool:
    """A name or a noun that the reader lacks: never a number, a negation or a contrast."""
    short = len(text) <= INSERTED_SIGNS and len(text.split()) <= INSERTED_WORDS
    plain = _PLAIN.fullmatch(text) is not None
    return short and plain and not any(kind_of(word) for word in WORD.findall(text))


def _pieces(spans: Any) -> Iterable[Piece]:
    for span in spans:
        if not isinstance(span, Sequence) or isinstance(span, str) or len(span) not in (2, 3):
            raise NotExactError("order")
        start, end, *text = span
        if not (type(start) is type(end) is int) or not all(type(one) is str for one in text):
            raise NotExactError("order")
        yield (start, end, text[0]) if text else (start, end)


_CLOSING = ".,;:!?…)"
