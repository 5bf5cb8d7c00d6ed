"""Taking a report away: each file says what the page says, to those who may read the page."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime

from flask import Response, abort, g, make_response, request
from werkzeug.http import dump_options_header

from feedback.accounts.permissions import Permission, permit
from feedback.reports import reports
from feedback.reports.outputs.document import Document
from feedback.reports.outputs.opening import document_for, summary_for
from feedback.reports.outputs.slides import as_pptx
from feedback.reports.outputs.tables import as_csv, as_json
from feedback.reports.outputs.typeset import as_pdf, as_picture
from feedback.reports.outputs.workbook import as_xlsx

OFFICE = "application/vnd.openxmlformats-officedocument"
FILES: dict[str, tuple[str, Callable[[Document], str | bytes]]] = {
    "pdf": ("application/pdf", as_pdf),
    "pptx": (f"{OFFICE}.presentationml.presentation", as_pptx),
    "xlsx": (f"{OFFICE}.spreadsheetml.sheet", as_xlsx),
    "csv": ("text/csv", as_csv),
    "json": ("application/json", lambda document: json.dumps(as_json(document), indent=1)),
}
WORDS, LETTERS = re.compile(r"[^\W_]+"), 60
PICTURES = {"png": "image/png", "svg": "image/svg+xml"}


@reports.get("/report/file.<kind>")
@permit(Permission.READ_REPORTS)
def download(kind: str) -> Response:
    """Give the report that the address asks for as a file."""
    if kind not in FILES:
        abort(404)
    mimetype, made = FILES[kind]
    document = document_for(request.args)
    return _file(made(document), mimetype, kind, document.group)


@reports.get("/report/summary/file.<kind>")
@permit(Permission.READ_REPORTS)
def download_summary(kind: str) -> Response:
    """Give the executive's report that the address asks for as a file."""
    if kind not in FILES:
        abort(404)
    mimetype, made = FILES[kind]
    document = summary_for(request.args)
    return _file(made(document), mimetype, kind, document.group, "summary")


@reports.get("/report/summary/chart/<key>.<kind>")
@permit(Permission.READ_REPORTS)
def picture_of_summary(key: str, kind: str) -> Response:
    """Give one of its charts as a picture."""
    if kind not in PICTURES:
        abort(404)
    return _picture(summary_for(request.args), key, kind)


@reports.get("/report/chart/<key>.<kind>")
@permit(Permission.READ_REPORTS)
def picture(key: str, kind: str) -> Response:
    """Give one of its charts as a picture."""
    if kind not in PICTURES:
        abort(404)
    return _picture(document_for(request.args), key, kind)


def _picture(document: Document, key: str, kind: str) -> Response:
    table = next((each for each in document.charts if each.key == key), None)
    if table is None:
        abort(404)
    made = as_picture(document, table, "svg" if kind == "svg" else "png")
    return _file(made, PICTURES[kind], kind, document.group, key)


def _file(content: str | bytes, mimetype: str, kind: str, group: str, what: str = "") -> Response:
    """Give a file whose name says what it is, of which group, and when it was made."""
    today = datetime.now(UTC).astimezone(g.workspace.zone).date()
    whose = "-".join(WORDS.findall(group.casefold()))[:LETTERS].strip("-")
    parts = (g.workspace.slug, "report", what, whose, f"{today}")
    name = f"{'-'.join(filter(None, parts))}.{kind}"
    response = make_response(content)
    response.mimetype = mimetype
    given = {"filename": name}
    response.headers["Content-Disposition"] = dump_options_header("attachment", given)
    response.headers["Cache-Control"] = "private, no-store"
    return response
