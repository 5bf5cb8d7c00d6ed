"""A rating from 1 to a number the author chooses, as stars, numbers or faces."""

from typing import ClassVar

from wtforms import Field, Form, IntegerField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, ValidationError

from surveys.definition import Question
from surveys.questions.scale import EndLabels, Scale
from surveys.speech import _, lazy, noted

FEWEST, MOST, USUAL = 2, 10, 5
MOST_FACES = 7
FACES = (noted("very unhappy"), noted("very happy"))
"""What the first and the last face say, where the author does not."""


class RatingSettings(EndLabels):
    """How many steps, and how they look."""

    steps = IntegerField(
        lazy("Highest rating"),
        [
            InputRequired(lazy("A number from %(min)s to %(max)s.", min=FEWEST, max=MOST)),
            NumberRange(
                FEWEST, MOST, lazy("A number from %(min)s to %(max)s.", min=FEWEST, max=MOST)
            ),
        ],
        default=USUAL,
    )
    look = RadioField(
        lazy("Shown as"),
        choices=[
            SelectChoice("stars", lazy("Stars")),
            SelectChoice("numbers", lazy("Numbers")),
            SelectChoice("faces", lazy("Faces")),
        ],
        default="stars",
    )

    def validate_look(self, field: Field) -> None:
        """More faces than seven cannot be told apart."""
        if field.data == "faces" and (self.steps.data or 0) > MOST_FACES:
            raise ValidationError(
                _("Up to %(most)s faces can be told apart. Take fewer steps.", most=MOST_FACES)
            )


class Rating(Scale):
    """Stars, numbers or faces from 1 upwards."""

    kind = "rating"
    label = lazy("Rating")
    advice = lazy("How good one thing is, in stars, numbers or faces from 1 upwards.")
    low, high = "", ""
    Settings: ClassVar[type[Form]] = RatingSettings

    def steps(self, question: Question) -> range:
        """From 1 to the author's highest."""
        return range(1, int(question.settings.get("steps", USUAL)) + 1)

    def look(self, question: Question) -> str:
        """Say how the steps are drawn."""
        return str(question.settings.get("look", "stars"))

    def ends(self, question: Question) -> tuple[str, str]:
        """Give the words at the ends; faces have words in any case, for those who cannot see."""
        low, high = super().ends(question)
        if self.look(question) != "faces":
            return low, high
        return low or _(FACES[0]), high or _(FACES[1])

    def mouth(self, question: Question, value: int) -> str:
        """Bend the mouth of a face, from sad at the lowest step to glad at the highest."""
        steps = self.steps(question)
        gladness = (value - steps[0]) / (steps[-1] - steps[0]) * 2 - 1
        corner, middle = 15.3 - 1.3 * gladness, 15.3 + 3.7 * gladness
        return f"M7.5 {corner:.1f}Q12 {middle:.1f} 16.5 {corner:.1f}"
