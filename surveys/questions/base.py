"""What a question type is: the customer's field, the author's settings, the stored form."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from wtforms import Field, Form, StringField
from wtforms.validators import Length, StopValidation

from surveys.definition import Question

MAX_LABEL = 120


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer as its row keeps it: a number, or words, or both."""

    number: float | None = None
    text: str | None = None


Answers = Iterable[Stored] | Mapping[Stored, int]
"""Stored answers one by one, or counted: {answer: how often} as GROUP BY gives them."""


class Settings(Form):
    """What the author may set about a question; its `data` is stored in Question.settings."""


class QuestionType(ABC):
    """One kind of question. An instance lives in TYPES; it keeps nothing about any question."""

    kind: ClassVar[str]
    label: ClassVar[str]
    """Its name for authors."""
    advice: ClassVar[str]
    """When to use it, in one sentence for authors."""
    is_headline: ClassVar[bool] = False
    """Whether it may be a survey's score question."""
    Settings: ClassVar[type[Form]] = Settings

    @abstractmethod
    def field(self, question: Question) -> Field:
        """Make the customer's field (unbound, as WTForms wants it)."""

    @abstractmethod
    def encode(self, question: Question, value: Any) -> Stored | None:
        """Turn the field's data into what is stored; None where nothing was answered."""

    @abstractmethod
    def decode(self, question: Question, stored: Stored) -> Any:
        """Turn what is stored back into the field's data."""

    @abstractmethod
    def show(self, question: Question, stored: Stored) -> str:
        """Write an answer in words, for a list of answers."""

    @abstractmethod
    def summary(self, question: Question, answers: Answers) -> Any:
        """Condense answers into the frozen object that summaries/<kind>.html shows."""


class LineField(StringField):
    """One line of an author: edges and line breaks gone, never None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Fold all white space."""
        self.data = " ".join(valuelist[0].replace("\0", "").split()) if valuelist else ""


def line(label: str, default: str) -> Field:
    """Make an author's field for a short label."""
    too_long = f"Keep it within {MAX_LABEL} characters."
    return LineField(label, [Length(max=MAX_LABEL, message=too_long)], default=default)


class Answered:
    """Validator: something must be answered (0 is an answer)."""

    def __init__(self, message: str) -> None:
        """Keep the sentence."""
        self.message = message
        self.field_flags = {"required": True}

    def __call__(self, _form: Form, field: Field) -> None:
        """Refuse None, "" and []; what could not be read has its own sentence already."""
        if not field.process_errors and field.data in (None, "", []):
            raise StopValidation(self.message)


def required(question: Question, message: str) -> list[Answered]:
    """Give the validators of a question that must, or may, be answered."""
    return [Answered(message)] if question.required else []
