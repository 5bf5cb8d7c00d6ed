"""The editor's fields; what may stand in them is checked in `surveys.checks`."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, HiddenField, StringField, TextAreaField

from surveys.questions.base import LineField
from surveys.questions.text import clean


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


class SheetForm(FlaskForm):
    """Everything but the questions."""

    stamp = HiddenField()
    name = CleanLine("Name of the survey")
    subject = CleanLine("Subject")
    invitation = Paragraphs("Words of the mail")
    thanks_title = CleanLine("Heading")
    thanks_text = Paragraphs("Words of thanks")


class QuestionForm(Form):
    """What every question has; the rest comes from its type."""

    text = FoldedLine("Question")
    hint = FoldedLine("A line of help below it")
    required = BooleanField("Must be answered")
