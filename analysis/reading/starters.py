"""Starter packs: code frames for trades, to begin with and to change, kept as data."""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from analysis.reading.frame import Frame, Rule, Theme

PACKS = ("banking", "health", "hospitality", "retail", "saas", "telecom", "travel")
"""Names of the packs that there are."""

LANGUAGES = ("en", "de", "fr", "es")
"""Languages that every pack has keywords in."""

_FOLDER = Path(__file__).parent / "packs"


def starter(pack: str, languages: Iterable[str] = LANGUAGES) -> Frame:
    """Give the code frame of a trade.

    Parameters
    ----------
    pack : str
        One of `PACKS`.
    languages : iterable of str
        Whose keywords are wanted, of `LANGUAGES`.

    Returns
    -------
    Frame
        With English names and ids that begin with the pack's name, to be kept for ever.

    Raises
    ------
    ValueError
        If there is no such pack.

    Examples
    --------
    >>> frame = starter("retail", ["en"])
    >>> frame.themes[0].id, frame.themes[0].name, frame.themes[0].rules[0].words
    ('retail.delivery', 'Delivery', 'delivery')
    """
    return Frame(_themes(pack, tuple(languages)))


def pack_name(pack: str) -> str:
    """Give the English name of a pack.

    Examples
    --------
    >>> pack_name("saas")
    'Software'
    """
    return str(_data(pack)["name"])


def _themes(pack: str, languages: tuple[str, ...]) -> tuple[Theme, ...]:
    found = []
    for theme in _data(pack)["themes"]:
        rules = [_rules(theme.get(language, ""), language) for language in languages]
        excludes = [_rules(theme.get(f"excludes_{each}", ""), each) for each in languages]
        found.append(Theme(theme["id"], theme["name"], sum(rules, ()), sum(excludes, ())))
    return tuple(found)


def _rules(listed: str, language: str) -> tuple[Rule, ...]:
    words = (" ".join(rule.split()) for rule in listed.split(";"))
    return tuple(Rule(each, language) for each in dict.fromkeys(words) if each)


@cache
def _data(pack: str) -> dict[str, Any]:
    if pack not in PACKS:
        raise ValueError(f"there is no starter pack {pack!r}; there are {', '.join(PACKS)}")
    return tomllib.loads((_FOLDER / f"{pack}.toml").read_text(encoding="utf-8"))
