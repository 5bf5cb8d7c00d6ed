"""What the editor's buttons do to the questions: `name:key`, as the button sends it."""

from collections.abc import Callable

from surveys.definition import Definition
from surveys.editing import (
    extras,
    moved,
    new_question,
    with_copy,
    with_question,
    without,
)

Action = Callable[[Definition, str], Definition]

ACTIONS: dict[str, Action] = {
    "up": lambda asks, key: moved(asks, key, -1),
    "down": lambda asks, key: moved(asks, key, 1),
    "copy": with_copy,
    "remove": without,
    "add": lambda asks, kind: with_question(asks, new_question(kind)),
}


def act(asks: Definition, do: str) -> Definition:
    """Do what a button says; plain saving changes nothing. ValueError where it cannot be done."""
    name, _, about = do.partition(":")
    action = ACTIONS.get(name)
    return action(asks, about) if action else asks


def touched(before: Definition, after: Definition, do: str) -> str:
    """Name the question to show next: the one that is new, or that was moved."""
    known = {question.key for question in before.questions}
    new = [question.key for question in after.questions if question.key not in known]
    about = do.partition(":")[2]
    standing = {question.key for question in extras(after)}
    return new[0] if new else about if about in standing else ""
