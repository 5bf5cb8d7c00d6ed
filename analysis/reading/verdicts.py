"""What each clause of a comment says, also the one whose judgement stands in its neighbour."""

from collections.abc import Sequence

from analysis.reading.parts import Clause
from analysis.reading.results import Sentiment
from analysis.reading.valence import Weighed, sentiment_of, within

Verdict = tuple[Sentiment, float]


def verdicts(parts: Sequence[Clause], marks: Sequence[Weighed]) -> tuple[Verdict, ...]:
    """Judge every clause of a comment.

    Parameters
    ----------
    parts : sequence of Clause
        All clauses, in order.
    marks : sequence of Weighed
        The words of the comment that judge.

    Returns
    -------
    tuple of (str, float)
        Of each clause its sentiment, and how sure that is. One without a word that judges
        takes it from the next of its sentence, else from the one before, but never across a
        turn ("but").

    Examples
    --------
    >>> from analysis.reading.parts import clauses
    >>> from analysis.reading.tokens import tokens
    >>> from analysis.reading.valence import weighed
    >>> text = "The staff, food and wine were great but the bill took an hour."
    >>> parts = clauses(text)
    >>> [said for said, _sure in verdicts(parts, weighed(text, list(tokens(text))))]
    ['positive', 'positive', 'positive', 'neutral']
    """
    own = [within(marks, part.span) for part in parts]
    ahead: list[Sequence[Weighed]] = list(own)
    for at in range(len(parts) - 2, -1, -1):
        follows = parts[at + 1]
        if not own[at] and not follows.turned:
            ahead[at] = ahead[at + 1]
    back: list[Sequence[Weighed]] = list(own)
    for at in range(1, len(parts)):
        if not own[at] and not parts[at].turned:
            back[at] = back[at - 1]
    return tuple(sentiment_of(ahead[at] or back[at]) for at in range(len(parts)))
