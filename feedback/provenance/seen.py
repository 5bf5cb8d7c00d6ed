"""How far each chain went when somebody last walked it: kept outside the database.

A database that is put back to an earlier day has whole, signed chains, only shorter ones.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

NAME = "chains.json"


@dataclass(frozen=True)
class Mark:
    """An entry that was there, and its hash."""

    number: int
    hash: str


@dataclass
class Seen:
    """The marks of one data folder."""

    path: Path
    marks: dict[str, Mark] = field(default_factory=dict)

    @classmethod
    def at(cls, folder: Path) -> "Seen":
        """Read what was seen; nothing where nobody ever walked."""
        path = folder / NAME
        if not path.exists():
            return cls(path)
        stored = json.loads(path.read_text())
        return cls(path, {key: Mark(*value) for key, value in stored.items()})

    def knows(self, workspace_id: int) -> bool:
        """Whether this workspace had a chain."""
        return str(workspace_id) in self.marks

    def mark_of(self, workspace_id: int) -> Mark | None:
        """Give the last entry that was seen."""
        return self.marks.get(str(workspace_id))

    def keep(self, marks: Mapping[int, Mark]) -> None:
        """Write down how far the chains go now; whole or not at all."""
        if not marks:
            return
        self.marks |= {str(key): mark for key, mark in marks.items()}
        stored = {key: [mark.number, mark.hash] for key, mark in self.marks.items()}
        own = self.path.with_name(f"{NAME}.{os.getpid()}")
        own.write_text(json.dumps(stored, indent=1, sort_keys=True))
        own.replace(self.path)
