"""Where sentences end, and where a cut would fall inside a word."""

import re
import unicodedata
from itertools import pairwise

Span = tuple[int, int]
"""Start and end of a passage in a text, counted in code points; the end is not part of it."""

JOINERS = frozenset("'’-‐‑.,:/@&_")
"""Signs that hold a word together when letters or digits stand on both sides of them."""

SIGNS_BEFORE = frozenset("+-−±~≈<>≤≥$€£¥#@")
SIGNS_AFTER = frozenset("%‰°$€£¥+")

_ABBREVIATIONS = """
mr mrs ms dr prof st jr vs etc e.g i.e eg ie inc ltd corp dept bzw z.b d.h usw ggf inkl ph.d
"""
ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())
BEFORE_A_NUMBER = frozenset(("no", "nr", "approx", "fig", "ca", "min", "max", "p", "v"))

_END = re.compile(r"(?:(?<![.!?…؟۔।])[.!?…؟۔।]+[\"'”’»)\]]*(?=\s)|[。！？｡]+[」』”’）]*)|\n\s*")
_SPACE = re.compile(r"\s*")


def sentences(words: str) -> tuple[Span, ...]:
    """Spans of the sentences of a text, without the white space around them.

    A line break ends a sentence unless the next line goes on in lower case; abbreviations and
    initials ("e.g.", "J. Doe") do not. When in doubt two sentences stay one: a reader may then
    choose too much, never half.

    Parameters
    ----------
    words : str
        Any text, in any script.

    Returns
    -------
    tuple of (int, int)
        In order, disjoint, together holding every character that is not white space.

    Examples
    --------
    >>> text = "Set up in 2 hours. Dr. Jones helped! Worth it"
    >>> [text[start:end] for start, end in sentences(text)]
    ['Set up in 2 hours.', 'Dr. Jones helped!', 'Worth it']
    """
    edges = [0, *(found.end() for found in _END.finditer(words) if _ends(words, found)), len(words)]
    spans = (trimmed(words, start, end) for start, end in pairwise(edges))
    return tuple(span for span in spans if span[0] < span[1])


def trimmed(words: str, start: int, end: int) -> Span:
    """Narrow a span until no white space stands at its edges.

    Examples
    --------
    >>> trimmed("  so good ", 0, 10)
    (2, 9)
    """
    passage = words[start:end]
    start += len(passage) - len(passage.lstrip())
    return start, max(start, start + len(passage.strip()))


def splits_word(words: str, position: int) -> bool:
    """Whether a cut before ``words[position]`` would fall inside a word.

    Letters, digits and what is written with them (accents, joiners, "don't", "3.5", "-5 %",
    flags, joined emoji) belong together: "unhappy" never becomes "happy".

    Parameters
    ----------
    words : str
        The text.
    position : int
        0 to ``len(words)``; the two ends never split a word.

    Returns
    -------
    bool

    Examples
    --------
    >>> splits_word("unhappy", 2), splits_word("so happy", 3), splits_word("3.5", 1)
    (True, False, True)
    """
    if not 0 < position < len(words):
        return False
    before, after = words[position - 1], words[position]
    if before.isspace() or after.isspace():
        return False
    if _clings(after) or unicodedata.category(before) == "Cf" or _both_flags(before, after):
        return True
    if before.isalnum() or unicodedata.category(before) in ("Mn", "Mc"):
        if after.isalnum() or after in SIGNS_AFTER:
            return True
        return after in JOINERS and words[position + 1 : position + 2].isalnum()
    if after.isalnum() and before in JOINERS and position > 1:
        return words[position - 2].isalnum() or before in SIGNS_BEFORE
    return after.isalnum() and before in SIGNS_BEFORE


def _ends(words: str, found: re.Match[str]) -> bool:
    space = _SPACE.match(words, found.end())
    rest = words[space.end() : space.end() + 1] if space else ""
    sign = found.group()
    if sign[0] == "\n":
        return not rest.islower() or sign.count("\n") > 1
    if sign.startswith(("…", "..")):
        return not rest.islower()
    if sign[-1] in "\"'”’»)]":
        return not rest.islower()
    if sign != ".":
        return True
    last = words[max(0, found.start() - 12) : found.start()].split()[-1:] or [""]
    word = last[0].lstrip("(\"'“‘«").casefold()
    if word in BEFORE_A_NUMBER:
        return not rest.isdigit()
    is_initial = len(word) == 1 and last[0].isupper() and word != "i"
    return word not in ABBREVIATIONS and not is_initial


def _clings(sign: str) -> bool:
    """Marks, joiners, variation selectors and skin tones belong to what stands before them."""
    return unicodedata.category(sign) in ("Mn", "Mc", "Me", "Cf") or "🏻" <= sign <= "🏿"


def _both_flags(before: str, after: str) -> bool:
    return "🇦" <= before <= "🇿" and "🇦" <= after <= "🇿"
