"""What a question type is: the customer's field, the author's settings, the stored form."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from wtforms import Field, Form, StringField, TextAreaField
from wtforms.validators import Length, StopValidation

from surveys.definition import Question
from surveys.forms import PartForm
from surveys.speech import Phrase, _

MAX_LABEL = 120
MAX_ECHO = 20


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer as its row keeps it: a number, or words, or both."""

    number: float | None = None
    text: str | None = None


Answers = Iterable[Stored] | Mapping[Stored, int]
"""Stored answers one by one, or counted: {answer: how often} as GROUP BY gives them."""

Cell = str | float | int | None
"""What stands in one cell of an export; None where there is nothing to say."""


@dataclass(frozen=True)
class Tally:
    """A summary that tells only how many answered."""

    n: int


class Settings(PartForm):
    """What the author may set about a question; its `data` is stored in Question.settings."""


class QuestionType(ABC):
    """One kind of question. An instance lives in TYPES; it keeps nothing about any question."""

    kind: ClassVar[str]
    label: ClassVar[Phrase]
    """Its name for authors."""
    advice: ClassVar[Phrase]
    """When to use it, in one sentence for authors."""
    is_headline: ClassVar[bool] = False
    """Whether it may be a survey's score question."""
    asks: ClassVar[bool] = True
    """False where it only shows words: nothing is answered, summed up or exported."""
    is_personal: ClassVar[bool] = False
    """Whether an answer says who somebody is: no report ever shows one."""
    Settings: ClassVar[type[Form]] = Settings
    unspoken: ClassVar[tuple[str, ...]] = ()
    """Settings that hold words and are for no customer's eyes."""

    @property
    def spoken(self) -> tuple[str, ...]:
        """Name the settings whose words customers read: they are translated."""
        words = (field.short_name for field in self.Settings() if is_words(field))
        return tuple(name for name in words if name not in self.unspoken)

    @abstractmethod
    def field(self, question: Question) -> Field:
        """Make the customer's field (unbound, as WTForms wants it).

        What it is sent under is its own name, the question's key, or that and `-part`.
        """

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

    def columns(self, question: Question) -> tuple[str, ...]:
        """Name the columns of an export: the question's words, and what each column holds."""
        return (question.text,)

    def cells(self, question: Question, stored: Stored) -> tuple[Cell, ...]:
        """Give an answer's cells, one for each of the columns."""
        return (self.show(question, stored),)


def is_words(field: Field) -> bool:
    """Whether a field of the author's form holds words."""
    return isinstance(field, (LineField, TextAreaField))


class LineField(StringField):
    """One line of an author: edges and line breaks gone, never None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Fold all white space."""
        self.data = " ".join(valuelist[0].replace("\0", "").split()) if valuelist else ""


def line(label: Phrase, default: str = "", **given: Any) -> Field:
    """Make an author's field for a short label."""
    too_long = _("Keep it within %(longest)s characters.", longest=MAX_LABEL)
    return LineField(label, [Length(max=MAX_LABEL, message=too_long)], default=default, **given)


class TypedField(StringField):
    """One line that somebody types and a type reads; what cannot be read stays as it is."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed, or say why not."""
        typed = valuelist[0].replace("\0", "").strip() if valuelist else ""
        self.data = None
        if typed:
            self.data = self.read(typed)

    def read(self, typed: str) -> Any:
        """Turn what was typed into the field's data; ValueError says why that cannot be."""
        return typed

    def write(self, data: Any) -> str:
        """Write the field's data as somebody could have typed it."""
        return str(data)

    @property
    def typed(self) -> str:
        """Give what stands in the field: what was sent, or else what was answered before."""
        if self.raw_data:
            return str(self.raw_data[0]).replace("\0", "")
        return "" if self.data is None else self.write(self.data)

    def _value(self) -> str:
        return self.typed


class Answered:
    """Validator: something must be answered (0 is an answer)."""

    def __init__(self, message: str | Phrase) -> None:
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


def tally(answers: Answers) -> Tally:
    """Count answers, whatever they say."""
    return Tally(sum(Counter(answers).values()))


def echo(given: str) -> str:
    """Give the beginning of what somebody typed, to name it in a sentence."""
    return given if len(given) <= MAX_ECHO else given[:MAX_ECHO] + "…"
