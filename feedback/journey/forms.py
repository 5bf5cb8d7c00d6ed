"""Forms of journey maps: what they consist of, and what measures a cell."""

from collections.abc import Iterable, Sequence

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from feedback.forms import OfficeForm
from feedback.ids import spell
from feedback.journey.plan import LONGEST_NAME, LONGEST_NOTE, LONGEST_OWNER, MOST, Axis, Cell, keys
from feedback.reports.selection import SurveyChoice
from surveys.forms import PartForm
from surveys.speech import _, lazy

SPARE = 2
"""Empty lines at the end of each list, to add with."""
NAME = [DataRequired(lazy("A name that colleagues recognise.")), Length(max=LONGEST_NAME)]
Choice = tuple[SurveyChoice, str, str]


class NewMapForm(OfficeForm):
    """A new map: its name, and what stands along its sides, a line each."""

    name = StringField(lazy("Name"), NAME)
    stages = TextAreaField(lazy("Touchpoints, in the order customers meet them"))
    departments = TextAreaField(lazy("Departments"))

    def validate_stages(self, field: TextAreaField) -> None:
        """So many that a board reads them."""
        _few(axes(field.data or ""))

    validate_departments = validate_stages


class AxisForm(PartForm):
    """One stage or department; emptied, it is taken away."""

    key = HiddenField()
    name = StringField(lazy("Name"), [Optional(), Length(max=LONGEST_NAME)])
    place = IntegerField(lazy("Place"), [Optional(), NumberRange(1, 2 * MOST)])


class ShapeForm(OfficeForm):
    """Name, stages and departments of a map."""

    number = HiddenField()
    name = StringField(lazy("Name"), NAME)
    stages = FieldList(FormField(AxisForm), max_entries=MOST + SPARE)
    departments = FieldList(FormField(AxisForm), max_entries=MOST + SPARE)

    def validate_stages(self, field: FieldList) -> None:
        """So many that a board reads them."""
        _few(chosen(field))

    validate_departments = validate_stages


class CellForm(OfficeForm):
    """What measures a cell, and who looks after it."""

    number = HiddenField()
    measure = SelectField(lazy("Measured by"), [Optional()])
    owner = StringField(lazy("Who looks after it"), [Length(max=LONGEST_OWNER)])
    note = TextAreaField(lazy("Note"), [Length(max=LONGEST_NOTE)])

    def offer(self, choices: Sequence[Choice]) -> None:
        """Offer each question with a scale, survey by survey."""
        groups: dict[str, list[tuple[str, str]]] = {"": [("", _("Nothing yet"))]}
        for survey, key, words in choices:
            groups.setdefault(survey.name, []).append((f"{survey.key}:{key}", words))
        self.measure.choices = groups

    @property
    def chosen(self) -> str:
        """Survey and question, as they are offered."""
        return self.measure.data or ""


class BringForm(OfficeForm):
    """A map as a file."""

    file = FileField(lazy("File"), [FileRequired(lazy("Choose a JSON, CSV or XLSX file."))])


def axes(lines: str) -> list[Axis]:
    """Read names, one a line; the same name twice is one."""
    names = dict.fromkeys(" ".join(line.split())[:LONGEST_NAME] for line in lines.splitlines())
    return [Axis.new(name) for name in names if name]


def chosen(field: FieldList, known: Iterable[Axis] = ()) -> list[Axis]:
    """Read a list of lines in the order of their places; empty ones are taken away."""
    free = set(keys(known))
    placed = []
    for at, each in enumerate(field.entries, 1):
        key, name = each.data["key"], " ".join((each.data["name"] or "").split())
        axis = Axis(key, name) if key in free else Axis.new(name)
        free.discard(key)
        placed.append((each.data["place"] or at, at, axis))
    return [axis for _place, _at, axis in sorted(placed, key=lambda each: each[:2]) if axis.name]


def lines(found: Iterable[Axis]) -> list[dict[str, object]]:
    """Write a list of lines, with empty ones to add with."""
    known = [{"key": a.key, "name": a.name, "place": at} for at, a in enumerate(found, 1)]
    spare = [{"key": "", "name": "", "place": len(known) + at + 1} for at in range(SPARE)]
    return [*known, *spare]


def written(cell: Cell) -> dict[str, str]:
    """Write a cell as it stands in its form."""
    measure = f"{spell(cell.survey)}:{cell.question}" if cell.survey is not None else ""
    return {"measure": measure, "owner": cell.owner, "note": cell.note}


def _few(found: Sequence[Axis]) -> None:
    if not found:
        raise ValidationError(_("A map has at least one."))
    if len(found) > MOST:
        raise ValidationError(_("A map has up to %(most)s.", most=MOST))
