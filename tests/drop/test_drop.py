"""The drop folder: whole files are taken once, half ones waited for, each with its report."""

import os
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
import xlsxwriter
from sqlalchemy import func, select

from feedback.drop import taking
from feedback.drop.folder import Drop
from feedback.drop.taking import take_all
from feedback.worker import work
from surveys.models import Contact, Event, Invitation

HEAD = "Event,Date,Order number,E-mail,Customer name,Plan\n"


def row(number, *, email="carla@example.com", event="order delivered", at=None):
    at = at or datetime.now(UTC) - timedelta(hours=number)
    return f"{event},{at:%Y-%m-%d %H:%M} UTC,{number},{email},Carla,pro\n"


@pytest.fixture
def folder(app, settings, workspace, session, tmp_path, monkeypatch):
    changed = settings.model_copy(update={"drop": tmp_path})
    monkeypatch.setitem(app.extensions, "settings", changed)
    session.commit()
    place = tmp_path / workspace.slug
    place.mkdir()
    return place


@pytest.fixture
def drop(folder):
    """Give a function: put a file there, written some time ago."""

    def put(name, text, *, ago=60):
        path = folder / name
        if isinstance(text, bytes):
            path.write_bytes(text)
        else:
            path.write_text(text, "utf-8")
        then = time.time() - ago
        os.utime(path, (then, then))
        return path

    return put


@pytest.fixture
def look(app, session, workspace):
    """Give a function that looks through the folder as often as told."""
    drops = {}

    def again(times=2):
        session.commit()
        for _ in range(times):
            take_all(app, drops)
        session.expire_all()

    return again


@pytest.fixture
def stored(session):
    def count():
        kinds = (Contact, Event, Invitation)
        return [session.scalar(select(func.count()).select_from(kind)) for kind in kinds]

    return count


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_table_of_events_is_taken_and_moved_with_its_report(waiting, folder, drop, look, stored):
    drop("orders.csv", HEAD + row(1) + row(2, email="otto@example.com"))
    look()
    assert stored() == [2, 2, 2]
    assert names(folder) == ["done/orders.csv", "done/orders.csv.report.csv"]
    report = (folder / "done/orders.csv.report.csv").read_text("utf-8-sig")
    assert "2 events taken, 0 known before, 2 asks queued" in report


def test_attributes_come_with_it(folder, drop, look, session):
    drop("orders.csv", HEAD + row(1))
    look()
    contact = session.scalars(select(Contact)).one()
    assert (contact.name, contact.attributes) == ("Carla", {"Plan": "pro"})


def test_the_same_rows_again_are_known(waiting, folder, drop, look, stored):
    text = HEAD + row(1)
    drop("orders.csv", text)
    look()
    drop("orders.csv", text)
    look()
    assert stored() == [1, 1, 1]
    assert "done/orders-2.csv" in names(folder)
    assert "0 events taken, 1 known" in (folder / "done/orders-2.csv.report.csv").read_text()


def test_a_file_still_being_written_is_waited_for(folder, drop, look, stored):
    path = drop("orders.csv", HEAD + row(1), ago=0)
    look(3)
    assert (stored(), path.exists()) == ([0, 0, 0], True)
    drop("orders.csv", HEAD + row(1) + row(2))
    look(1)
    assert stored() == [0, 0, 0]
    look(1)
    assert stored()[1] == 2


@pytest.mark.parametrize(
    "name", [".orders.csv", "orders.csv.part", "orders.csv.filepart", "~orders.xlsx", "orders.exe"]
)
def test_unfinished_and_other_files_are_left_alone(folder, drop, look, stored, name):
    path = drop(name, HEAD + row(1))
    look(3)
    assert (stored(), path.exists()) == ([0, 0, 0], True)


def test_links_are_not_followed(folder, drop, look, tmp_path, stored):
    secret = tmp_path / "secret.csv"
    secret.write_text(HEAD + row(1))
    (folder / "link.csv").symlink_to(secret)
    look(3)
    assert stored() == [0, 0, 0]


def test_rows_that_cannot_be_taken_are_told_and_the_others_taken(folder, drop, look, stored):
    bad = "order delivered,someday,3,eva@example.com,=cmd(),pro\n"
    drop("orders.csv", HEAD + row(1) + bad + row(4, email="nobody"))
    look()
    assert stored()[1] == 1
    report = (folder / "done/orders.csv.report.csv").read_text("utf-8-sig")
    assert "The date “someday”" in report
    assert "The e-mail “nobody” has no @" in report
    assert ",'=cmd()," in report


@pytest.mark.parametrize(
    "text", ["", "just words", "Name,Plan\nCarla,pro\n", b"\x89PNG\r\n", b"PK\x03\x04broken"]
)
def test_a_file_that_is_no_table_of_events_fails_with_a_reason(folder, drop, look, stored, text):
    drop("orders.csv", text)
    look()
    assert stored() == [0, 0, 0]
    assert names(folder) == ["failed/orders.csv", "failed/orders.csv.report.csv"]


def test_a_file_named_after_the_event_needs_no_column_for_it(waiting, folder, drop, look, stored):
    now = datetime.now(UTC)
    drop("order-delivered.csv", f"Date,E-mail\n{now:%Y-%m-%d %H:%M} UTC,carla@example.com\n")
    look()
    assert stored() == [1, 1, 1]


def test_a_file_keeps_telling_of_its_event_beside_another_one_of_its_name(
    waiting, folder, drop, look, session
):
    (folder / "working").mkdir()
    head = HEAD.partition(",")[2]
    (folder / "working" / "order-delivered.csv").write_text(head)
    drop("order-delivered.csv", head + row(1).partition(",")[2])
    look()
    assert session.scalars(select(Event.name)).all() == ["order delivered"]


def test_a_workbook_is_taken_too(waiting, folder, look, stored, tmp_path):
    path = folder / "orders.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Event", "Date", "Order number", "E-mail"])
    now = datetime.now(UTC)
    sheet.write_row(1, 0, ["order delivered", f"{now:%Y-%m-%d %H:%M} UTC", "1", "c@example.com"])
    book.close()
    then = time.time() - 60
    os.utime(path, (then, then))
    look()
    assert stored() == [1, 1, 1]


def test_what_a_dead_worker_had_claimed_is_taken_again_and_nothing_doubles(
    waiting, folder, drop, look, stored
):
    drop("orders.csv", HEAD + row(1))
    look()
    (folder / "done/orders.csv").rename(folder / "working/orders.csv")
    long_ago = time.time() - 3600
    os.utime(folder / "working/orders.csv", (long_ago, long_ago))
    look(3)
    assert stored() == [1, 1, 1]
    assert "done/orders.csv" in names(folder)


def test_a_file_another_worker_took_is_no_trouble(folder, drop):
    path = drop("orders.csv", HEAD + row(1))
    mine = Drop(folder)
    list(mine.ready())
    others = Drop(folder)
    list(others.ready())
    assert len(list(others.ready())) == 1
    assert list(mine.ready()) == []
    assert not path.exists()


def test_the_worker_looks_by_itself(app, session, waiting, folder, drop, monkeypatch, stored):
    monkeypatch.setattr(taking, "EVERY_SECONDS", 0.1)
    drop("orders.csv", HEAD + row(1))
    session.commit()
    stop = threading.Event()
    worker = threading.Thread(target=work, args=(app, stop))
    worker.start()
    for _ in range(100):
        if (folder / "done" / "orders.csv").exists():
            break
        stop.wait(0.1)
    stop.set()
    worker.join(20)
    assert stored() == [1, 1, 1]


def test_a_file_that_takes_long_stays_with_whoever_works_on_it(
    session, workspace, folder, drop, waiting
):
    drop("orders.csv", HEAD + "".join(row(n) for n in range(1, 6)))
    now = [time.time()]
    mine, other = (Drop(folder, clock=lambda: now[0]) for _ in range(2))
    list(mine.ready())
    (path,) = mine.ready()
    taken_over = []

    def ten_minutes_a_row(claimed):
        mine.hold(claimed)
        now[0] += 600
        taken_over.extend(other.ready())

    report = taking.take_file(
        session,
        path,
        key="k",
        workspace=workspace,
        now=lambda: datetime.now(UTC),
        hold=ten_minutes_a_row,
    )
    mine.finish(path, "done", report.as_csv())
    assert (taken_over, report.taken, now[0] > time.time() + 3000) == ([], 5, True)
    assert names(folder) == ["done/orders.csv", "done/orders.csv.report.csv"]


def test_a_file_whose_worker_died_comes_back(folder, drop):
    drop("orders.csv", HEAD + row(1))
    now = [time.time()]
    dead, other = (Drop(folder, clock=lambda: now[0]) for _ in range(2))
    list(dead.ready())
    (path,) = dead.ready()
    dead.hold(path)
    now[0] += 901
    list(other.ready())
    assert len(list(other.ready())) == 1


def test_holding_writes_to_the_disk_once_a_minute(folder, drop):
    drop("orders.csv", HEAD + row(1))
    now = [time.time()]
    mine = Drop(folder, clock=lambda: now[0])
    list(mine.ready())
    (path,) = mine.ready()
    at = path.stat().st_mtime
    now[0] += 30
    mine.hold(path)
    assert path.stat().st_mtime == at
    now[0] += 31
    mine.hold(path)
    assert path.stat().st_mtime == pytest.approx(now[0])
