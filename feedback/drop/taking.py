"""Taking the tables out of the drop folder: each row one event, each event once."""

import csv
import io
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.config import Settings
from feedback.contacts.problems import harmless
from feedback.drop.folder import DONE, FAILED, Drop, told_by
from feedback.extensions import db
from feedback.models.hurt import low_answers
from surveys.events import OtherStoryError, receive
from surveys.imports import FORMATS
from surveys.imports.happenings import HappeningsReader
from surveys.imports.people import RowProblemError
from surveys.imports.preview import preview
from surveys.imports.table import FileProblemError, Reading, Row
from surveys.models import Workspace
from surveys.scope import bind_workspace

log = logging.getLogger("hark.drop")

EVERY_SECONDS = 15.0
MOST_PROBLEMS = 10_000


@dataclass
class Report:
    """What became of a file's rows."""

    taken: int = 0
    known: int = 0
    asked: int = 0
    problems: list[tuple[int, str, list[str]]] = field(default_factory=list)

    def as_csv(self) -> str:
        """Write it as a table that opens anywhere; nobody's cell becomes a formula."""
        out = io.StringIO()
        table = csv.writer(out)
        told = f"{self.taken} events taken, {self.known} known before, {self.asked} asks queued"
        table.writerow(["Row", "Problem", told])
        for number, sentence, cells in self.problems:
            table.writerow([number, sentence, *[harmless(text) for text in cells]])
        return out.getvalue()


def take_file(
    session: Session,
    path: Path,
    *,
    key: str,
    workspace: Workspace,
    now: Callable[[], datetime],
    hold: Callable[[Path], None],
) -> Report:
    """Take each row; what cannot be taken is told with its reason. Commits row by row.

    `hold` is told of the file before each row, so that nobody takes it for a dead worker's.
    """
    report = Report()
    try:
        seen = preview(path, Reading())
        # A file named after what happened needs no column for it: order-delivered.csv
        named = told_by(path).replace("-", " ").replace("_", " ")
        reader = HappeningsReader(seen, event=named, zone=workspace.zone, now=now())
        for row in FORMATS[seen.reading.format].rows(path, seen.reading):
            hold(path)
            if row.number >= seen.layout.first_row and any(text.strip() for text in row.cells):
                _take_row(session, row, reader, report, key=key, now=now())
    except FileProblemError as problem:
        session.rollback()
        report.problems.append((1, str(problem), []))
    return report


def take_all(app: Flask, drops: dict[str, Drop]) -> None:
    """Look through the folder of each workspace once."""
    settings: Settings = app.extensions["settings"]
    if settings.drop is None:
        return
    with app.app_context():
        session = db.session()
        everyone = select(Workspace).order_by(Workspace.id)
        for workspace in session.scalars(everyone, execution_options={"unscoped": True}).all():
            folder = settings.drop / workspace.slug
            folder.mkdir(parents=True, exist_ok=True)
            bind_workspace(session, workspace.id)
            drop = drops.setdefault(workspace.slug, Drop(folder))
            for path in drop.ready():
                _take(session, drop, path, str(app.secret_key), workspace)


def watch(app: Flask, stop: threading.Event) -> None:
    """Look again and again until told to stop."""
    drops: dict[str, Drop] = {}
    while not stop.is_set():
        try:
            take_all(app, drops)
        except Exception:
            log.exception("the drop folder could not be looked through")
        stop.wait(EVERY_SECONDS)


def watch_beside(app: Flask, stop: threading.Event) -> None:
    """Begin to look, where a folder is set."""
    if app.extensions["settings"].drop:
        threading.Thread(target=watch, args=(app, stop), daemon=True).start()


def _take(session: Session, drop: Drop, path: Path, key: str, workspace: Workspace) -> None:
    clock = partial(datetime.now, UTC)
    report = take_file(session, path, key=key, workspace=workspace, now=clock, hold=drop.hold)
    place = DONE if report.taken or report.known or not report.problems else FAILED
    target = drop.finish(path, place, report.as_csv())
    log.info("%s: %d events taken, %d problems", target, report.taken, len(report.problems))


def _take_row(
    session: Session,
    row: Row,
    reader: HappeningsReader,
    report: Report,
    *,
    key: str,
    now: datetime,
) -> None:
    try:
        found = receive(session, reader.read(row), now=now, key=key, low_answers=low_answers)
    except (RowProblemError, OtherStoryError) as problem:
        session.rollback()
        if len(report.problems) < MOST_PROBLEMS:
            report.problems.append((row.number, str(problem), row.cells))
        return
    session.commit()
    report.taken += found.is_new
    report.known += not found.is_new
    report.asked += found.asked
