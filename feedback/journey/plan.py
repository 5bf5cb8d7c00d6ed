"""What a journey map consists of: stages, departments, and what measures each crossing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from feedback.ids import spell
from surveys.db import new_id
from surveys.definition import SCORE_KEY

MOST = 20
"""Stages, and departments: a board reads no more than that."""
LONGEST_NAME, LONGEST_OWNER, LONGEST_NOTE = 80, 120, 500


@dataclass(frozen=True)
class Axis:
    """One stage of the journey, or one department; its key stays when its name changes."""

    key: str
    name: str

    @classmethod
    def new(cls, name: str) -> "Axis":
        """Make one with a key of its own."""
        return cls(spell(new_id()), name)


@dataclass(frozen=True)
class Cell:
    """Where a stage and a department meet: what measures it, and who looks after it."""

    stage: str
    department: str
    survey: int | None = None
    question: str = SCORE_KEY
    owner: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said of it."""
        return self.survey is None and not self.owner and not self.note


@dataclass(frozen=True)
class Plan:
    """The whole map; cells are kept only where something is said, and only where both ends are."""

    stages: tuple[Axis, ...] = ()
    departments: tuple[Axis, ...] = ()
    cells: tuple[Cell, ...] = ()

    def at(self, stage: str, department: str) -> Cell:
        """Give a cell; an empty one where nothing is said."""
        here = (stage, department)
        found = (cell for cell in self.cells if (cell.stage, cell.department) == here)
        return next(found, Cell(*here))

    def has(self, stage: str, department: str) -> bool:
        """Whether the map has such a crossing."""
        return stage in keys(self.stages) and department in keys(self.departments)

    def having(self, cell: Cell) -> "Plan":
        """Give the map with one cell changed."""
        here = (cell.stage, cell.department)
        others = tuple(c for c in self.cells if (c.stage, c.department) != here)
        return replace(self, cells=others if cell.is_empty else (*others, cell))

    def reshaped(self, stages: Sequence[Axis], departments: Sequence[Axis]) -> "Plan":
        """Give the map with other stages and departments; cells go with what is taken away."""
        ends = keys(stages), keys(departments)
        kept = tuple(c for c in self.cells if c.stage in ends[0] and c.department in ends[1])
        return Plan(tuple(stages), tuple(departments), kept)

    @property
    def surveys(self) -> frozenset[int]:
        """The surveys that measure it."""
        return frozenset(cell.survey for cell in self.cells if cell.survey is not None)

    @property
    def stored(self) -> dict[str, Any]:
        """Write it as the database keeps it."""
        return {
            "stages": [[axis.key, axis.name] for axis in self.stages],
            "departments": [[axis.key, axis.name] for axis in self.departments],
            "cells": [
                [c.stage, c.department, c.survey, c.question, c.owner, c.note] for c in self.cells
            ],
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Plan":
        """Read the stored form."""
        return cls(
            tuple(Axis(*each) for each in stored["stages"]),
            tuple(Axis(*each) for each in stored["departments"]),
            tuple(Cell(*each) for each in stored["cells"]),
        )


def keys(axes: Iterable[Axis]) -> frozenset[str]:
    """Give the keys."""
    return frozenset(axis.key for axis in axes)
