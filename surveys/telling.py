"""Sentences that are written down now and read later, perhaps in another language.

What is wrong with a row, or why a mail was not sent, is found out by a worker that knows no
reader. The sentence is kept as its English words with their values, and said when it is read.
"""

import json
from typing import Any

from surveys.speech import _, number, spoken

BREAK = "\x1f"
"""Stands between a sentence and its values; no keyboard types it."""
Value = str | int


class Told(str):
    """A sentence in English that can be said in any language."""

    sentence: str
    values: dict[str, Value]

    def __new__(cls, sentence: str, /, **values: Value) -> "Told":
        """Fill in the values; a whole number is written as the reader's language does."""
        told = super().__new__(cls, sentence % {k: _english(v) for k, v in values.items()})
        told.sentence, told.values = sentence, values
        return told

    @property
    def said(self) -> str:
        """The sentence in the language spoken."""
        return _(self.sentence, **{name: _said(value) for name, value in self.values.items()})

    @property
    def stored(self) -> str:
        """How the sentence is kept."""
        return self._kept if self.values else str(self)

    @property
    def _kept(self) -> str:
        given = {k: v._kept if isinstance(v, Told) else v for k, v in self.values.items()}
        return self.sentence + BREAK + json.dumps(given, ensure_ascii=False)


told = Told


def stored(words: str, most: int | None = None) -> str:
    """Give how words are kept, within so many letters: a sentence with its values, else as is."""
    kept = words.stored if isinstance(words, Told) else words
    if most is None or len(kept) <= most:
        return kept
    if not isinstance(words, Told):
        return kept[:most]
    name, longest = max(words.values.items(), key=lambda item: len(str(item[1])))
    shorter = str(longest)[: max(0, len(str(longest)) - (len(kept) - most) - 1)]
    cut = Told(words.sentence, **{**words.values, name: f"{shorter}…"}).stored
    return cut if len(cut) <= most else str(words)[:most]


def retold(words: str) -> str:
    """Say what was kept in the language spoken; words that were kept as they are stay so."""
    sentence, parted, values = words.partition(BREAK)
    if not parted:
        return spoken().catalogue.gettext(words) if words else ""
    try:
        given: dict[str, Any] = json.loads(values)
        return _(sentence, **{name: _said(value) for name, value in given.items()})
    except (ValueError, TypeError, KeyError):  # no sentence of ours: somebody typed our sign
        return sentence


def said(words: str) -> str:
    """Say a sentence of ours in the language spoken, kept or fresh; give anything else as it is."""
    return words.said if isinstance(words, Told) else retold(words)


def _said(value: Value) -> str:
    if isinstance(value, int):
        return number(value)
    return said(value) if isinstance(value, Told) or BREAK in value else value


def _english(value: Value) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
