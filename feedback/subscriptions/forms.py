"""Forms of standing orders: a report that comes by itself, and an alert."""

from typing import Any
from zoneinfo import available_timezones

from wtforms import Field, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from feedback.accounts.permissions import Permission, may
from feedback.egress import is_fit
from feedback.forms import OfficeForm
from feedback.languages import INTERFACE, own_name
from feedback.models.subscription import Cadence, SubscriptionKind
from surveys.addresses import AddressProblemError, normal_address
from surveys.speech import _, lazy
from surveys.telling import said

CADENCES = {
    Cadence.DAY: lazy("every day"),
    Cadence.WEEK: lazy("every week, on Monday"),
    Cadence.MONTH: lazy("every month, on its first day"),
    Cadence.QUARTER: lazy("every quarter, on its first day"),
}
ALERTS = {
    SubscriptionKind.SCORE: lazy("the score is below a threshold for sure"),
    SubscriptionKind.RATE: lazy("the response rate collapses"),
    SubscriptionKind.THEME: lazy("customers speak of a theme far more than they did"),
    SubscriptionKind.DETRACTOR: lazy("somebody who matters gives a low score"),
    SubscriptionKind.URGENT: lazy("a comment is urgent"),
}
NEEDS = {
    SubscriptionKind.DETRACTOR: Permission.READ_CONTACTS,
    SubscriptionKind.URGENT: Permission.READ_COMMENTS,
}
"""What somebody must be allowed to read to be told of it."""
MOST_RECIPIENTS = 50
LINE = Length(max=120)


class OrderForm(OfficeForm):
    """What both have: to whom, in which language, on whose clock."""

    title = StringField(lazy("Name"), [DataRequired(lazy("A name to know it by.")), LINE])
    attribute = StringField(lazy("Only where this attribute"), [Optional(), LINE])
    value = StringField(lazy("is"), [LINE])
    addresses = TextAreaField(
        lazy("To these addresses"), [Optional(), Length(max=8000)], render_kw={"rows": 3}
    )
    language = SelectField(lazy("Language"))
    timezone = StringField(lazy("Time zone"), [DataRequired(lazy("A time zone.")), Length(max=60)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the languages that Hark speaks."""
        super().__init__(*args, **kwargs)
        self.recipients: list[str] = []
        self.language.choices = [SelectChoice(code, own_name(code)) for code in INTERFACE]

    def validate_value(self, field: Field) -> None:
        """An attribute without a value says nothing."""
        if (self.attribute.data or "").strip() and not (field.data or "").strip():
            raise ValidationError(_("Which value must it have?"))

    def validate_timezone(self, field: Field) -> None:
        """A name that clocks know."""
        if field.data not in available_timezones():
            raise ValidationError(_("No such time zone. They are written like Europe/Berlin."))

    def validate_addresses(self, field: Field) -> None:
        """Each one an address; several stand on lines of their own, or behind commas."""
        written = (field.data or "").replace(",", "\n").replace(";", "\n").splitlines()
        found = []
        for line in filter(None, (each.strip() for each in written)):
            try:
                found.append(normal_address(line))
            except AddressProblemError as problem:
                raise ValidationError(f"{line}: {said(problem.args[0])}") from None
        if len(found) > MOST_RECIPIENTS:
            raise ValidationError(_("At most %(n)s addresses at once.", n=MOST_RECIPIENTS))
        self.recipients = list(dict.fromkeys(found))


class ReportForm(OrderForm):
    """A report that comes by itself."""

    cadence = SelectField(lazy("How often"))
    hour = SelectField(lazy("At"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer days to quarters, and the hours of a clock."""
        super().__init__(*args, **kwargs)
        self.cadence.choices = [SelectChoice(each.value, str(w)) for each, w in CADENCES.items()]
        self.hour.choices = [SelectChoice(hour, f"{hour:02}:00") for hour in range(24)]


class AlertForm(OrderForm):
    """Something to be told of when it happens."""

    kind = SelectField(lazy("Tell when"))
    threshold = IntegerField(lazy("Threshold"), [Optional(), NumberRange(-100, 100)])
    url = StringField(lazy("Or to this webhook"), [Optional(), Length(max=400)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what the member may be told."""
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in ALERTS if kind not in NEEDS or may(NEEDS[kind])]
        self.kind.choices = [SelectChoice(kind.value, str(ALERTS[kind])) for kind in kinds]

    def validate_threshold(self, field: Field) -> None:
        """A score has to be below something."""
        if self.kind.data == SubscriptionKind.SCORE and field.data is None:
            raise ValidationError(_("Below which score?"))

    def validate_attribute(self, field: Field) -> None:
        """Mail is not counted by attribute."""
        if field.data and self.kind.data == SubscriptionKind.RATE:
            raise ValidationError(_("The response rate is known of all together only."))
        if field.data and self.kind.data == SubscriptionKind.THEME:
            raise ValidationError(_("Themes are watched of all together only."))

    def validate_url(self, field: Field) -> None:
        """Only over TLS: the news is about people."""
        if field.data and not is_fit(field.data):
            raise ValidationError(_("A webhook begins with https:// and asks no question (?)."))
