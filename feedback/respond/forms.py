"""How somebody who is quoted wants to be named."""

from collections.abc import Mapping
from typing import Any

from wtforms import (
    Field,
    Form,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice

from feedback.models import Attribution, Purpose
from feedback.respond.claims import claims_proof
from surveys.questions.text import LONGEST as LONGEST_WORDS
from surveys.questions.text import WordsField
from surveys.speech import Phrase, _, lazy, noted

LONGEST = 80
ANONYMOUS = noted("Verified customer")
UNVERIFIED = noted("Customer")
"""Who came without an invitation is a customer by their own word."""
NAMELESS = noted("Without my name, as “Customer”")

LADDER: dict[Attribution, tuple[str, ...]] = {
    Attribution.FULL: ("name", "company"),
    Attribution.INITIALS: ("short", "city"),
    Attribution.ROLE: ("role", "industry"),
    Attribution.ANONYMOUS: (),
}
"""Which fields make the line under the quote; the first of each must be filled."""

RUNGS = {
    Attribution.FULL: noted("With my full name and company"),
    Attribution.INITIALS: noted("With my first name, initial and city"),
    Attribution.ROLE: noted("With my role and industry"),
    Attribution.ANONYMOUS: noted("Without my name, as “Verified customer”"),
}
KNOWN_AS: dict[str, tuple[str, ...]] = {
    "company": ("company", "account", "organisation", "organization"),
    "city": ("city", "town"),
    "role": ("role", "title", "job title"),
    "industry": ("industry", "sector", "branch"),
}
"""Contact attributes from which a field may begin. Names are asked for, never taken apart."""


def _line(label: Phrase) -> StringField:
    return StringField(label, [_within], filters=[_one_line])


def _within(_form: Form, field: StringField) -> None:
    if len(field.data) > LONGEST:
        raise ValidationError(_("Keep it within %(most)s characters.", most=LONGEST))


def _one_line(value: str | None) -> str:
    kept = "".join(sign for sign in value or "" if sign.isprintable() or sign.isspace())
    return " ".join(kept.split())


class ConsentForm(Form):
    """Agreement to be quoted, with the line that names the author."""

    attribution = RadioField(
        lazy("How should you be named?"),
        choices=[SelectChoice(rung.value, words) for rung, words in RUNGS.items()],
        default=Attribution.ANONYMOUS.value,
    )
    name = _line(lazy("Your full name"))
    company = _line(lazy("Company"))
    short = _line(lazy("First name and initial, such as Carla B."))
    city = _line(lazy("City"))
    role = _line(lazy("Your role, such as Head of Operations"))
    industry = _line(lazy("Industry"))
    purposes = SelectMultipleField(
        choices=[SelectChoice(purpose.value, purpose.value) for purpose in Purpose]
    )
    """Each stands unticked until its author ticks it."""
    correction = WordsField(lazy("Your words"), limit=LONGEST_WORDS)
    """The author's own words, put right; empty, or as they answered, where nothing is corrected."""
    seen = HiddenField()
    """The line under the quote as the page showed it."""
    words = HiddenField()
    """The hash of the words as the page showed them."""

    terms = HiddenField()
    """The stamp of what the page said they get, and of what ties them to the company."""
    saw = WordsField(limit=LONGEST_WORDS)
    """The words as the page showed them."""

    nameless = ANONYMOUS
    """How a quote without a name is signed."""

    @property
    def rung(self) -> Attribution:
        """The chosen way of naming; nobody is named by accident."""
        given = self.attribution.data
        return Attribution(given) if given in RUNGS else Attribution.ANONYMOUS

    @property
    def allowed(self) -> tuple[Purpose, ...]:
        """What was ticked, in the house's order."""
        ticked = set(self.purposes.data or ())
        return tuple(purpose for purpose in Purpose if purpose.value in ticked)

    def corrected(self, words: str) -> str | None:
        """Give the author's correction of their words; None where it says the same."""
        given: str = self.correction.data or ""
        return given if given and given != words else None

    @property
    def named_as(self) -> str:
        """The line under the quote."""
        given = [self[name].data for name in LADDER[self.rung]]
        return ", ".join(filter(None, given)) or (_(self.nameless) if not given else "")

    def problem(self) -> str:
        """Say what is missing before the quote can be shown; "" where nothing is."""
        self.validate()
        for name in LADDER[self.rung]:
            if self[name].errors:
                return _at(self[name], self[name].errors[0])
        if self.correction.errors:
            return _at(self.correction, self.correction.errors[0])
        if not self.named_as:
            return _at(self[LADDER[self.rung][0]], _("please fill this in."))
        return ""


class OpenConsentForm(ConsentForm):
    """The same for somebody of whom nobody knows that they are a customer."""

    nameless = UNVERIFIED

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse a line that says what nobody checked."""
        fine = bool(super().validate(extra_validators))
        for name in LADDER[self.rung]:
            if claims_proof(self[name].data or ""):
                said = _("please leave out “verified” and its like: nobody can check that here.")
                self[name].errors = [*self[name].errors, said]
                fine = False
        return fine


def consent_form(*, is_public: bool) -> type[ConsentForm]:
    """Choose the form by how somebody came."""
    return OpenConsentForm if is_public else ConsentForm


def _at(field: Field, problem: str) -> str:
    return _("%(field)s: %(problem)s", field=field.label.text, problem=problem)


def begun(name: str, attributes: Mapping[str, Any]) -> dict[str, str]:
    """Begin the form with what the company knows already."""
    known = {key.casefold(): str(value) for key, value in attributes.items() if value}
    found = {"name": name}
    for field, keys in KNOWN_AS.items():
        found[field] = next((known[key] for key in keys if key in known), "")
    return {field: _one_line(value)[:LONGEST] for field, value in found.items()}
