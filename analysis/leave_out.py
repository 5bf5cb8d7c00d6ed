"""The score without a theme, as survey vendors show it, under its own name and with its warning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.impact import Told, points_of

LEAVE_OUT_WARNING = (
    "leaving a theme out counts against it whatever is spoken of along with it; see the "
    "adjusted effect"
)
"""Said beside every score without a theme."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Score of all less the score of those who do not mention a theme, in points.

    Attributes
    ----------
    value, low, high : float
        The difference and its 95 % interval, which covers what the figure means and not an
        effect.
    """

    value: float
    low: float
    high: float


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
    v = points_of(scores)
    alone = np.full(v.size, -1)
    found = left_out(Told(v, mentions, np.arange(v.size), np.ones(v.size), alone), theme)
    return found.value if found else None


def left_out(told: Told, theme: str) -> LeftOut | None:
    """Give the same of answers that are put together where they are alike, with its interval.

    Parameters
    ----------
    told : Told
        The answers.
    theme : str
        Its id.

    Returns
    -------
    LeftOut or None
        None where all or none mention it.
    """
    says = np.array([theme in each for each in told.said], dtype=bool)[told.which]
    n, rest = told.weights.sum(), told.weights[~says].sum()
    if rest in (0, n):
        return None
    middle = float(told.weights @ told.points / n)
    others = float(told.weights[~says] @ told.points[~says] / rest)
    influence = (told.points - middle) / n - np.where(says, 0.0, (told.points - others) / rest)
    reach = 1.959964 * float(np.sqrt(told.weights @ influence**2))
    value = middle - others
    return LeftOut(value, value - reach, value + reach)
