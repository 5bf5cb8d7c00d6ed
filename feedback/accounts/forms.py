"""Forms of accounts and the workspace."""

from zoneinfo import available_timezones

from email_validator import EmailNotValidError
from flask_wtf import FlaskForm
from wtforms import (
    ColorField,
    EmailField,
    Field,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    SubmitField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, NumberRange, Optional

from feedback.appearance import parse
from feedback.models import Role
from surveys.addresses import validated

ROLE_WORDS = {
    Role.OWNER: "Owner – may do everything",
    Role.MARKETER: "Marketer – testimonials and reports",
    Role.ANALYST: "Analyst – reads everything",
    Role.EXECUTIVE: "Executive – reads reports",
}
PASSWORD_RULES = [
    InputRequired("Choose a password."),
    Length(10, 200, "At least 10 characters: three or four words are easy to keep in mind."),
]


def is_email(_form: FlaskForm, field: Field) -> None:
    """Accept what a mail server would; addresses of any language."""
    try:
        found = validated(field.data or "")
    except EmailNotValidError as error:
        raise ValidationError(str(error)) from None
    field.data = found.normalized


class SignInForm(FlaskForm):
    """E-mail and password."""

    email = EmailField("E-mail", [DataRequired("Your e-mail address, please.")])
    password = PasswordField("Password", [InputRequired("Your password, please.")])
    submit = SubmitField("Sign in")


class SetupForm(FlaskForm):
    """A new workspace and its first owner."""

    workspace = StringField(
        "Company", [DataRequired("The name your customers know."), Length(max=120)]
    )
    name = StringField("Your name", [DataRequired("Your name, please."), Length(max=120)])
    email = EmailField("Your e-mail", [DataRequired("Your e-mail address, please."), is_email])
    password = PasswordField("Password", PASSWORD_RULES)
    submit = SubmitField("Create workspace")


class JoinForm(FlaskForm):
    """An invited member's name and first password."""

    name = StringField("Your name", [DataRequired("Your name, please."), Length(max=120)])
    password = PasswordField("Password", PASSWORD_RULES)
    submit = SubmitField("Join")


class InviteForm(FlaskForm):
    """Whom to invite, as what."""

    email = EmailField("E-mail", [DataRequired("Whom do you want to invite?"), is_email])
    role = SelectField(
        "Role",
        choices=[SelectChoice(role.value, words) for role, words in ROLE_WORDS.items()],
        default=Role.ANALYST.value,
    )
    submit = SubmitField("Invite")


class PasswordForm(FlaskForm):
    """A new password; every other browser is signed out by it."""

    current = PasswordField("Password now", [InputRequired("Your password as it is now.")])
    password = PasswordField("New password", PASSWORD_RULES)
    again = PasswordField(
        "New password again", [EqualTo("password", "The two new passwords differ.")]
    )
    submit = SubmitField("Change password")


class WorkspaceForm(FlaskForm):
    """What the whole workspace shares."""

    name = StringField("Company", [DataRequired("The name your customers know."), Length(max=120)])
    accent = ColorField("Colour", [DataRequired("A colour, such as #0f6b5c.")])
    timezone = SelectField("Time zone")
    ask_gap_days = IntegerField(
        "Days between two asks",
        [InputRequired("A number of days."), NumberRange(0, 3650, "From 0 to 3650 days.")],
    )
    sender_name = StringField("Name your mail comes from", [Optional(), Length(max=120)])
    reply_to = EmailField("Replies go to", [Optional(), is_email])
    postal_address = StringField("Postal address in the mail's footer", [Length(max=300)])
    submit = SubmitField("Save")

    def __init__(self, *args: object, **kwargs: object) -> None:
        """List the time zones."""
        super().__init__(*args, **kwargs)
        self.timezone.choices = [SelectChoice(z, z) for z in sorted(available_timezones())]

    def validate_accent(self, field: Field) -> None:
        """A colour is #rrggbb."""
        try:
            parse(field.data)
            field.data = "#" + field.data.strip().removeprefix("#").lower()
        except ValueError:
            raise ValidationError("Write the colour as #rrggbb, such as #0f6b5c.") from None

    def validate_sender_name(self, field: Field) -> None:
        """A name in a mail header is one line."""
        if any(sign in (field.data or "") for sign in "\r\n"):
            raise ValidationError("One line, please.")
