"""Clauses: the parts of a sentence that may each say something else of something else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.clauses import CONTRAST
from analysis.sentences import Span, sentences, trimmed

EDGE = re.compile(
    rf"(?P<turn>{CONTRAST.pattern})"
    r"|\s(?:and|plus|so|because|which|und|sowie|weil|et|car|y|e|porque)\s"
    r"|[,:](?!\d)|[!?…()\n]|\s[-–—]+\s|—|–",
    re.IGNORECASE,
)
"""What stands between two clauses, or between two words of one."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a text.

    Attributes
    ----------
    span : (int, int)
        Where it stands, without the sign or word that parts it from the next.
    sentence : int
        Number of its sentence, from 0.
    turned : bool
        Whether it begins a sentence or stands against what is before it ("but").
    """

    span: Span
    sentence: int
    turned: bool


def clauses(text: str) -> tuple[Clause, ...]:
    """Part a text into the smallest pieces that may judge on their own.

    Parameters
    ----------
    text : str
        A comment.

    Returns
    -------
    tuple of Clause
        In order, disjoint.

    Examples
    --------
    >>> text = "Food and wine were great but service slow. Never again!"
    >>> [(text[slice(*each.span)], each.turned) for each in clauses(text)]
    [('Food', True), ('wine were great', False), ('service slow.', True), ('Never again!', True)]
    """
    return tuple(
        piece
        for number, sentence in enumerate(sentences(text))
        for piece in _pieces(text, sentence, number)
    )


def _pieces(text: str, sentence: Span, number: int) -> Iterator[Clause]:
    start, turned = sentence[0], True
    for found in EDGE.finditer(text, *sentence):
        end = found.start() if found.group().strip().isalpha() else found.end()
        yield from _piece(text, (start, end), number, turned)
        start, turned = found.end(), (turned and end == start) or found.lastgroup == "turn"
    yield from _piece(text, (start, sentence[1]), number, turned)


def _piece(text: str, span: Span, number: int, turned: bool) -> Iterator[Clause]:
    trim = trimmed(text, *span)
    if any(sign.isalnum() or sign > "\u2600" for sign in text[slice(*trim)]):
        yield Clause(trim, number, turned)
