"""Whose answers are whose: columns of ids and keys."""

from collections.abc import Hashable
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt


def column_of(ids: Any) -> npt.NDArray[Any]:
    """Ids or keys as one array; those of a list keep their own types.

    Examples
    --------
    >>> column_of(["a", None, 7]).tolist()
    ['a', None, 7]
    """
    if not isinstance(ids, list | tuple):
        return np.asarray(ids)
    column = np.empty(len(ids), dtype=object)
    for at, name in enumerate(ids):
        column[at] = name
    return column


def places_by_key(keys: Any, scores: Any) -> tuple[list[Hashable], list[npt.NDArray[np.intp]]]:
    """Keys in their order, and the positions of the answers that belong to each.

    Raises
    ------
    ValueError
        If there is not one key per score, or the keys do not sort.

    Examples
    --------
    >>> places_by_key(["b", "a", "b"], [9, 9, 9])
    (['a', 'b'], [array([1]), array([0, 2])])
    """
    labels, size = np.asarray(keys), np.shape(scores)
    if labels.shape != size or labels.ndim != 1:
        raise ValueError(f"one key per score: got {labels.shape} keys for {size} scores")
    try:
        names, member = np.unique(labels, return_inverse=True)
    except TypeError as odd:
        raise ValueError(f"keys must be of one type that sorts: {odd}") from odd
    order = np.argsort(member, kind="stable")
    bounds = np.searchsorted(member[order], np.arange(len(names) + 1)).tolist()
    return names.tolist(), [order[start:stop] for start, stop in pairwise(bounds)]
