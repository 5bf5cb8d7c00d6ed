"""Forms of figures of others: one by one, or as a file."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from feedback.reports.benchmarks.beside import as_published
from surveys.forms import Spoken
from surveys.published import (
    CES,
    CSAT,
    LONGEST_LINK,
    LONGEST_NAME,
    LONGEST_PERIOD,
    LONGEST_SOURCE,
    NPS,
    Published,
    count,
    figure,
    line,
    problems,
)
from surveys.speech import _, lazy
from surveys.telling import said

MEASURES = {
    NPS: lazy("NPS, from −100 to 100"),
    CSAT: lazy("Satisfied: share of 4 and 5 out of 5, in percent"),
    CES: lazy("Found it easy: share of 5 to 7 out of 7, in percent"),
}
NUMBER = Length(max=20)


class BenchmarkForm(Spoken, FlaskForm):
    """A figure of others."""

    measure = SelectField(
        lazy("Measure"), choices=[SelectChoice(key, words) for key, words in MEASURES.items()]
    )
    name = StringField(
        lazy("Whose figure"), [DataRequired(lazy("Whose figure it is.")), Length(max=LONGEST_NAME)]
    )
    value = StringField(lazy("Value"), [DataRequired(lazy("The figure itself.")), NUMBER])
    low = StringField(lazy("95 %% interval from"), [Optional(), NUMBER])
    high = StringField(lazy("95 %% interval to"), [Optional(), NUMBER])
    n = StringField(lazy("Answers it rests on"), [Optional(), NUMBER])
    period = StringField(
        lazy("Period"), [DataRequired(lazy("When it was measured.")), Length(max=LONGEST_PERIOD)]
    )
    source = StringField(
        lazy("Source"),
        [DataRequired(lazy("Who published it, and where.")), Length(max=LONGEST_SOURCE)],
    )
    link = StringField(lazy("Link to the source"), [Optional(), Length(max=LONGEST_LINK)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the numbers, then ask what a figure asks of itself, in a file as well."""
        if not super().validate(extra_validators):
            return False
        for name in ("value", "low", "high"):
            if self._text(name) and figure(self._text(name)) is None:
                self.tell(name, _("A number such as 42 or 61.5."))
        if self._text("n") and count(self._text("n")) is None:
            self.tell("n", _("A whole number, such as 1200."))
        if not self.errors:
            for name, sentence in problems(self.published):
                self.tell(name, said(sentence))
        return not self.errors

    def tell(self, name: str, words: str) -> None:
        """Say at a field what is wrong with it."""
        field: Field = self[name]
        field.errors = [*field.errors, words]

    @property
    def published(self) -> Published:
        """What was written."""
        return Published(
            measure=self.measure.data,
            name=line(self._text("name")),
            value=figure(self._text("value")) or 0.0,
            low=figure(self._text("low")),
            high=figure(self._text("high")),
            n=count(self._text("n")),
            period=line(self._text("period")),
            source=line(self._text("source")),
            link=self._text("link"),
        )

    def _text(self, name: str) -> str:
        return (self[name].data or "").strip()


class BenchmarksFileForm(Spoken, FlaskForm):
    """Several of them as a file."""

    file = FileField(lazy("File"), [FileRequired(lazy("Choose a CSV or XLSX file."))])


def as_written(found: Published) -> dict[str, str]:
    """Write a figure as it stands in the form."""
    numbers = {"value": found.value, "low": found.low, "high": found.high}
    return {
        "measure": found.measure,
        "name": found.name,
        "n": "" if found.n is None else str(found.n),
        "period": found.period,
        "source": found.source,
        "link": found.link,
    } | {name: "" if number is None else as_published(number) for name, number in numbers.items()}
