"""Pull quotes: exact passages of somebody's words, every cut shown, every risky cut named."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from analysis.cues import CONTRASTS, NEGATIONS, NUMBER_WORDS
from analysis.sentences import Span, sentences, splits_word, trimmed

CUT = "[…]"
"""Stands wherever words are left out, also at the beginning and the end."""

Kind = Literal["negation", "contrast", "number"]

_WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
_WRITTEN_CUT = re.compile(r"\[(?:…|\.\.\.)\]")


class NotExactError(ValueError):
    """What was chosen is not made of the author's own words; says in plain words why."""


@dataclass(frozen=True, slots=True)
class CutWarning:
    """A word that the cut leaves out and that may change what is said.

    Attributes
    ----------
    kind : {"negation", "contrast", "number"}
        What sort of word it is.
    word : str
        The word as it is written.
    inside : bool
        Whether it is cut out of a sentence that is quoted: the graver case.
    """

    kind: Kind
    word: str
    inside: bool

    @property
    def text(self) -> str:
        """The warning as a sentence."""
        if self.inside:
            return f"The cut takes “{self.word}” ({_NAMES[self.kind]}) out of a sentence you quote."
        return f"What you leave out says “{self.word}” ({_NAMES[self.kind]})."


def quote(words: str, spans: Iterable[Span]) -> str:
    """Write the quote that spans of the words make, each cut shown as ``[…]``.

    Parameters
    ----------
    words : str
        The author's words.
    spans : iterable of (int, int)
        As `checked_spans` gives them.

    Returns
    -------
    str
        The passages, letter for letter, with ``[…]`` wherever words are left out.

    Raises
    ------
    NotExactError
        As `checked_spans`.

    Examples
    --------
    >>> quote("We moved in May. Setup was slow. Support is great.", [(0, 16), (33, 50)])
    'We moved in May. […] Support is great.'
    """
    checked = checked_spans(words, spans)
    text = f" {CUT} ".join(words[start:end] for start, end in checked)
    opening = f"{CUT} " if words[: checked[0][0]].strip() else ""
    ending = f" {CUT}" if words[checked[-1][1] :].strip() else ""
    return opening + text + ending


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


def checked_spans(words: str, spans: Any) -> tuple[Span, ...]:
    """Check spans and bring them to their one canonical form.

    Parameters
    ----------
    words : str
        The author's words.
    spans : iterable of pairs of int
        In order and without overlap; white space at their edges is dropped, and spans with
        only white space between them become one.

    Returns
    -------
    tuple of (int, int)
        At least one.

    Raises
    ------
    NotExactError
        If there is none, or one lies outside the words, overlaps another, is empty, or begins
        or ends inside a word.

    Examples
    --------
    >>> checked_spans("Good. Fast.", [(0, 6), (6, 11)])
    ((0, 11),)
    """
    found: list[Span] = []
    for start, end in _pairs(spans):
        if not 0 <= start < end <= len(words) or (found and start < found[-1][1]):
            raise NotExactError("the passages do not lie in the words in order")
        start, end = trimmed(words, start, end)
        if start == end:
            raise NotExactError("a passage is empty")
        if splits_word(words, start) or splits_word(words, end):
            raise NotExactError(f"“{_short(words[start:end])}” begins or ends inside a word")
        if found and not words[found[-1][1] : start].strip():
            start = found.pop()[0]
        found.append((start, end))
    if not found:
        raise NotExactError("nothing is chosen")
    return tuple(found)


def find_passages(words: str, written: str) -> tuple[Span, ...]:
    """Find passages that somebody typed or pasted, with ``[…]`` between them, in the words.

    Only white space may differ (a browser rewrites line ends); every letter has to be there.

    Parameters
    ----------
    words : str
        The author's words.
    written : str
        Passages in order, divided by ``[…]`` or ``[...]``.

    Returns
    -------
    tuple of (int, int)
        As `checked_spans`.

    Raises
    ------
    NotExactError
        Naming the first passage that the words do not hold at that place.

    Examples
    --------
    >>> find_passages("It is fast, cheap and good.", "It is fast […] and good.")
    ((0, 10), (18, 27))
    """
    whole = _find(words, written, 0)
    if whole:
        return checked_spans(words, [whole])
    spans: list[Span] = []
    for passage in _WRITTEN_CUT.split(written):
        if not passage.strip():
            continue
        found = _find(words, passage, spans[-1][1] if spans else 0)
        if found is None:
            raise NotExactError(f"“{_short(passage.strip())}” is not in the comment word for word")
        spans.append(found)
    return checked_spans(words, spans)


def warnings(words: str, spans: Iterable[Span]) -> tuple[CutWarning, ...]:
    """Name the negations, contrasts and numbers that a quote leaves out.

    The lists are English, German, French and Spanish; no warning is no proof.

    Parameters
    ----------
    words : str
        The author's words.
    spans : iterable of (int, int)
        What is quoted.

    Returns
    -------
    tuple of CutWarning
        Those cut out of a quoted sentence first, each word once.

    Raises
    ------
    NotExactError
        As `checked_spans`.

    Examples
    --------
    >>> words = "Support was not always quick."
    >>> [w.word for w in warnings(words, find_passages(words, "Support was […] quick."))]
    ['not']
    """
    checked = checked_spans(words, spans)
    found: dict[tuple[Kind, str, bool], CutWarning] = {}
    for sentence in sentences(words):
        inside = _overlap(sentence, checked)
        for match in _WORD.finditer(words, *sentence):
            kind = _kind(match.group())
            if kind and not _overlap(match.span(), checked):
                warning = CutWarning(kind, match.group(), inside)
                found.setdefault((kind, match.group().casefold(), inside), warning)
    return tuple(sorted(found.values(), key=lambda warning: not warning.inside))


def _pairs(spans: Any) -> list[Span]:
    pairs: list[Span] = []
    for span in spans:
        if not isinstance(span, Sequence) or len(span) != 2:
            raise NotExactError("a passage is a start and an end")
        if not all(type(edge) is int for edge in span):
            raise NotExactError("a passage is a start and an end")
        pairs.append((span[0], span[1]))
    return pairs


def _find(words: str, passage: str, begin: int) -> Span | None:
    pattern = r"\s+".join(re.escape(word) for word in passage.split())
    if not pattern:
        return None
    for found in re.compile(pattern).finditer(words, begin):
        if not splits_word(words, found.start()) and not splits_word(words, found.end()):
            return found.span()
    return None


def _overlap(span: Span, others: Sequence[Span]) -> bool:
    before_its_end = bisect_left(others, (span[1], 0))
    return before_its_end > 0 and others[before_its_end - 1][1] > span[0]


def _kind(word: str) -> Kind | None:
    folded = word.casefold().replace("’", "'")
    if folded in NEGATIONS or folded.endswith("n't"):
        return "negation"
    if folded in CONTRASTS:
        return "contrast"
    if folded in NUMBER_WORDS or any(sign.isdigit() for sign in folded):
        return "number"
    return None


def _short(passage: str) -> str:
    return passage if len(passage) <= 60 else passage[:57] + "…"


_NAMES: dict[Kind, str] = {
    "negation": "a negation",
    "contrast": "a contrast or condition",
    "number": "a number",
}
