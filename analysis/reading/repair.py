"""A comment made readable for a machine, with the way back to the words as they were written."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from html import unescape

import ftfy

from analysis.sentences import Span

_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]{0,300}|!--[^<>]{0,300}--)>")
_TROUBLE = re.compile(
    "&[#\\w]{2,8};|[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
    "|[ÂÃâãðåæçÐÑÎÏ][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]"
)
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_PIECE = re.compile(r"[^ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text after repair.

    Attributes
    ----------
    text : str
        What is read.
    edits : tuple of (int, int, int, int)
        Start and end of what was changed, in `text` and in the words as they were written.
    """

    text: str
    edits: tuple[tuple[int, int, int, int], ...] = ()

    def origin(self, span: Span) -> Span:
        """Give the place, in the words as they were written, of a place in `text`.

        Of a word that was changed it is the whole word.
        """
        if not self.edits:
            return span
        return self._back(span[0], at_end=False), self._back(span[1], at_end=True)

    def _back(self, position: int, *, at_end: bool) -> int:
        key = position - 1 if at_end else position
        at = bisect_right(self.edits, (key, 1 << 62, 0, 0)) - 1
        if at < 0:
            return position
        _start, end, old_start, old_end = self.edits[at]
        if key < end:
            return old_end if at_end else old_start
        return position - end + old_end


def repaired(text: str) -> Repaired:
    """Take markup, hidden signs and broken encodings out of a text.

    Parameters
    ----------
    text : str
        A comment as it was written.

    Returns
    -------
    Repaired
        Tags become spaces; entities, zero-width signs and words like "cafÃ©" are put right,
        word by word. Nothing else changes: capitals, spelling and punctuation stay.

    References
    ----------
    Speer, R. (2019). ftfy. Zenodo 10.5281/zenodo.2591652, for the encodings.

    Examples
    --------
    >>> found = repaired("<b>So</b> g\\u200bood &amp; cafÃ©!")
    >>> found.text, [found.origin(span) for span in ((10, 14), (17, 21))]
    ('   So     good & café!', [(10, 15), (22, 28)])
    """
    if text.isascii() and "<" not in text and "&" not in text:
        return Repaired(text)
    plain = _TAG.sub(lambda tag: " " * len(tag.group()), text)
    if not _TROUBLE.search(plain):
        return Repaired(plain)
    kept: list[str] = []
    edits: list[tuple[int, int, int, int]] = []
    last = length = 0
    for piece in _PIECE.finditer(plain):
        if not _TROUBLE.search(piece.group()):
            continue
        fixed = _fixed(piece.group())
        kept += (plain[last : piece.start()], fixed)
        start = length + piece.start() - last
        length = start + len(fixed)
        edits.append((start, length, *piece.span()))
        last = piece.end()
    return Repaired("".join((*kept, plain[last:])), tuple(edits))


def _fixed(word: str) -> str:
    shown = unescape(_HIDDEN.sub("", word))
    return shown if shown.isascii() else ftfy.fix_encoding(shown)
