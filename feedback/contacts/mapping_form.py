"""The form that says what each column of a file becomes."""

from collections import Counter
from dataclasses import replace
from typing import ClassVar

from wtforms import FieldList, FormField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from feedback.forms import OfficeForm
from surveys.forms import PartForm
from surveys.imports.dates import DateOrder, possible_orders
from surveys.imports.layout import fold
from surveys.imports.mapping import (
    ABOUT_ANSWERS,
    ABOUT_ASKING,
    MAX_ATTRIBUTE_NAME,
    ROLE_WORDS,
    SEVERAL,
    Column,
    Mapping,
    Role,
)
from surveys.imports.preview import Preview
from surveys.imports.table import MAX_COLUMNS
from surveys.speech import _, lazy

NEW = "new"
ORDER_WORDS = {
    DateOrder.DAY_FIRST: lazy("the day comes first (3/4 is the 3rd of April)"),
    DateOrder.MONTH_FIRST: lazy("the month comes first (3/4 is March 4th)"),
}


class ColumnForm(PartForm):
    """What one column becomes."""

    role = SelectField()
    name = StringField(lazy("Attribute’s name"))


class ContactsMappingForm(OfficeForm):
    """What the columns of a table of contacts become."""

    about_answers: ClassVar[bool] = False
    roles: ClassVar[list[Role]] = [role for role in Role if role not in ABOUT_ANSWERS]
    dated: ClassVar[Role] = Role.LAST_ASKED
    """The column whose dates may need their order told."""
    columns = FieldList(FormField(ColumnForm), max_entries=MAX_COLUMNS)
    date_order = SelectField(
        lazy("In dates such as 3/4/2026"),
        default="",
        choices=[
            SelectChoice("", lazy("– choose –")),
            *[SelectChoice(order.value, words) for order, words in ORDER_WORDS.items()],
        ],
    )

    def prepare(self, preview: Preview, *, surveys: dict[str, str], zone: str) -> None:
        """Offer what can be chosen for this file."""
        self.preview, self.clock = preview, zone
        for entry in self.columns:
            entry.form.role.choices = [SelectChoice(r.value, ROLE_WORDS[r]) for r in self.roles]
        if not self.is_submitted() and not self.date_order.data and len(self.orders()) == 1:
            self.date_order.data = self.orders().pop()

    def validate_columns(self, field: FieldList) -> None:
        """Every role once, attributes with names of their own, and what is needed at all."""
        roles = [Role(data) for entry in field if (data := entry.form.role.data) in set(Role)]
        if len(roles) != len(self.preview.layout.names):
            raise ValidationError(_("The file is read with other columns now. Look at them again."))
        for role, times in Counter(roles).items():
            if times > 1 and role not in SEVERAL:
                raise ValidationError(
                    _(
                        "%(times)s columns are “%(role)s”. Keep one.",
                        times=times,
                        role=ROLE_WORDS[role],
                    )
                )
        self.require(set(roles))
        self._check_names(field)

    def validate_date_order(self, field: SelectField) -> None:
        """Ask only where the file itself leaves it open."""
        if not field.data and len(self.orders()) > 1:
            raise ValidationError(
                _("The dates in the file can be read in both ways: please choose.")
            )

    def require(self, roles: set[Role]) -> None:
        """Refuse a mapping that lacks what nothing can be done without."""
        if not {Role.EMAIL, Role.NUMBER} & roles:
            raise ValidationError(_("Say which column is the e-mail or the customer number."))

    def mapping(self) -> Mapping:
        """Give what was chosen."""
        columns = (
            Column(index, Role(entry.form.role.data), one_line(entry.form.name.data))
            for index, entry in enumerate(self.columns)
        )
        layout = self.preview.layout
        return Mapping(
            reading=self.preview.reading,
            columns=tuple(columns),
            names=layout.names,
            first_row=layout.first_row,
            has_header=layout.has_header,
            date_order=self.date_order.data or "",
            zone=self.clock,
        )

    def orders(self) -> set[DateOrder]:
        """Tell how the dates of the column with dates can be read."""
        places = [i for i, entry in enumerate(self.columns) if entry.form.role.data == self.dated]
        return possible_orders(self.preview.values(places[0])) if places else set()

    @property
    def columns_problems(self) -> list[str]:
        """What is wrong with the columns as a whole."""
        return [problem for problem in self.columns.errors if isinstance(problem, str)]

    def _check_names(self, field: FieldList) -> None:
        names: set[str] = set()
        for entry in field:
            if entry.form.role.data != Role.ATTRIBUTE:
                continue
            name = one_line(entry.form.name.data)
            if not name or not name.isprintable() or len(name) > MAX_ATTRIBUTE_NAME:
                raise ValidationError(
                    _(
                        "Give each attribute a name of up to %(most)s characters.",
                        most=MAX_ATTRIBUTE_NAME,
                    )
                )
            if names & {name, fold(name)}:
                raise ValidationError(
                    _("Two attributes are called “%(name)s”. Rename one.", name=name)
                )
            names |= {name, fold(name)} - {""}


class AnswersMappingForm(ContactsMappingForm):
    """The same for past answers: also their survey, their clock, and the order of their dates."""

    about_answers = True
    roles = [role for role in Role if role not in ABOUT_ASKING]
    dated = Role.DATE

    survey = SelectField(lazy("Survey they belong to"), choices=[])
    survey_name = StringField(
        lazy("Name of the new survey"), [Length(max=120, message=lazy("Up to 120 characters."))]
    )
    zone = SelectField(lazy("Times without a zone are on"), choices=[])

    def prepare(self, preview: Preview, *, surveys: dict[str, str], zone: str) -> None:
        """Offer what can be chosen for this file; a date's order is filled in where it shows."""
        super().prepare(preview, surveys=surveys, zone=zone)
        names = {**surveys, NEW: _("A new survey")}
        self.survey.choices = [SelectChoice(key, name) for key, name in names.items()]
        self.zone.choices = [SelectChoice(name, name) for name in dict.fromkeys(["UTC", zone])]

    def validate_survey_name(self, field: StringField) -> None:
        """Two surveys of one name would hide a double import."""
        if self.survey.data != NEW:
            return
        name = one_line(field.data)
        if not name:
            raise ValidationError(_("Give the new survey a name."))
        if name.casefold() in {choice.label.casefold() for choice in self.survey.choices[:-1]}:
            raise ValidationError(_("There is a survey of this name: choose it above, or rename."))

    def require(self, roles: set[Role]) -> None:
        """An answer has a score and a date."""
        if Role.SCORE not in roles:
            raise ValidationError(_("Say which column is the score."))
        if Role.DATE not in roles:
            raise ValidationError(_("Say which column is the date of the answer."))

    def mapping(self) -> Mapping:
        """Give what was chosen."""
        return replace(
            super().mapping(),
            zone=self.zone.data,
            survey_name=one_line(self.survey_name.data) if self.survey.data == NEW else "",
        )


def one_line(text: str | None) -> str:
    """Write a name on one line."""
    return " ".join((text or "").split())
