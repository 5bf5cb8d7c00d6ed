"""A rating from 1 to a number the author chooses, as stars or as numbers."""

from typing import ClassVar

from wtforms import Form, IntegerField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from surveys.definition import Question
from surveys.questions.scale import EndLabels, Scale

FEWEST, MOST, USUAL = 2, 10, 5


class RatingSettings(EndLabels):
    """How many steps, and how they look."""

    steps = IntegerField(
        "Highest rating",
        [
            InputRequired(f"A number from {FEWEST} to {MOST}."),
            NumberRange(FEWEST, MOST, f"A number from {FEWEST} to {MOST}."),
        ],
        default=USUAL,
    )
    look = RadioField(
        "Shown as",
        choices=[SelectChoice("stars", "Stars"), SelectChoice("numbers", "Numbers")],
        default="stars",
    )


class Rating(Scale):
    """Stars or numbers from 1 upwards."""

    kind = "rating"
    label = "Rating"
    advice = "How good one thing is, in stars or numbers from 1 upwards."
    low, high = "", ""
    Settings: ClassVar[type[Form]] = RatingSettings

    def steps(self, question: Question) -> range:
        """From 1 to the author's highest."""
        return range(1, int(question.settings.get("steps", USUAL)) + 1)
