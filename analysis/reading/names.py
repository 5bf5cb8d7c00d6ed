"""Names of people in a comment, for redaction that a person looks over: assisted only."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from analysis.cues.shared import words as listing
from analysis.lexicons import listed
from analysis.reading.name_tagger import Known, tagged
from analysis.reading.tokens import Token, fold
from analysis.reading.valence import DATA
from analysis.sentences import Span

SURE_NAME = 0.8
"""How often a found name is one, on synthetic text and on tweets."""

_NAME = r"[A-ZÀ-Þ][a-zß-ÿ'’]+(?:-[A-ZÀ-Þ][a-zß-ÿ]+)?"
_FULL = rf"{_NAME}(?:[ ](?:(?:de|van|von|der|la|el|al|bin)[ ])*(?:[A-Z]\.[ ])?{_NAME}){{0,2}}"
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Herr|Herrn|Frau|Mme|Mlle|Monsieur|Madame|Señor|Señora|Sra?|"
    rf"Don|Doña)\b\.?\s(?P<name>{_FULL})"
)
_CALLED = re.compile(
    r"\b(?i:my name is|name is|named|called|ask for|asked for|speak to|spoke to|spoke with|talk to|"
    r"talked to|thanks to|thank you to|regards|cheers|sincerely|greetings from|ich heiße|"
    rf"mein name ist|je m['’]appelle|me llamo|mi nombre es|gracias a|merci à|"
    rf"danke an)[,:]?\s(?P<name>{_FULL})"
)
_PLAIN = re.compile(rf"(?<![\w@#./-])(?P<name>{_FULL})")
_NO_NAME = listing("""
the your our my this that they she he we it all every everyone customer support service team sales
staff head hotel street road airport airlines bank monday tuesday wednesday thursday friday saturday
sunday january february march april may june july august september october november december english
german french spanish not no yes please very great good
""")


def names(text: str, words: Sequence[Token]) -> Iterator[Span]:
    """Find names of people: behind a title or "my name is", or beginning with a known first name.

    Parameters
    ----------
    text : str
        A comment.
    words : sequence of Token
        All of its words.

    Yields
    ------
    (int, int)
        In order, disjoint. Written in small letters only first name and surname together are
        found; a rare first name with nothing that leads to it is missed.

    Examples
    --------
    >>> text = "Mr Okafor and Anna Schmidt were kind. My name is Xu Li, from York."
    >>> from analysis.reading.tokens import tokens
    >>> [text[start:end] for start, end in names(text, list(tokens(text)))]
    ['Okafor', 'Anna Schmidt', 'Xu Li']
    """
    found = [match.span("name") for sign in (_TITLED, _CALLED) for match in sign.finditer(text)]
    found += [span for match in _PLAIN.finditer(text) for span in _known(match)]
    found += _in_small(words)
    found += tagged(text, words, known_words())
    end = -1
    for low, high in sorted(found, key=lambda span: (span[0], -span[1])):
        if low >= end and _may_begin(text[low:high].split()[0]):
            end = high
            yield low, high


def _may_begin(word: str) -> bool:
    return fold(word) not in _NO_NAME and fold(word) not in listed("before_names")


def _in_small(words: Sequence[Token]) -> Iterator[Span]:
    """Give a known first name with a known surname behind it, in whatever letters."""
    known = known_words()
    for (first, start, end), (last, follows, stop) in pairwise(words):
        if follows == end + 1 and first in known.first and last in known.last:
            yield start, stop


def _known(match: re.Match[str]) -> Iterator[Span]:
    """Give the part of a run of capitals that begins with a known first name."""
    known = known_words().first
    at = match.start()
    for word in match.group().split(" "):
        if fold(word.strip("'’")) in known:
            yield at, match.end()
            return
        at += len(word) + 1


@cache
def known_words() -> Known:
    """Give what is known of single words: first names, surnames, and common English words."""
    first = listed("other_names") | _lines("first_names")
    doubtful = listed("common_names") | _lines("doubtful_names")
    return Known(first, _lines("surnames"), doubtful - first, _lines("common_words"))


def _lines(name: str) -> frozenset[str]:
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line[:1] != "#")
