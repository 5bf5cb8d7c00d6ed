"""Confidence sequences that read the answers in their order, for comparison.

`analysis.sequence` needs only counts and is the one to show. These three published ones bet
according to the answers so far and therefore need the whole stream; all limits hold at all
looks at once.
"""

from math import inf, log

import numpy as np
import numpy.typing as npt

from analysis.estimate import two_sided_z

Floats = npt.NDArray[np.float64]


def hoeffding_sequence(answers: npt.ArrayLike, level: float = 0.95) -> Floats:
    """Limits from the range of the answers alone.

    Parameters
    ----------
    answers : array_like, shape (n,)
        Numbers in [-1, 1], in the order they came.
    level : float
        Confidence level in (0, 1).

    Returns
    -------
    numpy.ndarray, shape (n, 2)
        Limits in [-1, 1] after each answer.

    Raises
    ------
    ValueError
        If an answer lies outside [-1, 1].

    References
    ----------
    Waudby-Smith, I. & Ramdas, A. (2024). JRSS B 86, 1-27, section 3.1.

    Examples
    --------
    >>> hoeffding_sequence([1, 0, 1, -1, 1] * 40)[-1].round(3).tolist()
    [0.173, 0.632]
    """
    x = _unit(answers)
    doubt = _doubt(level)
    t = np.arange(1, x.size + 1)
    bets = np.minimum(1.0, np.sqrt(8 * doubt / (t * np.log(t + 1))))
    centre = np.cumsum(bets * x) / np.cumsum(bets)
    margin = (doubt + np.cumsum(bets**2) / 8) / np.cumsum(bets)
    return _scale(centre - margin, centre + margin)


def bernstein_sequence(answers: npt.ArrayLike, level: float = 0.95) -> Floats:
    """Limits from the variance seen so far (empirical Bernstein).

    Parameters, result and errors as `hoeffding_sequence`.

    References
    ----------
    Waudby-Smith, I. & Ramdas, A. (2024). JRSS B 86, 1-27, theorem 2.

    Examples
    --------
    >>> bernstein_sequence([1, 0, 1, -1, 1] * 40)[-1].round(3).tolist()
    [0.197, 0.596]
    """
    x = _unit(answers)
    return _scale(_bernstein_lower(x, level), 1 - _bernstein_lower(1 - x, level))


def betting_sequence(answers: npt.ArrayLike, level: float = 0.95, grid: int = 2000) -> Floats:
    """Limits from two gamblers who bet against every mean on a grid.

    Parameters, result and errors as `hoeffding_sequence`; `grid` is the number of steps
    between -1 and 1, to which the limits are widened. Costs n times `grid`.

    References
    ----------
    Waudby-Smith, I. & Ramdas, A. (2024). JRSS B 86, 1-27, theorem 3.

    Examples
    --------
    >>> betting_sequence([1, 0, 1, -1, 1] * 40)[-1].round(3).tolist()
    [0.215, 0.584]
    """
    x = _unit(answers)
    wishes = _bets(x, level, inf)
    means = np.arange(grid + 1) / grid
    up, down = np.zeros(grid + 1), np.zeros(grid + 1)
    enough = log(2 / (1 - level))  # each of the two has half of the capital
    limits = np.empty((x.size, 2))
    for at, (answer, wish) in enumerate(zip(x.tolist(), wishes.tolist(), strict=True)):
        away = answer - means
        up += np.log1p(np.minimum(wish, 0.5 / np.maximum(means, 1e-12)) * away)
        down += np.log1p(-np.minimum(wish, 0.5 / np.maximum(1 - means, 1e-12)) * away)
        held = np.flatnonzero(np.maximum(up, down) < enough)
        limits[at] = means[max(0, held[0] - 1)], means[min(grid, held[-1] + 1)]
    return _scale(limits[:, 0], limits[:, 1])


def _unit(answers: npt.ArrayLike) -> Floats:
    x = np.asarray(answers, dtype=np.float64)
    if x.ndim != 1 or not bool((np.abs(x) <= 1).all()):
        raise ValueError("answers must be one-dimensional and lie in [-1, 1]")
    return (x + 1) / 2


def _scale(low: Floats, high: Floats) -> Floats:
    return np.stack([np.maximum(low, 0), np.minimum(high, 1)], axis=1) * 2 - 1


def _doubt(level: float) -> float:
    two_sided_z(level)
    return log(2 / (1 - level))


def _bets(x: Floats, level: float, most: float) -> Floats:
    """Stakes that suit the variance of the answers before each."""
    t = np.arange(1, x.size + 1)
    mean = (0.5 + np.cumsum(x)) / (t + 1)
    variance = (0.25 + np.cumsum((x - mean) ** 2)) / (t + 1)
    before = np.concatenate([[0.25], variance[:-1]])
    bets: Floats = np.minimum(most, np.sqrt(2 * _doubt(level) / (before * t * np.log(t + 1))))
    return bets


def _bernstein_lower(x: Floats, level: float) -> Floats:
    bets = _bets(x, level, 0.5)
    t = np.arange(1, x.size + 1)
    before = np.concatenate([[0.0], (np.cumsum(x) / t)[:-1]])
    cost = (x - before) ** 2 * (-np.log1p(-bets) - bets)
    lower: Floats = (np.cumsum(bets * x) - _doubt(level) - np.cumsum(cost)) / np.cumsum(bets)
    return lower
