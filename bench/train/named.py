"""Sentences with people in them, put together from patterns of our own, and sentences without."""

import csv
import gzip
import random
import re
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

from analysis.reading.names import known_words
from bench.train.names import LOCALES, listed_names
from bench.words.inputs import Tagged, lowered

PATTERNS = Path(__file__).with_suffix(".txt")
DOUBTFUL = 0.25
"""Share of first names that are words as well."""


def made(each: int, seed: int = 11) -> Iterator[Tagged]:
    """Put sentences of our own together, two of three with people in them."""
    chance, parts = random.Random(seed), _parts()
    for _ in range(each):
        kind = "people" if chance.random() < 0.66 else "others"
        patterns = [chance.choice(parts[kind])]
        if chance.random() < 0.4:
            patterns.append(chance.choice(parts[chance.choice(("people", "others"))]))
        row = _filled(chance, parts, chance.choice((". ", "\n", ", ")).join(patterns))
        yield _cased(chance, row)


def nobody(public: Path) -> Iterator[Tagged]:
    """Read what names nobody; in every third some words get a capital, as people write."""
    chance = random.Random(5)
    with gzip.open(public / "clothing_cc0_dev.csv.gz", "rt", encoding="utf-8", newline="") as file:
        texts = [row["review"] for row in list(csv.DictReader(file))[::14]]
    for name in ("banking77_train.csv", "clinc150_train20.csv"):
        with (public / name).open(encoding="utf-8", newline="") as file:
            texts += [row["text"] for row in list(csv.DictReader(file))[::8]]
    for text in texts:
        share = chance.choice((0.0, 0.0, 0.08))
        yield (
            " ".join(
                chance.choice((str.capitalize, str.upper))(word)
                if chance.random() < share
                else word
                for word in text.split(" ")
            ),
            [],
        )


def _filled(chance: random.Random, parts: dict[str, list[str]], pattern: str) -> Tagged:
    text, spans = "", []
    for nested in ("did", "team"):
        while f"{{{nested}}}" in pattern:
            pattern = pattern.replace(f"{{{nested}}}", _said(chance, parts, nested), 1)
    for piece in re.split(r"(\{\w+\})", pattern):
        kind = piece.strip("{}")
        said = piece if kind == piece else _said(chance, parts, kind)
        if kind != piece and kind in ("first", "last", "full"):
            spans.append((len(text), len(text) + len(said)))
        text += said
    return text, spans


def _said(chance: random.Random, parts: dict[str, list[str]], kind: str) -> str:
    if kind == "full":
        middle = f" {chance.choice('ABCDEHJKLMPRST')}." if chance.random() < 0.12 else ""
        return f"{_said(chance, parts, 'first')}{middle} {_said(chance, parts, 'last')}"
    if kind == "first" and chance.random() < DOUBTFUL:
        return chance.choice(parts["doubtful"])
    if kind == "brand" and chance.random() < 0.5:
        words = chance.sample(parts["words"], chance.choice((1, 1, 2)))
        tail = chance.choice(("", "", " Air", " Airlines", " Hotel", " Bank", " Group", " Lounge"))
        return " ".join(word.capitalize() for word in words) + tail
    if kind.lower() == "word":
        word = chance.choice(parts["words"])
        return word.upper() if kind.isupper() else word.capitalize() if kind[0] == "W" else word
    return chance.choice(parts[{"city": "cities"}.get(kind, f"{kind}s")])


def _cased(chance: random.Random, row: Tagged) -> Tagged:
    text, spans = row
    drawn = chance.random()
    if drawn < 0.3:
        return lowered(row)
    if drawn < 0.34 and len(text.upper()) == len(text):
        return text.upper(), spans
    return (text[0].upper() + text[1:], spans) if drawn < 0.8 else row


def _parts() -> dict[str, list[str]]:
    """Read patterns and what fills them: names, words that may be names, places."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in PATTERNS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            found.setdefault(section, []).append(line)
    known, cldr = known_words(), Locale("en")
    found["firsts"] = sorted(listed_names(LOCALES, "first"))
    found["lasts"] = sorted(listed_names(LOCALES, "last"))
    found["doubtful"] = sorted(word.capitalize() for word in known.doubtful)
    found["words"] = sorted(known.common - known.first - known.doubtful)
    found["cities"] += sorted(cldr.territories.values())
    found["cities"] += sorted(
        {zone.rpartition("/")[2].replace("_", " ") for zone in cldr.time_zones}
    )
    return found
