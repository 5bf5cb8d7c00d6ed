"""The form every back-office page begins with."""

from flask_wtf import FlaskForm

from surveys.forms import Spoken


class OfficeForm(Spoken, FlaskForm):
    """A form with a token against forgery, in the member's language."""
