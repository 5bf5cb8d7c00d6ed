"""All returned mail that the reader is tried on, with what each piece means."""

from dataclasses import dataclass
from pathlib import Path

from tests.returns.odd import ODD
from tests.returns.servers import PLAIN, REPORTS, Reason

REASONS = Path(__file__).with_name("reasons.txt")


@dataclass(frozen=True)
class Fixture:
    """One returned mail."""

    name: str
    kind: str
    raw: bytes


def reasons():
    """Read the reasons."""
    lines = (line.strip() for line in REASONS.read_text("utf-8").splitlines())
    rows = (line.split(" | ", 2) for line in lines if line and not line.startswith("#"))
    return [Reason(*row) for row in rows]


def fixtures():
    """Give each reason as two servers write it, one of them for people only now and then."""
    found = []
    for number, reason in enumerate(reasons()):
        plain = PLAIN[number % len(PLAIN)]
        second = plain if number % 2 else REPORTS[(number + 3) % len(REPORTS)]
        for server in (REPORTS[number % len(REPORTS)], second):
            name = f"{server.__name__}: {reason.said[:60]}"
            found.append(Fixture(name, reason.kind, server(reason).encode()))
    return found + [Fixture(*row) for row in ODD]


FIXTURES = fixtures()
