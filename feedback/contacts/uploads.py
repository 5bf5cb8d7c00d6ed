"""The way of a file: uploaded, mapped, tried without saving, confirmed, imported."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from werkzeug import Response as BaseResponse

from feedback import jobs
from feedback.accounts.permissions import Permission, permit
from feedback.contacts import contacts, importing, mapping, problems, queries, storage
from feedback.contacts.forms import UploadForm
from feedback.extensions import db
from surveys.db import new_id
from surveys.imports.mapping import Mapping
from surveys.imports.preview import preview
from surveys.imports.table import FileProblemError, Reading
from surveys.models import JobState, Upload, UploadKind, UploadState
from surveys.speech import _
from surveys.telling import said

Page = str | BaseResponse | tuple[str, int]
WORKING = (UploadState.CHECKING, UploadState.IMPORTING)


@contacts.route("/uploads", methods=["GET", "POST"])
@permit(Permission.WRITE_CONTACTS)
def uploads() -> Page:
    """Take a file and keep it, if it is a table at all."""
    form = UploadForm(data={"kind": request.args.get("kind", UploadKind.CONTACTS.value)})
    if not form.validate_on_submit():
        return render_template("contacts/uploads.html", form=form), 422 if form.errors else 200
    try:
        row = _kept(form)
    except FileProblemError as problem:
        form.file.errors = [said(problem.args[0])]
        return render_template("contacts/uploads.html", form=form), 422
    db.session.add(row)
    db.session.commit()
    return redirect(url_for("contacts.upload_mapping", upload_id=row.id), 303)


@contacts.route("/uploads/<id:upload_id>/mapping", methods=["GET", "POST"])
@permit(Permission.WRITE_CONTACTS)
def upload_mapping(upload_id: int) -> Page:
    """Say what each column becomes; then the file is tried."""
    row = _upload(upload_id)
    if row.state in (*WORKING, UploadState.IMPORTED) or not storage.path_of(row).exists():
        return redirect(url_for("contacts.upload", upload_id=upload_id), 303)
    try:
        sheet = mapping.Sheet.of(row, request.args)
    except FileProblemError as problem:
        return render_template(
            "contacts/unreadable.html", upload=row, problem=said(problem.args[0])
        ), 422
    form = sheet.form()
    if not form.validate_on_submit():
        page = render_template("contacts/mapping.html", upload=row, sheet=sheet, form=form)
        return page, 422 if form.errors else 200
    sheet.keep(row, form)
    _begin(row, UploadState.CHECKING, importing.CHECK)
    return redirect(url_for("contacts.upload", upload_id=upload_id), 303)


@contacts.get("/uploads/<id:upload_id>")
@permit(Permission.WRITE_CONTACTS)
def upload(upload_id: int) -> Page:
    """Show where an upload stands: at work, tried, imported or failed."""
    row = _upload(upload_id)
    if row.state == UploadState.MAPPING and storage.path_of(row).exists():
        return redirect(url_for("contacts.upload_mapping", upload_id=upload_id))
    return render_template(
        "contacts/upload.html",
        upload=row,
        job=queries.job_of(db.session(), row),
        found=importing.Findings.of(row),
        is_working=row.state in WORKING,
        has_file=storage.path_of(row).exists(),
        has_list=storage.problems_of(row).exists(),
    )


@contacts.get("/uploads/<id:upload_id>/progress")
@permit(Permission.WRITE_CONTACTS)
def upload_progress(upload_id: int) -> dict[str, Any]:
    """Tell how far the work is, for the page's script."""
    row = _upload(upload_id)
    job = queries.job_of(db.session(), row)
    failed = job is not None and job.state == JobState.FAILED
    return {
        "done": job.done if job else 0,
        "total": job.total if job else 0,
        "working": row.state in WORKING and not failed,
    }


@contacts.post("/uploads/<id:upload_id>/import")
@permit(Permission.WRITE_CONTACTS)
def confirm_upload(upload_id: int) -> Page:
    """Bring a tried file in."""
    row = _upload(upload_id, locked=True)
    if row.state == UploadState.CHECKED and storage.path_of(row).exists():
        if row.kind == UploadKind.ANSWERS and row.survey_id is None:
            row.survey_id = mapping.make_survey(db.session(), row, now=datetime.now(UTC))
        _begin(row, UploadState.IMPORTING, importing.BRING_IN)
    return redirect(url_for("contacts.upload", upload_id=upload_id), 303)


@contacts.post("/uploads/<id:upload_id>/retry")
@permit(Permission.WRITE_CONTACTS)
def retry_upload(upload_id: int) -> Page:
    """Run a job again that broke on our side; it goes on where it stopped."""
    row = _upload(upload_id, locked=True)
    job = queries.job_of(db.session(), row)
    if row.state in WORKING and job and job.state == JobState.FAILED:
        _begin(row, row.state, job.kind)
    return redirect(url_for("contacts.upload", upload_id=upload_id), 303)


@contacts.post("/uploads/<id:upload_id>/removal")
@permit(Permission.WRITE_CONTACTS)
def remove_upload(upload_id: int) -> Page:
    """Remove the file and its list of problems; what was imported stays."""
    row = _upload(upload_id, locked=True)
    if row.state in WORKING:
        flash(_("The file is being read just now. Remove it when that has ended."))
        return redirect(url_for("contacts.upload", upload_id=upload_id), 303)
    if row.state != UploadState.IMPORTED:
        db.session.delete(row)
    db.session.commit()
    storage.remove(row)
    flash(_("The file is removed."))
    return redirect(url_for("contacts.index"), 303)


@contacts.get("/uploads/<id:upload_id>/problems.csv")
@permit(Permission.WRITE_CONTACTS)
def upload_problems(upload_id: int) -> Response:
    """Give the rows with problems, to be corrected and uploaded again."""
    row = _upload(upload_id)
    path = storage.problems_of(row)
    if not path.exists() or not row.mapping:
        abort(404)
    names = Mapping.of(row.mapping).names
    lines: Iterator[str] = problems.as_csv(path, names)
    name = {"Content-Disposition": 'attachment; filename="rows-with-problems.csv"'}
    return Response(lines, mimetype="text/csv", headers=name)


def _kept(form: UploadForm) -> Upload:
    """Keep the file; no transaction is open while it is copied and looked at."""
    workspace_id, member_id = g.workspace.id, g.member.id
    db.session.commit()
    name, size = storage.store(form.file.data.stream)
    row = Upload(
        workspace_id=workspace_id,
        id=new_id(),
        kind=UploadKind(form.kind.data),
        filename=(form.file.data.filename or "file").replace("\0", "")[-200:],
        size=size,
        stored_as=name,
        uploaded_by=member_id,
        created_at=datetime.now(UTC),
    )
    try:
        preview(storage.path_of(row), Reading())
    except FileProblemError:
        storage.remove(row)
        raise
    return row


def _upload(upload_id: int, *, locked: bool = False) -> Upload:
    key = {"workspace_id": g.workspace.id, "id": upload_id}
    row = db.session.get(Upload, key, with_for_update=locked or None)
    if row is None:
        abort(404)
    return row


def _begin(row: Upload, state: UploadState, kind: str) -> None:
    job = jobs.enqueue(db.session(), kind, {"upload_id": row.id}, now=datetime.now(UTC))
    row.state, row.job_id = state, job.id
    db.session.commit()
