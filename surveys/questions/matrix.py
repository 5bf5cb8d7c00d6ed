"""Several lines answered on the same columns: a table to tick, or a stack of questions."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar

from wtforms import Field, Form
from wtforms.validators import StopValidation

from analysis import MINIMUM, Proportion, proportion
from surveys.definition import Question
from surveys.questions.base import Answered, Answers, Cell, QuestionType, Settings, Stored
from surveys.questions.options import OptionsField, check_options, off_the_list
from surveys.speech import _, lazy

MOST_ROWS, MOST_COLUMNS = 20, 10
MOST_SIDE_BY_SIDE, LONGEST_HEAD, MOST_LETTERS = 7, 16, 64
"""What fits above each other in a table as wide as the page."""


@dataclass(frozen=True)
class Row:
    """One line: who answered it, and their shares per column; none where too few did."""

    label: str
    n: int
    shares: tuple[Proportion, ...]


@dataclass(frozen=True)
class MatrixSummary:
    """The lines by the columns. `n` counts people who answered any line."""

    n: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class MatrixSettings(Settings):
    """The lines and the columns."""

    rows = OptionsField(lazy("Lines, one per line"), [Answered(lazy("Write at least two lines."))])
    columns = OptionsField(
        lazy("Columns, one per line"), [Answered(lazy("Write at least two columns."))]
    )

    def validate_rows(self, field: Field) -> None:
        """Few enough to be answered with care."""
        check_options(field.data, MOST_ROWS)

    def validate_columns(self, field: Field) -> None:
        """Few enough to stand beside each other."""
        check_options(field.data, MOST_COLUMNS)


class WholeOrNone:
    """Validator: each line must be answered."""

    field_flags = {"required": True}

    def __call__(self, _form: Form, field: Field) -> None:
        """Name the first line that is open; what is wrong has its own sentence already."""
        missing = [row for row in field.options if row not in field.data]
        if missing and not field.process_errors:
            sentence = _("“%(row)s” still needs an answer.", row=field.asked.label(missing[0]))
            raise StopValidation(sentence)


class MatrixField(Field):
    """{line: column}; each line is sent under `name-number`."""

    def __init__(self, *args: Any, asked: Question, **kwargs: Any) -> None:
        """Keep lines and columns."""
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.options = rows_of(asked)
        """The lines, in the order in which they stand on the page."""
        self.columns = columns_of(asked)
        self.names = {row: f"{self.name}-{at}" for at, row in enumerate(self.options)}
        """What each line is sent under, in whichever order they stand."""
        self.sent: dict[str, str] = {}

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Take each line's answer."""
        if formdata is not None:
            given = {row: formdata.get(name, "") for row, name in self.names.items()}
            self.sent = {row: column for row, column in given.items() if column}
        super().process(formdata, *args, **kwargs)

    def process_data(self, value: dict[str, str] | None) -> None:
        """Show what is stored."""
        self.data = dict(value or {})

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what is offered, even where something is not."""
        self.data = {row: column for row, column in self.sent.items() if column in self.columns}
        unknown = [column for column in self.sent.values() if column not in self.columns]
        if unknown:
            raise off_the_list(unknown[0])


class Matrix(QuestionType):
    """Answer line by line."""

    kind = "matrix"
    label = lazy("Matrix: lines by columns")
    advice = lazy(
        "Several things judged in the same words. On a phone each becomes its own question."
    )
    Settings: ClassVar[type[Form]] = MatrixSettings

    def field(self, question: Question) -> Field:
        """Make the field."""
        validators = [WholeOrNone()] if question.required else []
        return MatrixField(question.text, validators, asked=question)

    def is_tall(self, question: Question) -> bool:
        """Whether the columns are too many or too wordy for a table: then lines always stack."""
        heads = [question.label(column) for column in columns_of(question)]
        too_wordy = max(map(len, heads), default=0) > LONGEST_HEAD
        return too_wordy or len(heads) > MOST_SIDE_BY_SIDE or sum(map(len, heads)) > MOST_LETTERS

    def encode(self, question: Question, value: dict[str, str] | None) -> Stored | None:
        """Store the words as a JSON object."""
        return Stored(text=json.dumps(value, ensure_ascii=False)) if value else None

    def decode(self, question: Question, stored: Stored) -> dict[str, str]:
        """Read the object back."""
        return dict(json.loads(stored.text)) if stored.text else {}

    def show(self, question: Question, stored: Stored) -> str:
        """Write Delivery: good; Price: poor."""
        label, answers = question.label, self.decode(question, stored)
        return "; ".join(f"{label(row)}: {label(column)}" for row, column in answers.items())

    def columns(self, question: Question) -> tuple[str, ...]:
        """Give each line a column of its own."""
        return tuple(f"{question.text}: {row}" for row in rows_of(question))

    def cells(self, question: Question, stored: Stored) -> tuple[Cell, ...]:
        """Give what each line was answered with."""
        answers = self.decode(question, stored)
        return tuple(answers.get(row) for row in rows_of(question))

    def summary(self, question: Question, answers: Answers) -> MatrixSummary:
        """Count each column of each line."""
        counts = {row: Counter[str]() for row in rows_of(question)}
        n = 0
        for stored, times in Counter(answers).items():
            n += times if stored.text else 0
            for row, column in self.decode(question, stored).items():
                if row in counts:
                    counts[row][column] += times
        columns = columns_of(question)
        rows = tuple(_row(question.label(row), counts[row], columns) for row in counts)
        return MatrixSummary(n, tuple(map(question.label, columns)), rows)


def rows_of(question: Question) -> list[str]:
    """Give the lines in the author's order."""
    return list(question.settings.get("rows", []))


def columns_of(question: Question) -> list[str]:
    """Give the columns in the author's order."""
    return list(question.settings.get("columns", []))


def _row(label: str, counts: Counter[str], columns: list[str]) -> Row:
    n = sum(counts[column] for column in columns)
    shares = tuple(proportion(counts[column], n) for column in columns)
    return Row(label, n, shares if n >= MINIMUM else ())
