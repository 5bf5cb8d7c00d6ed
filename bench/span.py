"""Whom somebody can tell apart who adds and subtracts sets of people, with whatever factors.

What follows from visible sums is the linear span of the sets they are about. Somebody can be told
apart where the span holds a set of one to four people: then a vector that is at right angles to
all that is visible is so to this set as well, and its places for these people add up to 0. So one
random vector of that kind finds all such sets among people by adding up to four of its places, and
a second one confirms them. It is computed modulo a prime: no set is overlooked, and one is found
in error with a chance below 2⁻⁶⁰.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

PRIME = 2**31 - 1
Matrix = npt.NDArray[np.int64]


def told_apart(
    visible: Iterable[int],
    people: int,
    draw: random.Random,
    weighted: Iterable[Sequence[int]] = (),
) -> list[tuple[int, ...]]:
    """Find the smallest sets of one to four people that follow from visible sets, given as bits.

    Beside sets there may be sums with a factor for each person.
    """
    reduced, pivots = _reduced(_matrix(visible, people, weighted))
    first, second = (_at_right_angles(reduced, pivots, people, draw) for _ in range(2))
    found: list[tuple[int, ...]] = []
    for few in _that_add_up_to_nothing(first):
        if sum(second[i] for i in few) % PRIME == 0 and not any(set(f) < set(few) for f in found):
            found.append(few)
    return found


def _matrix(visible: Iterable[int], people: int, weighted: Iterable[Sequence[int]]) -> Matrix:
    rows = [[bits >> i & 1 for i in range(people)] for bits in set(visible)]
    rows += [list(factors) for factors in weighted]
    return np.array(rows, dtype=np.int64).reshape(-1, people)


def _reduced(rows: Matrix) -> tuple[Matrix, list[int]]:
    """Bring to reduced row echelon form; gives its rows and the places of their leading ones."""
    at, pivots = 0, []
    for column in range(rows.shape[1]):
        below = np.flatnonzero(rows[at:, column])
        if not len(below):
            continue
        rows[[at, at + below[0]]] = rows[[at + below[0], at]]
        rows[at] = rows[at] * pow(int(rows[at, column]), -1, PRIME) % PRIME
        others = np.flatnonzero(rows[:, column])
        others = others[others != at]
        rows[others] = (rows[others] - rows[others, column, None] * rows[at]) % PRIME
        pivots.append(column)
        at += 1
        if at == len(rows):
            break
    return rows[:at], pivots


def _at_right_angles(
    reduced: Matrix, pivots: Sequence[int], people: int, draw: random.Random
) -> list[int]:
    leading = set(pivots)
    found = [0 if i in leading else draw.randrange(PRIME) for i in range(people)]
    for row, column in zip(reduced, pivots, strict=True):
        found[column] = -sum(int(a) * b for a, b in zip(row, found, strict=True) if b) % PRIME
    return found


def _that_add_up_to_nothing(at: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Give one to four places whose sum is 0, the fewest first."""
    places = range(len(at))
    yield from ((i,) for i in places if at[i] == 0)
    pairs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for i, j in combinations(places, 2):
        pairs[(at[i] + at[j]) % PRIME].append((i, j))
    yield from pairs.get(0, ())
    for i in places:
        yield from ((*pair, i) for pair in pairs.get(-at[i] % PRIME, ()) if pair[1] < i)
    for left, several in pairs.items():
        for other in pairs.get(-left % PRIME, ()):
            yield from ((*pair, *other) for pair in several if pair[1] < other[0])
