"""Lists of words and patterns that the readers of comments share, kept as plain text files."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "lexicons"


@cache
def listed(name: str) -> frozenset[str]:
    """Give the words of a list, as they stand there."""
    return frozenset(word for line in lines(name) for word in line.split())


@cache
def patterns(name: str) -> str:
    """Give the patterns of a list, one a line, as the alternatives of one; the longest first."""
    return "|".join(sorted(lines(name), key=len, reverse=True))


@cache
def lines(name: str) -> tuple[str, ...]:
    """Give the lines of a list without its remarks."""
    text = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
