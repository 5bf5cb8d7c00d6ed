"""The form of a new touchpoint."""

from wtforms import RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from feedback.forms import OfficeForm
from surveys.models import TouchpointKind
from surveys.speech import _, lazy
from surveys.telling import said
from surveys.touchpoints import UnreadableSiteError, origins

KINDS = {
    TouchpointKind.QR: (
        lazy("QR code"),
        lazy("To print: on a counter, a receipt, a parcel, a poster."),
    ),
    TouchpointKind.WIDGET: (
        lazy("Widget"),
        lazy("For your own site: asks in a corner of the page."),
    ),
    TouchpointKind.KIOSK: (
        lazy("Kiosk"),
        lazy("For a tablet at the door: big targets, no network needed."),
    ),
    TouchpointKind.LINK: (
        lazy("Open link"),
        lazy("To paste: in a chat, on a page, under your own mail."),
    ),
}
"""What can be made, with what it is good for."""


class TouchpointForm(OfficeForm):
    """Which survey, where, and how people meet it."""

    survey = SelectField(lazy("Survey"))
    kind = RadioField(
        lazy("How people meet it"),
        choices=[SelectChoice(kind.value, label) for kind, (label, _hint) in KINDS.items()],
        default=TouchpointKind.QR.value,
    )
    name = StringField(
        lazy("Where it will be"),
        [
            DataRequired(lazy("Say where it will be.")),
            Length(max=80, message=lazy("Use up to 80 letters.")),
        ],
        filters=[lambda words: " ".join((words or "").split())],
    )
    sites = TextAreaField(lazy("Sites that show it"))

    def validate_sites(self, field: TextAreaField) -> None:
        """Check each site; only a widget needs any."""
        try:
            found = origins(field.data or "")
        except UnreadableSiteError as error:
            raise ValidationError(said(error.args[0])) from None
        if self.kind.data == TouchpointKind.WIDGET and not found:
            raise ValidationError(_("Name the site on which the widget will stand."))
