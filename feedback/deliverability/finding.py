"""What a look-up found, in words for the owner."""

from dataclasses import dataclass
from enum import StrEnum

from surveys.speech import noted


class State(StrEnum):
    """How it stands."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Record:
    """A DNS record to copy."""

    name: str
    kind: str
    value: str


@dataclass(frozen=True)
class Finding:
    """One of the four, with what to fix."""

    name: str
    state: State
    sentence: str
    fix: str = ""
    record: Record | None = None


def not_looked_up(name: str) -> Finding:
    """Say that nobody answered; it keeps nobody from sending."""
    return Finding(
        name,
        State.UNKNOWN,
        noted("It could not be looked up, for no name server answered just now."),
        noted("Reload this page in a minute. Sending is not held up by it."),
    )
