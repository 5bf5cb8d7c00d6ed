"""A sentence and a box: agreed where somebody ticked it themselves."""

from typing import ClassVar

from wtforms import Field, Form
from wtforms.validators import Length

from surveys.definition import Question
from surveys.questions.base import (
    Answered,
    Answers,
    Cell,
    LineField,
    QuestionType,
    Settings,
    Stored,
    Tally,
    required,
    tally,
)
from surveys.speech import _, lazy

LONGEST = 1_000
AGREED = 1.0
YES = "yes"
"""What is sent for a tick, and the word by which rules know it."""


class ConsentSettings(Settings):
    """What is agreed to."""

    sentence = LineField(
        lazy("The sentence beside the box"),
        [
            Answered(lazy("Write the sentence that people agree to.")),
            Length(
                max=LONGEST, message=lazy("Keep it within %(longest)s characters.", longest=LONGEST)
            ),
        ],
        default="I agree.",
        description=lazy(
            "Whole and plain: who may do what, and how to take it back. Each answer "
            "keeps it word for word. The box is never ticked beforehand."
        ),
    )


class TickField(Field):
    """A box; only a tick of one's own makes it True."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the tick, and nothing else for one."""
        given = valuelist[0] if valuelist else ""
        if given not in ("", YES):
            raise ValueError(_("Tick the box if you agree, or leave it empty."))
        self.data = True if given else None


class Consent(QuestionType):
    """Agree, or leave it."""

    kind = "consent"
    label = lazy("Consent: a sentence and a box")
    advice = lazy("Something people must agree to themselves, such as being called back.")
    Settings: ClassVar[type[Form]] = ConsentSettings

    def field(self, question: Question) -> Field:
        """Make the field."""
        return TickField(
            question.text, required(question, _("This cannot be sent without your agreement."))
        )

    def sentence(self, question: Question) -> str:
        """Give the sentence as the author wrote it."""
        return str(question.settings.get("sentence") or "")

    def encode(self, question: Question, value: bool | None) -> Stored | None:
        """Store the tick with the sentence it stands for; a box left empty is no answer."""
        return Stored(AGREED, self.sentence(question)) if value else None

    def decode(self, question: Question, stored: Stored) -> bool | None:
        """Tell whether this very sentence was agreed to: another one is asked anew."""
        agreed = stored.number == AGREED and stored.text == self.sentence(question)
        return True if agreed else None

    def show(self, question: Question, stored: Stored) -> str:
        """Write what was agreed to."""
        return _("Agreed: %(sentence)s", sentence=question.label(stored.text or ""))

    def summary(self, question: Question, answers: Answers) -> Tally:
        """Count who agreed."""
        return tally(answers)

    def columns(self, question: Question) -> tuple[str, ...]:
        """Tell whether, and to what."""
        return (question.text, _("%(text)s: agreed to", text=question.text))

    def cells(self, question: Question, stored: Stored) -> tuple[Cell, ...]:
        """Give 1 for a tick, and the sentence."""
        return (1, stored.text)
