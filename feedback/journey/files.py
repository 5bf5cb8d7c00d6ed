"""Journey maps as files: JSON and CSV to take along and bring back, Mermaid to paste elsewhere."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from feedback.contacts.problems import as_meant, line
from feedback.journey.backing import Backing
from feedback.journey.forms import Choice
from feedback.journey.measuring import Measured
from feedback.journey.plan import LONGEST_NAME, LONGEST_NOTE, LONGEST_OWNER, MOST, Axis, Cell, Plan
from surveys.definition import SCORE_KEY
from surveys.imports import FORMATS
from surveys.imports.layout import fold
from surveys.imports.preview import preview
from surveys.imports.table import FileProblemError, Reading
from surveys.telling import told

FORMAT, VERSION = "hark-journey-map", 1
COLUMNS = ("Stage", "Department", "Survey", "Question", "Owner", "Note")
COLUMN_KEYS = tuple(map(str.lower, COLUMNS))
FIGURES = ("Measure", "Value", "Low", "High", "Answers", "Backing")
Found = Mapping[tuple[str, str], Measured]
SIGNS = re.compile(r"[:;#%\s]+")
"""What ends a word in Mermaid."""


@dataclass
class Brought:
    """A map read from a file, and what of it could not be taken over."""

    name: str
    plan: Plan
    problems: list[str] = field(default_factory=list)


def as_json(name: str, plan: Plan, found: Found) -> str:
    """Write a map with its figures; figures are not read back."""
    cells = []
    for stage, department, cell in _crossings(plan):
        one = found.get((stage.key, department.key), Measured(cell))
        survey = one.survey.name if one.survey else ""
        about = {"stage": stage.name, "department": department.name, "survey": survey}
        about |= {"question": cell.question, "owner": cell.owner, "note": cell.note}
        if not cell.is_empty:
            cells.append(about | {"figures": _figures(one)})
    return json.dumps(
        {
            "format": FORMAT,
            "version": VERSION,
            "name": name,
            "stages": [axis.name for axis in plan.stages],
            "departments": [axis.name for axis in plan.departments],
            "cells": cells,
        },
        ensure_ascii=False,
        indent=2,
    )


def as_csv(plan: Plan, found: Found) -> str:
    """Write a line for each crossing, empty ones too: so all of the map comes back."""
    written = ["\ufeff" + line([*COLUMNS, *FIGURES])]
    for stage, department, cell in _crossings(plan):
        one = found.get((stage.key, department.key), Measured(cell))
        about = [stage.name, department.name, one.survey.name if one.survey else ""]
        about += [cell.question if one.survey else "", cell.owner, cell.note]
        figures = ["" if value is None else str(value) for value in _figures(one).values()]
        written.append(line(about).rstrip("\r\n") + "," + _numbers(figures))
    return "".join(written)


def as_mermaid(name: str, plan: Plan, found: Found) -> str:
    """Write Mermaid's user journey: one to five, with figure and interval in words.

    Cells without a figure are comments: Mermaid has no way to say that nobody knows.
    """
    written = ["journey", f"    title {_plain(name)}"]
    for stage in plan.stages:
        written.append(f"    section {_plain(stage.name)}")
        for department in plan.departments:
            one = found.get((stage.key, department.key))
            if one is None:
                continue
            if one.figure is None:
                written.append(f"      %% {_plain(department.name)} - {_plain(one.backing.said)}")
                continue
            figure = f"{one.measure} {one.figure.whole} ({one.figure.interval})"
            who = _plain(one.cell.owner).replace(",", " ") or _plain(department.name)
            face = 1 + round(one.places[1] / 25)
            written.append(f"      {_plain(f'{department.name} - {figure}')}: {face}: {who}")
    return "\n".join(written) + "\n"


def read(content: bytes, choices: Sequence[Choice], name: str) -> Brought:
    """Read a map from JSON, CSV or XLSX; FileProblemError where it is none."""
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{":
        return _taken(*_from_json(content), choices)
    return _taken(name, *_from_table(content), choices)


def _from_json(content: bytes) -> tuple[str, list[str], list[str], list[dict[str, str]]]:
    try:
        given = json.loads(content.decode("utf-8-sig"))
        if given["format"] != FORMAT or given["version"] != VERSION:
            raise ValueError
        stages, departments = (
            [_line(each) for each in given[side]] for side in ("stages", "departments")
        )
        cells = [{k: str(each.get(k, "")) for k in COLUMN_KEYS} for each in given["cells"]]
        return _line(given["name"]), stages, departments, cells
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise FileProblemError(
            told("This JSON is no journey map. Download one here to see how it is written.")
        ) from None


def _from_table(content: bytes) -> tuple[list[str], list[str], list[dict[str, str]]]:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        seen = preview(Path(file.name), Reading(), has_header=True)
        places = {fold(name): at for at, name in reversed(list(enumerate(seen.layout.names)))}
        if not {"stage", "department"} <= set(places):
            raise FileProblemError(
                told("The columns are called Stage, Department, Survey, Question, Owner and Note.")
            )
        cells = [
            {name: _in(row.cells, places.get(name)) for name in COLUMN_KEYS}
            for row in FORMATS[seen.reading.format].rows(Path(file.name), seen.reading)
            if row.number >= seen.layout.first_row
        ]
    sides = [list(dict.fromkeys(_line(c[side]) for c in cells)) for side in ("stage", "department")]
    return [each for each in sides[0] if each], [each for each in sides[1] if each], cells


def _taken(
    name: str,
    stages: Sequence[str],
    departments: Sequence[str],
    cells: Iterable[Mapping[str, str]],
    choices: Sequence[Choice],
) -> Brought:
    """Put a map together; a survey or question that is not here is told."""
    ends = [{n: Axis.new(n) for n in dict.fromkeys(side) if n} for side in (stages, departments)]
    if not all(ends) or max(map(len, ends)) > MOST:
        raise FileProblemError(
            told("A map has one to %(most)s touchpoints, and as many departments.", most=MOST)
        )
    brought = Brought(name or "?", Plan(tuple(ends[0].values()), tuple(ends[1].values())))
    for each in cells:
        stage, department = (ends[i].get(_line(each[s])) for i, s in enumerate(COLUMN_KEYS[:2]))
        if stage and department:
            cell = _cell(stage.key, department.key, each, choices, brought.problems)
            brought.plan = brought.plan.having(cell)
    return brought


def _cell(
    stage: str,
    department: str,
    given: Mapping[str, str],
    choices: Sequence[Choice],
    problems: list[str],
) -> Cell:
    owner, note = _line(given["owner"])[:LONGEST_OWNER], given["note"].strip()[:LONGEST_NOTE]
    wanted, asked = _line(given["survey"]).casefold(), _line(given["question"]).casefold()
    for survey, key, words in choices:
        fits = not asked or asked in (key.casefold(), _line(words).casefold())
        if wanted == _line(survey.name).casefold() and fits:
            return Cell(stage, department, survey.id, key, owner, note)
    if wanted:
        about = {
            "survey": given["survey"][:LONGEST_NAME],
            "question": given["question"][:LONGEST_NAME],
        }
        problems.append(told("No published survey “%(survey)s” asks “%(question)s”.", **about))
    return Cell(stage, department, None, SCORE_KEY, owner, note)


def _in(cells: Sequence[str], place: int | None) -> str:
    return as_meant(cells[place]) if place is not None and place < len(cells) else ""


def _crossings(plan: Plan) -> Iterable[tuple[Axis, Axis, Cell]]:
    for stage in plan.stages:
        for department in plan.departments:
            yield stage, department, plan.at(stage.key, department.key)


def _figures(one: Measured) -> dict[str, Any]:
    figure = one.figure
    numbers = (figure.value, figure.low, figure.high) if figure else (None,) * 3
    value, low, high = (None if number is None else round(number, 4) for number in numbers)
    n = figure.n if figure else None
    told_so = "" if one.backing == Backing.UNBOUND else one.backing.value
    return {"measure": one.measure, "value": value, "low": low, "high": high} | {
        "answers": n,
        "backing": told_so,
    }


def _numbers(cells: Sequence[str]) -> str:
    """Write cells of our own: a minus is no formula."""
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _plain(words: object) -> str:
    return SIGNS.sub(" ", str(words)).strip() or "-"


def _line(words: object) -> str:
    return " ".join(str(words).split())[:LONGEST_NAME]
