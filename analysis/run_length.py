"""Mean time between false alarms, and until a true one, of control charts.

For setting the limits of `analysis.trend`. All charts are of independent standard normal
values; a drop of the NPS by x points is a shift of x / 100 over the daily standard error.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(61)


def ewma_run_length(
    smoothing: float,
    width: float,
    *,
    shift: float = 0.0,
    sides: int = 2,
    limits: str = "exact",
) -> float:
    """Mean run length of an EWMA chart.

    Parameters
    ----------
    smoothing : float
        Weight of the newest value, in (0, 1).
    width : float
        Limits in standard errors of the average.
    shift : float
        Mean of the values; the chart expects 0.
    sides : int
        2 for alarms on both sides; 1 for alarms above only (a drop, seen in a mirror).
    limits : str
        "exact": with the exact variance of each step; "settled": that of the long run.

    Returns
    -------
    float
        Values until the first alarm on average, 1 or more.

    Raises
    ------
    ValueError
        If `sides` or `limits` is not one there is.

    References
    ----------
    Crowder, S. (1987). Technometrics 29, 401-407. Knoth, S. (2003). Computational
    Statistics 18, 341-353.

    Examples
    --------
    >>> f"{ewma_run_length(0.1, 2.7, limits='settled'):.1f}"
    '369.0'
    """
    if sides not in (1, 2) or limits not in ("exact", "settled"):
        raise ValueError(f"sides must be 1 or 2 and limits exact or settled: {sides}, {limits}")
    chart = _Ewma(smoothing, width * sqrt(smoothing / (2 - smoothing)), shift, sides)
    places = chart.places(chart.reach)
    lasting = _solve(chart.moves(places, chart.reach))
    if limits == "settled":
        return 1 + float(chart.moves(np.zeros(1), chart.reach)[0] @ lasting)
    decay = (1 - smoothing) ** 2
    total, step = 1.0, 1
    places, mass = np.zeros(1), np.ones(1)  # where the average is, and how probably
    while decay**step > 1e-12:
        reach = chart.reach * sqrt(1 - decay**step)
        mass, places = mass @ chart.moves(places, reach), chart.places(reach)
        total, step = total + float(mass.sum()), step + 1
    return total + float(mass @ chart.moves(places, chart.reach) @ lasting)


def cusum_run_length(reference: float, limit: float, *, shift: float = 0.0) -> float:
    """Mean run length of a one-sided CUSUM chart that starts at 0.

    Parameters
    ----------
    reference : float
        Allowance taken from each value (half of the shift to be found).
    limit : float
        Alarm above it.
    shift : float
        Mean of the values.

    Returns
    -------
    float
        Values until the first alarm on average, 1 or more.

    References
    ----------
    Page, E. (1954). Biometrika 41, 100-115. Brook, D. & Evans, D. (1972). Biometrika 59.

    Examples
    --------
    >>> f"{cusum_run_length(0.5, 4.0, shift=1.0):.2f}"
    '8.38'
    """
    y, w = limit * (_NODES + 1) / 2, limit * _WEIGHTS / 2
    places = np.concatenate([[0.0], y])
    to_zero = _below(reference - shift - places)
    density = _normal(y[None, :] - places[:, None] + reference - shift) * w
    moves = np.column_stack([to_zero, density])
    return float(_solve(moves)[0])


def shortest_delay(shift: float, run_length: float) -> float:
    """Fewest values in which any alarm with that run length can notice a shift.

    Whatever the alarm computes, and even if it is told how large the shift will be, values may
    come before the shift after which it takes this long on average: among all alarms with a
    given run length Page's chart, told the shift, has the shortest worst-case delay.

    Parameters
    ----------
    shift : float
        Standard errors by which the mean moves, positive.
    run_length : float
        Values between false alarms, on average, more than 1.

    Returns
    -------
    float
        Mean number of values from the shift to the alarm.

    Raises
    ------
    ValueError
        If `shift` is not positive or `run_length` not above 1.

    References
    ----------
    Lorden, G. (1971). Annals of Mathematical Statistics 42, 1897-1908. Moustakides, G. (1986).
    Annals of Statistics 14, 1379-1387.

    Examples
    --------
    >>> f"{shortest_delay(1.0, 365):.1f}"
    '8.5'
    """
    if not shift > 0 or not run_length > 1:
        raise ValueError(f"shift must be positive, run_length above 1: {shift}, {run_length}")
    limit = limit_for(lambda height: cusum_run_length(shift / 2, height), run_length)
    return cusum_run_length(shift / 2, limit, shift=shift)


def limit_for(run_length: Callable[[float], float], wanted: float) -> float:
    """Limit at which an increasing `run_length` reaches `wanted`.

    Examples
    --------
    >>> f"{limit_for(lambda h: cusum_run_length(0.5, h), 365):.3f}"
    '4.082'
    """
    low, high = 0.0, 1.0
    while run_length(high) < wanted:
        low, high = high, 2 * high
    while high - low > 1e-11:
        middle = (low + high) / 2
        if run_length(middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


@dataclass(frozen=True, slots=True)
class _Ewma:
    """The average as a Markov chain on quadrature nodes.

    A one-sided chart has no lower limit: six standard errors below the centre its average is
    held by a floor, which is one more node.
    """

    smoothing: float
    reach: float
    shift: float
    sides: int

    def places(self, reach: float) -> Floats:
        """Nodes within limits that are `reach` away."""
        low = self._low(reach)
        nodes: Floats = low + (reach - low) * (_NODES + 1) / 2
        return nodes if self.sides == 2 else np.concatenate([[low], nodes])

    def moves(self, start: Floats, reach: float) -> Floats:
        """Probability of moving from each start to each node without an alarm."""
        low, keep = self._low(reach), 1 - self.smoothing
        end = low + (reach - low) * (_NODES + 1) / 2
        needed = (end[None, :] - keep * start[:, None]) / self.smoothing - self.shift
        density = _normal(needed) / self.smoothing * (reach - low) * _WEIGHTS / 2
        if self.sides == 2:
            return density
        held = _below((low - keep * start) / self.smoothing - self.shift)
        return np.column_stack([held, density])

    def _low(self, reach: float) -> float:
        return -reach if self.sides == 2 else -6 * sqrt(self.smoothing / (2 - self.smoothing))


def _solve(moves: Floats) -> Floats:
    """Mean steps left from each node of a chain that loses probability to alarms."""
    return np.asarray(np.linalg.solve(np.eye(len(moves)) - moves, np.ones(len(moves))))


def _normal(x: Floats) -> Floats:
    density: Floats = np.exp(-(x**2) / 2) / sqrt(2 * np.pi)
    return density


def _below(x: Floats) -> Floats:
    """Normal probability below each x."""
    from scipy.special import ndtr  # loaded only when asked for

    return np.asarray(ndtr(x), dtype=np.float64)
