"""The code frame of a workspace: themes with permanent ids, and rules that people can read."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from analysis.reading.tokens import TOKEN

LONGEST_RULE = 8
"""Words of a rule: a longer one is a sentence, and finds itself only."""

MOST_GAPS = 2
"""Lone stars in one rule."""

SHORTEST_PART = 2
"""Letters that must stand beside a star: a rule "a*" would catch half of all words."""


class RuleError(ValueError):
    """A rule that cannot be used; `reason` is one of `REASONS`, `words` the rule."""

    def __init__(self, reason: str, words: str) -> None:
        """Say which rule it is, and why."""
        super().__init__(f"{REASONS[reason]}: {words[:80]!r}")
        self.reason = reason
        self.words = words


REASONS = {
    "empty": "a rule needs a word",
    "long": f"a rule has at most {LONGEST_RULE} words",
    "gaps": f"a rule has at most {MOST_GAPS} lone stars, none at its ends",
    "star": f"a star stands at one or both ends of a word, or once inside it, beside at least "
    f"{SHORTEST_PART} letters",
}
"""Why a rule is refused, by the key that a page may translate."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A keyword or phrase.

    Attributes
    ----------
    words : str
        What is looked for, in any case and with any accents. Every word is found in its
        regular and irregular forms ("refund" finds "refunded"). `refund*` finds whatever
        begins so, `*kosten` what ends so, `*heiz*` what holds it; a star by itself stands
        for any one word; a word in quotation marks is found only as it stands ("rate").
    language : str
        Whose word forms apply, and in whose comments it is looked for; "" is every language,
        with English forms.
    """

    words: str
    language: str = ""

    def parts(self) -> tuple[str, ...]:
        """Give the words of the rule: with stars, and in quotation marks where exact.

        Returns
        -------
        tuple of str

        Raises
        ------
        RuleError
            If nothing can be found by it, or far too much.

        Examples
        --------
        >>> Rule("Check-in * slow*").parts(), Rule('"rate" of').parts()
        (('Check', 'in', '*', 'slow*'), ('"rate"', 'of'))
        """
        found = tuple(part for word in self.words.split() for part in _parts(word, self.words))
        if not any(part != "*" for part in found):
            raise RuleError("empty", self.words)
        if len(found) > LONGEST_RULE:
            raise RuleError("long", self.words)
        if "*" in (found[0], found[-1]) or found.count("*") > MOST_GAPS:
            raise RuleError("gaps", self.words)
        return found


@dataclass(frozen=True, slots=True)
class Theme:
    """What customers talk about.

    Attributes
    ----------
    id : str
        Permanent: names and rules may change, and a comment stays with its theme.
    name : str
        As people see it.
    rules : tuple of Rule
        One that is found is enough.
    excludes : tuple of Rule
        Where one of them overlaps what a rule found, or stands in the same clause, it is not
        counted ("cold" but not "cold weather").
    parent : str
        Id of the theme that this is a part of; "" at the top. One level only.
    owner : str
        Whoever looks after it; whatever the caller knows them by.
    """

    id: str
    name: str
    rules: tuple[Rule, ...]
    excludes: tuple[Rule, ...] = ()
    parent: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """All themes of a workspace.

    Attributes
    ----------
    themes : tuple of Theme
        With unique ids, in the order in which they are shown.
    """

    themes: tuple[Theme, ...] = ()
    by_id: Mapping[str, Theme] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        """Refuse a frame in which ids mean two things or parents are missing."""
        known = {theme.id: theme for theme in self.themes}
        if len(known) != len(self.themes):
            raise ValueError("theme ids must be unique")
        for theme in self.themes:
            if theme.parent and (theme.parent not in known or known[theme.parent].parent):
                raise ValueError(f"theme {theme.id!r} has no top theme {theme.parent!r}")
        object.__setattr__(self, "by_id", known)

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits that change with whatever changes what is found.

        Names and owners do not: a new name leaves every finding as it is.
        """
        said = [
            [theme.id, theme.parent, *(_pairs(rules) for rules in (theme.rules, theme.excludes))]
            for theme in sorted(self.themes, key=lambda theme: theme.id)
        ]
        return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:12]

    def as_data(self) -> list[dict[str, Any]]:
        """Give the frame as plain lists and dicts, for JSON; `from_data` reads them."""
        return [
            {
                "id": theme.id,
                "name": theme.name,
                "parent": theme.parent,
                "owner": theme.owner,
                "rules": _pairs(theme.rules),
                "excludes": _pairs(theme.excludes),
            }
            for theme in self.themes
        ]

    @classmethod
    def from_data(cls, data: Iterable[Mapping[str, Any]]) -> "Frame":
        """Read what `as_data` gave.

        Examples
        --------
        >>> frame = Frame((Theme("t1", "Delivery", (Rule("parcel"), Rule("paket", "de"))),))
        >>> Frame.from_data(frame.as_data()) == frame
        True
        """
        return cls(tuple(_theme(each) for each in data))


def parse_rules(text: str, language: str = "") -> tuple[Rule, ...]:
    """Read rules as people type them: one a line or parted by commas, each once.

    Parameters
    ----------
    text : str
        A rule may begin with its language: ``de: Lieferung``.
    language : str
        Of the rules that do not say theirs.

    Returns
    -------
    tuple of Rule

    Raises
    ------
    RuleError
        As `Rule.parts`, for the first that cannot be used.

    Examples
    --------
    >>> [(rule.words, rule.language) for rule in parse_rules("late, never * arrived\\nde: spät*")]
    [('late', ''), ('never * arrived', ''), ('spät*', 'de')]
    """
    found = []
    for line in text.replace(",", "\n").replace(";", "\n").splitlines():
        said, colon, rest = line.partition(":")
        has_own = bool(colon) and len(said.strip()) == 2 and said.strip().isalpha()
        rule = Rule(
            " ".join((rest if has_own else line).split()),
            said.strip().lower() if has_own else language,
        )
        if rule.words:
            rule.parts()
            found.append(rule)
    return tuple(dict.fromkeys(found))


def _parts(word: str, whole: str) -> list[str]:
    """Part what stands between two spaces: "check-in" is two words, a star is kept."""
    if word == "*":
        return ["*"]
    if len(word) > 2 and word[0] in _QUOTES and word[-1] in _QUOTES:
        return [f'"{part}"' for part in TOKEN.findall(word)]
    if "*" not in word:
        return TOKEN.findall(word)
    return [_starred(part, whole) for part in _PIECE.findall(word)]


def _starred(word: str, whole: str) -> str:
    letters = [part for part in word.split("*") if part]
    ends = word.startswith("*") and word.endswith("*")
    stars = word.count("*")
    if (
        any(TOKEN.fullmatch(part) is None for part in letters)
        or (stars and sum(map(len, letters)) < SHORTEST_PART)
        or not (stars < 2 or (stars == 2 and ends))
    ):
        raise RuleError("star", whole)
    return word


_PIECE = re.compile(r"[\w'’*]+")
_QUOTES = "\"“”„«»'‘’"


def _pairs(rules: tuple[Rule, ...]) -> list[list[str]]:
    return [[rule.words, rule.language] for rule in rules]


def _theme(data: Mapping[str, Any]) -> Theme:
    return Theme(
        data["id"],
        data["name"],
        tuple(Rule(*pair) for pair in data["rules"]),
        tuple(Rule(*pair) for pair in data.get("excludes", ())),
        data.get("parent", ""),
        data.get("owner", ""),
    )
