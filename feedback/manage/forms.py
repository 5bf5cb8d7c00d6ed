"""The editor's fields; what may stand in them is checked in `surveys.checks`."""

from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from feedback.forms import OfficeForm
from surveys.definition import Reminding, reminder_field
from surveys.forms import PartForm
from surveys.questions.base import LineField
from surveys.questions.text import clean
from surveys.speech import lazy


class CleanLine(StringField):
    """One line; a line break in it stays, to be refused where everybody sees it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take out what is no text."""
        self.data = clean(valuelist[0]) if valuelist else ""


class Paragraphs(TextAreaField):
    """Words with line breaks."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take out what is no text."""
        self.data = clean(valuelist[0]) if valuelist else ""


class FoldedLine(LineField):
    """A sentence in a field that wraps: line breaks become spaces."""

    widget = TextAreaField.widget


class SheetForm(OfficeForm):
    """Everything but the questions."""

    stamp = HiddenField()
    name = CleanLine(lazy("Name of the survey"))
    subject = CleanLine(lazy("Subject"))
    invitation = Paragraphs(lazy("Words of the mail"))
    reminder1_subject = CleanLine(lazy("Subject of the first reminder"))
    reminder1_invitation = Paragraphs(lazy("Words of the first reminder"))
    reminder2_subject = CleanLine(lazy("Subject of the second reminder"))
    reminder2_invitation = Paragraphs(lazy("Words of the second reminder"))
    thanks_title = CleanLine(lazy("Heading"))
    thanks_text = Paragraphs(lazy("Words of thanks"))

    @property
    def reminders(self) -> tuple[Reminding, ...]:
        """What reminders say; nothing is kept behind the last that says anything."""
        said = [
            Reminding(
                self[reminder_field(n, "subject")].data or "",
                self[reminder_field(n, "invitation")].data or "",
            )
            for n in (1, 2)
        ]
        while said and said[-1] == Reminding():
            said.pop()
        return tuple(said)


class QuestionForm(PartForm):
    """What every question has; the rest comes from its type."""

    text = FoldedLine(lazy("Question"))
    hint = FoldedLine(lazy("A line of help below it"))
    required = BooleanField(lazy("Must be answered"))
