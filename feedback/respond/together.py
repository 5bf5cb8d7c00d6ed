"""One transaction and one wait for the disk for all answers that arrive at the same moment.

SQLite lets one writer in at a time, and a durable commit waits for the disk: 0.2 ms on a fast one,
10 ms on a cheap one. So whoever comes first takes everybody's work who waits behind, commits it
once, and only then does anybody hear that their answer is kept. PostgreSQL does this by itself.
"""

import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

Work = Callable[[Connection], Any]
MOST = 64
DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout, sqlite3.OperationalError)
"""What fails for everybody alike: nobody waits for it a second time."""


class Turn:
    """Somebody's work, and what came of it."""

    __slots__ = ("done", "error", "result", "work")

    def __init__(self, work: Work) -> None:
        """Nothing is done yet."""
        self.work = work
        self.done = False
        self.result: Any = None
        self.error: BaseException | None = None


class Together:
    """The line of those who want to write."""

    def __init__(self) -> None:
        """An empty line."""
        self._lock = threading.Lock()
        self._waiting: deque[Turn] = deque()

    def write(self, engine: Engine, work: Work) -> Any:
        """Do the work in a transaction; it is on the disk when this returns."""
        if engine.dialect.name != "sqlite":
            return _alone(engine, work)
        turn = Turn(work)
        self._waiting.append(turn)
        with self._lock:
            while not turn.done:
                self._lead(engine)
        if turn.error is not None:
            raise turn.error
        return turn.result

    def _lead(self, engine: Engine) -> None:
        turns = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        try:
            _all(engine, turns)
        except DATABASE_AWAY as error:
            _fail(turns, error)
        except Exception:  # noqa: BLE001 - one of them failed: nobody else shall suffer for it
            _each(engine, turns)
        for turn in turns:
            turn.done = True


def _all(engine: Engine, turns: list[Turn]) -> None:
    with engine.begin() as connection:
        results = [turn.work(connection) for turn in turns]
    for turn, result in zip(turns, results, strict=True):
        turn.result = result


def _each(engine: Engine, turns: list[Turn]) -> None:
    for turn in turns:
        try:
            turn.result = _alone(engine, turn.work)
        except Exception as error:  # noqa: BLE001 - raised again where it belongs
            turn.error = error


def _fail(turns: list[Turn], error: Exception) -> None:
    for turn in turns:
        turn.error = error


def _alone(engine: Engine, work: Work) -> Any:
    with engine.begin() as connection:
        return work(connection)
