"""Many Net Promoter Scores at once: one row of counts each, one array per result."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.cluster import Clusters, too_few_to_judge, worth
from analysis.counts import Bins, count_rows, count_scores
from analysis.estimate import MINIMUM, two_sided_z
from analysis.exact import LARGEST, LEVELS, exact_limits_rows
from analysis.grouping import column_of, places_by_key
from analysis.intervals import VALUES, default_interval
from analysis.nps import nps
from analysis.scoring import Floats, score_limits_rows

Masked = np.ma.MaskedArray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class NPSTable:
    """Net Promoter Scores of k rows of counts.

    Attributes
    ----------
    counts : numpy.ndarray, shape (k, 3), int64
        Detractors, passives, promoters.
    level : float
        Confidence level of the limits.
    low, high : numpy.ma.MaskedArray, shape (k,)
        Limits in [-1, 1], masked where the row has fewer than 5 answers (or customers).
    keys : tuple
        Key of each row, where it was made from keys; otherwise empty.
    clusters : tuple of Clusters
        What repeated answers cost each row, where ids were given; otherwise empty.
    """

    counts: Bins
    level: float
    low: Masked
    high: Masked
    keys: tuple[Hashable, ...] = ()
    clusters: tuple[Clusters, ...] = ()

    @property
    def n(self) -> Bins:
        """Answers per row."""
        total: Bins = self.counts.sum(axis=1)
        return total

    @property
    def n_effective(self) -> Floats:
        """Independent answers each row is worth: `n` unless ids showed repeats."""
        if not self.clusters:
            return self.n.astype(np.float64)
        return np.array([row.n_effective for row in self.clusters])

    @property
    def estimate(self) -> Masked:
        """NPS per row in [-1, 1], masked where the row has no answers."""
        away = (self.counts[:, 2] - self.counts[:, 0]).astype(np.float64)
        return np.ma.masked_array(away / np.maximum(1, self.n), self.n == 0)

    @property
    def estimable(self) -> npt.NDArray[np.bool_]:
        """Whether the row has an interval: 5 answers (of 5 customers) or more."""
        enough = self.n >= MINIMUM
        if self.clusters:
            enough &= np.array([row.clusters >= MINIMUM for row in self.clusters])
        return np.asarray(enough)

    @property
    def notes(self) -> tuple[str, ...]:
        """Per row, why it has no interval ("not estimable: 3 answers"), or ""."""
        repeats = self.clusters or (None,) * len(self.counts)
        refusals = map(too_few_to_judge, self.n.tolist(), repeats)
        return tuple("" if refusal is None else refusal.reason for refusal in refusals)

    def weighed(self, level: float) -> Floats:
        """Effective answers per class at a level; as counted without ids.

        Parameters
        ----------
        level : float
            Confidence level in (0, 1).

        Returns
        -------
        numpy.ndarray, shape (k, 3)

        Examples
        --------
        >>> nps_table([[2, 3, 5]]).weighed(0.95).tolist()
        [[2.0, 3.0, 5.0]]
        """
        if not self.clusters:
            return self.counts.astype(np.float64)
        each = [worth(row, level) if row.clusters > 1 else 1.0 for row in self.clusters]
        result: Floats = self.counts * np.array(each)[:, None]
        return result


def nps_table(counts: npt.ArrayLike, level: float = 0.95) -> NPSTable:
    """Net Promoter Score with interval for many rows of counts.

    Equal to `nps(counts=row).interval(level)` for each row, without a Python loop.

    Parameters
    ----------
    counts : array_like, shape (k, 3) or (k, 11)
        Per row: detractors, passives, promoters; or answers per score 0...10.
    level : float
        Confidence level in (0, 1).

    Returns
    -------
    NPSTable

    Raises
    ------
    ValueError
        If the shape is wrong, a count negative or not whole, or `level` not in (0, 1).

    Examples
    --------
    >>> table = nps_table([[2, 3, 5], [20, 30, 50], [1, 0, 1]])
    >>> table.estimate
    masked_array(data=[0.3, 0.3, 0.0],
                 mask=[False, False, False],
           fill_value=1e+20)
    >>> table.low.mask.tolist()
    [False, False, True]
    """
    triples = as_triples(count_rows(counts, (3, 11)))
    n = triples.sum(axis=1)
    limits = np.zeros((len(triples), 2))
    small, large = (n >= MINIMUM) & (n <= LARGEST), n > LARGEST
    z = two_sided_z(level)
    limits[small] = _small_rows(triples[small], level)
    limits[large] = score_limits_rows(triples[large], VALUES, z)
    return NPSTable(triples, level, *_masked(limits, n < MINIMUM))


def nps_table_by(keys: Any, scores: Any, *, ids: Any = None, level: float = 0.95) -> NPSTable:
    """Net Promoter Score with interval for each segment, branch or day of raw answers.

    Parameters
    ----------
    keys : array_like, shape (n,)
        Key of each answer, of one type that sorts.
    scores : array_like, shape (n,)
        Answers 0-10; ``None`` and NaN are skips.
    ids : array_like, shape (n,), optional
        Customer or account of each score, see `analysis.nps`; limits are then those of the
        effective number of independent answers of each row.
    level : float
        Confidence level in (0, 1).

    Returns
    -------
    NPSTable
        One row per key, in the order of the keys; `keys` says which.

    Raises
    ------
    ValueError
        If the lengths differ, a score is off the scale, or `level` not in (0, 1).

    Examples
    --------
    >>> table = nps_table_by(["Bonn", "Kiel", "Bonn"], [9, 4, 3])
    >>> table.keys, table.counts.tolist()
    (('Bonn', 'Kiel'), [[1, 0, 1], [1, 0, 0]])
    """
    count_scores(scores)  # so that an error names the position among all answers
    answers, owners = np.ma.asarray(scores), None if ids is None else column_of(ids)
    if owners is not None and owners.shape != answers.shape:
        raise ValueError(f"one id per score: got {owners.shape} ids for {answers.shape} scores")
    names, places = places_by_key(keys, answers)
    rows = [nps(answers[at], ids=None if owners is None else owners[at]) for at in places]
    counts = [(row.detractors, row.passives, row.promoters) for row in rows]
    table = nps_table(np.array(counts, dtype=np.int64).reshape(-1, 3), level)
    clusters = tuple(row.clusters for row in rows if row.clusters)
    found = replace(table, keys=tuple(names), clusters=clusters)
    return _repeated(found) if clusters else found


def as_triples(rows: Bins) -> Bins:
    """Detractors, passives, promoters of rows of 3 or 11 counts.

    Examples
    --------
    >>> as_triples(np.ones((1, 11), dtype=np.int64))
    array([[7, 2, 2]])
    """
    if rows.shape[1] == 3:
        return rows
    ends = rows[:, :7].sum(axis=1), rows[:, 7:9].sum(axis=1), rows[:, 9:].sum(axis=1)
    return np.stack(ends, axis=1)


def _repeated(table: NPSTable) -> NPSTable:
    """The table with the limits of its effective numbers of answers."""
    judged = table.estimable
    limits = np.zeros((len(judged), 2))
    weighed = table.weighed(table.level)[judged]
    limits[judged] = score_limits_rows(weighed, VALUES, two_sided_z(table.level))
    low, high = _masked(limits, ~judged)
    return replace(table, low=low, high=high)


def _masked(limits: Floats, hidden: npt.NDArray[np.bool_]) -> tuple[Masked, Masked]:
    return np.ma.masked_array(limits[:, 0], hidden), np.ma.masked_array(limits[:, 1], hidden)


def _small_rows(triples: Bins, level: float) -> Floats:
    if level in LEVELS:
        return exact_limits_rows(triples, level)
    limits = np.empty((len(triples), 2))
    for row, (d, s, p) in enumerate(triples.tolist()):
        interval = default_interval((d, s, p), level)
        limits[row] = interval.low, interval.high
    return limits
