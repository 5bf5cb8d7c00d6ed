"""Forms of the inbox: which words to quote, and that they are quoted fairly."""

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from feedback.agreements.disclosing import RELATIONS
from feedback.testimonials.publishing import Choice
from surveys.speech import lazy

LONGEST = 60_000


class CutForm(FlaskForm):
    """Sentences by number, or the exact words."""

    sentence = SelectMultipleField(lazy("Sentences"), coerce=int)
    written = TextAreaField(
        lazy("The exact words"),
        [Length(max=LONGEST, message=lazy("That is longer than any comment."))],
    )
    submit = SubmitField(lazy("Use these words"))

    def __init__(self, pieces: int, **kwargs: object) -> None:
        """Offer as many sentences as the comment has."""
        super().__init__(**kwargs)
        self.sentence.choices = [SelectChoice(str(n), str(n)) for n in range(pieces)]

    @property
    def choice(self) -> Choice:
        """What was chosen, yet to be verified against the words."""
        return Choice(tuple(self.sentence.data or ()), self.written.data or "")


class TieForm(FlaskForm):
    """What ties an author to the company, as readers will be told."""

    relation = SelectField(
        lazy("What ties them to you"),
        choices=[SelectChoice(each.value, words) for each, words in RELATIONS.items()],
    )
    submit = SubmitField(lazy("Keep it"))


class PublishForm(FlaskForm):
    """One tick where the cut leaves out words that may change the meaning."""

    fair = BooleanField(
        lazy("I have read the whole comment, and the quote says what its author meant.")
    )
    seen = HiddenField()
    """The stamp of the quote as the page showed it."""
    submit = SubmitField(lazy("Publish on the wall"))
