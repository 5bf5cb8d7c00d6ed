"""Where the data begins and what its columns are called, in files of all the tools people leave."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from surveys.imports.table import Row

MAX_NAME = 80
MAX_TITLES = 5
NUMBER = re.compile(r"-?\d+([.,]\d+)?")
DATUM = re.compile(r"\S+@\S+\.\S|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\b")
PLAIN_OPTIONS = {"response", "open-ended response", "open ended response"}


@dataclass(frozen=True)
class Layout:
    """The columns' names, and the row from which on there is data."""

    names: tuple[str, ...]
    first_row: int
    has_header: bool = True
    tool: str = ""
    """The tool that wrote the file, where its headers give it away."""


def layout_of(rows: Sequence[Row], *, has_header: bool | None = None) -> Layout:
    """Find the header among the first rows; pass `has_header` when a person has decided."""
    filled = [row for row in rows if any(cell.strip() for cell in row.cells)]
    if not filled:
        return Layout((), 1)
    if has_header is not False:
        filled = _below_titles(filled)
    if has_header is None:
        has_header = _is_header(filled[0].cells)
    width = _width_of(filled, has_header=has_header)
    if not has_header:
        return Layout(_named([""] * width), filled[0].number, has_header=False)
    header = [*filled[0].cells, *[""] * width][:width]
    below = filled[1:3]
    if _is_qualtrics(below):
        return Layout(
            _named(_qualtrics(header, below[0].cells)), below[1].number + 1, tool="Qualtrics"
        )
    if _is_surveymonkey(header, below):
        names = _surveymonkey(header, below[0].cells)
        return Layout(_named(names), below[0].number + 1, tool="SurveyMonkey")
    return Layout(_named(header), filled[0].number + 1, tool=_tool(header))


def fold(name: str) -> str:
    """Letters and digits alone, small: how names of columns are compared."""
    return re.sub(r"[\W_]+", "", name.casefold())


def _below_titles(filled: list[Row]) -> list[Row]:
    """Pass over what people write above a table: “Customers, as of November” in a row alone."""
    for index, row in enumerate(filled[:MAX_TITLES]):
        named = sum(bool(cell.strip()) for cell in row.cells)
        if named > 1:
            return filled[index:] if named > 2 and _is_header(row.cells) else filled
    return filled


def _width_of(filled: Sequence[Row], *, has_header: bool) -> int:
    """As wide as the header, or as half of the rows are: a single longer row is a broken one."""
    widths = sorted(_width(row.cells) for row in filled[has_header:] if not row.problem)
    usual = widths[len(widths) // 2] if widths else 0
    return max(usual, _width(filled[0].cells))


def _width(cells: Sequence[str]) -> int:
    return max((index for index, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _is_header(cells: Sequence[str]) -> bool:
    """An address, a date or a row of numbers is no name of a column."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    numbers = sum(bool(NUMBER.fullmatch(cell)) for cell in filled)
    return numbers * 2 < len(filled) and not any(DATUM.match(cell) for cell in filled)


def _named(header: Sequence[str]) -> tuple[str, ...]:
    """Give every column a name of its own: missing and repeated ones are told apart."""
    names: list[str] = []
    for index, cell in enumerate(header):
        name = " ".join(cell.split())[:MAX_NAME].strip() or f"Column {_letters(index)}"
        number, wanted = 2, name
        while name in names:
            name, number = f"{wanted} ({number})", number + 1
        names.append(name)
    return tuple(names)


def _letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def _is_qualtrics(below: Sequence[Row]) -> bool:
    return len(below) == 2 and any(cell.startswith('{"ImportId"') for cell in below[1].cells[:3])


def _qualtrics(header: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Its own columns by their id, questions by their text."""
    pairs = zip(header, [*texts, *[""] * len(header)], strict=False)
    return [text if re.match(r"Q(ID)?\d", name) and text else name for name, text in pairs]


def _is_surveymonkey(header: Sequence[str], below: Sequence[Row]) -> bool:
    known = {fold(name) for name in header}
    return bool(
        {"respondentid", "collectorid"} <= known
        and below
        and not "".join(below[0].cells[:2]).strip()
    )


def _surveymonkey(header: Sequence[str], options: Sequence[str]) -> list[str]:
    """A question stands over its first option only; its options stand in the second row."""
    names: list[str] = []
    question = ""
    for name, option in zip(header, [*options, *[""] * len(header)], strict=False):
        question = name or question
        plain = not option.strip() or option.strip().casefold() in PLAIN_OPTIONS
        names.append(question if plain else f"{question} – {option}")
    return names


def _tool(header: Sequence[str]) -> str:
    known = {fold(name) for name in header}
    for tool, signs in SIGNS.items():
        if signs <= known:
            return tool
    return ""


SIGNS = {
    "Typeform": {"submitdateutc", "networkid"},
    "LimeSurvey": {"submitdate", "lastpage", "startlanguage"},
    "LimeSurvey participants": {"emailstatus", "usesleft"},
    "Formbricks": {"responseid", "surveyid", "formbricksidinternal"},
    "Retently": {"companyid", "companyname", "createddate"},
}
