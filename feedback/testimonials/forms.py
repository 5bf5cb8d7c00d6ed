"""Forms of the inbox: which words to quote, and that they are quoted fairly."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectMultipleField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from feedback.testimonials.publishing import Choice

LONGEST = 60_000


class CutForm(FlaskForm):
    """Sentences by number, or the exact words."""

    sentence = SelectMultipleField("Sentences", coerce=int)
    written = TextAreaField(
        "The exact words", [Length(max=LONGEST, message="That is longer than any comment.")]
    )
    submit = SubmitField("Use these words")

    def __init__(self, pieces: int, **kwargs: object) -> None:
        """Offer as many sentences as the comment has."""
        super().__init__(**kwargs)
        self.sentence.choices = [SelectChoice(str(n), str(n)) for n in range(pieces)]

    @property
    def choice(self) -> Choice:
        """What was chosen, yet to be verified against the words."""
        return Choice(tuple(self.sentence.data or ()), self.written.data or "")


class PublishForm(FlaskForm):
    """One tick where the cut leaves out words that may change the meaning."""

    fair = BooleanField("I have read the whole comment, and the quote says what its author meant.")
    submit = SubmitField("Publish on the wall")
