"""What the types share whose answers say who somebody is: they are kept, and never reported."""

from dataclasses import dataclass
from typing import ClassVar

from surveys.definition import Question
from surveys.questions.base import Answers, QuestionType, Stored, tally
from surveys.speech import Phrase


@dataclass(frozen=True)
class LeftSummary:
    """How many left something, and nothing of what it was."""

    n: int
    what: Phrase


class Personal(QuestionType):
    """One line by which somebody can be reached."""

    is_personal = True
    what: ClassVar[Phrase]
    """Its name within a sentence."""

    def encode(self, question: Question, value: str | None) -> Stored | None:
        """Store it in its normal form."""
        return Stored(text=value) if value else None

    def decode(self, question: Question, stored: Stored) -> str | None:
        """Read it back."""
        return stored.text

    def show(self, question: Question, stored: Stored) -> str:
        """Write it, for those who may see whose answer this is."""
        return stored.text or ""

    def summary(self, question: Question, answers: Answers) -> LeftSummary:
        """Count who left one."""
        return LeftSummary(tally(answers).n, self.what)
