"""The words of a text with their places, folded: case and accents never decide anything."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

Token = tuple[str, int, int]
"""A folded word, where it starts and where it ends in the text."""

LONGEST = 64
"""Letters of a word that are looked at: base64 and the like are no words."""

_OWN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u2600-\u27bf\U0001f300-\U0001faff"
"""Signs that are a word each: kana, ideographs, emoji."""

TOKEN = re.compile(rf"[{_OWN}]|[^\W_{_OWN}]+(?:['’][^\W_{_OWN}]+)*")


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Give the words of a text in order, folded.

    Parameters
    ----------
    text : str
        Any text, in any script.
    start, end : int
        The part that is read, in code points.

    Yields
    ------
    (str, int, int)
        Word and place; a word of more than `LONGEST` letters keeps only the first ones.

    Examples
    --------
    >>> list(tokens("Ça va, don’t!"))
    [('ca', 0, 2), ('va', 3, 5), ("don't", 7, 12)]
    """
    for found in TOKEN.finditer(text, start, len(text) if end is None else end):
        yield fold(found.group()[:LONGEST]), found.start(), found.end()


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Take case, accents and curly apostrophes from a word.

    Examples
    --------
    >>> fold("Straße"), fold("DÉJÀ"), fold("don’t")
    ('strasse', 'deja', "don't")
    """
    folded = word.casefold()
    if folded.isascii():
        return folded
    parted = unicodedata.normalize("NFKD", folded.replace("’", "'"))
    return "".join(sign for sign in parted if not unicodedata.combining(sign))
