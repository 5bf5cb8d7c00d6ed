"""Themes that nobody has named yet: groups in the comments that no rule caught, with a phrase each.

Proposals only: nothing here moves a comment. A person accepts one, and from then on it is a theme
with rules and a permanent id like any other.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from analysis.lexicons import listed
from analysis.reading.frame import Rule
from analysis.reading.tokens import tokens
from analysis.reading.vectors import stop_words, unit, vectors
from analysis.scoring import Floats

LEAST = 8
"""Comments below which nothing is proposed."""

MOST = 4_000
"""Comments that are compared with each other; of more, evenly drawn ones are."""

EACH = 30
"""Comments for every group that is looked for."""

SHARE = 0.08
"""Share of a group that has to hold its phrase."""

CLOSE = 0.25
"""Mean likeness to its centre from which on a group is one."""

LONGER = 2.0
"""What every further word adds to how telling a phrase is: "exchange rate" rather than "rate"."""

CENTRAL = 3
"""Comments that are shown for a proposal."""

Labels = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A group of comments that no theme has caught.

    Attributes
    ----------
    phrase : str
        Lifted from the comments: what they share, and others do not.
    others : tuple of str
        Further phrases of that kind, for rules.
    keys : tuple
        Of its comments, the most central first.
    closeness : float
        Mean likeness to the centre, in [0, 1].
    """

    phrase: str
    others: tuple[str, ...]
    keys: tuple[int, ...]
    closeness: float

    @property
    def size(self) -> int:
        """How many comments it has."""
        return len(self.keys)

    @property
    def central(self) -> tuple[int, ...]:
        """Keys of the comments that stand for it."""
        return self.keys[:CENTRAL]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Rules that a theme made of it may begin with."""
        return tuple(Rule(phrase) for phrase in (self.phrase, *self.others))


def proposals(
    comments: Iterable[tuple[int, str]],
    most: int = 12,
    place: Callable[[Sequence[str]], Floats] = vectors,
) -> tuple[Proposal, ...]:
    """Propose themes for comments that none has caught.

    Parameters
    ----------
    comments : iterable of (int, str)
        Key and words of each; of more than `MOST` evenly drawn ones are looked at.
    most : int
        Proposals at most.
    place : callable
        Gives texts as rows of length 1 that lie close for one subject: words and parts of words
        unless told, or an `analysis.reading.sentence_model.SentenceModel`.

    Returns
    -------
    tuple of Proposal
        The largest first. The same comments always give the same.

    References
    ----------
    Ward, J. (1963). JASA 58, 236-244, for the groups; refined by spherical k-means (Dhillon, I. &
    Modha, D. (2001). Machine Learning 42, 143-175).

    Examples
    --------
    >>> parking = [(n, f"no parking spot near, row {n}") for n in range(20)]
    >>> music = [(50 + n, f"the music is far too loud on floor {n}") for n in range(20)]
    >>> sorted(found.phrase for found in proposals(parking + music))
    ['far too loud', 'parking spot near']
    """
    given = [(key, text) for key, text in comments if text.strip()]
    if len(given) < LEAST:
        return ()
    step = -(-len(given) // MOST)
    drawn = given[::step]
    points = place([text for _key, text in drawn])
    labels = grouped(points, max(2, min(80, len(drawn) // EACH)))
    everywhere = Counter(phrase for _key, text in drawn for phrase in _phrases(text))
    found = []
    for label in range(int(labels.max()) + 1):
        at = np.flatnonzero(labels == label)
        if at.size >= LEAST:
            proposal = _proposal(drawn, points, at, everywhere)
            if proposal is not None:
                found.append(proposal)
    return tuple(sorted(_once(found), key=lambda one: (-one.size, one.phrase))[:most])


def grouped(points: Floats, groups: int) -> Labels:
    """Group points on a sphere.

    Parameters
    ----------
    points : numpy.ndarray, shape (n, d)
        Rows of length 1; n of some thousands at most, for each is held against each.
    groups : int
        How many groups.

    Returns
    -------
    numpy.ndarray of int, shape (n,)
        The group of each, from 0.
    """
    from scipy.cluster.hierarchy import fcluster, linkage  # loaded only when asked for

    tree = linkage(points, "ward")
    labels: Labels = np.asarray(fcluster(tree, groups, "maxclust"), dtype=np.intp) - 1
    for _ in range(15):
        centres = np.zeros((int(labels.max()) + 1, points.shape[1]))
        np.add.at(centres, labels, points)
        nearest: Labels = (points @ unit(centres).T).argmax(axis=1)
        if (nearest == labels).all():
            break
        labels = nearest
    return labels


def _proposal(
    drawn: Sequence[tuple[int, str]], points: Floats, at: Labels, everywhere: Counter[str]
) -> Proposal | None:
    centre = unit(points[at].sum(axis=0, keepdims=True))[0]
    likeness = (points[at] @ centre).round(6)
    closeness = round(float(likeness.mean()), 3)
    phrases = _lifted([drawn[n][1] for n in at], everywhere, len(drawn))
    if closeness < CLOSE or not phrases:
        return None
    order = np.argsort(-likeness, kind="stable")
    return Proposal(
        phrases[0], tuple(phrases[1:4]), tuple(drawn[n][0] for n in at[order]), closeness
    )


def _lifted(texts: Sequence[str], everywhere: Counter[str], n: int) -> list[str]:
    """Phrases that many of some texts hold and few others, the most telling first."""
    inside = Counter(phrase for text in texts for phrase in _phrases(text))
    size = len(texts)
    telling = {
        phrase: count * log(max(1.01, (count / size) / (everywhere[phrase] / n)))
        * (1 + LONGER * phrase.count(" "))
        for phrase, count in inside.items()
        if count >= max(2, SHARE * size)
    }  # fmt: skip
    kept: list[str] = []
    for phrase in sorted(telling, key=lambda each: (-telling[each], each)):
        if not any(phrase in one or one in phrase for one in kept):
            kept.append(phrase)
        if len(kept) == 4:
            break
    return kept


def _phrases(text: str) -> set[str]:
    """Give all runs of one to three words, none with an edge that says nothing, or vague alone."""
    vague = listed("vague")
    words = [word for word, _start, _end in tokens(text[:2_000])]
    empty = [word in stop_words() or word.isdigit() or len(word) < 3 for word in words]
    return {
        " ".join(words[at : at + length])
        for length in (1, 2, 3)
        for at in range(len(words) - length + 1)
        if not empty[at]
        and not empty[at + length - 1]
        and not vague.issuperset(words[at : at + length])
    }


def _once(found: Sequence[Proposal]) -> list[Proposal]:
    """Join proposals with the same phrase."""
    by_phrase: dict[str, Proposal] = {}
    for one in sorted(found, key=lambda one: -one.size):
        same = by_phrase.get(one.phrase)
        keys = (*same.keys, *one.keys) if same else one.keys
        first = same or one
        by_phrase[one.phrase] = Proposal(one.phrase, first.others, keys, first.closeness)
    return list(by_phrase.values())
