"""What each column of a file is to become."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from surveys.imports.table import Reading
from surveys.speech import lazy

MAX_ATTRIBUTE_NAME = 60


class Role(StrEnum):
    """What a column holds."""

    LEAVE = "leave"
    EMAIL = "email"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    NUMBER = "number"
    UNSUBSCRIBED = "unsubscribed"
    LAST_ASKED = "last_asked"
    SCORE = "score"
    COMMENT = "comment"
    DATE = "date"
    ANSWER_ID = "answer_id"
    ATTRIBUTE = "attribute"


ROLE_WORDS = {
    Role.LEAVE: lazy("Leave out"),
    Role.EMAIL: lazy("E-mail"),
    Role.NAME: lazy("Name"),
    Role.FIRST_NAME: lazy("First name"),
    Role.LAST_NAME: lazy("Last name"),
    Role.NUMBER: lazy("Customer number"),
    Role.UNSUBSCRIBED: lazy("Unsubscribed (yes or no)"),
    Role.LAST_ASKED: lazy("Date they were asked last"),
    Role.SCORE: lazy("Score 0–10"),
    Role.COMMENT: lazy("Comment"),
    Role.DATE: lazy("Date of the answer"),
    Role.ANSWER_ID: lazy("Number of the answer"),
    Role.ATTRIBUTE: lazy("Attribute, called …"),
}
ABOUT_ANSWERS = frozenset({Role.SCORE, Role.COMMENT, Role.DATE, Role.ANSWER_ID})
ABOUT_ASKING = frozenset({Role.UNSUBSCRIBED, Role.LAST_ASKED})
SEVERAL = frozenset({Role.LEAVE, Role.ATTRIBUTE})
"""What more than one column may be."""


@dataclass(frozen=True)
class Column:
    """One column: its place, what it becomes, and the attribute's name if it becomes one."""

    index: int
    role: Role
    name: str = ""


@dataclass(frozen=True)
class Mapping:
    """How a file is read and what its columns become."""

    reading: Reading
    columns: tuple[Column, ...]
    names: tuple[str, ...]
    """What the columns are called in the file."""
    first_row: int
    has_header: bool = True
    date_order: str = ""
    """'dmy', 'mdy' or 'ymd' for dates written in figures."""
    zone: str = "UTC"
    """The clock of times that name none."""
    survey_name: str = ""
    """What the survey is to be called that past answers will make; empty where one is there."""

    @property
    def width(self) -> int:
        """How many columns the file has."""
        return len(self.names)

    def place(self, role: Role) -> int | None:
        """Give the column of a role, if there is one."""
        return next((column.index for column in self.columns if column.role == role), None)

    @property
    def attributes(self) -> list[Column]:
        """The columns that become attributes."""
        return [column for column in self.columns if column.role == Role.ATTRIBUTE]

    def stored(self) -> dict[str, Any]:
        """Give the form that is kept with the upload."""
        return asdict(self)

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Mapping":
        """Read the stored form back."""
        columns = (Column(c["index"], Role(c["role"]), c["name"]) for c in stored["columns"])
        reading = Reading.of(stored["reading"])
        names = tuple(stored["names"])
        return cls(**{**stored, "columns": tuple(columns), "reading": reading, "names": names})
