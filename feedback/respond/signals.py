"""Signs that a machine and not a person sent an answer: a mail scanner, or whoever floods a link.

They label and never refuse: a refused link looks like phishing to the scanner, and a quick person
is no machine. The answer counts, the report says how many carry a label, and the person's own
answer to the same link replaces it, label and all.
"""

from datetime import datetime, timedelta
from enum import StrEnum

SOON = timedelta(seconds=10)
MINUTE = timedelta(seconds=60)
MANY = 3


class Signal(StrEnum):
    """What made an answer look like a machine's."""

    SOON = "soon"
    """It came within ten seconds of the mail, or before the mail was through."""
    SCORES = "scores"
    """It is the third different answer to one link within a minute."""
    CROWD = "crowd"
    """It came without an invitation, like very many others from the same address at that time."""


OF_SCANNERS = (Signal.SOON, Signal.SCORES)


def of_first(sent_at: datetime | None, at: datetime) -> Signal | None:
    """Judge the first answer to an invitation."""
    return Signal.SOON if sent_at is None or at - sent_at < SOON else None


def of_next(
    sent_at: datetime | None, *, first_at: datetime, changes: int, at: datetime
) -> Signal | None:
    """Judge a further one; `changes` counts the different answers, this one among them."""
    if changes >= MANY and at - first_at < MINUTE:
        return Signal.SCORES
    return of_first(sent_at, at)
