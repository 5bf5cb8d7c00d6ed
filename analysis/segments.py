"""Many segments at once: which differ from a target, or from their own past?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.counts import count_rows
from analysis.estimate import MINIMUM, two_sided_p
from analysis.multiplicity import adjust
from analysis.scoring import Floats, trinomial_z
from analysis.tables import Masked, NPSTable, as_triples, nps_table


@dataclass(frozen=True, slots=True)
class Segments:
    """Segments held against a target or their own past.

    Attributes
    ----------
    table : NPSTable
        Score and limits of each segment.
    difference : numpy.ma.MaskedArray, shape (k,)
        Segment minus target (or minus its past); masked where not estimable.
    p : numpy.ma.MaskedArray, shape (k,)
        Two-sided p value of each alone; masked where not estimable.
    p_adjusted : numpy.ma.MaskedArray, shape (k,)
        The same after Benjamini-Hochberg over all estimable segments.
    """

    table: NPSTable
    difference: Masked
    p: Masked
    p_adjusted: Masked

    def differ(self, rate: float = 0.05) -> npt.NDArray[np.bool_]:
        """Segments that may be named, with at most `rate` of the named expected false."""
        return np.asarray(self.p_adjusted.filled(1.0) <= rate)

    @property
    def notes(self) -> tuple[str, ...]:
        """Per segment, why it was not judged ("not estimable: 3 answers"), or ""."""
        judged = ~np.ma.getmaskarray(self.p)
        return tuple(
            "" if fine else f"not estimable: {n} answer{'' if n == 1 else 's'}"
            for fine, n in zip(judged.tolist(), self.table.n.tolist(), strict=True)
        )


def compare_segments(
    counts: npt.ArrayLike,
    *,
    target: float | Sequence[float] | None = None,
    past: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> Segments:
    """Hold many segments against a target, or each against its own past.

    Comparing a segment with the rest of the answers, of which every other segment is a part,
    breaks the false discovery rate (.128 instead of .05 in simulation); it is not offered.

    Parameters
    ----------
    counts : array_like, shape (k, 3) or (k, 11)
        Detractors, passives, promoters (or answers per score) of each segment.
    target : float or sequence of float, optional
        NPS to hold them against, in [-1, 1]: score test.
    past : array_like, same shape as `counts`, optional
        Counts of each segment's own past: MOVER on the score limits.
    level : float
        Level of the limits in `table`.

    Returns
    -------
    Segments

    Raises
    ------
    ValueError
        Unless exactly one of `target` and `past` is given, with the right shape.

    References
    ----------
    Benjamini, Y. & Hochberg, Y. (1995). JRSS B 57, 289-300.

    Examples
    --------
    >>> segments = compare_segments([[5, 20, 75], [30, 40, 30], [1, 0, 1]], target=0.0)
    >>> segments.differ().tolist(), segments.notes[2]
    ([True, False, False], 'not estimable: 2 answers')
    """
    if (target is None) == (past is None):
        raise ValueError("give either a target or the past")
    table = nps_table(counts, level)
    now = table.counts
    if past is None:
        goal = np.broadcast_to(np.asarray(target, dtype=np.float64), (len(now),))
        if bool((np.abs(goal) > 1).any()):
            raise ValueError("a target lies in [-1, 1]")
        judged = table.estimable
        difference, z = table.estimate.data - goal, _z_of_rows(now, goal, judged)
    else:
        before = as_triples(count_rows(past, (3, 11)))
        if before.shape != now.shape:
            raise ValueError("the past must have one row per segment")
        judged = table.estimable & (before.sum(axis=1) >= MINIMUM)
        difference, z = _against_past(before, now, judged)
    p = np.zeros(len(now))
    p[judged] = [two_sided_p(value) for value in z[judged].tolist()]
    adjusted = np.zeros(len(now))
    adjusted[judged] = adjust(p[judged])
    hidden = ~judged
    return Segments(
        table,
        np.ma.masked_array(difference, hidden),
        np.ma.masked_array(p, hidden),
        np.ma.masked_array(adjusted, hidden),
    )


def _z_of_rows(
    counts: npt.NDArray[np.int64], goal: Floats, judged: npt.NDArray[np.bool_]
) -> Floats:
    z = np.zeros(len(counts))
    z[judged] = trinomial_z(counts[judged], goal[judged])
    return z


def _against_past(
    before: npt.NDArray[np.int64], now: npt.NDArray[np.int64], judged: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Change of each segment, and the normal quantile at which MOVER touches 0."""
    difference, z = np.zeros(len(now)), np.zeros(len(now))
    if not judged.any():
        return difference, z
    first = before[judged].astype(np.float64)
    second = now[judged].astype(np.float64)
    start = (first[:, 2] - first[:, 0]) / first.sum(axis=1)
    change = (second[:, 2] - second[:, 0]) / second.sum(axis=1) - start
    rising = (change >= 0)[:, None]
    low, high = np.where(rising, first, second), np.where(rising, second, first)
    bottom = np.where(change >= 0, start, start + change)
    top, gap = bottom + np.abs(change), np.abs(change)
    left, right = np.zeros(len(gap)), np.full(len(gap), np.pi / 2)
    for _ in range(45):
        angle = (left + right) / 2
        from_top = trinomial_z(high, np.clip(top - gap * np.cos(angle), -1, 1))
        onward = from_top > -trinomial_z(low, np.clip(bottom + gap * np.sin(angle), -1, 1))
        left, right = np.where(onward, angle, left), np.where(onward, right, angle)
    difference[judged] = change
    z[judged] = np.where(gap > 0, from_top, 0.0)
    return difference, z
