"""An e-mail address that somebody leaves."""

from wtforms import Field

from surveys.addresses import AddressProblemError, normal_address
from surveys.definition import Question
from surveys.questions.base import TypedField, required
from surveys.questions.personal import Personal
from surveys.speech import _, lazy


class EmailField(TypedField):
    """An address as it is written to; nothing is looked up."""

    def read(self, typed: str) -> str:
        """Check how it is written."""
        try:
            return normal_address(typed)
        except AddressProblemError:
            sentence = _("Nobody can be written to there. Write it like name@example.com.")
            raise ValueError(sentence) from None


class Email(Personal):
    """Leave an address."""

    kind = "email"
    label = lazy("E-mail address")
    advice = lazy("Where somebody wants to be written to. Reports never show it.")
    what = lazy("an e-mail address")

    def field(self, question: Question) -> Field:
        """Make the field."""
        return EmailField(question.text, required(question, _("Write your e-mail address.")))
