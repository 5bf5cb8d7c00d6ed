"""What a theme goes along with in the score: the effect on NPS of how often it is spoken of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.columns import dummies, independent
from analysis.multiplicity import adjust
from analysis.scoring import Floats

LEAST = 10
"""Mentions below which nothing is said of a theme."""

MOST = 200
"""Themes and sentiments that are estimated together: the most frequent ones."""

ASSOCIATION = "association, not cause: what people mention goes along with many things"
"""Said beside every effect."""

LEAVE_OUT_WARNING = (
    "leaving a theme out counts against it whatever is spoken of along with it; see the "
    "adjusted effect"
)
"""Said beside every score without a theme."""

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
    effect : float
        NPS points of somebody who mentions it so beside somebody who does not, all other
        themes, segments and periods equal; -200 to 200.
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
    v = _points(scores)
    n = v.size
    if len(mentions) != n or any(len(each) != n for each in adjusting):
        raise ValueError("scores, mentions and what is adjusted for must be of one length")
    columns = _columns(mentions)
    often = _often(columns, n)
    few = tuple((*key, int(x.sum())) for key, x in columns.items() if key not in often)
    if not often:
        return Impacts((), few, f"not estimable: no theme has {LEAST} mentions")
    design = _design(list(often.values()), adjusting, n)
    kept = independent(design)
    at = [kept.index(1 + place) if 1 + place in kept else -1 for place in range(len(often))]
    if n <= len(kept) + LEAST:
        return Impacts((), few, f"not estimable: {n} answers for {len(kept)} columns")
    found = _fitted(design[:, kept], v, ids)
    rows = [
        (key, x, place) for (key, x), place in zip(often.items(), at, strict=True) if place >= 0
    ]
    estimated = [_estimated(found, x, place) for _key, x, place in rows]
    return Impacts(tuple(_named(rows, estimated, found[3], level)), few, ASSOCIATION)


def without_theme(scores: Any, mentions: Sequence[Mapping[str, str]], theme: str) -> float | None:
    """NPS less that of the answers that do not mention a theme, as survey vendors show it.

    Not an effect: whatever is spoken of along with a theme counts for it, see
    `LEAVE_OUT_WARNING`. A theme without any effect can come out at -5 with certainty.

    Parameters
    ----------
    scores : array_like of int, shape (n,)
        0 to 10.
    mentions : sequence of mapping, length n
        Of each answer: theme to sentiment.
    theme : str
        Its id.

    Returns
    -------
    float or None
        In points; None where all or none mention it.

    Examples
    --------
    >>> without_theme([10, 9, 0, 10], [{}, {}, {"price": "negative"}, {}], "price")
    -50.0
    """
    v = _points(scores)
    says = np.array([theme in each for each in mentions], dtype=bool)
    if says.all() or not says.any():
        return None
    return float(v.mean() - v[~says].mean())


_Fit = tuple[Floats, Floats, Any, int]
"""Coefficients, influence of each answer on each of them, who answered, degrees of freedom."""


def _points(scores: Any) -> Floats:
    given = np.asarray(scores, dtype=np.float64)
    if given.ndim != 1 or not bool(((given >= 0) & (given <= 10) & (given % 1 == 0)).all()):
        raise ValueError("scores must be whole numbers from 0 to 10")
    points: Floats = 100.0 * ((given >= 9).astype(np.float64) - (given <= 6))
    return points


def _columns(mentions: Sequence[Mapping[str, str]]) -> dict[tuple[str, str], Floats]:
    found: dict[tuple[str, str], Floats] = {}
    for at, said in enumerate(mentions):
        for theme, sentiment in said.items():
            key = (theme, sentiment or "neutral")
            if key not in found:
                found[key] = np.zeros(len(mentions))
            found[key][at] = 1.0
    return dict(sorted(found.items(), key=lambda pair: (pair[0][0], SAID.index(pair[0][1]))))


def _often(columns: Mapping[tuple[str, str], Floats], n: int) -> dict[tuple[str, str], Floats]:
    """Give those with enough mentions, and enough answers without; of many the most frequent."""
    most = sorted(columns, key=lambda key: -columns[key].sum())[:MOST]
    return {key: x for key, x in columns.items() if key in most and LEAST <= x.sum() <= n - LEAST}


def _design(columns: list[Floats], adjusting: Sequence[Any], n: int) -> Floats:
    adjusted = [column for labels in adjusting for column in dummies(labels)]
    return np.column_stack([np.ones(n), *columns, *adjusted])


def _fitted(x: Floats, v: Floats, ids: Any) -> _Fit:
    n, k = x.shape
    inverse = np.linalg.inv(x.T @ x)
    coefficients: Floats = inverse @ (x.T @ v)
    hat = x @ inverse
    leverage = (hat * x).sum(axis=1)
    residual = v - x @ coefficients
    influence: Floats = hat * (residual / np.maximum(1 - leverage, 1e-6))[:, None]
    if ids is None:
        return coefficients, influence, np.arange(n), n - k
    names = [("?", at) if each is None else ("", str(each)) for at, each in enumerate(ids)]
    place = {name: number for number, name in enumerate(dict.fromkeys(names))}
    who = np.array([place[name] for name in names])
    return coefficients, influence, who, max(1, len(place) - 1)


def _estimated(found: _Fit, x: Floats, place: int) -> tuple[float, float, float, float]:
    """Coefficient and its standard error; impact and its own, by the delta method.

    The share is estimated from the same answers, so that its chance adds to the impact's.
    """
    coefficients, influence, who, _free = found
    beta, share = float(coefficients[place]), float(x.mean())
    own = influence[:, place]
    both = share * own + beta * (x - share) / x.size
    return beta, _error(own, who), beta * share, _error(both, who)


def _error(influence: Floats, who: Any) -> float:
    summed = np.bincount(who, influence)
    many = summed.size
    return float(np.sqrt((summed**2).sum() * many / max(1, many - 1)))


def _named(
    rows: Sequence[tuple[tuple[str, str], Floats, int]],
    estimated: Sequence[tuple[float, float, float, float]],
    free: int,
    level: float,
) -> list[Impact]:
    from scipy.special import stdtr, stdtrit  # loaded only when asked for

    reach = float(stdtrit(free, (1 + level) / 2))
    raw = [2 * float(stdtr(free, -abs(beta) / max(error, 1e-12))) for beta, error, *_ in estimated]
    return sorted(
        (
            Impact(
                theme, sentiment, int(x.sum()), x.size, beta, impact,
                impact - reach * spread, impact + reach * spread, float(p),
            )
            for ((theme, sentiment), x, _place), (beta, _error, impact, spread), p in zip(
                rows, estimated, adjust(raw), strict=True
            )
        ),
        key=lambda one: -abs(one.impact),
    )  # fmt: skip
