"""Which sentences of a comment to quote: those that stand alone and say most."""

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.cues import BY_LANGUAGE
from analysis.praise import Comment, Praise, praise
from analysis.sentences import Span, sentences
from analysis.telling import count_words

LOOKED_AT = 40
"""Sentences that are weighed; a comment of more begins with them."""

SECOND = 3
"""Points that a second sentence has to bring, to be suggested along with the first."""

FEWEST, MOST = 4, 45
"""Words of a suggestion."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A passage to quote.

    Attributes
    ----------
    numbers : tuple of int
        The sentences it is made of, counted from 0, one after the other.
    span : (int, int)
        Where it stands in the words.
    judged : Praise
        Why it is a good one.
    """

    numbers: tuple[int, ...]
    span: Span
    judged: Praise


def suggest(
    words: str, language: str, *, happy: bool = False, names: tuple[str, ...] = (), most: int = 3
) -> tuple[Suggestion, ...]:
    """Suggest passages of one or two whole sentences, best first, none within another.

    A passage never begins with a pronoun or a contrast that leans on what stands before it, is
    not followed by a turn ("But …") that it would leave out, and holds nothing that a gate
    forbids.

    Parameters
    ----------
    words : str
        A comment.
    language : str
        Of the words; without cues of its own nothing is suggested.
    happy : bool
        Whether its author gave one of the best scores.
    names : tuple of str
        Names that count as named, and that may stand in a quote.
    most : int
        How many at most.

    Returns
    -------
    tuple of Suggestion

    Examples
    --------
    >>> words = "Hello there. We save 6 hours a week since May. It is nice."
    >>> [words[slice(*found.span)] for found in suggest(words, "en")]
    ['We save 6 hours a week since May.']
    """
    cues = BY_LANGUAGE.get(language)
    if cues is None:
        return ()
    spans = sentences(words)[: LOOKED_AT + 1]
    leans = [bool(cues.leaning.match(words[slice(*span)])) for span in spans]
    turns = [bool(cues.turn.match(words[slice(*span)].lstrip("-–•*\"'“ "))) for span in spans]
    found = []
    for numbers in _runs(min(len(spans), LOOKED_AT), leans, [*turns, False]):
        span = spans[numbers[0]][0], spans[numbers[-1]][1]
        passage = words[slice(*span)]
        if not FEWEST <= count_words(passage) <= MOST:
            continue
        judged = praise(Comment(numbers[0], passage, language, happy=happy, names=names))
        if not judged.gates:
            found.append(Suggestion(numbers, span, judged))
    found.sort(key=lambda one: (-one.judged.points + SECOND * len(one.numbers), one.numbers))
    return _apart(found, most)


def _runs(n: int, leans: list[bool], turns: list[bool]) -> Iterator[tuple[int, ...]]:
    for first in range(n):
        for last in range(first, min(first + 2, n)):
            if not leans[first] and not turns[last + 1]:
                yield tuple(range(first, last + 1))


def _apart(found: list[Suggestion], most: int) -> tuple[Suggestion, ...]:
    chosen: list[Suggestion] = []
    for one in found:
        taken = {number for other in chosen for number in other.numbers}
        if one.judged.points > 0 and taken.isdisjoint(one.numbers) and len(chosen) < most:
            chosen.append(one)
    return tuple(chosen)
