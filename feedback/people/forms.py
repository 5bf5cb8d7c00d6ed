"""Forms of the roster and of what everybody is asked to pass on."""

from datetime import date

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from surveys.forms import Spoken
from surveys.imports.colleagues import LONGEST_NAME, Listed, split_names
from surveys.sharing import SharingProblemError, read_sites
from surveys.speech import _, lazy
from surveys.telling import said

TEXT = Length(max=LONGEST_NAME)


class StaffForm(Spoken, FlaskForm):
    """One colleague."""

    name = StringField(lazy("First name and surname"), [DataRequired(lazy("Their name.")), TEXT])
    nicknames = StringField(lazy("Also called"), [Optional(), Length(max=400)])
    team = StringField(lazy("Team"), [Optional(), TEXT])
    place = StringField(lazy("Place"), [Optional(), TEXT])
    since = DateField(lazy("First day"), [Optional()])
    until = DateField(lazy("Last day"), [Optional()])

    def validate_name(self, field: StringField) -> None:
        """A name has letters."""
        if not any(sign.isalpha() for sign in field.data or ""):
            raise ValidationError(_("Their name."))

    def validate_until(self, field: DateField) -> None:
        """Nobody leaves before they came."""
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(_("The last day lies before the first."))

    @property
    def listed(self) -> Listed:
        """What was written."""
        first: date | None = self.since.data
        return Listed(
            row=0,
            name=" ".join((self.name.data or "").split()),
            nicknames=split_names(self.nicknames.data or ""),
            team=" ".join((self.team.data or "").split()),
            place=" ".join((self.place.data or "").split()),
            since=first,
            until=self.until.data,
        )


class RollForm(Spoken, FlaskForm):
    """A roster as a file."""

    file = FileField(lazy("File"), [FileRequired(lazy("Choose a CSV or XLSX file."))])


class SharingForm(Spoken, FlaskForm):
    """What everybody who answers is asked to pass on."""

    words = TextAreaField(lazy("What you ask for"), [Optional(), Length(max=300)])
    sites = TextAreaField(lazy("Where they may write about you"), [Optional(), Length(max=4000)])
    refers = BooleanField(lazy("Give each customer a link to pass on"))
    home = StringField(lazy("Your own site"), [Optional(), Length(max=400)])

    def validate_sites(self, field: TextAreaField) -> None:
        """One address a line, each with a name of its own if wanted."""
        try:
            read_sites(field.data or "")
        except SharingProblemError as problem:
            raise ValidationError(said(problem.args[0])) from None

    def validate_refers(self, field: BooleanField) -> None:
        """A link has to lead somewhere."""
        if field.data and not (self.home.data or "").strip():
            raise ValidationError(_("A link to pass on has to lead somewhere: your own site."))

    def validate_home(self, field: StringField) -> None:
        """An address that a browser opens."""
        try:
            read_sites(field.data or "")
        except SharingProblemError as problem:
            raise ValidationError(said(problem.args[0])) from None
