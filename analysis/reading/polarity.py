"""Whether a comment judges at all, and whether it praises: two linear models over hashed words."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, sqrt

import numpy as np
import numpy.typing as npt

from analysis.reading.features import Features, features
from analysis.reading.results import Finding, Sentiment
from analysis.reading.tokens import Token
from analysis.reading.valence import DATA, Weighed, within
from analysis.sentences import Span

GATE = 0.5
"""From this chance of judging on a comment counts as positive or negative."""

SHOWN = 5
"""Words that are marked as having made the sentiment."""


@dataclass(frozen=True, slots=True)
class _Model:
    weights: memoryview
    scale: float
    bias: float
    dense: tuple[float, ...]

    def chance(self, found: Features) -> float:
        hashed = sum(self.weights[place] for place in found.places)
        total = self.bias + sum(map(float.__mul__, self.dense, found.dense))
        total += self.scale * hashed / sqrt(max(1, len(found.places)))
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Tone:
    """What the models say of a text: chances that it praises, given it judges; that it judges."""

    polarity: float
    judges: float

    @property
    def value(self) -> Sentiment:
        """One of "positive", "negative", "neutral"."""
        if self.judges < GATE:
            return "neutral"
        return "positive" if self.polarity >= 0.5 else "negative"

    @property
    def confidence(self) -> float:
        """Chance that this is right, as far as the models know themselves."""
        if self.judges < GATE:
            return 1 - self.judges
        return self.judges * max(self.polarity, 1 - self.polarity)


def tone_of(text: str, words: Sequence[Token], marks: Sequence[Weighed]) -> Tone:
    """Judge an English text.

    Parameters
    ----------
    text : str
        The text.
    words : sequence of Token
        Its words.
    marks : sequence of Weighed
        Those that judge, as `analysis.reading.valence.weighed` gives them.

    Returns
    -------
    Tone
        Two chances in (0, 1).

    Notes
    -----
    Logistic regression on hashed words and pairs of words and on 15 numbers; trained by
    `bench/train/tone.py`, on the inputs that are named there.

    Examples
    --------
    >>> from analysis.reading.tokens import tokens
    >>> def tone(text):
    ...     words = list(tokens(text))
    ...     return tone_of(text, words, weighed(text, words)).value
    >>> from analysis.reading.valence import weighed
    >>> tone("Love it"), tone("The app crashes all the time"), tone("Do you ship to Oslo?")
    ('positive', 'negative', 'neutral')
    """
    found = features(text, words, marks)
    polarity, gate = _models()
    return Tone(polarity.chance(found), gate.chance(found))


def tone_within(text: str, words: Sequence[Token], marks: Sequence[Weighed], span: Span) -> Tone:
    """Judge a part of an English text, as `tone_of` does."""
    first = bisect_left(words, span[0], key=_start)
    last = bisect_left(words, span[1], key=_start)
    return tone_of(text[slice(*span)], words[first:last], within(marks, span))


def _start(word: Token) -> int:
    return word[1]


def finding_of(tone: Tone, marks: Sequence[Weighed]) -> Finding:
    """Give a tone as a finding, marked on the weightiest words that speak for it."""
    sign = {"positive": 1, "negative": -1}.get(tone.value, 0)
    speaking = [mark for mark in marks if mark[2] * sign > 0]
    first = sorted(speaking, key=lambda mark: -abs(mark[2]))[:SHOWN]
    spans = tuple(sorted((start, end) for start, end, _valence in first))
    return Finding("sentiment", tone.value, round(tone.confidence, 3), spans)


@cache
def _models() -> tuple[_Model, _Model]:
    with np.load(DATA / "tone.npz") as packed:
        return _model(packed["polarity"], packed["polarity_rest"]), _model(
            packed["gate"], packed["gate_rest"]
        )


def _model(weights: npt.NDArray[np.int8], rest: npt.NDArray[np.float32]) -> _Model:
    scale, bias, *dense = (float(number) for number in rest)
    return _Model(memoryview(weights.tobytes()).cast("b"), scale, bias, tuple(dense))
