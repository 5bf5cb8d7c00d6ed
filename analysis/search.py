"""Searching comments: what of a text can be found, and what somebody looks for.

Case, accents and punctuation never decide, in any script. Scripts that write no spaces between
words are cut into single signs, so that a word is found inside a line as a run of its signs.
"""

import re
from dataclasses import dataclass

from analysis.reading.tokens import tokens

MOST = 16_000
"""Words of one text that can be found; a comment of more is no comment."""
MOST_PARTS = 12
"""Of one search."""
SHORTEST_BEGINNING = 2
"""Letters from which on the beginning of a word is looked for: "a*" would be nearly everything."""

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_PART = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')


@dataclass(frozen=True, slots=True)
class Part:
    """Neighbouring words that a comment holds, or does not hold."""

    terms: tuple[str, ...]
    begins: bool = False
    """Whether the last word may go on."""
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search: every part is to be met."""

    parts: tuple[Part, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is a word to look for."""
        return bool(self.parts)

    @property
    def present(self) -> "Wanted":
        """The same without what must not stand in a comment."""
        return Wanted(tuple(part for part in self.parts if not part.absent))


def terms(text: str) -> tuple[str, ...]:
    """Give the words of a text by which it is found, in order.

    Examples
    --------
    >>> terms("L'hôtel: SUPER!"), terms("ดีมาก")[:2]
    (('l', 'hotel', 'super'), ('ด', 'ม'))
    """
    found: list[str] = []
    for word, _start, _end in tokens(text):
        for piece in word.split("'"):
            found += _UNSPACED.findall(piece) if _UNSPACED.search(piece) else [piece]
        if len(found) > MOST:
            break
    return tuple(term for term in found[:MOST] if term)


def wanted(search: str) -> Wanted:
    """Read a search as people type it; nothing that is typed is an error.

    Words all have to stand in a comment; "words in quotation marks" stand side by side, deliver*
    begins a word, and -word must not stand there.

    Examples
    --------
    >>> [part.terms for part in wanted('late "two weeks" deliver* -refund').parts]
    [('late',), ('two', 'weeks'), ('deliver',), ('refund',)]
    >>> bool(wanted('"* - )(')), wanted('deliver*').parts[0].begins
    (False, True)
    """
    found = []
    for sign, phrase, word in _PART.findall(search):
        said = terms(phrase or word)
        begins = word.endswith("*") and bool(said) and len(said[-1]) >= SHORTEST_BEGINNING
        if said:
            found.append(Part(said, begins, sign == "-"))
    return Wanted(tuple(found[:MOST_PARTS]))


def meets(text: str, looked_for: Wanted) -> bool:
    """Tell whether a text is what somebody looks for.

    Examples
    --------
    >>> meets("Late by two weeks", wanted('late "two weeks"')), meets("Late", wanted("-late"))
    (True, False)
    """
    said = terms(text)
    return all(part.absent != _stands(part, said) for part in looked_for.parts)


def _stands(part: Part, said: tuple[str, ...]) -> bool:
    *whole, last = part.terms
    for place in range(len(said) - len(whole)):
        end = said[place + len(whole)]
        is_last = end.startswith(last) if part.begins else end == last
        if is_last and list(said[place : place + len(whole)]) == whole:
            return True
    return False
