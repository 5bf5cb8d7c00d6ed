"""The customer's own words."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

from wtforms import Field, Form, IntegerField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, ValidationError

from surveys.definition import Question
from surveys.questions.base import Answers, QuestionType, Settings, Stored, required
from surveys.speech import _, lazy, number

LONGEST = 100_000
SHOWN = 20
NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Signs no keyboard types: PostgreSQL refuses NUL, XML and spreadsheets refuse the rest."""


@dataclass(frozen=True)
class TextSummary:
    """How many wrote, and the first of what was given."""

    n: int
    words: tuple[str, ...]


class TextSettings(Settings):
    """How much may be written, and how much room there is to see."""

    limit = IntegerField(
        lazy("Longest answer, in characters"),
        [
            InputRequired(lazy("A number from %(min)s to %(max)s.", min=1, max=LONGEST)),
            NumberRange(1, LONGEST, lazy("A number from %(min)s to %(max)s.", min=1, max=LONGEST)),
        ],
        default=LONGEST,
    )
    lines = RadioField(
        lazy("Room to write"),
        choices=[
            SelectChoice("many", lazy("Several lines")),
            SelectChoice("one", lazy("One line")),
        ],
        default="many",
    )


class WordsField(TextAreaField):
    """Words as they were written; only what is no text at all is taken out."""

    def __init__(self, *args: object, limit: int, **kwargs: object) -> None:
        """Keep the limit."""
        super().__init__(*args, **kwargs)
        self.limit = limit

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean the words."""
        self.data = clean(valuelist[0]) if valuelist else ""

    def pre_validate(self, _form: Form) -> None:
        """Refuse what is too long, keeping all of it on the page."""
        over = len(self.data or "") - self.limit
        if over > 0:
            raise ValidationError(too_long(self.limit, over))


class Text(QuestionType):
    """Open words."""

    kind = "text"
    label = lazy("Open words")
    advice = lazy("What somebody wants to say, in their own words.")
    Settings: ClassVar[type[Form]] = TextSettings

    def field(self, question: Question) -> Field:
        """Make the field."""
        return WordsField(
            question.text,
            required(question, _("Write a few words.")),
            limit=int(question.settings.get("limit", LONGEST)),
        )

    def is_short(self, question: Question) -> bool:
        """Whether one line is all that is asked for."""
        return question.settings.get("lines") == "one"

    def encode(self, question: Question, value: str | None) -> Stored | None:
        """Store the words."""
        return Stored(text=value) if value else None

    def decode(self, question: Question, stored: Stored) -> str:
        """Read the words back."""
        return stored.text or ""

    def show(self, question: Question, stored: Stored) -> str:
        """Give the words."""
        return stored.text or ""

    def summary(self, question: Question, answers: Answers) -> TextSummary:
        """Count who wrote, and keep the first few in the order given."""
        counts = Counter(answers)
        words = tuple(stored.text for stored in counts if stored.text)
        n = sum(times for stored, times in counts.items() if stored.text)
        return TextSummary(n, words[:SHOWN])


def too_long(limit: int, over: int) -> str:
    """Say that there are more words than can be kept."""
    return _(
        "Up to %(limit)s characters can be kept; this is %(over)s over. "
        "All of it is still here: shorten it and send again.",
        limit=number(limit),
        over=number(over),
    )


def clean(words: str) -> str:
    """Take out what is no text, write line breaks one way, drop white space at the edges."""
    return NOT_TEXT.sub("", words.replace("\r\n", "\n").replace("\r", "\n")).strip()
