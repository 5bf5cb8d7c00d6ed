"""Least squares of rows that may stand for many alike, with errors that take no equal spread."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.columns import pivots
from analysis.scoring import Floats

AT_ONCE = 8192
"""Rows that are held as floating numbers at one time, whatever the number of rows."""

Bits = npt.NDArray[np.int8]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Design:
    """What is regressed on what.

    Attributes
    ----------
    columns : numpy.ndarray of int8, shape (rows, k)
        Dummies, the constant among them.
    values : numpy.ndarray, shape (rows,)
        What they explain.
    weights : numpy.ndarray, shape (rows,)
        Answers that each row stands for.
    who : numpy.ndarray of int64, shape (rows,)
        Who answered, in ascending order; -1 for rows whose answers are each somebody else's.
    """

    columns: Bits
    values: Floats
    weights: Floats
    who: Whole

    @classmethod
    def of(cls, columns: Bits, values: Floats, weights: Floats, who: Whole) -> "Design":
        """Bring rows into the order that is asked for."""
        if (np.diff(who) < 0).any():
            order = np.argsort(who, kind="stable")
            return cls(columns[order], values[order], weights[order], who[order])
        return cls(columns, values, weights, who)

    @property
    def n(self) -> float:
        """Answers."""
        return float(self.weights.sum())

    @property
    def people(self) -> float:
        """Who gave them."""
        return float(self.weights[self.who < 0].sum()) + np.unique(self.who[self.who >= 0]).size

    def pieces(self) -> Iterator[tuple[Floats, Floats, Floats, Whole]]:
        """Give some rows at a time; nobody's answers are parted."""
        start, rows = 0, self.values.size
        while start < rows:
            end = min(start + AT_ONCE, rows)
            if self.who[end - 1] >= 0:
                end = int(np.searchsorted(self.who, self.who[end - 1], side="right"))
            piece = slice(start, end)
            yield (
                self.columns[piece].astype(np.float64),
                self.values[piece],
                self.weights[piece],
                self.who[piece],
            )
            start = end


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients of the columns that add anything to those before them.

    Attributes
    ----------
    kept : tuple of int
        The places of these columns.
    coefficients : numpy.ndarray, shape (kept,)
        Of each.
    inverse : numpy.ndarray, shape (kept, kept)
        Of their cross products.
    shares : numpy.ndarray, shape (kept,)
        Share of the answers in which each is 1.
    free : float
        Degrees of freedom: answers less columns, or people less one where those are fewer.
    """

    kept: tuple[int, ...]
    coefficients: Floats
    inverse: Floats
    shares: Floats
    free: float


def fitted(design: Design) -> Fit:
    """Fit by least squares, weighted by how many answers each row stands for."""
    k = design.columns.shape[1]
    gram, moment = np.zeros((k, k)), np.zeros(k)
    for x, v, w, _who in design.pieces():
        weighed = x * w[:, None]
        gram += weighed.T @ x
        moment += weighed.T @ v
    kept = pivots(gram)
    inverse = np.asarray(np.linalg.inv(gram[np.ix_(kept, kept)]), dtype=np.float64)
    free = max(1.0, min(design.n - len(kept), design.people - 1))
    coefficients: Floats = inverse @ moment[kept]
    return Fit(tuple(kept), coefficients, inverse, np.diag(gram)[kept] / design.n, free)


def errors(design: Design, fit: Fit, places: Sequence[int]) -> tuple[Floats, Floats]:
    """Give standard errors of coefficients, and of coefficients times the shares of their columns.

    HC3, summed over the answers of each person (MacKinnon and White 1985, Liang and Zeger 1986).
    The share is estimated from the same answers, so that its chance adds to the product's: by the
    delta method an answer's influence on it is share times influence plus coefficient times what
    the answer adds to the share.

    Parameters
    ----------
    design : Design
        What was fitted.
    fit : Fit
        What came out.
    places : sequence of int
        Places within `fit.kept` of the columns that are asked about.

    Returns
    -------
    tuple of two numpy.ndarray, each of shape (places,)
        Of coefficients, of the products.
    """
    at, kept = list(places), list(fit.kept)
    beta, share = fit.coefficients[at], fit.shares[at]
    squares = np.zeros((2, len(at)))
    for whole, v, w, who in design.pieces():
        x = whole[:, kept]
        hat = x @ fit.inverse
        leverage = (hat * x).sum(axis=1)
        residual = v - x @ fit.coefficients
        own = hat[:, at] * (residual / np.maximum(1 - leverage, 1e-6))[:, None]
        both = share * own + beta * (x[:, at] - share) / design.n
        squares += [_squares(each, w, who) for each in (own, both)]
    many = design.people
    spread: Floats = np.sqrt(squares * many / max(1.0, many - 1))
    return spread[0], spread[1]


def _squares(influence: Floats, weights: Floats, who: Whole) -> Any:
    """Sum the squares over people; a row of several people counts so many times."""
    alone = int(np.searchsorted(who, 0))
    found = weights[:alone] @ influence[:alone] ** 2
    if alone == who.size:
        return found
    starts = np.flatnonzero(np.r_[True, np.diff(who[alone:]) > 0])
    theirs = np.add.reduceat(influence[alone:] * weights[alone:, None], starts)
    return found + (theirs**2).sum(axis=0)
