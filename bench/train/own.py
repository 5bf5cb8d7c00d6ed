"""Sentences of our own for training: plain complaints, praise, and what judges nothing.

Written for this project in the manner of answers to surveys and messages to companies, put together
from parts so that what happened meets many things. Facts without a word that judges ("still waiting
for my refund") are what public data of films and products lacks most.
"""

import random
from collections.abc import Iterator
from pathlib import Path

BEFORE = (
    "",
    "",
    "",
    "",
    "@company ",
    "hi, ",
    "so ",
    "ok ",
    "well, ",
    "sorry but ",
    "honestly ",
    "hey ",
)
AFTER = ("", "", "", "", ".", "!", "...", "!!", " :(", " #fail", " smh")
AFTER_PLAIN = ("", "", "?", "?", ".", " please?", " thanks", " thx")
AFTER_GOOD = ("", "", ".", "!", "!!", " :)", " thanks")


PARTS = Path(__file__).with_suffix(".txt")


def sentences(each: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Give sentences with "bad", "good" or "plain", `each` of every kind, never the same twice."""
    chance, parts = random.Random(seed), read_parts()
    for label, after in (("bad", AFTER), ("good", AFTER_GOOD), ("plain", AFTER_PLAIN)):
        seen: set[str] = set()
        for _ in range(20 * each):
            if len(seen) >= each:
                break
            said = _sentence(chance, parts, label, after)
            if said not in seen:
                seen.add(said)
                yield said, label


def read_parts() -> dict[str, list[str]]:
    """Read the lines of each section."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in PARTS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            found.setdefault(section, []).append(line)
    return found


def _sentence(
    chance: random.Random, parts: dict[str, list[str]], label: str, after: tuple[str, ...]
) -> str:
    things = chance.choice(parts["things"]).split()
    said = chance.choice(parts[label])
    while "{thing}" in said:
        said = said.replace("{thing}", chance.choice(things), 1)
    said = said.replace("{time}", chance.choice(parts["times"]))
    said = said.replace("{person}", chance.choice(parts["people"]))
    if chance.random() < 0.4:
        said = said[0].upper() + said[1:]
    return chance.choice(BEFORE) + said + chance.choice(after)
