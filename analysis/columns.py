"""Columns of a regression: dummies of labels, and which of many columns add anything."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from analysis.scoring import Floats

RARE = 10
"""Answers below which values of a label are put together."""


def dummies(labels: Any, weights: Floats | None = None) -> Iterator[Floats]:
    """One column for every value but the most frequent one; rare ones together.

    Labels that stand for several answers have weights; whole numbers in an array are taken as
    they are.
    """
    told = labels if isinstance(labels, np.ndarray) else [str(each) for each in labels]
    names, member = np.unique(np.asarray(told), return_inverse=True)
    counts = np.bincount(member, weights, len(names))
    first = int(counts.argmax())
    rare = (counts < RARE) & (np.arange(len(names)) != first)
    for place in range(len(names)):
        if place != first and not rare[place]:
            yield (member == place).astype(np.float64)
    if rare.any():
        yield rare[member].astype(np.float64)


def independent(design: Floats) -> list[int]:
    """Give the columns that are no combination of those before them, by Gram-Schmidt."""
    kept: list[int] = []
    basis: list[Floats] = []
    for place, column in enumerate(design.T):
        rest = column.astype(np.float64)
        for _ in range(2):
            for other in basis:
                rest = rest - (other @ rest) * other
        size = float(np.sqrt(rest @ rest))
        if size > 1e-8 * max(1.0, float(np.sqrt(column @ column))):
            basis.append(rest / size)
            kept.append(place)
    return kept


def pivots(gram: Floats) -> list[int]:
    """Give the columns that are no combination of those before them, by their cross products.

    What `independent` finds among the columns themselves, without them: Cholesky's factor, row by
    row, leaving out a column of which nothing is left.
    """
    left = gram.astype(np.float64).copy()
    kept: list[int] = []
    for place in range(len(left)):
        size = left[place, place]
        if size > 1e-9 * max(1.0, gram[place, place]):
            left -= np.outer(left[:, place], left[place]) / size
            kept.append(place)
    return kept
