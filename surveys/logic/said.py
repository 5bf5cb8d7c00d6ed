"""What somebody said, as the words that rules compare and later texts repeat."""

from typing import Any

from surveys.definition import Question
from surveys.questions import TYPES, Stored
from surveys.questions.options import Own


def words_of(question: Question, stored: Stored | None) -> tuple[str, ...]:
    """Give an answer as words: one for a scale, each chosen option of several, none for none."""
    if stored is None:
        return ()
    return tuple(filter(None, _words(TYPES[question.kind].decode(question, stored))))


def _words(value: Any) -> list[str]:
    match value:
        case None | False:
            return []
        case True:
            return ["yes"]
        case float() if value.is_integer():
            return [str(int(value))]
        case Own():
            return [value.name, *_words(value.words)]
        case dict():
            return [f"{row}: {each}" for row, given in value.items() for each in _words(given)]
        case list() | tuple() | set() | frozenset():
            return [word for each in value for word in _words(each)]
        case _:
            return [str(value).strip()]
