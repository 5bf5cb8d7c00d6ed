"""Signs in somebody's words that a reader cannot see, or takes for others: named, never removed."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from analysis.risky import WORD

_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0001-\U000e007f]"
)
_JOINER, _NON_JOINER, _MARKS = "\u200d", "\u200c", "\u200e\u200f\u061c"
_JOINING = ("ARABIC", "DEVANAGARI", "BENGALI", "GUJARATI", "KANNADA", "MALAYALAM", "SINHALA",
            "TAMIL", "TELUGU", "MONGOLIAN", "KHMER", "MYANMAR", "SYRIAC", "THAANA")  # fmt: skip
_MIXED = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")
"""Scripts whose letters look like one another's."""
SHOWN = 20


@dataclass(frozen=True, slots=True)
class OddSign:
    """A sign to look at before words are quoted.

    Attributes
    ----------
    name : str
        As Unicode names it: "ZERO WIDTH SPACE", "CYRILLIC SMALL LETTER A".
    count : int
        How often it stands in the words.
    word : str
        Of a look-alike the word it stands in; "" where the sign cannot be seen.
    """

    name: str
    count: int
    word: str = ""


def odd_signs(words: str) -> tuple[OddSign, ...]:
    """Name what cannot be seen in some words, and letters of another script within a word.

    Joiners where a script or an emoji needs them, and direction marks in a text that runs from
    right to left, are what their author meant and are left out.

    Parameters
    ----------
    words : str
        Any text.

    Returns
    -------
    tuple of OddSign
        Hidden ones first, at most `SHOWN`.

    References
    ----------
    Unicode Technical Report 36 and Technical Standard 39, on confusable and mixed-script text.

    Examples
    --------
    >>> [sign.name for sign in odd_signs("so\\u200b good")]
    ['ZERO WIDTH SPACE']
    >>> [(sign.name, sign.word) for sign in odd_signs("p\\u0430yment")]
    [('CYRILLIC SMALL LETTER A', 'pаyment')]
    >>> odd_signs("👩\\u200d💻 très bon, Жанна")
    ()
    """
    hidden = Counter(
        found.group() for found in _HIDDEN.finditer(words) if not _is_meant(words, found.start())
    )
    unseen = [OddSign(_name(sign), count) for sign, count in hidden.most_common()]
    return (*unseen, *_look_alikes(words))[:SHOWN]


def _look_alikes(words: str) -> list[OddSign]:
    if words.isascii():
        return []
    found: Counter[tuple[str, str]] = Counter()
    for word in {match.group() for match in WORD.finditer(words) if not match.group().isascii()}:
        scripts = Counter(_script(sign) for sign in word if sign.isalpha())
        mixed = [script for script in scripts if script in _MIXED]
        if len(mixed) < 2:
            continue
        usual = max(mixed, key=lambda script: (scripts[script], script == "LATIN"))
        strange = (sign for sign in word if sign.isalpha() and _script(sign) in mixed)
        found.update((_name(sign), word) for sign in strange if _script(sign) != usual)
    return [OddSign(name, count, word) for (name, word), count in sorted(found.items())]


def _is_meant(words: str, at: int) -> bool:
    sign, before, after = words[at], words[at - 1 : at], words[at + 1 : at + 2]
    if sign == _JOINER and before and after and _is_picture(before) and _is_picture(after):
        return True
    if sign in (_JOINER, _NON_JOINER):
        return bool(before) and _script(before) in _JOINING
    if sign in _MARKS:
        return any(unicodedata.bidirectional(one) in ("R", "AL") for one in words[:2_000])
    return sign >= "\U000e0020" and "\U0001f3f4" in words[max(0, at - 8) : at]


def _is_picture(sign: str) -> bool:
    return unicodedata.category(sign) in ("So", "Sk", "Mn") or sign == "\ufe0f"


def _script(sign: str) -> str:
    return unicodedata.name(sign, "").partition(" ")[0]


def _name(sign: str) -> str:
    return unicodedata.name(sign, f"U+{ord(sign):04X}")
