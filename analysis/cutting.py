"""What a quote loses or gains against its author's words, named before anybody publishes it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.quotes import checked_spans, inserted
from analysis.risky import RISKY, WORD, Kind, Risky, kind_of
from analysis.sentences import Span, sentences


@dataclass(frozen=True, slots=True)
class CutWarning:
    """A word that the cut leaves out and that may change what is said.

    Attributes
    ----------
    kind : {"negation", "contrast", "number"}
        What sort of word it is; phrases ("apart from") are contrasts.
    word : str
        The word as it is written.
    inside : bool
        Whether it is cut out of a sentence that is quoted: the graver case.
    """

    kind: Kind
    word: str
    inside: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A word of a quote that its author did not write like this.

    Attributes
    ----------
    before : str
        Their word; "" for an insertion.
    after : str
        What stands instead of it, or what was put in.
    """

    before: str
    after: str


def warnings(words: str, spans: Any, language: str = "") -> tuple[CutWarning, ...]:
    """Name the negations, contrasts and numbers that a quote leaves out.

    Parameters
    ----------
    words : str
        The author's words.
    spans : iterable
        What is quoted, as `analysis.quotes.checked_spans` takes it.
    language : str
        Of the words; where it has no cues of its own, those of all languages together warn.

    Returns
    -------
    tuple of CutWarning
        Those cut out of a quoted sentence first, each word once. No warning is no proof.

    Raises
    ------
    NotExactError
        As `checked_spans`.

    Examples
    --------
    >>> from analysis.passages import find_passages
    >>> words = "Support was not always quick."
    >>> [w.word for w in warnings(words, find_passages(words, "Support was […] quick."))]
    ['not']
    """
    cues = RISKY.get(language, RISKY[""])
    kept = [(piece[0], piece[1]) for piece in checked_spans(words, spans) if not inserted(piece)]
    found: dict[tuple[str, str, bool], CutWarning] = {}
    for sentence in sentences(words):
        inside = _overlap(sentence, kept)
        for span, kind in _risky(words, sentence, cues):
            if not _within(span, kept):
                word = words[slice(*span)]
                found.setdefault((kind, word.casefold(), inside), CutWarning(kind, word, inside))
    return tuple(sorted(found.values(), key=lambda warning: not warning.inside))


def changes(words: str, spans: Any) -> tuple[Change, ...]:
    """List the words of a quote that were put in or spelt otherwise: a diff of it.

    Parameters
    ----------
    words : str
        The author's words.
    spans : iterable
        What is quoted.

    Returns
    -------
    tuple of Change
        In the order of the quote.

    Raises
    ------
    NotExactError
        As `checked_spans`.
    """
    return tuple(
        Change(words[piece[0] : piece[1]], piece[2])
        for piece in checked_spans(words, spans)
        if len(piece) == 3
    )


def _risky(words: str, sentence: Span, cues: Risky) -> Iterator[tuple[Span, Kind]]:
    for phrase in cues.phrases.finditer(words, *sentence):
        yield phrase.span(), "contrast"
    for match in WORD.finditer(words, *sentence):
        kind = kind_of(match.group(), cues)
        if kind:
            yield match.span(), kind


def _overlap(span: Span, others: Sequence[Span]) -> bool:
    before_its_end = bisect_left(others, (span[1], 0))
    return before_its_end > 0 and others[before_its_end - 1][1] > span[0]


def _within(span: Span, kept: Sequence[Span]) -> bool:
    """Whether all of it is kept, be it in pieces that follow each other."""
    start, end = span
    for low, high in kept[max(0, bisect_right(kept, (start, start)) - 1) :]:
        if low > start + 1:
            return False
        if high >= end:
            return low <= start or high > start
        start = max(start, high)
    return False
