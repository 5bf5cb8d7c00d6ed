"""From answers to counts per score: the only place that looks at single answers.

Everything else in this package needs only how often each score was given, so that ten
million answers cost no more than ten thousand once they are counted.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

CHUNK = 1 << 16  # answers looked at together: they stay in the processor's cache

Bins = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counted:
    """Answers counted per score.

    Attributes
    ----------
    bins : numpy.ndarray, shape (highest - lowest + 1,), int64
        How often each score was given, lowest score first.
    skipped : int
        Non-answers (``None``, NaN, masked, pandas' NA); never part of any n.
    """

    bins: Bins
    skipped: int


def count_scores(scores: Any, lowest: int = 0, highest: int = 10) -> Counted:
    """Count how often each whole score from `lowest` to `highest` was given.

    Parameters
    ----------
    scores : array_like, shape (n,)
        Whole numbers of any integer or float type, a pandas Series, or a list; ``None``,
        NaN and masked entries are skips.
    lowest, highest : int
        The scale, both ends included.

    Returns
    -------
    Counted

    Raises
    ------
    ValueError
        At the first answer that is not a whole number on the scale, naming it and its
        position (counted from 0); or if `scores` is not one-dimensional.

    Examples
    --------
    >>> count_scores([5, 5, None, 1], 1, 5)
    Counted(bins=array([1, 0, 0, 0, 2]), skipped=1)
    """
    answers, skipped = _answers(scores, lowest, highest)
    bins = np.zeros(highest - lowest + 1, dtype=np.int64)
    for start in range(0, answers.size, CHUNK):
        chunk = answers[start : start + CHUNK]
        if chunk.dtype.kind == "f":
            given = chunk[~np.isnan(chunk)]
            skipped += chunk.size - given.size
            chunk = given
        if chunk.size:
            counted = _chunk_bins(chunk, lowest, highest)
            if counted is None:
                raise _off_scale(scores, lowest, highest)
            bins += counted
    return Counted(bins, skipped)


def given_answers(scores: Any, ids: Any) -> tuple[npt.NDArray[np.int64], npt.NDArray[Any]]:
    """Answers that are no skips, with the id each belongs to.

    Parameters
    ----------
    scores : array_like, shape (n,)
        Answers that `count_scores` accepted.
    ids : array_like, shape (n,)
        Customer or account of each.

    Raises
    ------
    ValueError
        If there is not one id per score.

    Examples
    --------
    >>> given_answers([9, None, 7], ["a", "b", "b"])
    (array([9, 7]), array(['a', 'b'], dtype='<U1'))
    """
    answers = np.ma.asarray(scores).tolist()
    owners = np.asarray(ids)
    if owners.shape != (len(answers),):
        raise ValueError(f"one id per score: got {owners.shape} ids for {len(answers)} scores")
    given = np.array([not _is_skip(answer) for answer in answers], dtype=bool)
    kept = [int(answer) for answer in answers if not _is_skip(answer)]
    return np.asarray(kept, dtype=np.int64), owners[given]


def checked_counts(counts: Any, sizes: tuple[int, ...]) -> list[int]:
    """Counts as a list of Python integers, after checking them.

    Parameters
    ----------
    counts : array_like
        Non-negative whole numbers, at most 2**53 in total.
    sizes : tuple of int
        Allowed lengths.

    Raises
    ------
    ValueError
        If the length is not in `sizes`, or a count is negative or not whole, naming it.

    Examples
    --------
    >>> checked_counts((2, 3, 5.0), (3, 11))
    [2, 3, 5]
    """
    given = counts if isinstance(counts, tuple | list) else np.asarray(counts).tolist()
    if not isinstance(given, tuple | list) or len(given) not in sizes:
        allowed = " or ".join(map(str, sizes))
        raise ValueError(f"counts must hold {allowed} numbers, got {counts!r}")
    return [
        count if type(count) is int and count >= 0 else _whole(count, position)
        for position, count in enumerate(given)
    ]


def count_rows(counts: Any, sizes: tuple[int, ...]) -> Bins:
    """Many rows of counts as one int64 array of shape (k, size), after checking them.

    Raises
    ------
    ValueError
        If the shape is wrong or any count is negative or not whole.

    Examples
    --------
    >>> count_rows([[2, 3, 5], [0, 0, 9]], (3,)).shape
    (2, 3)
    """
    rows = np.asarray(counts)
    if rows.ndim != 2 or rows.shape[1] not in sizes:
        allowed = " or ".join(f"(k, {size})" for size in sizes)
        raise ValueError(f"counts must have shape {allowed}, got {rows.shape}")
    if rows.dtype.kind not in "iuf" or bool((rows < 0).any()):
        raise ValueError("counts must be whole numbers, 0 or more")
    whole = rows.astype(np.int64)
    if rows.dtype.kind == "f" and bool((whole != rows).any()):
        raise ValueError("counts must be whole numbers, 0 or more")
    return whole


def _answers(scores: Any, lowest: int, highest: int) -> tuple[npt.NDArray[Any], int]:
    """The answers as a plain numeric array, and how many skips were left out on the way."""
    array = np.ma.compressed(scores) if np.ma.isMaskedArray(scores) else np.asarray(scores)
    skipped = scores.size - array.size if np.ma.isMaskedArray(scores) else 0
    if array.ndim != 1:
        raise ValueError(f"scores must be one-dimensional, got shape {array.shape}")
    if array.dtype.kind in "iuf":
        return array, skipped
    kept = [math.nan if _is_skip(answer) else answer for answer in array.tolist()]
    if not all(_is_number(answer) for answer in kept):
        raise _off_scale(scores, lowest, highest)
    return np.asarray(kept, dtype=np.float64), skipped


def _chunk_bins(chunk: npt.NDArray[Any], lowest: int, highest: int) -> Bins | None:
    """Counts per score, or None where an answer is off the scale or not whole."""
    if not (chunk.min() >= lowest and chunk.max() <= highest):
        return None
    whole = chunk.astype(np.intp, copy=False)
    if chunk.dtype.kind == "f" and bool((whole != chunk).any()):
        return None
    return np.bincount(whole - lowest if lowest else whole, minlength=highest - lowest + 1)


def _off_scale(scores: Any, lowest: int, highest: int) -> ValueError:
    """The error that names the first answer that is no score, and its position."""
    for position, answer in enumerate(np.ma.asarray(scores).tolist()):
        if _is_skip(answer):
            continue
        if not _is_number(answer) or not lowest <= answer <= highest or answer != int(answer):
            return ValueError(
                f"score {answer!r} at position {position} is not a whole number "
                f"from {lowest} to {highest}"
            )
    raise AssertionError("no answer is off the scale")


def _is_number(answer: object) -> bool:
    return isinstance(answer, int | float) and not isinstance(answer, bool)


def _is_skip(answer: object) -> bool:
    # pandas' NA comes first: it refuses to be compared
    return answer is None or type(answer).__name__ == "NAType" or answer != answer


def _whole(count: Any, position: int) -> int:
    number = isinstance(count, int | float | np.integer | np.floating)
    if not number or isinstance(count, bool) or not count >= 0 or count % 1 != 0:
        raise ValueError(f"count {count!r} at position {position} is not a whole number, 0 or more")
    return int(count)
