"""Answers for a margin of error, and the margin that answers leave."""

from collections.abc import Sequence
from math import ceil, sqrt

from analysis.cluster import checked_design_effect
from analysis.estimate import two_sided_z
from analysis.nps import Shares


def checked_shares(shares: Sequence[float]) -> Shares:
    """Detractors, passives and promoters as shares, after checking them.

    Raises
    ------
    ValueError
        Unless they are three, 0 or more, and add up to 1.

    Examples
    --------
    >>> checked_shares((0.2, 0.3, 0.5)).promoters
    0.5
    """
    if len(shares) != 3 or not min(shares) >= 0 or not abs(sum(shares) - 1) <= 1e-9:
        raise ValueError(f"shares must be 0 or more and add up to 1, got {shares}")
    return Shares(*shares)


def answers_for_margin(
    shares: Shares, margin: float, *, level: float = 0.95, design_effect: float = 1.0
) -> int:
    """Answers for an NPS with a margin of error.

    Parameters
    ----------
    shares : Shares
        Expected shares of the classes.
    margin : float
        Half of the interval's width on the scale -1...1, positive.
    level : float
        Confidence level in (0, 1).
    design_effect : float
        What repeated answers or weights are expected to cost, 1 or more: see
        `analysis.effective_n`.

    Returns
    -------
    int
        ``deff z**2 V / margin**2``, rounded up.

    Raises
    ------
    ValueError
        If `margin` is not positive, the design effect is below 1, or the shares do not add
        up to 1.

    Examples
    --------
    >>> answers_for_margin(Shares(0.2, 0.3, 0.5), 0.05)
    938
    """
    check_size(margin)
    variance = variance_of(checked_shares(shares)) * checked_design_effect(design_effect)
    return ceil(two_sided_z(level) ** 2 * variance / margin**2)


def margin_of(shares: Shares, n: int, *, level: float = 0.95, design_effect: float = 1.0) -> float:
    """Margin of error that `n` answers leave; the inverse of `answers_for_margin`.

    Parameters
    ----------
    shares : Shares
        Expected shares of the classes.
    n : int
        Answers, 1 or more.
    level, design_effect : float
        As in `answers_for_margin`.

    Returns
    -------
    float
        Half of the interval's width on the scale -1...1.

    Raises
    ------
    ValueError
        If there is no answer, or as in `answers_for_margin`.

    Examples
    --------
    >>> round(margin_of(Shares(0.2, 0.3, 0.5), 300), 4)
    0.0884
    """
    check_n(n)
    variance = variance_of(checked_shares(shares)) * checked_design_effect(design_effect)
    return two_sided_z(level) * sqrt(variance / n)


def variance_of(shares: Shares) -> float:
    """Variance of one answer on -1/0/+1, in [0, 1].

    Examples
    --------
    >>> f"{variance_of(Shares(0.2, 0.3, 0.5)):.2f}"
    '0.61'
    """
    estimate = shares.promoters - shares.detractors
    return shares.promoters + shares.detractors - estimate * estimate


def check_size(size: float) -> None:
    """Refuse a size that is not positive."""
    if not size > 0:
        raise ValueError(f"a size to notice must be positive, got {size}")


def check_n(n: int) -> None:
    """Refuse less than one answer."""
    if n < 1:
        raise ValueError(f"at least one answer, got {n}")
