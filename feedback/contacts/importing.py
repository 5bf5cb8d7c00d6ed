"""The two jobs of an upload: trying it without saving anything, and bringing it in."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Protocol

from flask import current_app
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from feedback import jobs
from feedback.contacts import storage
from feedback.contacts.past_answers import IncomingAnswers
from surveys.imports import FORMATS
from surveys.imports.contacts import IncomingContacts
from surveys.imports.mapping import Mapping
from surveys.imports.people import Problem, RowProblemError
from surveys.imports.table import FileProblemError, Row
from surveys.models import Job, Upload, UploadKind, UploadState, Version, Workspace
from surveys.telling import stored

CHECK, BRING_IN = "check-upload", "import-upload"
BATCH = 2_000
SHOWN_PROBLEMS = 50


class SortedBatch(Protocol):
    """What a batch means for what is there already."""

    @property
    def counts(self) -> dict[str, int]:
        """How many are new, changed, unchanged."""


class Incoming(Protocol):
    """What rows become: contacts, or past answers."""

    def read(self, row: Row) -> Any:
        """Read one row; RowProblemError says what is wrong with it."""

    def sort(self, session: Session, batch: Sequence[Any]) -> Any:
        """Compare with what is there."""

    def write(self, session: Session, found: Any, *, now: datetime) -> None:
        """Write a sorted batch."""


@dataclass
class Findings:
    """What was found in a file so far."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    contacts: int = 0
    silenced: int = 0
    problems: int = 0
    shown: list[list[Any]] = field(default_factory=list)
    """The first problems: row and sentence."""
    refused: str = ""
    """Why the whole file cannot be read."""

    @classmethod
    def of(cls, upload: Upload) -> "Findings":
        """Read the findings kept with an upload."""
        return cls(**{name: kept for name, kept in upload.findings.items() if name != "so_far"})

    def add(self, batch: "Batch", found: SortedBatch) -> None:
        """Count a batch."""
        self.read = batch.read
        self.problems += len(batch.problems)
        room = SHOWN_PROBLEMS - len(self.shown)
        self.shown += [[problem.row, stored(problem.sentence)] for problem in batch.problems[:room]]
        for name, number in found.counts.items():
            setattr(self, name, getattr(self, name) + number)


@dataclass
class Batch:
    """A few thousand rows: those that are sound, those that are not, and how many came before."""

    sound: list[Any] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    read: int = 0


@dataclass(frozen=True)
class Task:
    """An upload at work; nothing here reads the database, so that no transaction stays open."""

    upload: Upload
    path: Path
    problems: Path
    mapping: Mapping
    incoming: Incoming
    found_before: dict[str, Any]

    def rows(self) -> Iterator[Row]:
        """Give the rows that hold data."""
        rows = FORMATS[self.mapping.reading.format].rows(self.path, self.mapping.reading)
        return (row for row in rows if row.number >= self.mapping.first_row)

    def estimate(self) -> int:
        """Tell about how many rows there are."""
        return FORMATS[self.mapping.reading.format].estimate(self.path, self.mapping.reading)


def check(session: Session, job: Job) -> None:
    """Read the whole file and compare it with what is there; nothing of it is saved."""
    task = _begin(session, job, UploadState.CHECKING)
    if task is None:
        return
    findings = Findings()
    try:
        total = task.estimate()
        with storage.open_new(task.problems) as listed:
            for batch in batches(task.rows(), task.incoming.read):
                _plan_afresh(session)
                findings.add(batch, task.incoming.sort(session, batch.sound))
                jobs.report(session, job, done=batch.read, total=max(total, batch.read), now=_now())
                session.commit()
                _list(listed, batch.problems)
    except FileProblemError as problem:
        session.rollback()
        findings.refused = stored(problem.args[0])
    _end(session, task.upload, findings, UploadState.CHECKED)


def bring_in(session: Session, job: Job) -> None:
    """Write the file batch by batch; after a kill it goes on behind the last committed one."""
    task = _begin(session, job, UploadState.IMPORTING)
    if task is None:
        return
    findings = Findings(**task.found_before.get("so_far", {}))
    written, total = findings.read, task.found_before["read"]
    for batch in batches(task.rows(), task.incoming.read):
        if batch.read <= written:
            continue
        _plan_afresh(session)
        found = task.incoming.sort(session, batch.sound)
        task.incoming.write(session, found, now=_now())
        findings.add(batch, found)
        task.upload.findings = {**task.upload.findings, "so_far": asdict(findings)}
        jobs.report(session, job, done=batch.read, total=total, now=_now())
        session.commit()
    _end(session, task.upload, findings, UploadState.IMPORTED)
    task.path.unlink(missing_ok=True)


def batches(rows: Iterator[Row], read: Callable[[Row], Any]) -> Iterator[Batch]:
    """Read rows into batches; rows that are empty throughout count for nothing."""
    batch = Batch()
    for row in rows:
        if not row.problem and not any(map(str.strip, row.cells)):
            continue
        batch.read += 1
        try:
            batch.sound.append(read(row))
        except RowProblemError as problem:
            batch.problems.append(Problem(row.number, problem.args[0], row.cells))
        if len(batch.sound) + len(batch.problems) >= BATCH:
            yield batch
            batch = Batch(read=batch.read)
    if batch.sound or batch.problems:
        yield batch


def newest_version(session: Session, upload: Upload) -> Version | None:
    """Give the published version that past answers count for; None where it is yet to be made."""
    return session.scalars(
        select(Version)
        .where(Version.survey_id == upload.survey_id, Version.published_at.is_not(None))
        .order_by(Version.number.desc())
        .limit(1)
    ).first()


def _begin(session: Session, job: Job, state: UploadState) -> Task | None:
    """Load what the job is about; nothing where it was discarded or done meanwhile."""
    key = {"workspace_id": job.workspace_id, "id": job.payload["upload_id"]}
    upload = session.get(Upload, key)
    task = None
    if upload and upload.state == state and storage.path_of(upload).exists():
        mapping = Mapping.of(upload.mapping)
        task = Task(
            upload=upload,
            path=storage.path_of(upload),
            problems=storage.problems_of(upload),
            mapping=mapping,
            incoming=_incoming(session, upload, mapping),
            found_before=dict(upload.findings),
        )
    session.commit()
    return task


def _incoming(session: Session, upload: Upload, mapping: Mapping) -> Incoming:
    if upload.kind == UploadKind.CONTACTS:
        return IncomingContacts(mapping, key=str(current_app.secret_key), now=_now())
    zone = session.get_one(Workspace, upload.workspace_id).zone
    return IncomingAnswers(mapping, newest_version(session, upload), zone=zone, now=_now())


def _end(session: Session, upload: Upload, findings: Findings, state: UploadState) -> None:
    upload.findings = asdict(findings)
    upload.state = UploadState.FAILED if findings.refused else state
    session.commit()


def _plan_afresh(session: Session) -> None:
    """Let PostgreSQL see the two thousand keys when it plans.

    A plan made for any keys compares each row with each of them: a minute for 20,000 rows.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))


def _list(file: IO[str], problems: list[Problem]) -> None:
    for problem in problems:
        file.write(json.dumps([problem.row, stored(problem.sentence), problem.cells]) + "\n")
    file.flush()


def _now() -> datetime:
    return datetime.now(UTC)
