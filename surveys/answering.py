"""From a definition to the form a customer fills in, and from that to encoded answers."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from wtforms.form import BaseForm

from surveys.definition import Definition, Question
from surveys.logic.walk import NOBODY, Path, Person, walk
from surveys.questions import TYPES, Stored
from surveys.questions.scale import Scale
from surveys.speech import _, noted

EMPTY = noted("Answer at least one question, then send.")
SEEN = "_seen"
"""The field that names each question which stood on the page, where some may not."""


class AnswerForm(BaseForm):
    """One field per question, by its key. Fields live in the form's mapping, so that no key
    can stand in the way of a method."""

    def __init__(
        self,
        definition: Definition,
        formdata: Any = None,
        answers: Mapping[str, Stored] | None = None,
        *,
        person: Person = NOBODY,
        page: int | None = None,
    ) -> None:
        """Show what was sent, or else what is stored, or else nothing.

        With `page` it holds the questions of that page; the answers to the others are known.
        """
        self.questions = definition.pages[page - 1] if page else definition.questions
        super().__init__({q.key: TYPES[q.kind].field(q) for q in self.questions})
        self.definition, self.person, self.page = definition, person, page
        self.before = dict(answers or {})
        self.seen = _seen(formdata)
        self.general = ""
        """A sentence that belongs to no single field."""
        self.process(formdata, data=decoded(definition, self.before))

    def validate(self) -> bool:
        """Check every field that is shown; at least one must say something."""
        verdicts = [self[question.key].validate(self) for question in self.shown]
        fine = all(verdicts)
        if fine and not self.page and not self.answers():
            self.general = _(EMPTY)
            return False
        return fine and not self.unseen

    @property
    def is_readable(self) -> bool:
        """Check only that nothing typed would be lost by keeping what can be read."""
        return all(self[q.key].validate(self) for q in self.shown if self[q.key].process_errors)

    @cached_property
    def path(self) -> Path:
        """The way through the survey with what the fields say now."""
        here = {question.key for question in self.questions}
        elsewhere = {key: stored for key, stored in self.before.items() if key not in here}
        return walk(self.definition, self.person, {**elsewhere, **self.given})

    @property
    def shown(self) -> tuple[Question, ...]:
        """The questions of this form that are asked, given what its fields say."""
        keys = self.path.keys
        return tuple(question for question in self.questions if question.key in keys)

    @property
    def unseen(self) -> tuple[Question, ...]:
        """Questions that follow from what was sent, and stood on no page yet."""
        if self.seen is None:
            return ()
        return tuple(q for q in self.shown if q.key not in self.seen and not self.given.get(q.key))

    @cached_property
    def given(self) -> dict[str, Stored]:
        """{key: encoded answer} of all that can be read, shown or not."""
        found = {}
        for question in self.questions:
            field = self[question.key]
            if field.process_errors:
                continue
            stored = TYPES[question.kind].encode(question, field.data)
            if stored is not None:
                found[question.key] = stored
        return found

    def answers(self) -> dict[str, Stored]:
        """Give {key: encoded answer} of what was asked and answered; only after it validated."""
        keys = {question.key for question in self.shown}
        return {key: stored for key, stored in self.given.items() if key in keys}


def _seen(formdata: Any) -> frozenset[str] | None:
    """Read which questions stood on the page; None where the page did not say."""
    named = formdata.getlist(SEEN) if formdata else []
    return frozenset(named) if named else None


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
