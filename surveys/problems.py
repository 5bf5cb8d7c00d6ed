"""What is wrong with a survey, and at which field of the editor it is wrong."""

from dataclasses import dataclass

QUOTA = "quota"
"""Begins the names of quotas' fields; no question of an editor has a key like that."""


@dataclass(frozen=True)
class Problem:
    """What is wrong, and the name of the editor's field it is wrong at."""

    place: str
    words: str


def place(key: str, part: str) -> str:
    """Name the field of a question: its text, hint or one of its settings."""
    return f"{key}-{part}"


def setting(key: str, name: str) -> str:
    """Name the field of a question's setting."""
    return place(key, f"set-{name}")


def condition_field(key: str, number: int, part: str) -> str:
    """Name the field of a question's condition, counted from 0."""
    return place(key, f"if-{number}-{part}")


def quota_key(number: int) -> str:
    """Name the fields of a quota, counted from 0, as a question's key names its own."""
    return f"{QUOTA}{number}"


def jump_field(key: str, number: int, part: str) -> str:
    """Name the field of a question's jump, counted from 0."""
    return place(key, f"go-{number}-{part}")
