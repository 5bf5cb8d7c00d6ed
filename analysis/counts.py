"""From answers to counts per score: the only place that looks at single answers.

Everything else in this package needs only how often each score was given, so that ten
million answers cost no more than ten thousand once they are counted.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.grouping import column_of

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


def checked_scale(scale: tuple[int, int]) -> tuple[int, int]:
    """The ends of a scale as given, after checking them.

    Raises
    ------
    ValueError
        Unless it runs from a lower whole number to a higher one.

    Examples
    --------
    >>> checked_scale((1, 5))
    (1, 5)
    """
    ends = tuple(scale)
    if len(ends) != 2 or any(end % 1 for end in ends) or not ends[0] < ends[1]:
        raise ValueError(f"a scale runs from a whole number to a higher one, got {scale}")
    return int(ends[0]), int(ends[1])


def given_answers(
    scores: Any, ids: Any, what: str = "id"
) -> tuple[npt.NDArray[np.int64], npt.NDArray[Any]]:
    """Answers that are no skips, with the id each belongs to.

    Parameters
    ----------
    scores : array_like, shape (n,)
        Answers that `count_scores` accepted.
    ids : array_like, shape (n,)
        Customer or account of each, ``None`` where unknown; or what else goes with each.
    what : str
        What the ids are, for the error.

    Raises
    ------
    ValueError
        If there is not one id per score.

    Examples
    --------
    >>> given_answers([9, None, 7], ["a", "b", "b"])
    (array([9, 7]), array(['a', 'b'], dtype=object))
    """
    answers = np.ma.asarray(scores).tolist()
    owners = column_of(ids)
    if owners.shape != (len(answers),):
        raise ValueError(
            f"one {what} per score: got {owners.shape} {what}s for {len(answers)} scores"
        )
    given = np.array([not is_skip(answer) for answer in answers], dtype=bool)
    kept = [int(answer) for answer in answers if not is_skip(answer)]
    return np.asarray(kept, dtype=np.int64), owners[given]


def is_skip(answer: object) -> bool:
    """Whether there is no answer: ``None``, NaN, pandas' NA.

    Examples
    --------
    >>> is_skip(None), is_skip(float("nan")), is_skip(0)
    (True, True, False)
    """
    # pandas' NA comes first: it refuses to be compared
    return answer is None or type(answer).__name__ == "NAType" or answer != answer


def checked_counts(counts: Any, sizes: tuple[int, ...]) -> list[int]:
    """Counts as a list of Python integers, after checking them.

    Parameters
    ----------
    counts : array_like
        Non-negative whole numbers.
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
        If the shape is wrong or any count is negative or not whole, naming it, its row and
        its place there.

    Examples
    --------
    >>> count_rows([[2, 3, 5], [0, 0, 9]], (3,)).shape
    (2, 3)
    """
    rows = np.asarray(counts)
    if rows.ndim != 2 or rows.shape[1] not in sizes:
        allowed = " or ".join(f"(k, {size})" for size in sizes)
        raise ValueError(f"counts must have shape {allowed}, got {rows.shape}")
    if np.ma.is_masked(counts):
        raise ValueError("counts must be whole numbers, 0 or more: some are masked")
    if rows.dtype.kind == "O":
        checked = [_whole_row(row, at) for at, row in enumerate(rows.tolist())]
        return np.array(checked, dtype=np.int64).reshape(rows.shape)
    counted = rows.dtype.kind in "iu" or (rows.dtype.kind == "f" and _whole_floats(rows))
    if not counted or bool((rows < 0).any()):
        for at, row in enumerate(rows.tolist()):
            _whole_row(row, at)
    return rows.astype(np.int64)


def _answers(scores: Any, lowest: int, highest: int) -> tuple[npt.NDArray[Any], int]:
    """The answers as a plain numeric array, and how many skips were left out on the way."""
    array = np.ma.compressed(scores) if np.ma.isMaskedArray(scores) else np.asarray(scores)
    skipped = scores.size - array.size if np.ma.isMaskedArray(scores) else 0
    if array.ndim != 1:
        raise ValueError(f"scores must be one-dimensional, got shape {array.shape}")
    if array.dtype.kind in "iuf":
        return array, skipped
    kept = [math.nan if is_skip(answer) else answer for answer in array.tolist()]
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
        if is_skip(answer):
            continue
        if not _is_number(answer) or not lowest <= answer <= highest or answer != int(answer):
            return ValueError(
                f"score {answer!r} at position {position} is not a whole number "
                f"from {lowest} to {highest}"
            )
    raise AssertionError("no answer is off the scale")


def _is_number(answer: object) -> bool:
    return isinstance(answer, int | float) and not isinstance(answer, bool)


def _whole(count: Any, position: int) -> int:
    number = isinstance(count, int | float | np.integer | np.floating)
    if not number or isinstance(count, bool) or not count >= 0 or count % 1 != 0:
        raise ValueError(f"count {count!r} at position {position} is not a whole number, 0 or more")
    return int(count)


def _whole_floats(rows: npt.NDArray[Any]) -> bool:
    return bool((np.isfinite(rows) & (np.floor(rows) == rows)).all())


def _whole_row(row: list[Any], at: int) -> list[int]:
    try:
        return [_whole(count, position) for position, count in enumerate(row)]
    except ValueError as odd:
        raise ValueError(f"row {at}: {odd}") from odd
