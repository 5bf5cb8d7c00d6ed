"""Words that nobody at work should have to read unprepared: insults, slurs, threats, swearing."""

import re
from collections.abc import Sequence
from functools import cache

from analysis.reading.frame import Rule
from analysis.reading.matcher import Matcher
from analysis.reading.results import Finding
from analysis.reading.tokens import Token, fold
from analysis.reading.valence import DATA

SORTS = ("threat", "slur", "insult", "profanity")
"""The gravest first."""

SURE = {"threat": 0.7, "slur": 0.9, "insult": 0.9, "profanity": 0.85}
"""How often a finding of each sort is right."""

HARMLESS = frozenset(
    ("cracker", "crackers", "queer", "cock", "dick", "coon", "bomb", "ass", "dyke")
)
"""Words that need another one beside them: each is a decent word, a name or a thing as well."""

_HIDDEN = re.compile(
    r"(?<!\w)(?:f[\*@#$%!-]{1,4}c?k?(?:ing|ed|er)?|s[h]?[\*@#$%!]{1,3}t|b[\*@#$%!]{1,4}t?ch(?:es)?|"
    r"c[\*@#$%!]{1,2}nt|a[\*@#$%!]{2}(?:hole)?)(?!\w)",
    re.IGNORECASE,
)
"""Swearing behind stars."""


def toxicity_of(text: str, words: Sequence[Token]) -> Finding | None:
    """Find insults, slurs, threats and swearing in an English comment.

    Parameters
    ----------
    text : str
        The comment.
    words : sequence of Token
        All of its words.

    Returns
    -------
    Finding or None
        Its value is the gravest of `SORTS`. Being angry in decent words is never toxic.

    Examples
    --------
    >>> from analysis.reading.tokens import tokens
    >>> def sort(text):
    ...     found = toxicity_of(text, list(tokens(text)))
    ...     return found and found.value
    >>> sort("Your agent is an idiot"), sort("f*** this"), sort("Awful, damn slow, it sucks")
    ('insult', 'profanity', None)
    """
    matcher, sorts = _matcher()
    found = [(sorts[hit.rule], hit.span) for hit in matcher.find_in(words)]
    firm = [each for each in found if fold(text[slice(*each[1])]) not in HARMLESS]
    found = found if firm else []
    found += [("profanity", hidden.span()) for hidden in _HIDDEN.finditer(text)]
    if not found:
        return None
    value = min((sort for sort, _span in found), key=SORTS.index)
    return Finding("toxicity", value, SURE[value], tuple(sorted({span for _sort, span in found})))


@cache
def _matcher() -> tuple[Matcher, tuple[str, ...]]:
    rules, sorts, sort = [], [], ""
    for line in (DATA / "toxic.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            sort = line.strip("[]")
        elif line and not line.startswith("#"):
            rules.append(Rule(line if " " in line or "*" in line else f'"{line}"'))
            sorts.append(sort)
    return Matcher(rules), tuple(sorts)
