"""Themes over time: whose share of the answers has risen or fallen more than chance explains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis.multiplicity import adjust
from analysis.proportion import Proportion, proportion

ALARM = 0.01
"""Adjusted p value below which a change is told: one false alarm in a hundred looks."""

LEAST = 5
"""Mentions before and now together, below which nothing is told."""


@dataclass(frozen=True, slots=True)
class ThemeTrend:
    """How often a theme is mentioned, period by period.

    Attributes
    ----------
    theme : str
        Its id.
    shares : tuple of Proportion
        Of each period; ``interval()`` gives its interval.
    before : Proportion
        Of all periods but the last together.
    p : float
        p value of "as often in the last period as before", adjusted for the number of themes.
    alarm : {"up", "down", ""}
        Whether the last period differs more than chance explains.
    """

    theme: str
    shares: tuple[Proportion, ...]
    before: Proportion
    p: float
    alarm: Literal["up", "down", ""]


def theme_trends(
    mentions: Mapping[str, Sequence[int]], answers: Sequence[int]
) -> tuple[ThemeTrend, ...]:
    """Compare the last period of every theme with all periods before.

    Fisher's exact test on mentions and answers without one, adjusted for the number of themes by
    Benjamini and Hochberg.

    Parameters
    ----------
    mentions : mapping of str to sequence of int
        Of each theme the number of answers that mention it, period by period.
    answers : sequence of int
        Answers with words in each period; two periods or more.

    Returns
    -------
    tuple of ThemeTrend
        Those that differ most surely first.

    Raises
    ------
    ValueError
        If there are fewer than two periods, or more mentions than answers.

    References
    ----------
    Fisher, R. A. (1922). JRSS 85, 87-94.

    Examples
    --------
    >>> found = theme_trends({"delivery": [4, 6, 30], "price": [9, 8, 10]}, [100, 110, 120])
    >>> [(trend.theme, trend.alarm) for trend in found]
    [('delivery', 'up'), ('price', '')]
    """
    if len(answers) < 2:
        raise ValueError("a trend needs two periods")
    for theme, counts in mentions.items():
        if len(counts) != len(answers) or any(k > n for k, n in zip(counts, answers, strict=True)):
            raise ValueError(f"mentions of {theme!r} do not fit the answers")
    adjusted = adjust([_fisher(counts, answers) for counts in mentions.values()])
    found = [
        _trend(theme, counts, answers, float(p))
        for (theme, counts), p in zip(mentions.items(), adjusted, strict=True)
    ]
    return tuple(sorted(found, key=lambda trend: trend.p))


def _trend(theme: str, counts: Sequence[int], answers: Sequence[int], p: float) -> ThemeTrend:
    shares = tuple(proportion(k, n) for k, n in zip(counts, answers, strict=True))
    before = proportion(sum(counts[:-1]), sum(answers[:-1]))
    alarm: Literal["up", "down", ""] = ""
    if p < ALARM and sum(counts) >= LEAST:
        alarm = "up" if (shares[-1].estimate or 0) > (before.estimate or 0) else "down"
    return ThemeTrend(theme, shares, before, p, alarm)


def _fisher(counts: Sequence[int], answers: Sequence[int]) -> float:
    """Give the two-sided exact p-value: all tables at most as likely as the one that was seen.

    Written out, because `scipy.stats` alone costs a second and 60 MB where nothing else needs it;
    of a whole distribution only its shape counts, so factorials of the margins are left out.
    """
    from scipy.special import gammaln  # loaded only when asked for

    k, n, of = counts[-1], answers[-1], sum(answers[:-1])
    said = sum(counts)
    x = np.arange(max(0, said - of), min(n, said) + 1)
    terms = np.stack((x, n - x, said - x, of - said + x))
    shape = -gammaln(terms + 1.0).sum(axis=0)
    likely = np.exp(shape - shape.max())
    seen = likely[k - x[0]] * (1 + 1e-7)  # ties of rounding count, as R has it
    return min(1.0, float(likely[likely <= seen].sum() / likely.sum()))
