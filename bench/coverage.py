"""Coverage and width of NPS intervals by exact enumeration, beside what others use.

    python -m bench.coverage                  # n = 5, 10, 20: seconds
    python -m bench.coverage 5 10 20 50 100 500
    python -m bench.coverage --pictures       # every n from 5 to 50, draws analysis/img/

"interior" are 171 true distributions in steps of 5 % with every class at 5 % or more, "edge"
21 with 1-3 % detractors and 60-96 % promoters. Exits with 1 below the targets.
"""

import argparse
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analysis.estimate import two_sided_z
from analysis.exact import LARGEST, exact_limits_rows
from analysis.intervals import PSEUDO, VALUES
from analysis.scoring import score_limits_rows
from bench.exact_table import log_ways, outcomes
from bench.pictures import Line, draw

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]

LEVEL = 0.95
INTERIOR = [(d / 20, 1 - (d + p) / 20, p / 20) for d in range(1, 19) for p in range(1, 20 - d)]
EDGE = [
    (d / 100, 1 - (d + p) / 100, p / 100) for d in (1, 2, 3) for p in (60, 70, 80, 85, 90, 95, 96)
]
IMAGES = Path(__file__).parent.parent / "analysis" / "img"


@dataclass(frozen=True)
class Coverage:
    """What one method reaches at one n."""

    interior: Floats
    edge: Floats
    width: float

    def __str__(self) -> str:
        least = f"{self.interior.min():.3f}/{self.edge.min():.3f}"
        return f"{least} mean {self.interior.mean():.4f} width {self.width:.4f}"


def wald(rows: Rows, level: float, pseudo: tuple[float, float, float] = (0, 0, 0)) -> Floats:
    """Wald limits, plain or after adding pseudo-answers."""
    filled = rows + np.array(pseudo)
    n = filled.sum(axis=1)
    estimate = (filled[:, 2] - filled[:, 0]) / n
    variance = np.maximum(0, (filled[:, 2] + filled[:, 0]) / n - estimate**2)
    half = two_sided_z(level) * np.sqrt(variance / n)
    return np.stack([estimate - half, estimate + half], axis=1)


def plain(rows: Rows, level: float) -> Floats:
    """Wald limits, cut to [-1, 1] as shown to people."""
    return np.clip(wald(rows, level), -1, 1)


def adjusted(rows: Rows, level: float) -> Floats:
    """Adjusted Wald limits, cut to [-1, 1] as shown to people."""
    return np.clip(wald(rows, level, PSEUDO), -1, 1)


def score(rows: Rows, level: float) -> Floats:
    """Score limits."""
    return score_limits_rows(rows, VALUES, two_sided_z(level))


def independent_misuse(rows: Rows, level: float) -> Floats:
    """statsmodels' interval for two independent proportions, fed with one sample's."""
    from statsmodels.stats.proportion import confint_proportions_2indep

    n = int(rows[0].sum())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        low, high = confint_proportions_2indep(
            rows[:, 2], n, rows[:, 0], n, method="newcomb", alpha=1 - level
        )
    return np.stack([low, high], axis=1)


METHODS: dict[str, Callable[[Rows, float], Floats]] = {
    "Wald": plain,
    "adjusted Wald": adjusted,
    "statsmodels 2indep": independent_misuse,
    "score": score,
    "exact": exact_limits_rows,
}


def cover(limits: Floats, rows: Rows) -> Coverage:
    """Probability that the limits of the outcome hold the truth, for every truth."""
    ways = log_ways(rows)
    width = limits[:, 1] - limits[:, 0]
    reached, widths = [], []
    for truth in (*INTERIOR, *EDGE):
        chance = np.exp(ways + rows @ np.log(truth))
        t = truth[2] - truth[0]
        holds = (limits[:, 0] <= t + 1e-12) & (limits[:, 1] >= t - 1e-12)
        reached.append(float(chance[holds].sum()))
        widths.append(float(chance @ width))
    size = len(INTERIOR)
    return Coverage(
        np.array(reached[:size]), np.array(reached[size:]), float(np.mean(widths[:size]))
    )


def measure(n: int, names: Iterable[str] = METHODS) -> dict[str, Coverage]:
    """Coverage of each method at n; "exact" only where the table goes."""
    rows = outcomes(n)
    wanted = [name for name in names if name != "exact" or n <= LARGEST]
    return {name: cover(METHODS[name](rows, LEVEL), rows) for name in wanted}


def misses(n: int, found: dict[str, Coverage]) -> list[str]:
    """Targets that were not reached, in words."""
    if n > LARGEST:
        away = abs(float(found["score"].interior.mean()) - LEVEL)
        return [f"n = {n}: score is {away:.4f} off on average"] if away > 0.001 else []
    exact = found["exact"]
    least = min(exact.interior.min(), exact.edge.min())
    ratio, allowed = exact.width / found["score"].width, 1.06 if n < 10 else 1.035
    missed = [f"n = {n}: exact covers {least:.4f} at worst"] if least < LEVEL else []
    if ratio > allowed:
        missed.append(f"n = {n}: exact is {ratio:.3f} times as wide as score")
    return missed


def pictures() -> list[str]:
    """Draw worst-case coverage and mean width against n; return missed targets."""
    names = ["Wald", "adjusted Wald", "score", "exact"]
    sizes = list(range(5, LARGEST + 1))
    by_n = {n: measure(n, names) for n in sizes}
    for part in ("interior", "edge"):
        lines = [
            Line(name, sizes, [float(getattr(by_n[n][name], part).min()) for n in sizes])
            for name in names
        ]
        title = f"Worst coverage of 95 % intervals, {part} distributions"
        draw(IMAGES / f"coverage-{part}.svg", title, "answers", lines, low=0.7, high=1, rule=0.95)
    widths = [Line(name, sizes, [by_n[n][name].width for n in sizes]) for name in names]
    title = "Mean width of 95 % intervals (NPS of 1 = 100 points)"
    draw(IMAGES / "width.svg", title, "answers", widths, low=0, high=1.2, rule=None)
    return [miss for n in sizes for miss in misses(n, by_n[n])]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("n", type=int, nargs="*", default=[5, 10, 20])
    parser.add_argument("--pictures", action="store_true")
    wanted = parser.parse_args()
    missed = pictures() if wanted.pictures else []
    for n in [] if wanted.pictures else wanted.n:
        found = measure(n)
        print(f"n = {n}: least coverage interior/edge, interior mean coverage and mean width")
        for name, reached in found.items():
            print(f"  {name:20}{reached}")
        if "exact" in found:
            print(f"  exact / score width  {found['exact'].width / found['score'].width:.4f}")
        missed += misses(n, found)
    for miss in missed:
        print("MISSED", miss)
    print("targets missed" if missed else "all targets reached")
    raise SystemExit(bool(missed))


if __name__ == "__main__":
    main()
