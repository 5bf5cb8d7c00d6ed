"""Train the two linear models of tone: does it judge, and if so, is it good?

    uv run --group train python -m bench.train.tone --public FOLDER --vader ARCHIVE [--check]

FOLDER holds the public files, ARCHIVE is hutto_ICWSM_2014.tar.gz of vaderSentiment's sdist; what
they are and their licences: `bench/train/inputs.py`. Logistic regression by L-BFGS from a fixed
start, no chance anywhere; weights are rounded to 8 bits. Prints the sha256 of every input and of
the model, and how each model does on a source that it was not trained on.
"""

import argparse
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from analysis.reading.features import DENSE, SIZE, features
from analysis.reading.tokens import tokens
from analysis.reading.valence import weighed
from bench.train.inputs import Row, rows, sources

OUT = Path(__file__).parents[2] / "analysis" / "reading" / "data" / "tone.npz"
STRENGTH, SCALE = 1.0, 3.0
"""Inverse of the penalty; by how much the numbers count for more than hashed words."""
PLAIN = 0.6
"""Weight of what judges when the gate is trained, for there is more of it."""


def matrix(texts: list[str]) -> Any:
    """Give the features of texts as the runtime sees them."""
    places: list[int] = []
    ends, dense = [0], []
    for text in texts:
        words = tuple(tokens(text))
        found = features(text, words, weighed(text, words))
        places += found.places
        ends.append(len(places))
        dense.append(found.dense)
    lengths = np.diff(ends)
    values = np.repeat(1 / np.sqrt(np.maximum(lengths, 1)), lengths)
    hashed = csr_matrix((values, places, ends), shape=(len(texts), SIZE))
    return hstack([hashed, SCALE * csr_matrix(np.array(dense))]).tocsr()


def fitted(x: Any, good: Any, weights: Any) -> LogisticRegression:
    """Fit one model."""
    model = LogisticRegression(C=STRENGTH, max_iter=200, tol=1e-3)
    return model.fit(x, good, sample_weight=weights)


def train(x: Any, labels: Any, weights: Any) -> tuple[LogisticRegression, LogisticRegression]:
    """Fit polarity on what judges, and the gate on everything."""
    judging = labels != 0
    gate_weights = weights * np.where(judging, PLAIN, 1.0)
    polarity = fitted(x[judging], labels[judging] > 0, weights[judging])
    return polarity, fitted(x, judging, gate_weights)


def packed(model: LogisticRegression) -> tuple[Any, Any]:
    """Round the hashed weights to 8 bits; give them, and scale, bias and dense weights."""
    weights = model.coef_[0]
    scale = float(np.abs(weights[:SIZE]).max()) / 127
    small = np.round(weights[:SIZE] / scale).astype(np.int8)
    rest = np.array([scale, float(model.intercept_[0]), *(SCALE * weights[SIZE:])])
    return small, rest.round(5).astype(np.float32)


def apart(x: Any, labels: Any, weights: Any, read: list[Row]) -> None:
    """Print how the models do on each graded source when trained on the others."""
    names = np.array([row.source for row in read])
    for name in sources(read):
        test = names == name
        if name not in ("tweets", "amazonReviewSnippets", "uci"):
            continue
        polarity, gate = train(x[~test], labels[~test], weights[~test])
        judging = test & (labels != 0)
        two = f1_score(labels[judging] > 0, polarity.predict(x[judging]), average="macro")
        judged = np.where(polarity.predict(x[test]), 1, -1)
        three = f1_score(labels[test], np.where(gate.predict(x[test]), judged, 0), average="macro")
        print(f"left out {name}: 2 classes {two:.3f}, 3 classes {three:.3f}")


def main() -> int:
    """Train, print, and write or compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--public", type=Path, required=True)
    parser.add_argument("--vader", type=Path, required=True)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    for path in (*sorted(asked.public.glob("*")), asked.vader):
        if path.is_file():
            print(f"{sha256(path.read_bytes()).hexdigest()[:16]} {path.name}")
    read = rows(asked.public, asked.vader)
    x = matrix([row.words for row in read])
    labels = np.array([row.label for row in read])
    weights = np.array([row.weight for row in read])
    polarity, gate = train(x, labels, weights)
    arrays = dict(zip(("polarity", "polarity_rest"), packed(polarity), strict=True))
    arrays |= dict(zip(("gate", "gate_rest"), packed(gate), strict=True))
    digest = sha256(b"".join(array.tobytes() for array in arrays.values())).hexdigest()
    print(f"{len(read)} rows, {len(DENSE)} numbers, model sha256 {digest}")
    if asked.check:
        return _differs(arrays)
    apart(x, labels, weights, read)
    np.savez_compressed(OUT, **arrays)
    print(f"{OUT.stat().st_size / 1e6:.2f} MB")
    return 0


def _differs(arrays: dict[str, Any]) -> int:
    """1 where any weight is more than a step from the packaged one."""
    with np.load(OUT) as packaged:
        off = [np.abs(packaged[n].astype(float) - a).max(initial=0) > 1 for n, a in arrays.items()]
    return int(any(off))


if __name__ == "__main__":
    sys.exit(main())
