"""What the models are trained on: where it lies, what its licence is, and its rows.

| input | rows | licence | read from |
|---|---|---|---|
| snippets of VADER (tweets, product and film reviews, editorials), graded by 20 people each | 23,703 | MIT, C.J. Hutto | `additional_resources` of vaderSentiment's sdist |
| clothing reviews with stars | 17,441 | CC0, nicapotato | the folder of public data |
| UCI Sentiment Labelled Sentences, part | 2,000 | CC BY 4.0, Kotzias et al. 2015 | the folder of public data |
| banking77, clinc150: questions and requests, which judge nothing | 13,003 | CC BY 4.0, PolyAI; CC BY 3.0, Larson et al. 2019 | the folder of public data |
| sentences of our own | 6,000 | this project | `bench/train/own.py` |
| comments of our own, half "tune" | 216 | this project | `bench/corpora/praise` |
"""  # noqa: E501

import csv
import gzip
import random
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.train.own import sentences

PRAISE = Path(__file__).parents[1] / "corpora" / "praise" / "comments.csv"
SNIPPETS = "hutto_ICWSM_2014"


@dataclass(frozen=True)
class Row:
    """A text, whether it is good (1), bad (-1) or judges nothing (0), its weight and its source."""

    words: str
    label: int
    weight: float
    source: str


def rows(public: Path, vader: Path) -> list[Row]:
    """Read all inputs, in an order that never changes."""
    found = [
        *snippets(vader),
        *clothing(public / "clothing_cc0_dev.csv.gz"),
        *uci(public / "uci_sentences_dev.csv"),
        *questions(public / "banking77_train.csv", "text", 4),
        *questions(public / "clinc150_train20.csv", "text", 1),
        *own(),
        *corpus(),
    ]
    return [row for row in found if row.words.strip()]


def snippets(archive: Path) -> Iterator[Row]:
    """Read the snippets that VADER was measured on; means within half a point judge nothing."""
    with tarfile.open(archive) as tar:
        for name, weight in (
            ("tweets", 1.5),
            ("amazonReviewSnippets", 1.0),
            ("movieReviewSnippets", 0.4),
            ("nytEditorialSnippets", 0.4),
        ):
            member = tar.extractfile(f"{SNIPPETS}/{name}_GroundTruth.txt")
            assert member is not None
            for line in member.read().decode("utf-8", "replace").splitlines():
                parts = line.split("\t")
                if len(parts) > 2:
                    yield from _graded(parts[2], float(parts[1]), weight, name)


def _graded(words: str, mean: float, weight: float, name: str) -> Iterator[Row]:
    if abs(mean) >= 0.8:
        yield Row(words, 1 if mean > 0 else -1, weight, name)
    elif abs(mean) <= 0.35:
        yield Row(words, 0, weight, name)


def clothing(path: Path) -> Iterator[Row]:
    """Read reviews of one or two stars, and as many of five."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    bad = [row for row in read if row["rating"] in ("1", "2")]
    good = random.Random(1).sample([row for row in read if row["rating"] == "5"], len(bad))
    for label, chosen in ((-1, bad), (1, good)):
        for row in chosen:
            yield Row(f"{row['title']}. {row['review']}".lstrip(". "), label, 0.5, "clothing")


def uci(path: Path) -> Iterator[Row]:
    """Read sentences of reviews."""
    for row in _table(path):
        yield Row(row["text"], 1 if row["y"] == "1" else -1, 1.0, "uci")


def questions(path: Path, column: str, step: int) -> Iterator[Row]:
    """Read every so manieth question or request to an assistant."""
    for row in _table(path)[::step]:
        yield Row(row[column], 0, 0.6, path.stem)


def own(each: int = 2_000) -> Iterator[Row]:
    """Read sentences of our own."""
    labels = {"good": 1, "bad": -1, "plain": 0}
    for words, label in sentences(each):
        yield Row(words, labels[label], 0.7, "own")


def corpus() -> Iterator[Row]:
    """Read the half of our own comments that may be looked at, by their scores."""
    for row in _table(PRAISE):
        if row["half"] == "tune" and row["language"] == "en":
            score = int(row["score"])
            if score <= 5 or score >= 9:
                yield Row(row["words"], 1 if score >= 9 else -1, 2.0, "corpus")


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sources(read: Iterable[Row]) -> list[str]:
    """Give the names of the sources, in order."""
    return list(dict.fromkeys(row.source for row in read))
