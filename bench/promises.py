"""The figures of `analysis/README.md` under "What was tried out": simulations with fixed seeds.

    python -m bench.promises        # about a minute of processor time

The false alarms of the sequence come from ``pytest tests/analysis -m slow -s``.
"""

import numpy as np
from scipy.stats import t as student

from analysis import Plan, Shares, compare_paired, compare_segments, nps, sequence
from analysis.run_length import shortest_delay
from analysis.scoring import score_limits_rows
from tests.analysis.test_design_effect import coefficients_cover
from tests.analysis.test_repeats import accounts_cover, change_cover, peeks
from tests.analysis.test_repeats import weighted_cover as repeats_weighted
from tests.analysis.test_simulations import (
    DROPPED,
    SPREAD,
    TOP_HEAVY,
    USUAL,
    clustered_cover,
    first_drop,
    pager_delay,
    weighted_cover,
)

FLOOR = (0.232, 0.300, 0.468)
Z = 1.959963984540054


def changes() -> None:
    """Type I error, power, pairs and false discoveries."""
    for truth, sizes in ((USUAL, (50, 50)), (USUAL, (20, 60)), (TOP_HEAVY, (100, 100))):
        waves = [
            np.random.default_rng(5 + at).multinomial(n, truth, size=20_000)
            for at, n in enumerate(sizes)
        ]
        wrong = float((compare_segments(waves[1], past=waves[0]).p < 0.05).mean())
        print(f"equal waves {truth} {sizes}: told apart {wrong:.4f}")
    n = Plan(Shares(*USUAL)).answers(0.1)
    before = np.random.default_rng(1).multinomial(n, USUAL, size=20_000)
    after = np.random.default_rng(2).multinomial(n, (0.15, 0.30, 0.55), size=20_000)
    print(f"power at n = {n}: {(compare_segments(after, past=before).p < 0.05).mean():.4f}")
    moves = (0.02, 0.10, 0.60, 0.22, 0.06)
    change = float(np.dot(moves, range(-2, 3)))
    for n in (10, 30, 100):
        drawn = np.random.default_rng(8).multinomial(n, moves, size=4000).tolist()
        held = [compare_paired(changes=counts).interval().contains(change) for counts in drawn]
        print(f"pairs, n = {n}: coverage {np.mean(held):.3f}")


def discoveries() -> None:
    """False findings among 20 segments, 5 of them shifted."""
    random, adjusted, unadjusted = np.random.default_rng(7), [], []
    for _ in range(800):
        counts = np.concatenate(
            [
                random.multinomial(150, USUAL, size=15),
                random.multinomial(150, (0.1, 0.2, 0.7), size=5),
            ]
        )
        found = compare_segments(counts, target=0.3)
        for shares, named in ((adjusted, found.differ()), (unadjusted, found.p < 0.05)):
            shares.append(named[:15].sum() / max(1, named.sum()))
    print(f"false findings: {np.mean(adjusted):.3f} adjusted, {np.mean(unadjusted):.3f} not")


def means() -> None:
    """Coverage of the mean of a top-heavy 1-5 question."""
    truth, values = (0.01, 0.02, 0.03, 0.06, 0.88), np.arange(1, 6)
    mean = float(values @ truth)
    for n in (10, 30, 100):
        drawn = np.random.default_rng(20).multinomial(n, truth, size=20_000)
        limits = score_limits_rows(drawn, values, Z)
        average = drawn @ values / n
        spread = np.sqrt(np.maximum(0, drawn @ values**2 - n * average**2) / (n - 1))
        ours = ((limits[:, 0] <= mean) & (mean <= limits[:, 1])).mean()
        half = student.ppf(0.975, n - 1) * spread / np.sqrt(n)
        theirs = (abs(average - mean) <= half).mean()
        print(f"top-heavy, n = {n}: {ours:.3f}, Student's t {theirs:.3f}")


def samples() -> None:
    """Weights and repeated answers."""
    for n in (60, 1000):
        weighted, plain = weighted_cover(n, 1500)
        print(f"weights, n = {n}: with {weighted:.3f}, without {plain:.3f}")
    for n in (12, 40):
        grouped, plain = clustered_cover(n, 1500)
        print(f"{n} customers: with ids {grouped:.3f}, without {plain:.3f}")


def repeats() -> None:
    """Customers who answer three times in one mood."""
    for kind in ("two waves", "pairs", "turnaround"):
        known, blind, _ = change_cover(kind, 1000)
        print(f"repeats, {kind}: with ids {known:.3f}, without {blind:.3f}")
    for name, (known, blind) in (
        ("weights", repeats_weighted(1000)),
        ("coefficients of drivers", coefficients_cover(1000)),
    ):
        print(f"repeats, {name}: with ids {known:.3f}, without {blind:.3f}")
    known, blind = accounts_cover(1000)
    print(
        f"repeats, five accounts give 100 of 140 answers: with ids {known:.3f}, without {blind:.3f}"
    )
    known, blind = peeks(400)
    print(f"repeats, false alarms of the sequence: with ids {known:.3f}, without {blind:.3f}")


def watching() -> None:
    """Sequence, chart and pager."""
    for n in (50, 5000):
        counts = (n // 5, 3 * n // 10, n // 2)
        single = nps(counts=counts).interval(0.95, "score")
        live = sequence(counts=counts).interval()
        print(f"sequence, n = {n}: {live.width / single.width:.3f} times as wide")
    seeds = [np.random.default_rng(seed) for seed in range(300)]
    false = [first_drop(s, USUAL, 3000) for s in seeds[:150]]
    print(f"chart: {np.mean(false):.0f} days without cause")
    for quiet in (0, 60):
        true = [first_drop(s, DROPPED, 300, quiet=quiet) for s in seeds]
        print(f"chart: {np.mean(true):.1f} days to a drop of 15 after {quiet} usual ones")
    at_floor = [pager_delay(s, FLOOR, 1500) for s in seeds[:60]]
    print(f"pager at its floor: {np.mean(at_floor):.0f} looks (cut off at 1,500)")
    fresh = [pager_delay(np.random.default_rng(seed), DROPPED, 400) for seed in range(400)]
    print(f"pager begun on the day of the drop, 30 days of baseline: {np.mean(fresh):.1f} days")
    for days in (30, 90, 365, 0):
        floor = nps(counts=(4 * days, 6 * days, 10 * days)).interval().low if days else 0.3
        streams = [np.random.default_rng(seed) for seed in range(400)]
        delays = [pager_delay(s, DROPPED, 400, floor=floor, quiet=60) for s in streams]
        fastest = shortest_delay((floor - 0.15) / SPREAD, 365)
        print(
            f"pager, floor {floor:.3f} ({days or 'no end of'} days of baseline): a drop from 30 to "
            f"15 found in {np.mean(delays):.1f} days; no alarm under {fastest:.1f}"
        )


def main() -> None:
    for part in (changes, discoveries, means, samples, repeats, watching):
        part()


if __name__ == "__main__":
    main()
