"""How somebody who is quoted wants to be named."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, Form, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from feedback.models import Attribution

LONGEST = 80
ANONYMOUS = "Verified customer"

LADDER: dict[Attribution, tuple[str, ...]] = {
    Attribution.FULL: ("name", "company"),
    Attribution.INITIALS: ("short", "city"),
    Attribution.ROLE: ("role", "industry"),
    Attribution.ANONYMOUS: (),
}
"""Which fields make the line under the quote; the first of each must be filled."""

RUNGS = {
    Attribution.FULL: "With my full name and company",
    Attribution.INITIALS: "With my first name, initial and city",
    Attribution.ROLE: "With my role and industry",
    Attribution.ANONYMOUS: "Without my name, as “Verified customer”",
}
KNOWN_AS: dict[str, tuple[str, ...]] = {
    "company": ("company", "account", "organisation", "organization"),
    "city": ("city", "town"),
    "role": ("role", "title", "job title"),
    "industry": ("industry", "sector", "branch"),
}
"""Contact attributes from which a field may begin. Names are asked for, never taken apart."""


def _line(label: str) -> StringField:
    rules = [Length(max=LONGEST, message=f"Keep it within {LONGEST} characters.")]
    return StringField(label, rules, filters=[_one_line])


def _one_line(value: str | None) -> str:
    kept = "".join(sign for sign in value or "" if sign.isprintable() or sign.isspace())
    return " ".join(kept.split())


class ConsentForm(Form):
    """Agreement to be quoted, with the line that names the author."""

    attribution = RadioField(
        "How should you be named?",
        choices=[SelectChoice(rung.value, words) for rung, words in RUNGS.items()],
        default=Attribution.ANONYMOUS.value,
    )
    name = _line("Your full name")
    company = _line("Company")
    short = _line("First name and initial, such as Carla B.")
    city = _line("City")
    role = _line("Your role, such as Head of Operations")
    industry = _line("Industry")
    agree = BooleanField()
    seen = HiddenField()
    """The line under the quote as the page showed it."""
    words = HiddenField()
    """The hash of the words as the page showed them."""

    @property
    def rung(self) -> Attribution:
        """The chosen way of naming; nobody is named by accident."""
        given = self.attribution.data
        return Attribution(given) if given in RUNGS else Attribution.ANONYMOUS

    @property
    def named_as(self) -> str:
        """The line under the quote."""
        given = [self[name].data for name in LADDER[self.rung]]
        return ", ".join(filter(None, given)) or (ANONYMOUS if not given else "")

    def problem(self) -> str:
        """Say what is missing before the quote can be shown; "" where nothing is."""
        self.validate()
        for name in LADDER[self.rung]:
            if self[name].errors:
                return f"{self[name].label.text}: {self[name].errors[0]}"
        if not self.named_as:
            return f"{self[LADDER[self.rung][0]].label.text}: please fill this in."
        return ""


def begun(name: str, attributes: Mapping[str, Any]) -> dict[str, str]:
    """Begin the form with what the company knows already."""
    known = {key.casefold(): str(value) for key, value in attributes.items() if value}
    found = {"name": name}
    for field, keys in KNOWN_AS.items():
        found[field] = next((known[key] for key in keys if key in known), "")
    return {field: _one_line(value)[:LONGEST] for field, value in found.items()}
