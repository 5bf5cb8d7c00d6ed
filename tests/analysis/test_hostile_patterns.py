"""Every cue read over words made to be slow: what a cue takes grows with the letters, no faster."""

import dataclasses
import importlib
import pkgutil
import re
import time
from itertools import product

import pytest

from analysis import cues
from analysis.gates import gates
from analysis.praise import Comment, praise
from analysis.suggesting import suggest

SHORT, LONG = 2_000, 8_000
QUICK, SLOW = 0.001, 0.02
"""Seconds of processor time: below them, on few letters and on many, no growth is looked at."""
MOST_GROWTH = 8.0
"""Four times the letters take four times as long; a quadratic cue takes sixteen times."""

PIECES = ("1", "1.", "1 ", "a", "a ", "A", "Aa ", "A-", " ", "-", ".", "é", "n'", "€", '"')
ANCHORED = ("leaning",)
"""Cues that are only tried where a sentence begins."""


def patterns():
    """Every pattern in the modules of cues, by where it is kept."""
    found = {}
    for module in pkgutil.iter_modules(cues.__path__, "analysis.cues."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for where, pattern in within(name, value):
                key = f"{module.name.rpartition('.')[2]}.{where}"
                found.setdefault((pattern.pattern, pattern.flags), (key, pattern))
    return dict(found.values())


def within(name, value):
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from within(f"{name}.{number}", each)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from within(field.name, getattr(value, field.name))


def hostile(pattern):
    """Pieces that are repeated: signs in twos, and each word of the pattern with what joins it."""
    plain = re.sub(r"\\[a-zA-Z]", " ", pattern)
    listed = sorted(set(re.findall(r"[^\W\d_]{2,}", plain)))
    yield from (one + other for one, other in product(PIECES, PIECES))
    yield from (word + joint for word in listed for joint in ("", " ", "-", "'"))


def seconds(act):
    begun = time.process_time()
    act()
    return time.process_time() - begun


def grows(act):
    """Whether an act over words takes far longer than the words are more."""
    if seconds(lambda: act(SHORT)) < QUICK:
        return False
    short = min(seconds(lambda: act(SHORT)) for _ in range(3))
    long = min(seconds(lambda: act(LONG)) for _ in range(3))
    return long > SLOW and long > MOST_GROWTH * short


def over(name, pattern, piece):
    def act(letters):
        words = piece * (letters // len(piece))
        if name.rpartition(".")[2] in ANCHORED:
            pattern.match(words)
        else:
            for _ in pattern.finditer(words):
                pass

    return act


PATTERNS = patterns()


def test_all_cues_are_among_them():
    kept = {name.rpartition(".")[2] for name in PATTERNS}
    patterned = {f.name for f in dataclasses.fields(cues.Cues) if f.name != "stock"}
    assert patterned <= kept
    assert len(PATTERNS) > 4 * 15


@pytest.mark.parametrize("name", PATTERNS)
def test_a_cue_takes_as_long_as_the_words_are(name):
    pattern = PATTERNS[name]
    slow = [piece for piece in hostile(pattern.pattern) if grows(over(name, pattern, piece))]
    assert slow == []


def test_a_quadratic_cue_would_be_noticed():
    bad = re.compile(r"\b\d[\d.]* ?(?:Euro|€)")
    assert any(grows(over("bad", bad, piece)) for piece in hostile(bad.pattern))


READERS = {
    "gates": lambda words: gates(words, "de", ("Acme", "Priya")),
    "praise": lambda words: praise(Comment(1, words, "fr")),
    "suggest": lambda words: suggest(words, "en", names=("Acme",)),
}
UNITS = ("1.", "1 ", "A-", "n'", "account-", "früher ", "Priya. ", "not good ", "better than Bolt ")


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("reader", READERS)
def test_a_reader_of_comments_takes_as_long_as_they_are(reader, unit):
    assert not grows(lambda letters: READERS[reader](unit * (letters // len(unit))))
