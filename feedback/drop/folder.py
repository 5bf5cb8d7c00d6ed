"""The drop folder: <folder>/<workspace>/orders.csv is taken, then moved to done/ or failed/.

A file is left alone while it grows, claimed by moving it to working/, and told of again from its
top after a crash: each event is taken once.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

STILL_SECONDS = 10.0
"""So long nobody may have written to it."""
CRASHED_SECONDS = 900.0
HOLD_SECONDS = 60.0
"""So often whoever works on a file says so."""
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")
UNFINISHED = ("~", ".part", ".tmp", ".filepart", ".crdownload")
AGAIN = "~"
"""Sets a file apart from another one of its name; a file's name may tell what happened."""
WORKING, DONE, FAILED = "working", "done", "failed"


@dataclass
class Drop:
    """One workspace's folder."""

    folder: Path
    clock: Callable[[], float] = time.time
    _held: dict[str, float] = field(default_factory=dict)
    _sizes: dict[str, tuple[int, float]] = field(default_factory=dict)

    def ready(self) -> Iterator[Path]:
        """Claim the files that are whole, one after the other."""
        self._bring_back()
        for path in sorted(self.folder.iterdir()):
            if self._is_whole(path) and (claimed := self._claim(path)):
                yield claimed

    def finish(self, path: Path, place: str, report: str) -> Path:
        """Move a file to where it belongs, with its report beside it; nothing is overwritten."""
        home = self.folder / place
        home.mkdir(exist_ok=True)
        target = _free(home, path.name)
        target.with_name(f"{target.name}.report.csv").write_text(report, "utf-8-sig")
        path.replace(target)
        self._held.pop(path.name, None)
        return target

    def _is_whole(self, path: Path) -> bool:
        """Whether it is a table that has not changed since the last look."""
        name = path.name.lower()
        if path.is_symlink() or not path.is_file() or name.startswith((".", "~")):
            return False
        if not name.endswith(ENDINGS) or name.endswith(UNFINISHED):
            return False
        state = path.stat()
        now = (state.st_size, state.st_mtime)
        before = self._sizes.get(path.name)
        self._sizes[path.name] = now
        return before == now and self.clock() - state.st_mtime >= STILL_SECONDS

    def _claim(self, path: Path) -> Path | None:
        """Take a file for us; None where another worker was faster."""
        working = self.folder / WORKING
        working.mkdir(exist_ok=True)
        target = _free(working, path.name, AGAIN)
        try:
            path.rename(target)
        except FileNotFoundError:
            return None
        self.hold(target)
        self._sizes.pop(path.name, None)
        return target

    def hold(self, path: Path) -> None:
        """Say that a file is being worked on, however long that takes: nobody takes it over."""
        now = self.clock()
        if now - self._held.get(path.name, 0.0) >= HOLD_SECONDS:
            os.utime(path, (now, now))
            self._held[path.name] = now

    def _bring_back(self) -> None:
        """Put back what a worker that died had claimed."""
        for path in (self.folder / WORKING).glob("*"):
            if self.clock() - path.stat().st_mtime > CRASHED_SECONDS:
                path.rename(_free(self.folder, path.name, AGAIN))


def told_by(path: Path) -> str:
    """Give what a claimed file was called when it was put there, without its ending."""
    return path.stem.partition(AGAIN)[0]


def _free(home: Path, name: str, sign: str = "-") -> Path:
    """Find a name that nothing has there yet."""
    target, number = home / name, 1
    while target.exists():
        number += 1
        target = home / f"{Path(name).stem}{sign}{number}{Path(name).suffix}"
    return target
