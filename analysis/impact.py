"""What a theme goes along with in the score: the effect on NPS of how often it is spoken of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.columns import dummies
from analysis.multiplicity import adjust
from analysis.robust import Bits, Design, Fit, Whole, errors, fitted
from analysis.scoring import Floats

LEAST = 10
"""Mentions below which nothing is said of a theme."""

MOST = 200
"""Themes and sentiments that are estimated together: the most frequent ones."""

ASSOCIATION = "association, not cause: what people mention goes along with many things"
"""Said beside every effect."""

SAID = ("positive", "negative", "neutral", "mixed")
"""Sentiments, in the order in which they are reported; "" (not analysed) counts as neutral."""


@dataclass(frozen=True, slots=True)
class Impact:
    """What one theme, spoken of in one tone, goes along with.

    Attributes
    ----------
    theme, sentiment : str
        Of the mentions; see `SAID`.
    mentions, n : int
        Answers that hold such a mention, of so many: "mentioned by 40 of 310".
    effect, effect_low, effect_high : float
        NPS points of somebody who mentions it so beside somebody who does not, all other
        themes, segments and periods equal, with its interval; -200 to 200.
    impact : float
        Points of the NPS of all that this comes to: effect times the share that mentions it.
    low, high : float
        Interval of `impact`, at the level that was asked for.
    p : float
        p value of "no effect", adjusted for the number of themes.
    """

    theme: str
    sentiment: str
    mentions: int
    n: int
    effect: float
    effect_low: float
    effect_high: float
    impact: float
    low: float
    high: float
    p: float

    @property
    def is_clear(self) -> bool:
        """Whether chance hardly explains it, allowing for how many themes were looked at."""
        return self.p < 0.05


@dataclass(frozen=True, slots=True)
class Impacts:
    """Effects of all themes that are spoken of often enough, largest first.

    Attributes
    ----------
    of : tuple of Impact
        Those with `LEAST` mentions and more.
    few : tuple of (str, str, int)
        Theme, sentiment and mentions of the others, of which nothing is said.
    note : str
        That these are associations; or why nothing could be estimated.
    """

    of: tuple[Impact, ...]
    few: tuple[tuple[str, str, int], ...]
    note: str


def impacts(
    scores: Any,
    mentions: Sequence[Mapping[str, str]],
    *,
    adjusting: Sequence[Any] = (),
    ids: Any = None,
    level: float = 0.95,
) -> Impacts:
    """Estimate what each theme goes along with, all of them at once.

    Least squares of v (-100, 0, 100 for detractors, passives, promoters) on a dummy for every
    theme and sentiment, and on dummies of what is adjusted for. The impact of a theme is its
    coefficient times the share of answers that mention it so; its variance is by the delta
    method from a robust (HC3) one, or one clustered by respondent.

    Parameters
    ----------
    scores : array_like of int, shape (n,)
        0 to 10.
    mentions : sequence of mapping, length n
        Of each answer: theme to sentiment.
    adjusting : sequence of array_like, each of shape (n,)
        Segment, channel, period of each answer.
    ids : array_like, shape (n,)
        Who answered, where somebody may have answered more than once; None for unknown.
    level : float
        Of the intervals, in (0, 1).

    Returns
    -------
    Impacts

    Raises
    ------
    ValueError
        If lengths differ or a score is not on the scale.

    References
    ----------
    MacKinnon, J. & White, H. (1985). Journal of Econometrics 29, 305-325. Liang, K.-Y. &
    Zeger, S. (1986). Biometrika 73, 13-22. Benjamini, Y. & Hochberg, Y. (1995). JRSS B 57.

    Examples
    --------
    >>> said = [{"price": "negative"} if n % 3 == 0 else {} for n in range(90)]
    >>> scores = [3 if n % 3 == 0 and n % 2 else 9 if n % 5 else 7 for n in range(90)]
    >>> found = impacts(scores, said).of[0]
    >>> found.theme, found.mentions, found.n, round(found.effect), found.is_clear
    ('price', 30, 90, -90, True)
    """
    v = points_of(scores)
    if len(mentions) != v.size or any(len(each) != v.size for each in adjusting):
        raise ValueError("scores, mentions and what is adjusted for must be of one length")
    told = Told(
        points=v,
        said=mentions,
        which=np.arange(v.size),
        weights=np.ones(v.size),
        who=np.full(v.size, -1) if ids is None else _numbered(ids),
        adjusting=adjusting,
    )
    return impacts_of(told, level)


@dataclass(frozen=True, slots=True)
class Told:
    """Answers as `impacts` takes them, alike ones together.

    Attributes
    ----------
    points : numpy.ndarray, shape (rows,)
        What each answer adds to the score: -100, 0, 100 for detractors, passives, promoters.
    said : sequence of mapping
        What answers mention: theme to sentiment, each different one once.
    which : numpy.ndarray of int64, shape (rows,)
        The place in `said` of each row.
    weights : numpy.ndarray, shape (rows,)
        Answers that each row stands for.
    who : numpy.ndarray of int64, shape (rows,)
        Who answered; -1 for rows whose answers are each somebody else's.
    adjusting : sequence of array_like, each of shape (rows,)
        Segment, channel, period of each row.
    """

    points: Floats
    said: Sequence[Mapping[str, str]]
    which: Whole
    weights: Floats
    who: Whole
    adjusting: Sequence[Any] = ()

    @property
    def n(self) -> int:
        """Answers."""
        return int(self.weights.sum())

    @property
    def sizes(self) -> list[int]:
        """Answers that say each of `said`."""
        counts = np.bincount(self.which, self.weights, len(self.said))
        return [int(n) for n in counts]


def impacts_of(told: Told, level: float = 0.95) -> Impacts:
    """Estimate as `impacts` does, from alike answers put together: the result is the same."""
    n, columns = told.n, _columns(told.said)
    of_each = np.bincount(told.which, told.weights, len(told.said))
    counts = {key: int(of_each @ x) for key, x in columns.items()}
    often = _often(counts, n)
    few = tuple((*key, counts[key]) for key in columns if key not in often)
    if not often:
        return Impacts((), few, f"not estimable: no theme has {LEAST} mentions")
    design = _design(told, [columns[key] for key in often])
    found = fitted(design)
    if n <= len(found.kept) + LEAST:
        return Impacts((), few, f"not estimable: {n} answers for {len(found.kept)} columns")
    rows = [(key, found.kept.index(at)) for at, key in enumerate(often, 1) if at in found.kept]
    spreads = errors(design, found, [place for _key, place in rows])
    return Impacts(tuple(_named(rows, found, spreads, (counts, n, level))), few, ASSOCIATION)


def points_of(scores: Any) -> Floats:
    """Give what each score from 0 to 10 adds to the NPS; ValueError for others."""
    given = np.asarray(scores, dtype=np.float64)
    if given.ndim != 1 or not bool(((given >= 0) & (given <= 10) & (given % 1 == 0)).all()):
        raise ValueError("scores must be whole numbers from 0 to 10")
    points: Floats = 100.0 * ((given >= 9).astype(np.float64) - (given <= 6))
    return points


def _numbered(ids: Any) -> Whole:
    """Number who answered by their first answer; whoever is not known is somebody else."""
    place: dict[str, int] = {}
    return np.array(
        [-1 if each is None else place.setdefault(str(each), len(place)) for each in ids],
        dtype=np.int64,
    )


def _columns(said: Sequence[Mapping[str, str]]) -> dict[tuple[str, str], Bits]:
    found: dict[tuple[str, str], Bits] = {}
    for at, mentions in enumerate(said):
        for theme, sentiment in mentions.items():
            key = (theme, sentiment or "neutral")
            if key not in found:
                found[key] = np.zeros(len(said), dtype=np.int8)
            found[key][at] = 1
    return dict(sorted(found.items(), key=lambda pair: (pair[0][0], SAID.index(pair[0][1]))))


def _often(counts: Mapping[tuple[str, str], int], n: int) -> list[tuple[str, str]]:
    """Give those with enough mentions, and enough answers without; of many the most frequent."""
    most = set(sorted(counts, key=lambda key: -counts[key])[:MOST])
    return [key for key, k in counts.items() if key in most and LEAST <= k <= n - LEAST]


def _design(told: Told, columns: Sequence[Bits]) -> Design:
    adjusted = [x for labels in told.adjusting for x in dummies(labels, told.weights)]
    parts = [np.ones(told.points.size, dtype=np.int8), *(x[told.which] for x in columns)]
    parts += [x.astype(np.int8) for x in adjusted]
    return Design.of(np.column_stack(parts), told.points, told.weights, told.who)


def _named(
    rows: Sequence[tuple[tuple[str, str], int]],
    found: Fit,
    spreads: tuple[Floats, Floats],
    known: tuple[Mapping[tuple[str, str], int], int, float],
) -> list[Impact]:
    from scipy.special import stdtr, stdtrit  # loaded only when asked for

    counts, n, level = known
    reach = float(stdtrit(found.free, (1 + level) / 2))
    at = [place for _key, place in rows]
    beta, share = found.coefficients[at], found.shares[at]
    own, both = spreads[0] * reach, spreads[1] * reach
    p = adjust(2 * stdtr(found.free, -abs(beta) / np.maximum(spreads[0], 1e-12)))
    impact = beta * share
    ends = zip(beta, beta - own, beta + own, impact, impact - both, impact + both, p, strict=True)
    return sorted(
        (
            Impact(*key, counts[key], n, *map(float, numbers))
            for (key, _place), numbers in zip(rows, ends, strict=True)
        ),
        key=lambda one: -abs(one.impact),
    )
