"""Figures of others: listed for all who read reports, entered by form or file by owners."""

import csv
import io
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from feedback.accounts.permissions import Permission, permit
from feedback.extensions import db
from feedback.models import Benchmark
from feedback.reports import reports
from feedback.reports.benchmarks import shelf
from feedback.reports.benchmarks.beside import as_published, limits_of, titled
from feedback.reports.benchmarks.forms import (
    BenchmarkForm,
    BenchmarksFileForm,
    as_written,
)
from feedback.reports.scale import SCALES
from surveys.imports.published import Found, read_published
from surveys.imports.table import FileProblemError
from surveys.published import Published
from surveys.speech import _, counted
from surveys.telling import said

Page = str | Response | tuple[str, int]
LARGEST = 1024 * 1024
COLUMNS = ("measure", "name", "value", "low", "high", "n", "period", "source", "link")


@reports.get("/report/benchmarks")
@permit(Permission.READ_REPORTS)
def benchmarks() -> str:
    """List them, with what is known of each."""
    listed = [(row, _row(shelf.of(row))) for row in shelf.every(db.session())]
    return render_template("reports/benchmarks.html", listed=listed)


@reports.route("/report/benchmarks/new", methods=["GET", "POST"])
@permit(Permission.MANAGE_WORKSPACE)
def new_benchmark() -> Page:
    """Enter one."""
    form = BenchmarkForm()
    if form.validate_on_submit() and _fits(form):
        shelf.add(db.session(), form.published, by=g.member.id, now=datetime.now(UTC))
        db.session.commit()
        flash(_("Saved."))
        return redirect(url_for("reports.benchmarks"), 303)
    page = render_template("reports/benchmark.html", form=form, row=None)
    return page, 422 if form.errors else 200


@reports.route("/report/benchmarks/<id:benchmark_id>", methods=["GET", "POST"])
@permit(Permission.MANAGE_WORKSPACE)
def benchmark(benchmark_id: int) -> Page:
    """Change one."""
    row = _found(benchmark_id)
    form = BenchmarkForm(data=as_written(shelf.of(row)))
    if form.validate_on_submit() and _fits(form, row.id):
        shelf.write(row, form.published)
        db.session.commit()
        flash(_("Saved."))
        return redirect(url_for("reports.benchmarks"), 303)
    page = render_template("reports/benchmark.html", form=form, row=row)
    return page, 422 if form.errors else 200


@reports.post("/report/benchmarks/<id:benchmark_id>/removal")
@permit(Permission.MANAGE_WORKSPACE)
def remove_benchmark(benchmark_id: int) -> Page:
    """Remove one: it is in no report any more."""
    shelf.remove(db.session(), _found(benchmark_id))
    db.session.commit()
    flash(_("Removed. No report shows it any more."))
    return redirect(url_for("reports.benchmarks"), 303)


@reports.route("/report/benchmarks/file", methods=["GET", "POST"])
@permit(Permission.MANAGE_WORKSPACE)
def benchmarks_file() -> Page:
    """Take a file and show what was read; nothing of it is kept meanwhile."""
    form = BenchmarksFileForm()
    if not form.validate_on_submit():
        page = render_template("reports/benchmarks_file.html", form=form)
        return page, 422 if form.errors else 200
    try:
        found = _read(form.file.data.stream.read(LARGEST + 1))
    except FileProblemError as problem:
        return _refused(form, problem)
    parts = shelf.compared(db.session(), found.listed)
    told = (("new", _("New")), ("changed", _("Changed")), ("unchanged", _("As they are")))
    return render_template(
        "reports/benchmarks_look.html",
        parts=[(title, [_row(each) for each in getattr(parts, part)]) for part, title in told],
        problems=sorted((*found.problems, *parts.no_room)),
        is_news=bool(parts.new or parts.changed),
        table=_as_csv(each for _row_number, each in found.listed),
    )


@reports.post("/report/benchmarks/file/import")
@permit(Permission.MANAGE_WORKSPACE)
def bring_benchmarks() -> Page:
    """Bring in what was looked at; it is read like any file."""
    request.max_form_memory_size = LARGEST
    try:
        found = _read(request.form.get("table", "").encode())
    except FileProblemError as problem:
        return _refused(BenchmarksFileForm(formdata=None), problem)
    now = datetime.now(UTC)
    new, changed = shelf.bring(db.session(), found.listed, by=g.member.id, now=now)
    db.session.commit()
    added = counted("%(n)s figure added.", "%(n)s figures added.", new)
    flash(f"{added} {counted('%(n)s changed.', '%(n)s changed.', changed)}")
    return redirect(url_for("reports.benchmarks"), 303)


def _found(benchmark_id: int) -> Benchmark:
    return shelf.one(db.session(), benchmark_id) or abort(404)


def _fits(form: BenchmarkForm, row_id: int = 0) -> bool:
    field, why = shelf.standing_in_the_way(db.session(), form.published, row_id)
    if why:
        form.tell(field, said(why))
    return not why


def _refused(form: BenchmarksFileForm, problem: FileProblemError) -> Page:
    form.file.errors = [said(problem.args[0])]
    return render_template("reports/benchmarks_file.html", form=form), 422


def _read(table: bytes) -> Found:
    with tempfile.NamedTemporaryFile() as file:
        file.write(table)
        file.flush()
        return read_published(Path(file.name))


def _row(each: Published) -> dict[str, Any]:
    """Write a figure as a list shows it."""
    scale = next(scale for scale in SCALES.values() if scale.key == each.measure)
    is_told = each.low is not None and each.high is not None
    limits = limits_of(each) if is_told else None
    between = (
        _("%(low)s to %(high)s", low=as_published(limits.low), high=as_published(limits.high))
        if limits
        else ""
    )
    return {
        "it": each,
        "titled": titled(each.name, each.period),
        "measure": str(scale.measure),
        "value": f"{as_published(each.value)}{scale.unit}",
        "interval": f"{between}{scale.unit}" if between else "",
    }


def _as_csv(listed: Iterable[Published]) -> str:
    """Write what was read in Hark's own form, to be sent back by the button."""
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS)
    table.writeheader()
    for each in listed:
        table.writerow({name: getattr(each, name) for name in COLUMNS})
    return out.getvalue()
