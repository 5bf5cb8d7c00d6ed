"""Speed of `analysis`, with the limits it must keep. Exits with 1 where one is missed.

    python -m bench.analysis

Every figure is the best of several runs, so that a busy machine does not blur it.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis import compare_segments, nps, nps_table, sequence

MANY = 10_000_000


@dataclass(frozen=True)
class Measured:
    """One figure and the limit it must keep."""

    what: str
    value: float
    limit: float
    unit: str

    def __str__(self) -> str:
        verdict = "ok" if self.value <= self.limit else "MISSED"
        return f"{self.what:46}{self.value:10.2f} {self.unit:3} (limit {self.limit:g})  {verdict}"


def best(work: Callable[[], object], times: int, runs: int = 7) -> float:
    """Seconds per call in the best of several runs of so many calls."""
    fastest = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        for _ in range(times):
            work()
        fastest = min(fastest, (time.perf_counter() - start) / times)
    return fastest


def raw_scores(dtype: type) -> list[Measured]:
    """Ten million raw scores, beside NumPy's own counting of the same array."""
    scores = np.random.default_rng(1).integers(0, 11, MANY).astype(dtype)
    ours = best(lambda: nps(scores).interval(), 1, 3)
    floor = best(lambda: np.bincount(scores, minlength=11), 1, 3)
    name = f"10 M raw scores, {dtype.__name__}"
    return [
        Measured(name, ours * 1e3, 25, "ms"),
        Measured(f"{name}: beside bincount", ours / floor, 1.5, "x"),
    ]


def single() -> list[Measured]:
    """One score from counts, and one look at a sequence."""
    small = best(lambda: nps(counts=(10, 15, 25)).interval(), 2000)
    large = best(lambda: nps(counts=(200, 300, 500)).interval(), 300)
    look = best(lambda: sequence(counts=(200, 300, 500)).interval(), 200)
    return [
        Measured("from counts, n = 50 (table)", small * 1e6, 20, "us"),
        Measured("from counts, n = 1,000 (score)", large * 1e6, 150, "us"),
        Measured("one look at a sequence", look * 1e6, 300, "us"),
    ]


def segments() -> list[Measured]:
    """A thousand segments."""
    random = np.random.default_rng(2)
    counts, past = (random.multinomial(80, (0.2, 0.3, 0.5), size=1000) for _ in range(2))
    target = best(lambda: compare_segments(counts, target=0.3), 3)
    own = best(lambda: compare_segments(counts, past=past), 3)
    table = best(lambda: nps_table(counts), 3)
    return [
        Measured("1,000 segments, intervals", table * 1e3, 60, "ms"),
        Measured("1,000 segments against a target, BH", target * 1e3, 60, "ms"),
        Measured("1,000 segments against their past, BH", own * 1e3, 60, "ms"),
    ]


def imported() -> Measured:
    """Seconds that importing `analysis` costs once NumPy is there."""
    code = (
        "import time, numpy; start = time.perf_counter(); import analysis; "
        "print(time.perf_counter() - start)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        for _ in range(5)
    ]
    return Measured("import beyond NumPy", min(float(run.stdout) for run in runs), 0.4, "s")


def main() -> None:
    figures = [*raw_scores(np.int64), *raw_scores(np.uint8), *single(), *segments(), imported()]
    for figure in figures:
        print(figure)
    raise SystemExit(any(figure.value > figure.limit for figure in figures))


if __name__ == "__main__":
    main()
