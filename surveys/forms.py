"""Forms whose built-in sentences are said in the language spoken."""

from functools import cache
from typing import Any

from wtforms import Form
from wtforms.i18n import get_translations

from surveys.speech import spoken


class Spoken:
    """For a form beside WTForms's own: what its validators say by themselves is WTForms's words."""

    class Meta:
        """What WTForms asks its forms."""

        def get_translations(self, form: object) -> Any:
            """Give WTForms's own catalogue of the language spoken."""
            return _built_in(spoken().locale)


class PartForm(Spoken, Form):
    """A form within another, or one that needs no token."""


@cache
def _built_in(locale: str) -> Any:
    return get_translations([locale])
