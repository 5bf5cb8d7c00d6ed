"""How good the ranking of praise is: NDCG@10 and precision@10 against two simpler rankings.

    uv run python -m bench.praise [--fast]

The project's own labelled comments (bench/corpora/praise, labelling rules beside) are split in two
halves: the points were tuned on one, never on the other. Each figure is the mean over bootstrap
samples of a half (as many drawn with replacement, each kept once), `[low, high]` the middle 95 %
of the lead over a baseline in the same sample. The baselines are "longest first" and "best score
first", ties broken by chance ten times. Data beside the project (../shared/data) is read where it
is there.
"""

import argparse
import csv
import gzip
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from statistics import mean

import numpy as np

from analysis.language import language_of
from analysis.praise import Comment, Praise, ordered, praise
from analysis.telling import count_words

OWN = Path(__file__).parent / "corpora" / "praise" / "comments.csv"
SHARED = Path(__file__).parents[2] / "shared" / "data"
TOP = 10
TIES = 10
"""How often ties of a baseline are broken by chance in each sample; their mean counts."""
GOOD = 2
"""From this label a pick counts as good for precision."""


@dataclass(frozen=True)
class Labelled:
    """A comment, what its author gave, and what a person made of it."""

    words: str
    score: float
    label: int
    language: str
    happy: bool
    unhappy: bool


Ranking = Callable[[Sequence[Labelled], random.Random], list[int]]
"""Gives the places of a list, best first."""


def by_praise(rows: Sequence[Labelled], chance: random.Random) -> list[int]:
    """Rank as the inbox does: who gave a low score last, as there."""
    keys = chance.sample(range(len(rows)), len(rows))
    given = {key: Comment(key, row.words) for key, row in zip(keys, rows, strict=True)}
    judged = (replace(_judged(row), key=key) for key, row in zip(keys, rows, strict=True))
    at = {key: n for n, key in enumerate(keys)}
    found = [at[one.key] for one in ordered(judged, given)]
    return [n for n in found if not rows[n].unhappy] + [n for n in found if rows[n].unhappy]


@cache
def _judged(row: Labelled) -> Praise:
    return praise(Comment(0, row.words, row.language, happy=row.happy))


def by_length(rows: Sequence[Labelled], chance: random.Random) -> list[int]:
    """Longest first."""
    order = chance.sample(range(len(rows)), len(rows))
    return sorted(order, key=lambda n: -count_words(rows[n].words))


def by_score(rows: Sequence[Labelled], chance: random.Random) -> list[int]:
    """Best score first."""
    order = chance.sample(range(len(rows)), len(rows))
    return sorted(order, key=lambda n: -rows[n].score)


RANKINGS: dict[str, Ranking] = {"praise": by_praise, "length": by_length, "score": by_score}


def ndcg(labels: Sequence[int]) -> float:
    """Normalised discounted cumulative gain of the first ten, gain 2^label - 1.

    Järvelin, K. & Kekäläinen, J. (2002). ACM TOIS 20(4), 422-446.
    """
    discount = 1 / np.log2(np.arange(2, TOP + 2))
    gains = 2.0 ** np.asarray(labels, dtype=float) - 1
    best = np.sort(gains)[::-1][:TOP]
    ideal = float(best @ discount[: len(best)])
    return float(gains[:TOP] @ discount[: len(gains[:TOP])]) / ideal if ideal else 1.0


def precision(labels: Sequence[int]) -> float:
    """Share of good ones among the first ten."""
    return sum(label >= GOOD for label in labels[:TOP]) / TOP


@dataclass(frozen=True)
class Figures:
    """Means of one set over all lists, by ranking, and how sure the lead over each baseline is."""

    n: int
    means: dict[str, tuple[float, float]]
    leads: dict[str, tuple[tuple[float, float], tuple[float, float]]]
    """Of each baseline: the 95 % interval of praise's lead in NDCG and in precision."""


def measure(rows: Sequence[Labelled], *, lists: int, seed: int = 1) -> Figures:
    """Rank bootstrap lists with each ranking and compare them list by list."""
    chance = random.Random(seed)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in RANKINGS}
    for _ in range(lists):
        once = list(dict.fromkeys(chance.choices(rows, k=len(rows))))
        for name, ranking in RANKINGS.items():
            orders = [ranking(once, chance) for _ in range(1 if name == "praise" else TIES)]
            lists_of_labels = [[once[n].label for n in order] for order in orders]
            found[name].append(
                (mean(map(ndcg, lists_of_labels)), mean(map(precision, lists_of_labels)))
            )
    scores = {name: np.array(pairs) for name, pairs in found.items()}
    leads = {
        name: tuple(
            (float(low), float(high))
            for low, high in np.quantile(scores["praise"] - scores[name], [0.025, 0.975], axis=0).T
        )
        for name in RANKINGS
        if name != "praise"
    }
    means = {name: tuple(map(float, pairs.mean(axis=0))) for name, pairs in scores.items()}
    return Figures(len(rows), means, leads)  # type: ignore[arg-type]


def own(half: str = "") -> list[Labelled]:
    """Read the project's own comments: one half ("tune", "held"), or all."""
    with OWN.open(encoding="utf-8", newline="") as file:
        return [
            Labelled(
                row["words"],
                float(row["score"]),
                int(row["label"]),
                language_of(row["words"], row["language"]),
                happy=int(row["score"]) >= 9,
                unhappy=int(row["score"]) <= 6,
            )
            for row in csv.DictReader(file)
            if not half or row["half"] == half
        ]


def clothing() -> list[Labelled]:
    """Read reviews that readers voted helpful: a label from the votes, for want of a person's.

    0 none, 1 one or two, 2 three to seven, 3 more. Votes mostly reward length, so longest first
    is a strong baseline here and no aim; not recommended ones are 0.
    """
    path = SHARED / "clothing_cc0_dev.csv.gz"
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = islice(csv.DictReader(file), 4_000)
        return [_review(row) for row in rows if row["review"].strip()]


def _review(row: dict[str, str]) -> Labelled:
    stars, votes = int(row["rating"]), int(row["votes"] or 0)
    label = sum(votes >= least for least in (1, 3, 8)) if row["recommended"] == "1" else 0
    return Labelled(row["review"], stars, label, "en", happy=stars >= 5, unhappy=stars <= 3)


def agreement() -> tuple[float, float]:
    """Share of equal labels in both passes, and quadratically weighted kappa (Cohen, 1968)."""
    with OWN.open(encoding="utf-8", newline="") as file:
        pairs = [(int(row["label"]), int(row["again"])) for row in csv.DictReader(file)]
    first, second = np.array(pairs).T
    seen = ((first - second) ** 2).mean()
    by_chance = ((first[:, None] - second[None, :]) ** 2).mean()
    return float((first == second).mean()), float(1 - seen / by_chance)


def _print(name: str, figures: Figures) -> None:
    print(f"{name}, {figures.n} comments")
    for ranking, (gain, share) in figures.means.items():
        print(f"  {ranking:7} NDCG@10 {gain:.3f}  precision@10 {share:.3f}", end="")
        for what, lead in zip(("NDCG", "precision"), figures.leads.get(ranking, ()), strict=False):
            print(f"  lead in {what} [{lead[0]:+.3f}, {lead[1]:+.3f}]", end="")
        print()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--fast", action="store_true", help="100 samples instead of 1,000")
    parser.add_argument("--tune", action="store_true", help="the half for tuning, nothing else")
    asked = parser.parse_args()
    lists = 100 if asked.fast else 1_000
    if asked.tune:
        return _print("tuned half", measure(own("tune"), lists=lists))
    same, kappa = agreement()
    print(f"labels of two passes: {same:.1%} equal, weighted kappa {kappa:.3f}")
    for name, half in (("tuned half", "tune"), ("held-out half", "held")):
        _print(name, measure(own(half), lists=lists))
    reviews = clothing()
    if reviews:
        return _print("clothing reviews by votes", measure(reviews, lists=lists))
    return print(f"clothing reviews: skipped, {SHARED} is not there")


if __name__ == "__main__":
    main()
