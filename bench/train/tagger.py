"""Train the tagger of names of people, and make the list of common words it leans on.

    uv run --group train python -m bench.train.tagger --public FOLDER [--check]

| input | rows | licence |
|---|---|---|
| WNUT-17, people, training part; as it stands, and once more in small letters | 3,394 | CC BY 4.0, Derczynski et al. 2017 |
| patterns of our own (`named.txt`) with names of Faker's providers, and places of CLDR's | 16,000 | this project; MIT, Daniele Faraglia; Unicode-3.0 |
| clothing reviews, banking77, clinc150: they name nobody | 5,250 | CC0; CC BY 4.0, PolyAI; CC BY 3.0, Larson et al. 2019 |
| frequencies of English words of pyspellchecker | 12,000 | MIT, Tyler Barrus |

Chance is seeded and L-BFGS starts at nothing, so the same inputs make the same model. WNUT-17's
development part is kept to measure. Prints the sha256 of model and list; `--check` compares.
"""  # noqa: E501

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pycrfsuite
from spellchecker import SpellChecker

from analysis.reading.name_tagger import LABELS, SIZE, Known, features, place_of
from analysis.reading.names import known_words
from analysis.reading.tokens import fold, tokens
from analysis.sentences import Span
from bench.train.named import made, nobody
from bench.words.inputs import Tagged, conll, lowered

DATA = Path(__file__).parents[2] / "analysis" / "reading" / "data"
OUT, WORDS = DATA / "names.npz", DATA / "common_words.txt"
HEAD = "# Frequent English words, from pyspellchecker's list, MIT licence. Made by bench/train/tagger.py.\n"  # noqa: E501
COMMON = 12_000
FORGOTTEN = 0.35
"""Share of sentences whose names no list knows: real names are rarer than Faker's."""


def main() -> int:
    """Train, print, and write or compare."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--public", type=Path, required=True)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    words = common_words()
    if not asked.check:
        WORDS.write_text(words, encoding="utf-8")
    arrays = trained(list(inputs(asked.public)))
    digest = sha256(b"".join(array.tobytes() for array in arrays.values())).hexdigest()
    print(f"common words sha256 {sha256(words.encode()).hexdigest()}")
    print(f"model sha256 {digest}")
    if asked.check:
        with np.load(OUT) as packed:
            is_same = all(np.array_equal(packed[name], array) for name, array in arrays.items())
        return int(not is_same or WORDS.read_text(encoding="utf-8") != words)
    np.savez_compressed(OUT, **arrays)
    print(f"{OUT.stat().st_size / 1e6:.2f} MB")
    return 0


def common_words() -> str:
    """Give the most frequent English words that are not in our lists of first names alone."""
    counted = SpellChecker(language="en").word_frequency.dictionary
    ranked = sorted(counted, key=lambda word: (-counted[word], word))
    kept = {fold(word) for word in ranked[:COMMON] if word.replace("'", "").isalpha()}
    return HEAD + "".join(f"{word}\n" for word in sorted(kept))


def inputs(public: Path) -> Iterator[Tagged]:
    """Read all sentences, in an order that never changes."""
    for each in conll(public / "wnut17_person_train.conll"):
        yield each
        yield lowered(each)
    yield from made(16_000)
    yield from nobody(public)


def trained(rows: Sequence[Tagged]) -> dict[str, Any]:
    """Fit the field, and round its weights to 8 bits."""
    chance, known = random.Random(3), known_words()
    nothing = Known(frozenset(), frozenset(), frozenset(), known.common)
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.05, "c2": 0.05, "max_iterations": 120})
    for text, spans in rows:
        words = list(tokens(text))
        if words:
            lists = nothing if chance.random() < FORGOTTEN else known
            trainer.append(hashed(text, words, lists), labels(words, spans))
    with tempfile.NamedTemporaryFile(suffix=".crf") as file:
        trainer.train(file.name)
        tagger = pycrfsuite.Tagger()
        tagger.open(file.name)
        found = tagger.info()
        tagger.close()
    states = np.zeros((len(LABELS), SIZE))
    for (place, label), weight in found.state_features.items():
        states[LABELS.index(label), int(place)] = weight
    scale = float(np.abs(states).max()) / 127
    moves = [found.transitions.get((one, other), -9.0) for one in LABELS for other in LABELS]
    return {
        "states": np.round(states / scale).astype(np.int8),
        "rest": np.array([scale, *moves]).round(5).astype(np.float32),
    }


def hashed(text: str, words: Sequence[Any], known: Known) -> list[list[str]]:
    """Give features as the runtime sees them."""
    return [sorted({str(place_of(each)) for each in row}) for row in features(text, words, known)]


def labels(words: Sequence[Any], spans: Sequence[Span]) -> list[str]:
    """Say of each word whether it begins a name, goes on with one, or is none."""
    found = []
    for _word, start, end in words:
        inside = [low for low, high in spans if low < end and start < high]
        found.append("O" if not inside else "B" if start <= inside[0] else "I")
    return found


if __name__ == "__main__":
    sys.exit(main())
