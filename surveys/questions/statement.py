"""Words that ask nothing: an introduction, a thank-you in between."""

from typing import Any, ClassVar

from wtforms import Field, Form, TextAreaField
from wtforms.validators import Length

from surveys.definition import Question
from surveys.questions.base import Answers, Cell, QuestionType, Settings, Stored, Tally
from surveys.questions.text import clean
from surveys.speech import lazy

LONGEST = 5_000


class ParagraphsField(TextAreaField):
    """Words of an author, with their line breaks."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take out what is no text."""
        self.data = clean(valuelist[0]) if valuelist else ""


class StatementSettings(Settings):
    """What stands below the heading."""

    body = ParagraphsField(
        lazy("Words below it"),
        [
            Length(
                max=LONGEST, message=lazy("Keep it within %(longest)s characters.", longest=LONGEST)
            )
        ],
        default="",
    )


class Silent(Field):
    """A field that nothing is sent for, and that takes nothing."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Whatever is sent, nothing was asked."""
        self.data = None


class Statement(QuestionType):
    """Show words."""

    kind = "statement"
    label = lazy("Statement: shows words, asks nothing")
    advice = lazy("Words between the questions: what comes next, or why you ask.")
    asks = False
    Settings: ClassVar[type[Form]] = StatementSettings

    def field(self, question: Question) -> Field:
        """Make a field that stays empty."""
        return Silent(question.text)

    def encode(self, question: Question, value: Any) -> Stored | None:
        """Store nothing."""
        return None

    def decode(self, question: Question, stored: Stored) -> None:
        """Read nothing."""

    def show(self, question: Question, stored: Stored) -> str:
        """Write nothing."""
        return ""

    def summary(self, question: Question, answers: Answers) -> Tally:
        """Nobody answers a statement."""
        return Tally(0)

    def columns(self, question: Question) -> tuple[str, ...]:
        """Take no room in an export."""
        return ()

    def cells(self, question: Question, stored: Stored) -> tuple[Cell, ...]:
        """Take no room in an export."""
        return ()

    def body(self, question: Question) -> str:
        """Give the words below the heading."""
        return question.label(str(question.settings.get("body") or ""))
