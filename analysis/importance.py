"""Ways to share out R squared among correlated drivers, from a correlation matrix.

Every function takes a correlation matrix of shape (k + 1, k + 1), the outcome first, and
returns one number per driver, shape (k,).
"""

from math import comb

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def lmg(correlations: Floats) -> Floats:
    """R squared added by each driver, averaged over all orders of adding drivers.

    Cost grows as 2**k; k up to 12 is quick. The 2**k values of R squared come from sweeping
    the drivers in or out one after the other, for all subsets and matrices together.

    Parameters
    ----------
    correlations : numpy.ndarray, shape (..., k + 1, k + 1)
        Correlation matrices, the outcome first.

    Returns
    -------
    numpy.ndarray, shape (..., k)
        Non-negative, together R squared.

    References
    ----------
    Lindeman, R., Merenda, P. & Gold, R. (1980). Introduction to Bivariate and Multivariate
    Analysis, p. 119 ff.

    Examples
    --------
    >>> lmg(np.array([[1, 0.6, 0.6], [0.6, 1, 0.5], [0.6, 0.5, 1]])).round(2).tolist()
    [0.24, 0.24]
    """
    size = correlations.shape[-1] - 1
    explained = subset_r2(correlations)
    members = (np.arange(2**size)[:, None] >> np.arange(size)) & 1
    without = members.sum(axis=1)
    shares = np.empty((*correlations.shape[:-2], size))
    for driver in range(size):
        absent = np.flatnonzero(members[:, driver] == 0)
        gain = explained[..., absent | (1 << driver)] - explained[..., absent]
        orders = np.array([1 / (size * comb(size - 1, int(s))) for s in without[absent]])
        shares[..., driver] = gain @ orders
    return shares


def subset_r2(correlations: Floats) -> Floats:
    """R squared of every subset of drivers; bit j of the index says whether j is in it.

    Examples
    --------
    >>> subset_r2(np.array([[1, 0.6], [0.6, 1]])).round(2).tolist()
    [0.0, 0.36]
    """
    size = correlations.shape[-1] - 1
    order = [*range(size, 0, -1), 0]  # last driver first: its bit is the highest
    left = correlations[..., order, :][..., :, order][..., None, :, :]
    for _ in range(size):
        pivot = left[..., :1, 1:]
        swept = left[..., 1:, 1:] - np.swapaxes(pivot, -1, -2) * pivot / left[..., :1, :1]
        both = np.stack([left[..., 1:, 1:], swept], axis=-3)
        left = both.reshape(*both.shape[:-4], -1, *both.shape[-2:])
    result: Floats = 1 - left[..., 0, 0]
    return result


def johnson(correlations: Floats) -> Floats:
    """Johnson's relative weights (the same as Genizi's).

    Parameters
    ----------
    correlations : numpy.ndarray, shape (k + 1, k + 1)
        Correlation matrix, the outcome first.

    Returns
    -------
    numpy.ndarray, shape (k,)
        Non-negative, together R squared.

    References
    ----------
    Johnson, J. (2000). A heuristic method for estimating the relative weight of predictor
    variables in multiple regression. Multivariate Behavioral Research 35, 1-19.

    Examples
    --------
    >>> johnson(np.array([[1, 0.6, 0.6], [0.6, 1, 0.5], [0.6, 0.5, 1]])).round(2).tolist()
    [0.24, 0.24]
    """
    root = _root(correlations[1:, 1:])
    weights = np.linalg.solve(root, correlations[1:, 0]) ** 2
    return np.asarray(root**2 @ weights, dtype=np.float64)


def car(correlations: Floats) -> Floats:
    """Squared correlations with the decorrelated drivers (Zuber & Strimmer 2011).

    Examples
    --------
    >>> car(np.array([[1, 0.6, 0.6], [0.6, 1, 0.5], [0.6, 0.5, 1]])).round(2).tolist()
    [0.24, 0.24]
    """
    decorrelated = np.linalg.solve(_root(correlations[1:, 1:]), correlations[1:, 0])
    return np.asarray(decorrelated**2, dtype=np.float64)


def first(correlations: Floats) -> Floats:
    """R squared of each driver alone.

    Examples
    --------
    >>> first(np.array([[1, 0.6], [0.6, 1]])).tolist()
    [0.36]
    """
    result: Floats = correlations[1:, 0] ** 2
    return result


def last(correlations: Floats) -> Floats:
    """R squared added by each driver after all others.

    Examples
    --------
    >>> last(np.array([[1, 0.6, 0.6], [0.6, 1, 0.5], [0.6, 0.5, 1]])).round(2).tolist()
    [0.12, 0.12]
    """
    inverse = np.linalg.inv(correlations[1:, 1:])
    result: Floats = betas(correlations) ** 2 / np.diag(inverse)
    return result


def betas(correlations: Floats) -> Floats:
    """Standardised regression coefficients.

    Examples
    --------
    >>> betas(np.array([[1, 0.6, 0.6], [0.6, 1, 0.5], [0.6, 0.5, 1]])).round(2).tolist()
    [0.4, 0.4]
    """
    slopes = np.linalg.solve(correlations[1:, 1:], correlations[1:, 0])
    return np.asarray(slopes, dtype=np.float64)


def pratt(correlations: Floats) -> Floats:
    """Coefficient times correlation; together R squared, but may be negative.

    Examples
    --------
    >>> pratt(np.array([[1, 0.6, 0.6], [0.6, 1, 0.5], [0.6, 0.5, 1]])).round(2).tolist()
    [0.24, 0.24]
    """
    result: Floats = betas(correlations) * correlations[1:, 0]
    return result


def _root(matrix: Floats) -> Floats:
    """The symmetric square root."""
    values, vectors = np.linalg.eigh(matrix)
    root: Floats = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    return root
