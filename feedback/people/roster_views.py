"""The roster: add, change, let leave, erase; by form, or from a file that is looked at first."""

import csv
import io
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from flask import abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from feedback.accounts.permissions import Permission, permit
from feedback.extensions import db
from feedback.models import Staff
from feedback.people import mentions, people, roster
from feedback.people.forms import RollForm, StaffForm
from feedback.people.roster import OnRoster
from surveys.db import new_id
from surveys.imports.colleagues import Listed, Roll, read_roll
from surveys.imports.table import FileProblemError
from surveys.speech import _, counted
from surveys.telling import said

Page = str | Response | tuple[str, int]
COLUMNS = ("name", "nicknames", "team", "place", "since", "until")
LARGEST = 4 * 1024 * 1024


@people.route("/staff", methods=["GET", "POST"])
@permit(Permission.WRITE_STAFF)
def staff() -> Page:
    """List the roster, and add somebody."""
    form, now = StaffForm(), datetime.now(UTC)
    if form.validate_on_submit():
        row = Staff(id=new_id(), name=form.listed.name, added_at=now, added_by=g.member.id)
        _set(row, form.listed)
        db.session.add(row)
        db.session.flush()
        roster.read_anew(db.session(), now)
        db.session.commit()
        flash(_("%(name)s is on the roster. Comments are read for the name now.", name=row.name))
        return redirect(url_for("people.staff"), 303)
    page = render_template(
        "people/staff.html",
        form=form,
        listed=roster.everybody(db.session()),
        today=now.astimezone(g.workspace.zone).date(),
        reading=roster.progress(db.session()),
    )
    return page, 422 if form.errors else 200


@people.route("/staff/<id:staff_id>", methods=["GET", "POST"])
@permit(Permission.WRITE_STAFF)
def colleague(staff_id: int) -> Page:
    """Show one colleague, and change what the roster says of them."""
    found, now = _found(staff_id), datetime.now(UTC)
    form = StaffForm(data=_written(found.staff))
    if form.validate_on_submit():
        found.staff.name = form.listed.name
        _set(found.staff, form.listed)
        roster.read_anew(db.session(), now)
        db.session.commit()
        flash(_("Saved. Comments are read again with it."))
        return redirect(url_for("people.colleague", staff_id=staff_id), 303)
    page = render_template(
        "people/colleague.html",
        form=form,
        found=found,
        thanks=mentions.thanks_to(db.session(), staff_id),
        is_active=found.is_active(now.astimezone(g.workspace.zone).date()),
    )
    return page, 422 if form.errors else 200


@people.post("/staff/<id:staff_id>/leaving")
@permit(Permission.WRITE_STAFF)
def leave(staff_id: int) -> Page:
    """Let somebody leave today: off the walls at once."""
    found, now = _found(staff_id), datetime.now(UTC)
    today = now.astimezone(g.workspace.zone).date()
    roster.end(db.session(), found.staff, on=today, by=g.member, now=now)
    db.session.commit()
    flash(_("Today is the last day of %(name)s on the roster.", name=found.staff.name))
    return redirect(url_for("people.colleague", staff_id=staff_id), 303)


@people.post("/staff/<id:staff_id>/public")
@permit(Permission.WRITE_STAFF)
def show_publicly(staff_id: int) -> Page:
    """Record that a colleague agrees to be shown in public."""
    found, now = _found(staff_id), datetime.now(UTC)
    roster.opt_in(db.session(), found.staff, by=g.member, now=now)
    db.session.commit()
    return redirect(url_for("people.colleague", staff_id=staff_id), 303)


@people.post("/staff/<id:staff_id>/public/end")
@permit(Permission.WRITE_STAFF)
def show_no_longer(staff_id: int) -> Page:
    """End it."""
    found, now = _found(staff_id), datetime.now(UTC)
    roster.opt_out(db.session(), found.staff, by=g.member, now=now)
    db.session.commit()
    return redirect(url_for("people.colleague", staff_id=staff_id), 303)


@people.post("/staff/<id:staff_id>/erasure")
@permit(Permission.WRITE_STAFF)
def erase_colleague(staff_id: int) -> Page:
    """Erase somebody, with every mention that was found of them."""
    found = _found(staff_id)
    roster.erase(db.session(), found.staff, datetime.now(UTC))
    db.session.commit()
    flash(_("Erased, with everything that was found of them."))
    return redirect(url_for("people.staff"), 303)


@people.route("/staff/file", methods=["GET", "POST"])
@permit(Permission.WRITE_STAFF)
def staff_file() -> Page:
    """Take a file and show what it would change; nothing of it is kept meanwhile."""
    form = RollForm()
    if not form.validate_on_submit():
        page = render_template("people/staff_file.html", form=form)
        return page, 422 if form.errors else 200
    try:
        roll = _read(form.file.data.stream.read(LARGEST))
    except FileProblemError as problem:
        form.file.errors = [said(problem.args[0])]
        return render_template("people/staff_file.html", form=form), 422
    return render_template(
        "people/staff_look.html",
        roll=roll,
        sorted=_sorted(roll),
        table=_as_csv(roll),
    )


@people.post("/staff/file/import")
@permit(Permission.WRITE_STAFF)
def bring_staff() -> Page:
    """Bring in what was looked at; it is read like any file."""
    request.max_form_memory_size = LARGEST
    table = request.form.get("table", "")
    try:
        roll = _read(table.encode())
    except FileProblemError as problem:
        form = RollForm(formdata=None)
        form.file.errors = [said(problem.args[0])]
        return render_template("people/staff_file.html", form=form), 422
    now = datetime.now(UTC)
    new, changed = roster.add(db.session(), roll.listed, by=g.member, now=now)
    db.session.commit()
    flash(
        counted("%(n)s colleague added.", "%(n)s colleagues added.", new)
        + " "
        + counted("%(n)s changed.", "%(n)s changed.", changed)
    )
    return redirect(url_for("people.staff"), 303)


def _found(staff_id: int) -> OnRoster:
    return roster.one(db.session(), staff_id) or abort(404)


def _set(row: Staff, listed: Listed) -> None:
    """Write all of a form: what was emptied is empty."""
    row.nicknames, row.team, row.place = list(listed.nicknames), listed.team, listed.place
    row.since, row.until = listed.since, listed.until


def _written(staff: Staff) -> dict[str, object]:
    """Write what the roster says of somebody as it stands in the form."""
    kept = {name: getattr(staff, name) for name in ("name", "team", "place", "since", "until")}
    return kept | {"nicknames": ", ".join(staff.nicknames)}


def _read(table: bytes) -> Roll:
    with tempfile.NamedTemporaryFile() as file:
        file.write(table)
        file.flush()
        return read_roll(Path(file.name), now=datetime.now(UTC))


def _sorted(roll: Roll) -> dict[str, list[Listed]]:
    """Part a roll into who is new, who changes and who stays as they are."""
    known = {each.staff.name.casefold(): each.staff for each in roster.everybody(db.session())}
    parts: dict[str, list[Listed]] = {"new": [], "changed": [], "unchanged": []}
    for person in roll.listed:
        row = known.get(person.name.casefold())
        is_changed = row is not None and roster.differs(row, person)
        parts["new" if row is None else "changed" if is_changed else "unchanged"].append(person)
    return parts


def _as_csv(roll: Roll) -> str:
    """Write what was read in Hark's own form, to be sent back by the button."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for p in roll.listed:
        days = (p.since.isoformat() if p.since else "", p.until.isoformat() if p.until else "")
        table.writerow([p.name, "; ".join(p.nicknames), p.team, p.place, *days])
    return out.getvalue()
