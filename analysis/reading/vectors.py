"""Comments as points: close where they use the same words, or words that go along with the same."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np

from analysis.reading.tokens import fold, tokens
from analysis.reading.valence import DATA
from analysis.scoring import Floats

DIMENSIONS = 150
POWER = 2.0
"""Power of the singular values: what many comments share counts for more."""

LEAST = 3
"""Comments a word has to be in; a part of a word in two more."""

COMMON, COMMON_OF_FEW = 0.3, 0.6
"""Share of comments from which on a word tells them no longer apart; of fewer than `FEW`."""

FEW = 500

_PARTS = (3, 4, 5)
"""Lengths of the parts of words that are looked at as well: misspellings meet there."""


def vectors(texts: Sequence[str]) -> Floats:
    """Place texts in a space in which those of one subject lie close to each other.

    Latent semantic analysis of TF-IDF weights of stems and of parts of words.

    Parameters
    ----------
    texts : sequence of str
        A few to some thousands.

    Returns
    -------
    numpy.ndarray, shape (n, d)
        Rows of length 1, or 0 where a text holds nothing that tells; d is at most `DIMENSIONS`.

    References
    ----------
    Deerwester, S. et al. (1990). Indexing by latent semantic analysis. JASIS 41, 391-407.
    """
    from scipy.sparse import hstack  # loaded only when asked for
    from scipy.sparse.linalg import svds

    words = [stems(text) for text in texts]
    parts = [list(_inner(each)) for each in words]
    weights = hstack([_weighed(words, LEAST), _weighed(parts, LEAST + 2)]).tocsr()
    size = min(weights.shape)
    if size < 3:
        return np.zeros((len(texts), 1))
    start = np.ones(min(weights.shape))
    u, s, _v = svds(weights, k=min(DIMENSIONS, size - 1), v0=start)
    return unit(u * s**POWER)


def unit(points: Floats) -> Floats:
    """Bring rows to length 1."""
    lengths = np.sqrt((points**2).sum(axis=1, keepdims=True))
    scaled: Floats = points / np.maximum(lengths, 1e-12)
    return scaled


def stems(text: str) -> list[str]:
    """Give the stems of the words of a text that say something.

    Examples
    --------
    >>> stems("The deliveries were delayed, stopping us!")
    ['delivery', 'delay', 'stop']
    """
    return [_stem(word) for word, _start, _end in tokens(text[:2_000]) if word not in stop_words()]


@cache
def stop_words() -> frozenset[str]:
    """Words that say nothing on their own, folded."""
    lines = (DATA / "stop_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(fold(word) for line in lines if line[:1] != "#" for word in line.split())


def _stem(word: str) -> str:
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: len(word) - len(ending)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsez":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


_ENDINGS = (
    ("ings", ""), ("ing", ""), ("ies", "y"), ("ied", "y"), ("ed", ""), ("es", ""), ("s", ""),
)  # fmt: skip


def _inner(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        edged = f" {word} "
        for length in _PARTS:
            yield from (edged[at : at + length] for at in range(len(edged) - length + 1))


def _weighed(documents: Sequence[Sequence[str]], least: int) -> Any:
    """TF-IDF with sublinear counts and rows of length 1, as a sparse matrix."""
    from scipy.sparse import csr_matrix

    counts = [Counter(document) for document in documents]
    found = Counter(word for count in counts for word in count)
    many = len(documents)
    most = max(least, (COMMON if many >= FEW else COMMON_OF_FEW) * many)
    kept = sorted(word for word, n in found.items() if least <= n <= most)
    place = {word: at for at, word in enumerate(kept)}
    idf = np.array([np.log((1 + many) / (1 + found[word])) + 1 for word in kept])
    rows, columns, values = [], [], []
    for row, count in enumerate(counts):
        known = [(place[word], n) for word, n in count.items() if word in place]
        weights = np.array([(1 + np.log(n)) * idf[at] for at, n in known])
        length = float(np.sqrt((weights**2).sum())) if known else 1.0
        rows += [row] * len(known)
        columns += [at for at, _n in known]
        values += (weights / length).tolist()
    return csr_matrix((values, (rows, columns)), shape=(many, max(1, len(kept))))
