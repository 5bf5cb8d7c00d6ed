"""Makes `analysis/exact_limits.npy`: exact limits of every outcome of up to 50 answers.

For each hypothetical NPS t on a grid, the outcomes are ordered by the score test's own p
value; the exact p value of an outcome is the largest probability, over all shares of passives
that t allows, of an outcome at least as extreme in that order. An outcome's
interval is the hull of the t where its p value exceeds 1 - level (the accepted set need not be
convex), widened outward to the grid. Only lower limits are stored, as grid steps: the upper
limit of (d, s, p) is minus the lower limit of (p, s, d).

Lloyd, C. (2008). Exact p-values for discrete models obtained by estimation and maximization.
Australian & New Zealand Journal of Statistics 50, 329-345.

    python -m bench.exact_table                     # about 6 minutes on one core
    python -m bench.exact_table --only 20 --check   # recompute n = 20 and compare
"""

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analysis.exact import ALPHAS, LARGEST, STEPS, first_row
from analysis.scoring import trinomial_detractors, trinomial_z

Floats = npt.NDArray[np.float64]

TABLE = Path(__file__).parent.parent / "analysis" / "exact_limits.npy"
NUISANCES = 256


def outcomes(n: int) -> npt.NDArray[np.int64]:
    """All (d, s, p) with sum n, in the order of the table: by d, then by s."""
    return np.array([(d, s, n - d - s) for d in range(n + 1) for s in range(n - d + 1)])


def log_ways(rows: npt.NDArray[np.int64]) -> Floats:
    """Logarithm of the multinomial coefficient of each row."""
    n = int(rows[0].sum())
    factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])
    ways: Floats = factorial[n] - factorial[rows].sum(axis=1)
    return ways


def powers(share: Floats, n: int) -> Floats:
    """share**0 ... share**n, shape (n + 1, shares)."""
    return np.power(share[None, :], np.arange(n + 1)[:, None])


def lower_limits(n: int) -> npt.NDArray[np.int16]:
    """Lower limits of all outcomes of n answers in grid steps, shape (outcomes, levels)."""
    rows = outcomes(n)
    mirror = first_row_within(rows[:, ::-1])
    ways = np.exp(log_ways(rows))
    low = np.full((len(rows), len(ALPHAS)), STEPS, dtype=np.int16)
    for step in range(STEPS + 1):
        p = p_values(rows, ways, step / STEPS)
        for column, alpha in enumerate(ALPHAS):
            inside = p > alpha
            low[inside, column] = np.minimum(low[inside, column], step)
            opposite = inside[mirror]
            low[opposite, column] = np.minimum(low[opposite, column], -step)
    return np.maximum(low - 1, -STEPS).astype(np.int16)


def first_row_within(rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Position of each (d, s, p) among `outcomes` of its own n."""
    n, d, s = rows[0].sum(), rows[:, 0], rows[:, 1]
    return d * (n + 1) - d * (d - 1) // 2 + s


def p_values(rows: npt.NDArray[np.int64], ways: Floats, t: float) -> Floats:
    """Largest probability over the nuisance of an outcome as far from t >= 0, per outcome.

    Two steps (Lloyd 2008): E, the probability at the most likely nuisance of a score
    statistic at least as large orders the outcomes; M, the largest probability over the
    nuisance of an outcome at least as unlikely in that order is the p value. Any order
    gives a valid test; this one gives shorter intervals than the statistic alone.
    """
    angles = np.linspace(0, np.pi, NUISANCES)
    detractors = (1 - t) / 2 * (1 - np.cos(angles)) / 2
    n = int(rows[0].sum())
    d, s, p = rows.T
    chances = ways[:, None] * powers(detractors, n)[d]
    chances *= powers(np.maximum(0.0, 1 - t - 2 * detractors), n)[s]
    chances *= powers(detractors + t, n)[p]
    distance = np.minimum(np.abs(trinomial_z(rows, t)), 1e9)  # impossible: infinitely far
    likely = trinomial_detractors(rows, t)
    place = np.arccos(np.clip(1 - 4 * likely / (1 - t), -1, 1)) / np.pi if t < 1 else 0 * likely
    estimated = between(tails(distance, chances, 1e-9), place * (NUISANCES - 1))
    return np.minimum(1.0, refined_maximum(tails(-estimated, chances, 1e-7)))


def tails(statistic: Floats, chances: Floats, tie: float) -> Floats:
    """Probability of a statistic at least as large as each outcome's, per nuisance."""
    order = np.argsort(-statistic, kind="stable")
    decreasing = statistic[order]
    summed = np.cumsum(chances[order], axis=0)
    starts = np.concatenate([[True], decreasing[:-1] - decreasing[1:] > tie])
    last = np.concatenate([np.flatnonzero(starts)[1:] - 1, [len(order) - 1]])
    result = np.empty_like(summed)
    result[order] = summed[last][np.cumsum(starts) - 1]
    return result


def between(curves: Floats, place: Floats) -> Floats:
    """Each curve at its (fractional) place on the grid."""
    left = np.minimum(place.astype(int), curves.shape[1] - 2)
    weight = place - left
    index = np.arange(len(curves))
    read: Floats = curves[index, left] * (1 - weight) + curves[index, left + 1] * weight
    return read


def refined_maximum(curves: Floats) -> Floats:
    """Maximum of each curve on the (cosine) grid, at the vertex of the parabola around it."""
    at = np.argmax(curves, axis=1)
    inner = np.clip(at, 1, curves.shape[1] - 2)
    index = np.arange(len(curves))
    left, top, right = curves[index, inner - 1], curves[index, inner], curves[index, inner + 1]
    slope, bend = (right - left) / 2, left - 2 * top + right
    shift = np.divide(-slope, bend, out=np.zeros_like(bend), where=bend < -1e-15)
    vertex = top + np.clip(shift, -1, 1) * slope / 2
    return np.maximum(curves[index, at], vertex)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", type=int, nargs="*", default=range(1, LARGEST + 1))
    parser.add_argument("--check", action="store_true", help="compare with the packaged table")
    wanted = parser.parse_args()
    size = first_row(LARGEST + 1)
    if wanted.check:
        packaged = np.load(TABLE)
        for n in wanted.only:
            same = np.array_equal(packaged[first_row(n) : first_row(n + 1)], lower_limits(n))
            print(f"n = {n}: {'equal' if same else 'DIFFERENT'}")
            if not same:
                raise SystemExit(1)
        return
    table = np.zeros((size, len(ALPHAS)), dtype=np.int16)
    for n in wanted.only:
        table[first_row(n) : first_row(n + 1)] = lower_limits(n)
        print(f"n = {n}", flush=True)
    np.save(TABLE, table)


if __name__ == "__main__":
    main()
