"""Finding what somebody typed or pasted in the author's words, letter for letter."""

import re
from collections.abc import Callable, Sequence
from functools import cache

from analysis.quotes import RESPELLINGS, NotExactError, Piece, checked_spans
from analysis.risky import WORD
from analysis.sentences import Span, splits_word

_TOKEN = re.compile(r"\S+")
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_CUTS = ("…", "...")

Respelt = Callable[[str, str], bool]
"""Whether the author's word may be written like that."""


def find_passages(words: str, written: str, respelt: Respelt | None = None) -> tuple[Piece, ...]:
    """Find what somebody typed or pasted in the words: passages, cuts, insertions, spellings.

    White space may differ (a browser rewrites line ends); every letter has to be there, but for
    what stands in brackets and for words that `respelt` lets through.

    Parameters
    ----------
    words : str
        The author's words.
    written : str
        Passages in order, with ``[…]`` or ``[...]`` where words are left out and ``[a name]``
        where some are put in.
    respelt : callable, optional
        ``(before, after) -> bool``; without it no other spelling is let through.

    Returns
    -------
    tuple
        As `checked_spans`.

    Raises
    ------
    NotExactError
        As `checked_spans`; "absent" names the first passage that is not there.

    Examples
    --------
    >>> find_passages("It is fast, cheap and good.", "It is fast […] and good.")
    ((0, 10), (18, 27))
    """
    whole = _find(words, written, 0)
    if whole:
        return checked_spans(words, [whole])
    pieces: list[Piece] = []
    waiting: list[str] = []
    for n, part in enumerate(_BRACKETS.split(written)):
        at = pieces[-1][1] if pieces else 0
        if n % 2:
            waiting += [part.strip()] if part.strip() not in _CUTS else []
        elif part.strip():
            found = _found(words, part, at, respelt)
            pieces += [(found[0][0], found[0][0], text) for text in waiting]
            pieces, waiting = [*pieces, *found], []
    end = pieces[-1][1] if pieces else 0
    return checked_spans(words, [*pieces, *((end, end, text) for text in waiting)])


def _found(words: str, part: str, begin: int, respelt: Respelt | None) -> list[Piece]:
    exact = _find(words, part, begin)
    if exact:
        return [exact]
    if respelt:
        spelt = _find_respelt(words, part, begin, respelt)
        if spelt:
            return spelt
    raise NotExactError("absent", part.strip())


def _find_respelt(words: str, part: str, begin: int, respelt: Respelt) -> list[Piece]:
    """Find a passage some of whose words are spelt otherwise: the first place that fits."""
    wanted, respelt = part.split(), cache(respelt)
    theirs = list(_TOKEN.finditer(words, begin))
    for first in range(len(theirs) - len(wanted) + 1):
        found = _aligned(words, theirs[first : first + len(wanted)], wanted, respelt)
        if found:
            return found
    return []


def _aligned(
    words: str, theirs: Sequence[re.Match[str]], wanted: Sequence[str], respelt: Respelt
) -> list[Piece]:
    found: list[Piece] = []
    start, left = theirs[0].start(), RESPELLINGS
    for their, ours in zip(theirs, wanted, strict=True):
        if their.group() == ours:
            continue
        one, other = WORD.search(their.group()), WORD.search(ours)
        left -= 1
        if left < 0 or one is None or other is None or not respelt(one.group(), other.group()):
            return []
        if _around(one) != _around(other):
            return []
        low, high = their.start() + one.start(), their.start() + one.end()
        found += [(start, low)] if words[start:low].strip() else []
        found.append((low, high, other.group()))
        start = high
    end = theirs[-1].end()
    return [*found, *([(start, end)] if words[start:end].strip() else [])]


def _around(word: re.Match[str]) -> tuple[str, str]:
    return word.string[: word.start()], word.string[word.end() :]


def _find(words: str, passage: str, begin: int) -> Span | None:
    pattern = r"\s+".join(re.escape(word) for word in passage.split())
    if not pattern:
        return None
    for found in re.compile(pattern).finditer(words, begin):
        if not splits_word(words, found.start()) and not splits_word(words, found.end()):
            return found.span()
    return None
