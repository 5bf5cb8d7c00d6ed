"""Words that a cut must not lose: negations, contrasts, numbers."""

import re
from dataclasses import dataclass
from typing import Literal

from analysis.cues import english, french, german, spanish
from analysis.cues.shared import Pattern, anywhere

Kind = Literal["negation", "contrast", "number"]

WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
"""A word or a number as it is written."""


@dataclass(frozen=True, slots=True)
class Risky:
    """The risky words of a language, folded, and its phrases of several words."""

    negations: frozenset[str]
    contrasts: frozenset[str]
    numbers: frozenset[str]
    phrases: Pattern


_MODULES = {"de": german, "en": english, "es": spanish, "fr": french}


def _of(*languages: str) -> Risky:
    found = [_MODULES[language] for language in languages]
    return Risky(
        frozenset().union(*(one.NEGATIONS for one in found)),
        frozenset().union(*(one.CONTRASTS for one in found)),
        frozenset().union(*(one.NUMBER_WORDS for one in found)),
        anywhere("|".join(one.PHRASES for one in found)),
    )


RISKY: dict[str, Risky] = {"": _of(*_MODULES), **{one: _of(one) for one in _MODULES}}
"""By language; "" is all of them together, for words of which we do not know it."""


def kind_of(word: str, risky: Risky = RISKY[""]) -> Kind | None:
    """Tell whether a word is one that a cut must not lose.

    Examples
    --------
    >>> kind_of("n’ai"), kind_of("12%"), kind_of("quick")
    ('negation', 'number', None)
    """
    folded = word.casefold().replace("’", "'")
    if folded in risky.negations or folded.endswith("n't") or folded.startswith("n'"):
        return "negation"
    if folded in risky.contrasts:
        return "contrast"
    if folded in risky.numbers or any(sign.isdigit() for sign in folded):
        return "number"
    return None
