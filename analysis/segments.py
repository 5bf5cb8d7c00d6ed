"""Many segments at once: which differ from a target, or from their own past?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.compare import USUAL
from analysis.estimate import two_sided_p
from analysis.multiplicity import adjust
from analysis.scoring import Floats, trinomial_z
from analysis.tables import Masked, NPSTable, nps_table


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
    past_notes : tuple of str, length k
        Why the past of a segment was not estimable, or "".
    """

    table: NPSTable
    difference: Masked
    p: Masked
    p_adjusted: Masked
    past_notes: tuple[str, ...]

    def differ(self, rate: float = 0.05) -> npt.NDArray[np.bool_]:
        """Segments that may be named.

        Parameters
        ----------
        rate : float
            Share of false ones among the named, expected at most.

        Returns
        -------
        numpy.ndarray, shape (k,), bool

        Examples
        --------
        >>> compare_segments([[20, 30, 50], [10, 20, 70]], target=0.2).differ().tolist()
        [False, True]
        """
        return np.asarray(self.p_adjusted.filled(1.0) <= rate)

    @property
    def notes(self) -> tuple[str, ...]:
        """Per segment, why it was not judged ("not estimable: 3 answers"), or ""."""
        return tuple(
            now or (f"the past is {before}" if before else "")
            for now, before in zip(self.table.notes, self.past_notes, strict=True)
        )


def compare_segments(
    counts: npt.ArrayLike | NPSTable,
    *,
    target: float | Sequence[float] | None = None,
    past: npt.ArrayLike | NPSTable | None = None,
    level: float = 0.95,
) -> Segments:
    """Hold many segments against a target, or each against its own past.

    Comparing a segment with the rest of the answers, of which every other segment is a part,
    breaks the false discovery rate (.128 instead of .05 in simulation); it is not offered.

    Parameters
    ----------
    counts : array_like, shape (k, 3) or (k, 11), or NPSTable
        Detractors, passives, promoters (or answers per score) of each segment; or a table
        from `analysis.nps_table_by`, which knows the repeated answers of a customer.
    target : float or sequence of float, optional
        NPS to hold them against, in [-1, 1]: score test.
    past : array_like or NPSTable, with the rows of `counts`, optional
        Counts of each segment's own past: MOVER on the score limits.
    level : float
        Level of the limits in `table`, unless a table was given.

    Returns
    -------
    Segments

    Raises
    ------
    ValueError
        Unless exactly one of `target` and `past` is given, with the same segments.

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
    table = counts if isinstance(counts, NPSTable) else nps_table(counts, level)
    now = table.weighed(USUAL)
    past_notes: tuple[str, ...] = ("",) * len(now)
    if past is None:
        goals = np.asarray(target, dtype=np.float64)
        if goals.shape not in ((), (1,), (len(now),)):
            raise ValueError(f"one target, or one per segment: got {goals.shape} for {len(now)}")
        goal = np.broadcast_to(goals, (len(now),))
        if not bool((np.abs(goal) <= 1).all()):
            raise ValueError("a target lies in [-1, 1]")
        judged = table.estimable
        difference, z = table.estimate.data - goal, _z_of_rows(now, goal, judged)
    else:
        before = past if isinstance(past, NPSTable) else nps_table(past, level)
        if len(before.counts) != len(now) or (table.keys and before.keys not in ((), table.keys)):
            raise ValueError("the past must have one row per segment")
        judged, past_notes = table.estimable & before.estimable, before.notes
        difference, z = _against_past(before.weighed(USUAL), now, judged)
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
        past_notes,
    )


def _z_of_rows(counts: Floats, goal: Floats, judged: npt.NDArray[np.bool_]) -> Floats:
    z = np.zeros(len(counts))
    z[judged] = trinomial_z(counts[judged], goal[judged])
    return z


def _against_past(
    before: Floats, now: Floats, judged: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Change of each segment, and the normal quantile at which MOVER touches 0."""
    difference, z = np.zeros(len(now)), np.zeros(len(now))
    if not judged.any():
        return difference, z
    first, second = before[judged], now[judged]
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
