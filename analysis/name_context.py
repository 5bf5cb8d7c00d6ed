"""Whether a word that could be a colleague's name is one: no signature, family or street."""

import re

from analysis.clauses import AROUND, Place
from analysis.name_cues import (
    ACTS_BEHIND,
    ARTICLE_BEFORE,
    CALLED_BEFORE,
    CLOSES,
    COMMON,
    INTRODUCES,
    IS_BEHIND,
    KIN,
    MAY_STAND_BEFORE,
    MET_BEFORE,
    NO_NAME_BEFORE,
    OF_A_TEAM,
    OWN_PEOPLE,
    PERSONAL,
    ROLE_BEFORE,
    THANKS_BEFORE,
    THE_GREAT,
    THING_BEHIND,
)
from analysis.name_forms import How, Word, words_of_name
from analysis.tone import BAD, GOOD

_WHOLE: tuple[How, ...] = ("full", "title")
MISSPELT: tuple[How, ...] = ("alike", "close")
"""Names that are not written as the roster has them: ordinary words come near them too."""
ACRONYM = 4
"""ANA is an airline; so many capitals in a row are seldom somebody's name."""

_THE = re.compile(r"\b(?:the|a|an|this)\s+$", re.IGNORECASE)
_THING = re.compile(r"\s+(?!was\b|is\b|were\b|are\b|could\b|can\b)[a-z]")
_NO_SURNAME = frozenset(["i", "you", "du", "sie", "ihr", "ihnen", "und", "and", "is", "was"])
_AND = re.compile(r"\s*(?:,|and|und|et|y|e|&)\s*", re.IGNORECASE)
_NOTHING = re.compile(r"[\W\d_]*")
_SIGNED = re.compile(r"(?:[,–—\n]|\s-|\.)\s*$")
_THANKS_THEN = re.compile(r"\b(?:danke|thanks|merci|gracias)\s*,\s*$", re.IGNORECASE)
_THANKED = re.compile(r"\b(?:thank|thx|danke|merci|gracias|you|du|vous|eres)\b", re.IGNORECASE)


def is_somebody(place: Place, how: How, author: str, neighbour: Place | None) -> bool:
    """Whether a colleague may be meant at a place.

    Parameters
    ----------
    place : Place
        Where the name stands.
    how : str
        By what kind of match it was found.
    author : str
        The customer's own name, or empty.
    neighbour : Place or None
        The colleague named before in the same sentence: "to Will and Grace".

    Returns
    -------
    bool
    """
    if _is_other(place, how) or _is_signature(place) or _is_author(place, author):
        return False
    word = place.words[place.at]
    if how in MISSPELT:
        is_word = GOOD.fullmatch(word.written) or BAD.fullmatch(word.written)
        is_small = how == "close" and not word.is_capital and len(word.bare) < 5
        return not (is_word or is_small) and _has_cue(place, word, neighbour)
    if how in _WHOLE and (how != "title" or word.is_capital):
        return True
    if word.bare in COMMON:
        return _has_cue(place, word, neighbour)
    if word.is_capital:
        return True
    return is_strong(place) or bool(IS_BEHIND.match(place.behind)) or _joins(place, neighbour)


def is_strong(place: Place) -> bool:
    """Whether what stands around a name fits a colleague and hardly anything else."""
    return bool(
        ROLE_BEFORE.search(place.before)
        or OF_A_TEAM.match(place.behind)
        or THANKS_BEFORE.search(place.before)
        or MET_BEFORE.search(place.before)
        or ACTS_BEHIND.match(place.behind)
    )


def _has_cue(place: Place, word: Word, neighbour: Place | None) -> bool:
    """Whether a name that is also a word is a name here."""
    met = THANKS_BEFORE.search(place.before) or MET_BEFORE.search(place.before)
    if not word.is_capital:
        if CALLED_BEFORE.search(place.before):
            return True
        is_thing = ARTICLE_BEFORE.search(place.before) and not met
        return bool(OF_A_TEAM.match(place.behind)) and not is_thing
    team = ROLE_BEFORE.search(place.before) or OF_A_TEAM.match(place.behind)
    if met:
        return True
    if _joins(place, neighbour):
        return True
    if ARTICLE_BEFORE.search(place.before):
        return bool(team)
    if team or ACTS_BEHIND.match(place.behind):
        return True
    sentence = place.before + place.behind
    return bool(IS_BEHIND.match(place.behind) and PERSONAL.search(sentence))


def _is_other(place: Place, how: How) -> bool:
    """Whether the words around make it another person, or a thing."""
    before, behind, word = place.before, place.behind, place.words[place.at]
    if KIN.search(before) or NO_NAME_BEFORE.search(before) or INTRODUCES.search(before):
        return True
    if OWN_PEOPLE.match(behind) or THE_GREAT.match(behind):
        return True
    if how != "full" and THING_BEHIND.match(behind):
        return True
    if place.before.isupper() or place.behind.isupper():
        return False
    if word.written.isupper() and 1 < len(word.written) <= ACRONYM:
        return True
    if _THE.search(before) and _THING.match(behind) and not THANKS_BEFORE.search(before):
        return True
    return _is_part_of_a_name(place, how)


def _is_part_of_a_name(place: Place, how: How) -> bool:
    """Whether a capital word before or behind makes another name of it: "Anne Frank"."""
    last = place.at + place.length - 1
    if place.at and _touch(place, place.at - 1) and how != "title":
        word = place.words[place.at - 1]
        is_role = ROLE_BEFORE.search(place.before)
        if word.is_capital and word.bare not in MAY_STAND_BEFORE and not is_role:
            return True
    if last + 1 < len(place.words) and _touch(place, last) and how not in ("full", "title"):
        word = place.words[last + 1]
        return word.is_capital and word.bare not in _NO_SURNAME and how != "initial"
    return False


def _touch(place: Place, at: int) -> bool:
    """Whether nothing but blanks stands between a word and the next."""
    return not place.text[place.words[at].end : place.words[at + 1].start].strip()


def _is_signature(place: Place) -> bool:
    """Whether the name signs the comment: alone in its line, behind a greeting, or at its end."""
    rest = place.behind
    alone = _NOTHING.fullmatch(place.before) and _NOTHING.fullmatch(_without_surname(rest))
    whole_before = place.text[max(0, place.span[0] - AROUND) : place.span[0]]
    if alone or CLOSES.search(whole_before):
        return not (_THANKS_THEN.search(whole_before) and rest.startswith("!"))
    at_the_end = _NOTHING.fullmatch(place.text[place.span[1] :])
    return bool(at_the_end and _SIGNED.search(place.before) and not _THANKED.search(place.before))


def _without_surname(rest: str) -> str:
    return re.sub(r"^\s+[A-ZÄÖÜÉÁ][\w'’.-]*", "", rest)


def _is_author(place: Place, author: str) -> bool:
    """Whether the customer's own name stands there, with nothing that points to a colleague."""
    named = words_of_name(author)
    if not named or place.words[place.at].bare not in named[:1]:
        return False
    return not is_strong(place)


def _joins(place: Place, neighbour: Place | None) -> bool:
    if neighbour is None:
        return False
    return bool(_AND.fullmatch(place.text[neighbour.span[1] : place.span[0]]))
