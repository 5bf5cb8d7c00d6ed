"""How long 100,000 rows take: contacts and past answers, tried, imported, and brought again.

    uv run python -m bench.imports [rows] [postgresql://…]

Without an address SQLite is measured, with full durability. The worker's own jobs run, in this
process; the time is from the first row read to the last one committed.
"""

import resource
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import xlsxwriter

from feedback import create_app, worker
from feedback.accounts import workspaces
from feedback.config import Settings
from feedback.contacts import importing, storage
from feedback.contacts.mapping import make_survey
from feedback.database import migrate
from feedback.extensions import db
from feedback.jobs import enqueue
from surveys.db import new_id
from surveys.imports.mapping import Column, Mapping, Role
from surveys.imports.preview import preview
from surveys.imports.table import Reading
from surveys.models import Upload, UploadKind, UploadState

PLANS, REGIONS = ("Free", "Pro", "Enterprise"), ("EMEA", "US", "APAC", "LATAM")
CONTACTS = ("Name", "E-mail", "Customer number", "Plan", "Region", "Seats")
ANSWERS = ("Date", "E-mail", "Score", "Comment", "Plan", "Region")
BEGIN = datetime(2025, 1, 1, 8, tzinfo=UTC)


def contact(i: int) -> tuple[str, ...]:
    """One customer."""
    seats = str(i % 250)
    return (f"Person {i}", f"p{i}@example.com", str(i), PLANS[i % 3], REGIONS[i % 4], seats)


def answer(i: int) -> tuple[str, ...]:
    """One answer of theirs."""
    at = (BEGIN + timedelta(minutes=7 * i % 500_000)).isoformat()
    words = "The support answered within the hour and stayed friendly." if i % 3 else ""
    return (at, f"p{i}@example.com", str(i * 7 % 11), words, PLANS[i % 3], REGIONS[i % 4])


def write(path: Path, header: tuple[str, ...], row: object, rows: int) -> None:
    """Write a file of either format."""
    if path.suffix == ".csv":
        lines = (",".join(cells) for cells in (header, *map(row, range(rows))))
        path.write_text("\n".join(lines))
        return
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    for number, cells in enumerate((header, *map(row, range(rows)))):
        sheet.write_row(number, 0, cells)
    book.close()


def upload(path: Path, kind: UploadKind) -> Upload:
    """Keep a file and map it as the page guesses."""
    with path.open("rb") as file:
        name, size = storage.store(file)
    row = Upload(id=new_id(), kind=kind, filename=path.name, size=size, stored_as=name)
    row.created_at = datetime.now(UTC)
    seen = preview(storage.path_of(row), Reading())
    roles = seen.guessed(answers=kind == UploadKind.ANSWERS)
    columns = [Column(i, Role(role), seen.layout.names[i]) for i, role in enumerate(roles)]
    row.mapping = Mapping(
        seen.reading, tuple(columns), seen.layout.names, seen.layout.first_row
    ).stored()
    db.session.add(row)
    db.session.commit()
    return row


def timed(row: Upload, state: UploadState, kind: str) -> str:
    """Run one job of an upload to its end."""
    row.state = state
    enqueue(db.session(), kind, {"upload_id": row.id}, now=datetime.now(UTC))
    db.session.commit()
    begun, cpu = time.perf_counter(), time.process_time()
    worker.run_next_job()
    took, busy = time.perf_counter() - begun, time.process_time() - cpu
    return f"{took:5.1f} s ({busy:4.1f} s CPU)"


def main() -> None:
    """Print a line for each file."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    database = sys.argv[2] if len(sys.argv) > 2 else ""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data=Path(folder), database_url=database))
        migrate(app)
        with app.test_request_context():
            measure(Path(folder), rows)
            print(f"\n{db.engine.dialect.name}, {rows:,} rows, most memory {memory():.0f} MB")


def measure(folder: Path, rows: int) -> None:
    """Bring each file twice."""
    from flask import g

    now = datetime.now(UTC)
    owner = workspaces.new_owner(name="", email="o@example.com", password="x" * 12, now=now)
    session = db.session()
    g.workspace = workspaces.create_workspace(session, name=f"B{new_id()}", owner=owner, now=now)
    session.commit()
    survey_id = None
    for name, kind, header, row in (
        ("contacts.csv", UploadKind.CONTACTS, CONTACTS, contact),
        ("contacts.xlsx", UploadKind.CONTACTS, CONTACTS, contact),
        ("answers.csv", UploadKind.ANSWERS, ANSWERS, answer),
    ):
        path = folder / name
        write(path, header, row, rows)
        for again in ("first", "again"):
            kept = upload(path, kind)
            if kind == UploadKind.ANSWERS:
                survey_id = survey_id or make_survey(session, kept, now=now)
                kept.survey_id = survey_id
            tried = timed(kept, UploadState.CHECKING, importing.CHECK)
            brought = timed(kept, UploadState.IMPORTING, importing.BRING_IN)
            found = importing.Findings.of(kept)
            print(
                f"{name:14} {again}: tried {tried}, imported {brought}, new {found.new:,}, "
                f"unchanged {found.unchanged:,}, problems {found.problems:,}",
                flush=True,
            )


def memory() -> float:
    """Give the most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
