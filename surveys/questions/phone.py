"""A telephone number that somebody leaves."""

from typing import Any, ClassVar

import phonenumbers
from wtforms import Field, Form
from wtforms.validators import ValidationError

from surveys.definition import Question
from surveys.questions.base import LineField, Settings, Stored, TypedField, required
from surveys.questions.personal import Personal
from surveys.speech import _, lazy

LONGEST = 60
SHORTEST = 1_000
"""No number is shorter than four digits, whatever a country's plan leaves open."""
INTERNATIONAL = phonenumbers.PhoneNumberFormat.INTERNATIONAL


class PhoneSettings(Settings):
    """Where numbers without a country code are at home."""

    country = LineField(
        lazy("Country of numbers without +"),
        default="",
        description=lazy(
            "Two letters, such as DE or US. Left empty, people write the country code."
        ),
        filters=[lambda words: (words or "").upper()],
    )

    def validate_country(self, field: Field) -> None:
        """It must be one that has numbers."""
        if field.data and field.data not in phonenumbers.SUPPORTED_REGIONS:
            raise ValidationError(
                _("“%(given)s” is no country: two letters, such as DE.", given=field.data[:20])
            )


class PhoneField(TypedField):
    """A number that can be called from anywhere."""

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        """Keep where numbers without a country code are at home."""
        super().__init__(*args, **kwargs)
        self.country = country

    def read(self, typed: str) -> str:
        """Check that there can be such a number; nobody is called."""
        try:
            if len(typed) > LONGEST:
                raise ValueError(_("too long"))
            number = phonenumbers.parse(typed, self.country or None)
        except (ValueError, phonenumbers.NumberParseException) as error:
            raise ValueError(_advice(error)) from None
        too_short = (number.national_number or 0) < SHORTEST
        if too_short or not phonenumbers.is_possible_number(number):
            raise ValueError(_("There is no such telephone number. Check its digits."))
        plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        return f"{plain};ext={number.extension}" if number.extension else plain

    def write(self, data: Any) -> str:
        """Write the number in groups."""
        return spoken(str(data))


class Phone(Personal):
    """Leave a number."""

    kind = "phone"
    label = lazy("Telephone number")
    advice = lazy("Where somebody wants to be called. Reports never show it.")
    what = lazy("a telephone number")
    Settings: ClassVar[type[Form]] = PhoneSettings
    unspoken: ClassVar[tuple[str, ...]] = ("country",)

    def field(self, question: Question) -> Field:
        """Make the field."""
        validators = required(question, _("Write your telephone number."))
        country = str(question.settings.get("country") or "")
        return PhoneField(question.text, validators, country=country)

    def show(self, question: Question, stored: Stored) -> str:
        """Write the number in groups, for those who may see whose answer this is."""
        return spoken(stored.text or "")


def spoken(number: str) -> str:
    """Write a stored number in the groups people read it in."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return str(phonenumbers.format_number(parsed, INTERNATIONAL))


def _advice(error: Exception) -> str:
    kind = getattr(error, "error_type", None)
    if kind == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE:
        return _("Begin with + and the country code, such as +49 30 901820.")
    return _("That is not a telephone number we can read.")
