"""From a row of a file to an answer given long ago, or a sentence about what is wrong."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from surveys.addresses import shown
from surveys.imports.dates import DateProblemError, read_date
from surveys.imports.mapping import Mapping, Role
from surveys.imports.people import PeopleReader, Person, RowProblemError, cell
from surveys.imports.table import Row
from surveys.questions.text import clean
from surveys.telling import told

# "10 - Extremely likely" and "0 (not at all)" are how SurveyMonkey and others write the ends.
SCORE = re.compile(r"([+-]?\d{1,12})(?:[.,](\d+))?(?:\s*[-–—:(]\s*[^\d\s].*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """One answer as the file has it."""

    who: Person
    score: int | None
    comment: str
    at: datetime
    answer_id: str = ""

    @property
    def row(self) -> int:
        """The row it stands in."""
        return self.who.row


class PastAnswersReader:
    """Reads past answers from rows that are mapped the same way."""

    def __init__(self, mapping: Mapping, *, now: datetime) -> None:
        """Look the columns up once."""
        self.people = PeopleReader(mapping)
        self.score, self.comment = mapping.place(Role.SCORE), mapping.place(Role.COMMENT)
        self.date, self.answer_id = mapping.place(Role.DATE), mapping.place(Role.ANSWER_ID)
        self.order, self.now = mapping.date_order, now
        self.zone: tzinfo = UTC if mapping.zone == "UTC" else ZoneInfo(mapping.zone)

    def read(self, row: Row) -> PastAnswer:
        """Read an answer: its score or comment, and when it was given."""
        who = self.people.who(row)
        score = read_score(cell(row.cells, self.score))
        comment = clean(cell(row.cells, self.comment))
        if score is None and not comment:
            raise RowProblemError(
                told("There is neither a score nor a comment. Fill one in, or leave the row out.")
            )
        answer_id = cell(row.cells, self.answer_id)
        return PastAnswer(who, score, comment, self._moment(row), answer_id[:200])

    def _moment(self, row: Row) -> datetime:
        text = cell(row.cells, self.date)
        if not text:
            raise RowProblemError(told("There is no date. Say when the answer was given."))
        try:
            return read_date(text, order=self.order, zone=self.zone, now=self.now)
        except DateProblemError as problem:
            raise RowProblemError(
                told(
                    "The date %(date)s %(problem)s. Correct it.",
                    date=shown(text),
                    problem=problem.args[0],
                )
            ) from None


def read_score(text: str) -> int | None:
    """Read a score from 0 to 10, whole; None where there is none."""
    if not text:
        return None
    found = SCORE.fullmatch(text)
    if not found:
        raise RowProblemError(
            told("The score %(text)s is not a number. Write 0, 1, … 10.", text=shown(text))
        )
    if found[2] and found[2].strip("0"):
        raise RowProblemError(
            told("The score %(text)s is not a whole number. Write 0, 1, … 10.", text=shown(text))
        )
    if not 0 <= int(found[1]) <= 10 or found[1].startswith("-"):
        raise RowProblemError(
            told("The score %(text)s is not between 0 and 10. Correct it.", text=shown(text))
        )
    return int(found[1])
