"""A question's settings in a survey file: JSON out, and JSON in only as an author could set it."""

import math
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field

from surveys.questions.base import QuestionType
from surveys.questions.figures import retyped
from surveys.questions.options import OptionsField
from surveys.speech import _


class SettingsError(ValueError):
    """Settings that a type does not take; {name: sentence}."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        """Keep what is wrong with each."""
        super().__init__("; ".join(f"{name}: {words}" for name, words in problems.items()))
        self.problems = dict(problems)


def settings_in(type_: QuestionType, given: Mapping[str, Any]) -> dict[str, Any]:
    """Check what a file says about a question, as if an author had typed it into the editor.

    What the file leaves out is as the type has it. SettingsError names each setting that is
    not one, is of the wrong sort, or that the editor would refuse.
    """
    usual = type_.Settings()
    problems = {
        name: _("There is no such setting for this type of question.")
        for name in given
        if name not in usual
    }
    typed: MultiDict[str, str] = MultiDict()
    for field in usual:
        value = given.get(field.short_name)
        try:
            typed.update(_as_typed(field, field.data if value is None else value))
        except ValueError as error:
            problems[field.short_name] = str(error)
    form = type_.Settings(typed)
    if not form.validate():
        found = {str(name): " ".join(map(str, said)) for name, said in form.errors.items()}
        problems = {**found, **problems}
    if problems:
        raise SettingsError(problems)
    return {name: value for name, value in form.data.items() if value not in (None, "")}


def _as_typed(field: Field, value: Any) -> dict[str, str]:
    """Write a value as the browser would send it for this field."""
    if isinstance(field, BooleanField):
        if value not in (True, False, None):
            raise ValueError(_("This is either true or false."))
        return {field.name: "1"} if value else {}
    if isinstance(field, OptionsField):
        lines = [] if value is None else value
        if not isinstance(lines, list) or not all(isinstance(one, str) for one in lines):
            raise ValueError(_("This is a list of words."))
        return {field.name: "\n".join(" ".join(one.split()) for one in lines)}
    match value:
        case None:
            return {}
        case bool() | list() | dict():
            raise ValueError(_("This is a word or a number."))
        case float() if not math.isfinite(value):
            raise ValueError(_("This is no number."))
        case float():
            return {field.name: retyped(value)}
        case _:
            return {field.name: str(value)}
