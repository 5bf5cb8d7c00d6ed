"""Uploads on their way: what is refused, where files lie, who may, and work that was killed."""

import io
import stat

import pytest
from sqlalchemy import func, select

from feedback import worker
from feedback.contacts import importing, storage
from feedback.models import Role
from surveys.models import Contact, Job, Upload, UploadState
from tests.contacts.conftest import facts
from tests.imports.test_not_tables import NOT_TABLES

MANY = "Name,E-mail\n" + "".join(f"P {i},p{i}@example.com\n" for i in range(25))


def files(data):
    return sorted((data / "uploads").iterdir()) if (data / "uploads").exists() else []


@pytest.fixture(autouse=True)
def clear_uploads(data):
    for path in files(data):
        path.unlink()


@pytest.mark.parametrize("name", NOT_TABLES)
def test_file_that_is_no_table_is_refused_at_the_field_and_not_kept(upload, data, session, name):
    answer = upload.send(NOT_TABLES[name][0])
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert files(data) == []
    assert session.scalar(select(func.count()).select_from(Upload)) == 0


def test_no_file_at_all_is_asked_for(upload, owner):
    answer = owner.submit("/contacts/uploads", {"kind": "contacts"})
    assert (answer.status_code, "Choose a CSV or XLSX file." in answer.text) == (422, True)


def test_ten_thousand_columns_build_no_form(upload):
    answer = upload.send(",".join(f"c{i}" for i in range(10_000)) + "\n")
    assert answer.status_code == 422
    assert "10,000 columns; 200 is the most" in answer.text


def test_file_of_two_hundred_megabytes_gets_a_kind_sentence(owner):
    answer = owner.post(
        "/contacts/uploads",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(200 * 1024**2)},
    )
    assert (answer.status_code, "Files up to 100 MB are taken" in answer.text) == (413, True)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_large_file_sent_in_chunks_is_stopped_too(owner, app):
    app.config["MAX_CONTENT_LENGTH"], before = 100_000, app.config["MAX_CONTENT_LENGTH"]
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    body = io.BytesIO(part + b"a,b\n" * 100_000 + b"\r\n--x--\r\n")
    try:
        answer = owner.post(
            "/contacts/uploads",
            input_stream=body,
            content_type="multipart/form-data; boundary=x",
            headers={"Transfer-Encoding": "chunked"},
            environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
        )
    finally:
        app.config["MAX_CONTENT_LENGTH"] = before
    assert (answer.status_code, "Files up to 100 MB are taken" in answer.text) == (413, True)


def test_file_lies_under_a_name_of_ours_for_its_owner_only(upload, data, session):
    upload.send(MANY, name="../../etc/passwd")
    (path,) = files(data)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert "passwd" not in path.name


def test_file_is_removed_once_it_is_imported(upload, data):
    upload.imported(MANY)
    assert [path.suffix for path in files(data)] == [".problems"]


def test_discarding_removes_everything(upload, data, session, owner):
    upload.tried(MANY)
    owner.submit(f"{upload.address}/removal", page=upload.address)
    assert files(data) == []
    assert session.scalar(select(func.count()).select_from(Upload)) == 0


def test_forgotten_files_go_after_a_week(upload, data, app):
    upload.send(MANY)
    (path,) = files(data)
    with app.app_context():
        storage.clear_old(now=path.stat().st_mtime + 6 * 24 * 3600)
        assert files(data) == [path]
        storage.clear_old(now=path.stat().st_mtime + 8 * 24 * 3600)
    assert files(data) == []
    assert "lay here for more than a week" in upload.client.get(upload.address).text


@pytest.mark.parametrize("role", [Role.MARKETER, Role.ANALYST, Role.EXECUTIVE])
def test_only_owners_see_uploads(upload, sign_in_as, role):
    upload.tried(MANY)
    member = sign_in_as(role)
    assert member.get(upload.address).status_code == 403
    assert member.get(f"{upload.address}/problems.csv").status_code == 403


def test_analyst_reads_contacts_and_is_offered_no_upload(sign_in_as, workspace):
    page = sign_in_as(Role.ANALYST).get("/contacts")
    assert page.status_code == 200
    assert "Upload" not in page.text


def test_two_columns_cannot_be_the_same(upload):
    upload.send(MANY)
    answer = upload.map(**{"columns-0-role": "email"})
    assert (answer.status_code, "2 columns are “E-mail”" in answer.text) == (422, True)


def test_somebody_must_be_recognisable(upload):
    upload.send(MANY)
    answer = upload.map(**{"columns-1-role": "leave"})
    assert "Say which column is the e-mail or the customer number." in answer.text


@pytest.mark.parametrize("name", ["", "x" * 61, "E-mail?"])
def test_attributes_need_names_of_their_own(upload, name):
    upload.send("E-mail,Plan,Other\na@example.com,Pro,x\n")
    roles = {f"columns-{i}-role": "attribute" for i in (1, 2)}
    answer = upload.map(**roles, **{"columns-1-name": name, "columns-2-name": name})
    assert answer.status_code == 422


def test_other_encoding_can_be_chosen(upload, session):
    upload.imported("Name,E-mail\nЖеня,a@example.com\n".encode("cp1251"), query="?encoding=cp1251")
    assert session.scalar(select(Contact.name)) == "Женя"


def test_first_row_can_be_data(upload, session):
    page = upload.tried("Ann,ann@example.com\nBen,ben@example.com\n", query="?header=no")
    assert facts(page)["Rows read"] == 2


def test_progress_is_told_while_the_work_waits(upload, owner):
    upload.send(MANY)
    upload.map()
    assert owner.get(f"{upload.address}/progress").json == {"done": 0, "total": 0, "working": True}
    page = owner.get(upload.address).text
    assert '<noscript><meta http-equiv="refresh"' in page


def test_killed_import_goes_on_behind_its_last_batch(upload, session, app, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 10)
    upload.tried(MANY)
    write, batches = importing.IncomingContacts.write, []

    def killed(self, at, found, *, now):
        batches.append(len(found.new))
        if len(batches) == 2:
            raise KeyboardInterrupt
        write(self, at, found, now=now)

    monkeypatch.setattr(importing.IncomingContacts, "write", killed)
    upload.client.submit(f"{upload.address}/import", page=upload.address)
    with pytest.raises(KeyboardInterrupt), app.app_context():
        worker.run_next_job()
    assert session.scalar(select(func.count()).select_from(Contact)) == 10
    _let_the_lease_run_out(session)
    page = upload.work()
    assert facts(page)["New contacts"] == 25
    assert session.scalar(select(func.count()).select_from(Contact)) == 25
    assert batches == [10, 10, 10, 5]


def test_pressing_import_twice_imports_once(upload, session):
    page = upload.imported(MANY)
    upload.client.submit(f"{upload.address}/import", page="/contacts/uploads")
    assert facts(page)["New contacts"] == 25
    assert session.scalar(select(func.count()).select_from(Job)) == 2


def test_broken_job_is_shown_and_can_go_on(upload, session, owner):
    upload.tried(MANY)
    owner.submit(f"{upload.address}/import", page=upload.address)
    row = session.scalars(select(Upload)).one()
    job = session.get(Job, {"workspace_id": row.workspace_id, "id": row.job_id})
    job.state = "failed"
    assert "broke on our side" in owner.get(upload.address).text
    owner.submit(f"{upload.address}/retry", page=upload.address)
    assert facts(upload.work())["New contacts"] == 25


def test_file_that_ends_badly_saves_nothing(upload, session):
    sound = "".join(f"x,p{i}@example.com\n" for i in range(600))
    page = upload.tried("a,E-mail\n" + sound + '"q"r,s\n' * 300)
    assert "broken quotation marks" in page
    assert session.scalars(select(Upload)).one().state == UploadState.FAILED


def _let_the_lease_run_out(session):
    for job in session.scalars(select(Job)):
        job.leased_until = job.created_at
    session.commit()
