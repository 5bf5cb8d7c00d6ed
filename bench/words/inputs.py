"""What is measured on: public files, our own comments, and how figures are told."""

import csv
import gzip
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from analysis.reading import Known
from analysis.sentences import Span

HERE = Path(__file__).parents[1]
SHARED = HERE.parents[1] / "shared" / "data"
OWN = HERE / "corpora" / "words" / "comments.tsv"
ENGLISH = Known("en")
Tagged = tuple[str, list[Span]]
"""A text, and where people are named in it."""


def line(what: str, goal: str, found: str) -> None:
    """Print one row."""
    print(f"{what:58} goal {goal:14} found {found}", flush=True)


def table(name: str) -> list[dict[str, str]]:
    """Read a public file; empty where it is not there."""
    path = SHARED / name
    if not path.exists():
        print(f"{name}: not there, skipped")
        return []
    opened: Any = gzip.open if name.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def own() -> list[list[str]]:
    """Read the labelled comments: urgent, again, sentiment, again, words."""
    with OWN.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def f1(right: int, found: int, wanted: int) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    return right / max(1, found), right / max(1, wanted), 2 * right / max(1, found + wanted)


def macro(pairs: Sequence[tuple[str, str]]) -> float:
    """Macro-averaged F1 over the classes of the truth, of (truth, found)."""
    classes = sorted({truth for truth, _found in pairs})
    each = [
        f1(
            sum(t == f == name for t, f in pairs),
            sum(f == name for _t, f in pairs),
            sum(t == name for t, _f in pairs),
        )[2]
        for name in classes
    ]
    return sum(each) / len(each)


def conll(path: Path) -> Iterator[Tagged]:
    """Read sentences of one word a line, with its label behind a tab."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        text, spans = "", []
        for line in block.splitlines():
            word, _tab, label = line.partition("\t")
            glue = "" if not text or re.match(r"['’,.!?;:)]|n't$", word) else " "
            start = len(text) + len(glue)
            text += glue + word
            if label == "B":
                spans.append((start, len(text)))
            elif label == "I" and spans:
                spans[-1] = (spans[-1][0], len(text))
        if text:
            yield text, spans


def lowered(row: Tagged) -> Tagged:
    """Write a sentence in small letters where that moves nothing."""
    small = row[0].lower()
    return (small, row[1]) if len(small) == len(row[0]) else row
