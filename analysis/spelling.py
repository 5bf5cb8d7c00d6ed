"""Spelling mistakes that are clearly nothing else; whatever is more goes back to the author."""

import unicodedata
from functools import cache

from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from analysis.risky import kind_of

LANGUAGES = ("de", "en", "es", "fr")
LONG = 8
"""From so many letters on two slips may be mended, below only one."""

_OTHER_WORDS = frozenset(("were", "well", "hell", "shell", "ill", "wed", "shed", "id", "its"))
_APOSTROPHES = ("n't", "'s", "'m", "'ve", "'re", "'ll")
_DIALECTS = (("our", "or"), ("ise", "ize"), ("isa", "iza"), ("yse", "yze"), ("tre", "ter"),
             ("ence", "ense"), ("ogue", "og"), ("ll", "l"), ("ß", "ss"))  # fmt: skip


def is_respelling(before: str, after: str) -> bool:
    """Whether one word may be another spelling of another, by its shape alone.

    This is what every published quote is held to; a dictionary decides when it is made.

    Parameters
    ----------
    before, after : str
        The author's word, and how it is to be written.

    Returns
    -------
    bool
        False where more than a slip differs, or where a number, a negation or a contrast would
        appear, vanish or change.

    Examples
    --------
    >>> is_respelling("recieve", "receive"), is_respelling("dont", "don't")
    (True, True)
    >>> is_respelling("good", "great"), is_respelling("now", "not"), is_respelling("5", "6")
    (False, False, False)
    """
    if before == after or not (_is_word(before) and _is_word(after)):
        return False
    if _only_apostrophe(before, after) or _only_capital(before, after):
        return True
    if kind_of(before) != kind_of(after):
        return False
    slips = OSA.distance(before.casefold(), after.casefold())
    return len(before) > 2 and slips <= (2 if len(before) >= LONG else 1)


def is_clear_fix(before: str, after: str, language: str) -> bool:
    """Whether a change of one word is clearly a mended spelling mistake.

    Parameters
    ----------
    before, after : str
        The author's word, and how it is to be written.
    language : str
        Of the words; outside `LANGUAGES` there is no dictionary, and only a capital at the
        beginning of a word counts as clear.

    Returns
    -------
    bool

    References
    ----------
    The word lists of pyspellchecker 0.9 (MIT).

    Examples
    --------
    >>> is_clear_fix("recieve", "receive", "en"), is_clear_fix("form", "from", "en")
    (True, False)
    """
    if not is_respelling(before, after):
        return False
    if _only_capital(before, after):
        return True
    if language not in LANGUAGES or _is_dialect(before, after):
        return False
    if _only_apostrophe(before, after):
        return before.casefold() not in _OTHER_WORDS
    if language != "de" and before[0].isupper():
        return False  # it may be a name, and nobody's name is mended
    known = _dictionary(language).known([before, after])
    return before.casefold() not in known and after.casefold() in known


def _is_word(text: str) -> bool:
    letters = text.replace("'", "").replace("’", "")
    return letters != "" and all(unicodedata.category(sign)[0] in "LM" for sign in letters)


def _only_capital(before: str, after: str) -> bool:
    return before[0].islower() and before[0].upper() + before[1:] == after


def _only_apostrophe(before: str, after: str) -> bool:
    plain = after.replace("’", "'")
    bare = plain.replace("'", "").casefold() == before.casefold()
    return bare and plain.casefold().endswith(_APOSTROPHES)


def _is_dialect(before: str, after: str) -> bool:
    one, other = before.casefold(), after.casefold()
    pairs = (*_DIALECTS, *((right, left) for left, right in _DIALECTS))
    return any(one.replace(left, right) == other for left, right in pairs)


@cache
def _dictionary(language: str) -> SpellChecker:
    return SpellChecker(language=language)
