"""How a name is written: letters folded, forms of it listed, misspellings told from other names."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import OSA

from analysis.lexicons import listed
from analysis.name_cues import COMMON
from analysis.sentences import Span

How = Literal["full", "initial", "title", "first", "nickname", "alike", "close"]
"""What a name was recognised by."""

SURENESS: dict[How, float] = {
    "full": 1.0,
    "initial": 0.95,
    "title": 0.92,
    "first": 0.9,
    "nickname": 0.88,
    "alike": 0.8,
    "close": 0.8,
}
"""How sure each kind of match is where nothing else speaks for or against it."""

Near = tuple[int, How, float]
"""Whose name a word may be, how, and how surely."""

SHORT_CLOSE = 0.6
"""A name of three or four letters is too easily another one: only a person may decide."""

MOST_KEPT = 50_000
"""Words of which it is remembered whose name they may be."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_SOUNDS = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        (r"ph", "f"),
        (r"ck|q|c(?![eiy])", "k"),
        (r"c(?=[eiy])", "s"),
        (r"(?<=.)h", ""),
        (r"ey|ie|y|j", "i"),
        (r"ae", "a"),
        (r"w", "v"),
        (r"z", "s"),
        (r"(.)\1+", r"\1"),
    )
)
OTHER_NAMES = listed("other_names")
"""First names of their own: one letter away from somebody's they are still somebody else's."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text; ``bare`` is without a possessive ending, folded."""

    start: int
    end: int
    written: str
    bare: str
    owns: bool

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.written[:1].isupper()


@dataclass(frozen=True, slots=True)
class Match:
    """A person who may be meant by one or more words; ``sureness`` is in [0, 1]."""

    key: int
    how: How
    sureness: float
    length: int


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one person."""

    key: int
    name: str
    nicknames: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The words of the whole name, folded; hyphens part words."""
        return words_of_name(self.name)

    @property
    def first(self) -> tuple[str, ...]:
        """All but the last word; of a single word, that."""
        written = self.name.split()
        return words_of_name(" ".join(written[:-1] if len(written) > 1 else written))

    @property
    def last(self) -> str:
        """The surname, folded into one word; empty where there is none."""
        written = self.name.split()
        return fold(written[-1]) if len(written) > 1 else ""


def words(text: str, start: int = 0, end: int | None = None) -> tuple[Word, ...]:
    """Take the words of a text, or of a part of it, apart: letters, and apostrophes within them.

    Examples
    --------
    >>> [(word.bare, word.owns) for word in words("Zoë's help, Jean-Luc!")]
    [('zoe', True), ('help', False), ('jean', False), ('luc', False)]
    """
    found = _WORD.finditer(text, start, len(text) if end is None else end)
    return tuple(_word(each) for each in found)


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Small letters without marks, joiners and apostrophes: ``"O’Neill"`` is ``"oneill"``."""
    parts = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return "".join(sign for sign in parts if sign.isalpha())


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """What is left of a folded word when letters that are often exchanged are made one.

    Examples
    --------
    >>> sound("martha") == sound("marta"), sound("katharina") == sound("catarina")
    (True, True)
    >>> sound("mario") == sound("maria")
    False
    """
    for pattern, letter in _SOUNDS:
        word = pattern.sub(letter, word)
    return word


def words_of_name(name: str) -> tuple[str, ...]:
    """Fold each word of a name."""
    return tuple(filter(None, (fold(part) for part in re.split(r"[\s\-‐‑.]+", name))))


def likeness(written: str, name: str) -> How | None:
    """Whether a folded word may be a folded name, spelt as it sounds or with a slip.

    One slip in four letters and more, two in eight and more; the first letter has to sound alike.
    A word that is a first name of its own counts only where it sounds the same.
    """
    if not (written and name) or sound(written)[:1] != sound(name)[:1]:
        return None
    if sound(written) == sound(name):
        return "alike"
    most = 2 if len(name) >= 8 else 1 if len(name) >= 4 else 0
    near = OSA.distance(written, name, score_cutoff=most) <= most
    return "close" if near and written not in OTHER_NAMES else None


def spellings(name: str) -> set[tuple[str, ...]]:
    """Give the folded spellings of a name: ``Müller`` is written ``Mueller`` too."""
    return {words_of_name(name), words_of_name(name.casefold().translate(_UMLAUTS))} - {()}


class Directory:
    """All forms of the names of a roster, found by their first word."""

    def __init__(self, people: Iterable[Names]) -> None:
        """List every form once."""
        self.people = {person.key: person for person in people}
        self._forms: dict[str, list[tuple[tuple[str, ...], How, int]]] = defaultdict(list)
        self._by_sound: dict[str, set[tuple[str, int]]] = defaultdict(set)
        self._seen: dict[str, tuple[Near, ...]] = {}
        self._surnames: dict[str, set[tuple[str, int]]] = defaultdict(set)
        self._titled: dict[str, tuple[Match, ...]] = {}
        for person in self.people.values():
            self._add(person)

    def at(self, text: tuple[Word, ...], place: int) -> list[Match]:
        """Give who may be meant by the words from this place on, the longest form of each."""
        best: dict[int, Match] = {}
        for form, how, key in self._forms.get(text[place].bare, ()):
            bare = tuple(word.bare for word in text[place : place + len(form)])
            if bare == form:
                _keep(best, Match(key, how, SURENESS[how], len(form)))
        exact = set(best)
        for key, how, sureness in self._close(text[place].bare):
            if key not in exact:
                _keep(best, Match(key, how, sureness, 1))
        longer = [self._with_surname(match, text, place) for match in best.values()]
        return sorted(longer, key=lambda match: (-match.length, -match.sureness, match.key))

    def by_surname(self, word: Word) -> list[Match]:
        """Give who may be meant by a surname behind a title."""
        found = self._titled.get(word.bare)
        if found is None:
            if len(self._titled) >= MOST_KEPT:
                self._titled.clear()
            found = self._titled[word.bare] = tuple(self._with_last(word.bare))
        return list(found)

    def _add(self, person: Names) -> None:
        given = person.name.split()
        first = " ".join(given[:-1] if len(given) > 1 else given)
        named: list[tuple[str, How]] = [(first, "first")]
        named += [(nickname, "nickname") for nickname in person.nicknames]
        if len(given) > 1:
            named.append((person.name, "full"))
            for last in {form[-1] for form in spellings(given[-1])} | {person.last}:
                self._surnames[sound(last)[:1]].add((last, person.key))
        for words_written, how in named:
            for form in spellings(words_written):
                self._forms[form[0]].append((form, how, person.key))
                if len(form) == 1:
                    self._by_sound[sound(form[0])[:1]].add((form[0], person.key))

    def _with_last(self, written: str) -> Iterable[Match]:
        best: dict[int, Match] = {}
        for last, key in self._surnames.get(sound(written)[:1], ()):
            if last == written:
                best[key] = Match(key, "title", SURENESS["title"], 1)
            elif len(last) >= 6 and last == self.people[key].last and likeness(written, last):
                best.setdefault(key, Match(key, "title", SURENESS["alike"], 1))
        return sorted(best.values(), key=lambda match: match.key)

    def _close(self, written: str) -> tuple[Near, ...]:
        """Give whose name a word may be a misspelling of; few words are written often."""
        found = self._seen.get(written)
        if found is None:
            if len(self._seen) >= MOST_KEPT:
                self._seen.clear()
            found = self._seen[written] = tuple(self._misspelt(written))
        return found

    def _misspelt(self, written: str) -> Iterable[Near]:
        if len(written) < 3:
            return
        for name, key in self._by_sound.get(sound(written)[:1], ()):
            if name in COMMON:
                continue  # one letter away from a word is usually the word
            if abs(len(name) - len(written)) <= 2 and (how := likeness(written, name)):
                is_short = min(len(name), len(written)) < 4
                yield key, how, SHORT_CLOSE if is_short else SURENESS[how]

    def _with_surname(self, match: Match, text: tuple[Word, ...], place: int) -> Match:
        """Take a surname or its initial behind a first name along, also one that is misspelt."""
        last = self.people[match.key].last
        behind = text[place + match.length : place + match.length + 1]
        if not last or not behind or match.how == "full" or not behind[0].is_capital:
            return match
        word = behind[0].bare
        slips = 2 if len(last) >= 6 else 1
        if OSA.distance(word, last, score_cutoff=slips) <= slips and len(word) > 2:
            sureness = SURENESS["initial" if match.how in ("alike", "close") else "full"]
            return Match(match.key, "full", sureness, match.length + 1)
        if word == last[:1]:
            return Match(match.key, "initial", SURENESS["initial"], match.length + 1)
        return match


def span_of(text: tuple[Word, ...], place: int, length: int) -> Span:
    """Where some words stand, without the possessive ending of the last."""
    last = text[place + length - 1]
    end = last.end - (2 if last.owns and last.written[-2:-1] in "'’" else 0)
    return text[place].start, end


def _word(found: re.Match[str]) -> Word:
    written = found.group()
    owns = written.endswith(("'s", "’s", "'S", "’S"))
    bare = fold(written[:-2] if owns else written)
    return Word(found.start(), found.end(), written, bare, owns)


def _keep(best: dict[int, Match], match: Match) -> None:
    other = best.get(match.key)
    if other is None or (match.length, match.sureness) > (other.length, other.sureness):
        best[match.key] = match
