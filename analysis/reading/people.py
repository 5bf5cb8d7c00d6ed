"""Who can be recognised by a comment: personal data with a form, and names, in one list."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from analysis.reading.names import SURE_NAME, names
from analysis.reading.personal import personal
from analysis.reading.repair import repaired
from analysis.reading.results import Finding
from analysis.reading.tokens import Token, tokens
from analysis.sentences import Span

LONGEST = 100_000
"""Letters that are read of one comment; what is longer is no comment."""


def people_in(text: str) -> tuple[Finding, ...]:
    """Find what tells who somebody is, or how to reach them: what `Reading.personal` holds.

    Parameters
    ----------
    text : str
        As its author wrote it; letters beyond `LONGEST` are not read.

    Returns
    -------
    tuple of Finding
        Kind "personal", each with one span, in order and disjoint; assisted, never complete.

    Examples
    --------
    >>> text = "Anna Schmidt called me on +49 30 901820."
    >>> [(found.value, text[slice(*found.spans[0])]) for found in people_in(text)]
    [('name', 'Anna Schmidt'), ('phone', '+49 30 901820')]
    """
    mended = repaired(text[:LONGEST])
    found = with_names(mended.text, tuple(tokens(mended.text)))
    if not mended.edits:
        return found
    return tuple(replace(each, spans=tuple(map(mended.origin, each.spans))) for each in found)


def with_names(text: str, words: Sequence[Token]) -> tuple[Finding, ...]:
    """Find personal data, and names that stand in nothing else of it ("ann.lee@bolt.example").

    Parameters
    ----------
    text : str
        A comment whose letters are mended.
    words : sequence of Token
        All of its words.

    Returns
    -------
    tuple of Finding
        In order.
    """
    found = personal(text)
    taken = sorted(each.spans[0] for each in found)
    added = [
        Finding("personal", "name", SURE_NAME, (span,))
        for span in names(text, words)
        if not _overlaps(taken, span)
    ]
    return tuple(sorted((*found, *added), key=lambda each: each.spans))


def _overlaps(taken: Sequence[Span], span: Span) -> bool:
    before = bisect_left(taken, (span[1], 0))
    return before > 0 and taken[before - 1][1] > span[0]
