"""Forms of accounts and the workspace."""

from zoneinfo import available_timezones

from babel.dates import get_month_names
from flask_wtf import FlaskForm
from wtforms import (
    ColorField,
    EmailField,
    Field,
    PasswordField,
    SelectField,
    StringField,
    SubmitField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, Optional

from feedback.appearance import parse
from feedback.forms import OfficeForm
from feedback.models import Role
from surveys.addresses import AddressProblemError, normal_address
from surveys.speech import _, lazy, spoken
from surveys.telling import said

ROLE_WORDS = {
    Role.OWNER: lazy("Owner – may do everything"),
    Role.MARKETER: lazy("Marketer – testimonials and reports"),
    Role.ANALYST: lazy("Analyst – reads everything"),
    Role.EXECUTIVE: lazy("Executive – reads reports"),
}
PASSWORD_RULES = [
    InputRequired(lazy("Choose a password.")),
    Length(10, 200, lazy("At least 10 characters: three or four words are easy to keep in mind.")),
]


def is_email(_form: FlaskForm, field: Field) -> None:
    """Accept what a mail server would; addresses of any language."""
    try:
        field.data = normal_address((field.data or "").strip())
    except AddressProblemError as problem:
        raise ValidationError(said(problem.args[0])) from None


class SignInForm(OfficeForm):
    """E-mail and password."""

    email = EmailField(lazy("E-mail"), [DataRequired(lazy("Your e-mail address, please."))])
    password = PasswordField(lazy("Password"), [InputRequired(lazy("Your password, please."))])
    submit = SubmitField(lazy("Sign in"))


class SetupForm(OfficeForm):
    """A new workspace and its first owner."""

    workspace = StringField(
        lazy("Company"), [DataRequired(lazy("The name your customers know.")), Length(max=120)]
    )
    name = StringField(
        lazy("Your name"), [DataRequired(lazy("Your name, please.")), Length(max=120)]
    )
    email = EmailField(
        lazy("Your e-mail"), [DataRequired(lazy("Your e-mail address, please.")), is_email]
    )
    password = PasswordField(lazy("Password"), PASSWORD_RULES)
    submit = SubmitField(lazy("Create workspace"))


class JoinForm(OfficeForm):
    """An invited member's name and first password."""

    name = StringField(
        lazy("Your name"), [DataRequired(lazy("Your name, please.")), Length(max=120)]
    )
    password = PasswordField(lazy("Password"), PASSWORD_RULES)
    submit = SubmitField(lazy("Join"))


class InviteForm(OfficeForm):
    """Whom to invite, as what."""

    email = EmailField(
        lazy("E-mail"), [DataRequired(lazy("Whom do you want to invite?")), is_email]
    )
    role = SelectField(
        lazy("Role"),
        choices=[SelectChoice(role.value, words) for role, words in ROLE_WORDS.items()],
        default=Role.ANALYST.value,
    )
    submit = SubmitField(lazy("Invite"))


class PasswordForm(OfficeForm):
    """A new password; every other browser is signed out by it."""

    current = PasswordField(
        lazy("Password now"), [InputRequired(lazy("Your password as it is now."))]
    )
    password = PasswordField(lazy("New password"), PASSWORD_RULES)
    again = PasswordField(
        lazy("New password again"), [EqualTo("password", lazy("The two new passwords differ."))]
    )
    submit = SubmitField(lazy("Change password"))


class WorkspaceForm(OfficeForm):
    """What the whole workspace shares."""

    name = StringField(
        lazy("Company"), [DataRequired(lazy("The name your customers know.")), Length(max=120)]
    )
    accent = ColorField(lazy("Colour"), [DataRequired(lazy("A colour, such as #0f6b5c."))])
    timezone = SelectField(lazy("Time zone"))
    year_begins = SelectField(lazy("Fiscal year begins in"), coerce=int)
    sender_name = StringField(lazy("Name your mail comes from"), [Optional(), Length(max=120)])
    reply_to = EmailField(lazy("Replies go to"), [Optional(), is_email])
    postal_address = StringField(lazy("Postal address in the mail's footer"), [Length(max=300)])
    submit = SubmitField(lazy("Save"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        """List the time zones and the months."""
        super().__init__(*args, **kwargs)
        months = get_month_names(context="stand-alone", locale=spoken().locale)
        self.year_begins.choices = [SelectChoice(n, months[n]) for n in range(1, 13)]
        self.timezone.choices = [SelectChoice(z, z) for z in sorted(available_timezones())]

    def validate_accent(self, field: Field) -> None:
        """A colour is #rrggbb."""
        try:
            parse(field.data)
            field.data = "#" + field.data.strip().removeprefix("#").lower()
        except ValueError:
            raise ValidationError(_("Write the colour as #rrggbb, such as #0f6b5c.")) from None

    def validate_sender_name(self, field: Field) -> None:
        """A name in a mail header is one line."""
        if any(sign in (field.data or "") for sign in "\r\n"):
            raise ValidationError(_("One line, please."))
