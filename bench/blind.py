"""A second pass of labels without sight of the first, and how well both agree.

    uv run python -m bench.blind show [--begin 0] [--count 110]    comments alone, shuffled
    uv run python -m bench.blind agree                             kappa with 95 % intervals

Whoever labels reads what `show` prints and the rules in bench/corpora/words/README.md and
bench/corpora/praise/README.md, and nothing else. bench/corpora/words/second.tsv holds the labels:
the comment's number in praise/comments.csv, urgent (`u`, `-`), praise (0 to 3), and every place at
which a person is named, parted by `;`. No first label is changed by them.
"""

import argparse
import csv
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

CORPORA = Path(__file__).parent / "corpora"
SEED = 20261126
Pair = tuple[str, str]


def main() -> int:
    """Print comments to label, or how both passes agree."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("do", choices=("show", "agree"))
    parser.add_argument("--begin", type=int, default=0)
    parser.add_argument("--count", type=int, default=110)
    asked = parser.parse_args()
    if asked.do == "show":
        for at, row in list(enumerate(shuffled()))[asked.begin : asked.begin + asked.count]:
            print(at, row["words"].replace("\n", "\\n"))
        return 0
    for what, pairs, measure in (
        ("urgent", urgency(), kappa),
        ("praise", praise(), weighted),
        ("praise, each label for itself", praise(), kappa),
        (
            "praise, worth printing (2, 3) or not",
            [(_worth(a), _worth(b)) for a, b in praise()],
            kappa,
        ),
    ):
        low, high = interval(pairs, measure)
        same = sum(a == b for a, b in pairs) / len(pairs)
        print(f"{what:40} {measure(pairs):.2f} ({low:.2f} to {high:.2f}), {same:.0%} the same,"
              f" {len(pairs)} comments")  # fmt: skip
    return 0


def shuffled() -> list[dict[str, str]]:
    """Give the English comments of the corpus of praise in an order that tells nothing."""
    rows = [row for row in _table("praise/comments.csv", ",") if row["language"] == "en"]
    random.Random(SEED).shuffle(rows)
    return rows


def urgency() -> list[Pair]:
    """First and second label of urgency of each comment."""
    first = {row["words"]: row["urgent"] for row in _table("words/comments.tsv", "\t")}
    words = {row["n"]: row["words"].replace("\n", "\\n") for row in shuffled()}
    return [(first[words[row["n"]]], row["urgent"]) for row in second()]


def praise() -> list[Pair]:
    """First label of praise and that of the blind pass."""
    first = {row["n"]: row["label"] for row in shuffled()}
    return [(first[row["n"]], row["praise"]) for row in second()]


def second() -> list[dict[str, str]]:
    """Read the labels of the blind pass."""
    return _table("words/second.tsv", "\t")


def kappa(pairs: Sequence[Pair]) -> float:
    """Cohen's kappa."""
    return _kappa(pairs, lambda a, b: float(a != b))


def weighted(pairs: Sequence[Pair]) -> float:
    """Cohen's kappa of numbers, by the square of how far they are apart."""
    return _kappa(pairs, lambda a, b: (float(a) - float(b)) ** 2)


def interval(
    pairs: Sequence[Pair], measure: Callable[[Sequence[Pair]], float]
) -> tuple[float, float]:
    """Percentiles of 1,000 samples of the comments, drawn with replacement."""
    chance = np.random.default_rng(1)
    draws = chance.integers(0, len(pairs), (1_000, len(pairs)))
    found = [measure([pairs[at] for at in draw]) for draw in draws]
    return float(np.percentile(found, 2.5)), float(np.percentile(found, 97.5))


def _kappa(pairs: Sequence[Pair], apart: Callable[[str, str], float]) -> float:
    seen = sum(apart(a, b) for a, b in pairs) / len(pairs)
    counts = [
        {v: sum(p[side] == v for p in pairs) for v in {p[side] for p in pairs}} for side in (0, 1)
    ]
    chance = sum(
        n * m * apart(a, b) for a, n in counts[0].items() for b, m in counts[1].items()
    ) / len(pairs) ** 2  # fmt: skip
    return 1 - seen / chance if chance else 1.0


def _worth(label: str) -> str:
    return "yes" if label in "23" else "no"


def _table(name: str, gap: str) -> list[dict[str, str]]:
    quoting = csv.QUOTE_NONE if gap == "\t" else csv.QUOTE_MINIMAL
    with (CORPORA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=gap, quoting=quoting))


if __name__ == "__main__":
    sys.exit(main())
