"""Earlier answers and what is known of a contact, repeated in later words.

`{answer:key}` and `{contact:name}`, each with words to fall back on behind a bar, as in
`{contact:name|there}`. What is put in is never read again, and never becomes markup: it is
escaped where it is shown, like all words.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from surveys.logic.rules import About

LONGEST = 120
TOKEN = re.compile(r"\{(answer|contact):([^{}|]{1,80})(?:\|([^{}]{0,120}))?\}")
NOT_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
FIRST_STRONG, END_OF_IT = "\u2068", "\u2069"
"""Signs that keep a name written from right to left from turning the words around it."""


@dataclass(frozen=True)
class Token:
    """A place in a text where something is put in."""

    about: About
    name: str
    fallback: str | None
    """What stands there where nothing is known; None where the author wrote none."""


def tokens(text: str) -> Iterator[Token]:
    """Find the places of a text."""
    for found in TOKEN.finditer(text):
        yield Token(About(found[1]), found[2].strip(), found[3])


def piped(text: str, value_of: Callable[[Token], str]) -> str:
    """Put in what is known, or else the words to fall back on."""
    if "{" not in text:
        return text

    def put(found: re.Match[str]) -> str:
        token = Token(About(found[1]), found[2].strip(), found[3])
        value = tidy(value_of(token))
        return f"{FIRST_STRONG}{value}{END_OF_IT}" if value else (token.fallback or "")

    return TOKEN.sub(put, text)


def renamed(text: str, keys: Mapping[str, str]) -> str:
    """Follow questions to their new keys."""

    def follow(found: re.Match[str]) -> str:
        name = found[2].strip()
        if found[1] != About.ANSWER or name not in keys:
            return found[0]
        fallback = "" if found[3] is None else f"|{found[3]}"
        return f"{{{About.ANSWER}:{keys[name]}{fallback}}}"

    return TOKEN.sub(follow, text) if "{" in text else text


def tidy(value: str) -> str:
    """Make one short line of a value, whatever stands in it."""
    line = " ".join(NOT_TEXT.sub(" ", value).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
