"""From a definition to the form a customer fills in, and from that to encoded answers."""

from collections.abc import Mapping
from typing import Any

from wtforms.form import BaseForm

from surveys.definition import Definition
from surveys.questions import TYPES, Stored
from surveys.questions.scale import Scale

EMPTY = "Answer at least one question, then send."


class AnswerForm(BaseForm):
    """One field per question, by its key. Fields live in the form's mapping, so that no key
    can stand in the way of a method."""

    def __init__(
        self,
        definition: Definition,
        formdata: Any = None,
        answers: Mapping[str, Stored] | None = None,
    ) -> None:
        """Show what was sent, or else what is stored, or else nothing."""
        questions = definition.questions
        super().__init__({q.key: TYPES[q.kind].field(q) for q in questions})
        self.definition = definition
        self.general = ""
        """A sentence that belongs to no single field."""
        self.process(formdata, data=decoded(definition, answers or {}))

    def validate(self) -> bool:
        """Check every field; at least one must say something."""
        fine: bool = super().validate()
        if fine and not self.answers():
            self.general = EMPTY
            return False
        return fine

    def answers(self) -> dict[str, Stored]:
        """Give {key: encoded answer} of what was answered; only after it validated."""
        found = {}
        for question in self.definition.questions:
            stored = TYPES[question.kind].encode(question, self[question.key].data)
            if stored is not None:
                found[question.key] = stored
        return found


def decoded(definition: Definition, answers: Mapping[str, Stored]) -> dict[str, Any]:
    """Turn stored answers back into what the fields show."""
    return {
        question.key: TYPES[question.kind].decode(question, answers[question.key])
        for question in definition.questions
        if question.key in answers
    }


def mailed_score(definition: Definition, given: str) -> int | None:
    """Read the score a mailed link carries; a garbled one chooses nothing."""
    kind = TYPES[definition.score.kind]
    if not (isinstance(kind, Scale) and given.isascii() and given.isdigit() and len(given) <= 2):
        return None
    return int(given) if int(given) in kind.steps(definition.score) else None
