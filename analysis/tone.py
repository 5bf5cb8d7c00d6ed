"""Whether a clause praises or blames: word lists in four languages, negation, and sayings.

Made for what is said of a person's work, and for little else: a word that may be about the matter
("problem", "late", "broken") judges nobody.
"""

import re
from typing import Literal

from analysis.lexicons import listed, patterns

Tone = Literal["good", "bad", ""]


def _lexicon(name: str) -> re.Pattern[str]:
    entries = sorted(listed(name), key=len, reverse=True)
    parts = (re.escape(e[:-1]) + r"\w*" if e.endswith("*") else re.escape(e) for e in entries)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


GOOD, BAD = _lexicon("good"), _lexicon("bad")
SAID_WELL = re.compile(patterns("good_sayings"), re.IGNORECASE)
SAID_ILL = re.compile(patterns("bad_sayings"), re.IGNORECASE)
SAID_OTHERWISE = re.compile(patterns("neutral_sayings"), re.IGNORECASE)
"""What holds such a word and judges nobody: "a good hour", "unser Kind"."""
DENIALS = listed("denials")
EMPTY = listed("empty")
REACH = 4
"""Words a denial reaches ahead: "not really all that helpful"."""
LETTERS = 80
"""Letters in which those words are looked for."""

_DENIED = re.compile(
    rf"\b(?:{'|'.join(sorted(DENIALS))}|\w+n['’]t)\b((?:\W+\w+){{0,{REACH}}}\W*)$", re.IGNORECASE
)
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def tone(clause: str) -> Tone:
    """Say whether a clause praises, blames, or does neither; where it does both, it blames.

    Examples
    --------
    >>> tone("she was patient and kind"), tone("she was not helpful"), tone("I asked her")
    ('good', 'bad', '')
    >>> tone("no complaints about her"), tone("friendly, but got it wrong")
    ('good', 'bad')
    >>> tone("a good hour on the phone"), tone("she kept me on the phone")
    ('', '')
    """
    clause = SAID_OTHERWISE.sub(" ", clause)
    good, rest = bool(SAID_WELL.search(clause)), SAID_WELL.sub(" ", clause)
    if SAID_ILL.search(rest) or BAD.search(without_denied(rest)):
        return "bad"
    for found in GOOD.finditer(rest):
        if _is_denied(rest, found.start()):
            return "bad"
        good = True
    return "good" if good else ""


def only_judges(clause: str) -> Tone:
    """Give the tone of a clause that does nothing but judge ("Simply superb!"); else ""."""
    left = SAID_ILL.sub(" ", SAID_WELL.sub(" ", clause))
    left = BAD.sub(" ", GOOD.sub(" ", left))
    others = [word.casefold() for word in _TOKEN.findall(left)]
    return "" if any(word not in EMPTY and word not in DENIALS for word in others) else tone(clause)


def without_denied(clause: str) -> str:
    """Take out bad words that are denied, with what denies them: "never rude"."""
    kept: list[str] = []
    last = 0
    for found in BAD.finditer(clause):
        if _is_denied(clause, found.start()):
            near = max(last, found.start() - LETTERS)
            kept += clause[last:near], _DENIED.sub(r"\1", clause[near : found.start()])
            last = found.end()
    return "".join(kept) + clause[last:]


def _is_denied(clause: str, position: int) -> bool:
    found = _TOKEN.findall(clause, max(0, position - LETTERS), position)[-REACH:]
    before = [word.casefold().replace("’", "'") for word in found]
    if any(word in DENIALS or word.endswith("n't") for word in before):
        return True
    return "plus" in before and any(word == "ne" or word.startswith("n'") for word in before)
