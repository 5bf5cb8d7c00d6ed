"""Where the score and the words disagree: to be looked at by a person, never corrected."""

from typing import Literal

from analysis.reading.results import Reading

SURE = 0.75
"""Confidence in the sentiment from which on a disagreement is told."""

Disagreement = Literal["low score, good words", "high score, bad words"]


def disagreement(score: int, reading: Reading) -> Disagreement | None:
    """Say whether somebody's words are at odds with their score.

    A score is never imputed from words, nor changed by them: both stand, and the flag is a reason
    to look (a scale read upside down, irony, a single complaint of a fond customer).

    Parameters
    ----------
    score : int
        0 to 10.
    reading : Reading
        Of the comment beside it.

    Returns
    -------
    str or None
        None where they agree, where the words are not analysed, or where we are not sure.

    Examples
    --------
    >>> from analysis.reading.reader import read
    >>> disagreement(1, read("I love it, wonderful and so easy, thank you all so much!"))
    'low score, good words'
    >>> disagreement(10, read("I love it, wonderful and so easy, thank you all so much!"))
    """
    said = reading.sentiment
    if said is None or said.confidence < SURE:
        return None
    if score <= 6 and said.value == "positive":
        return "low score, good words"
    if score >= 9 and said.value == "negative":
        return "high score, bad words"
    return None
