"""The pages of the reports."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import (
    Response,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Reply

from feedback.accounts.permissions import Permission, may, permit
from feedback.contacts.problems import line
from feedback.counts import reading
from feedback.extensions import db
from feedback.reports import REPORTS, alone, keeping, ledger, queries, reports, words
from feedback.reports.behind import Behind
from feedback.reports.benchmarks import shelf
from feedback.reports.benchmarks.drawing import drawn
from feedback.reports.breakdown import name_of, value_name
from feedback.reports.choosing import groups_offered
from feedback.reports.moment import one_moment
from feedback.reports.notes import notes, notes_on_groups
from feedback.reports.outputs.opening import counted
from feedback.reports.selection import LANGUAGE, Asked, Selection
from feedback.reports.steps import next_steps
from surveys.speech import _


@reports.get("/report")
@permit(Permission.READ_REPORTS)
def overview() -> str:
    """Show the score with all it rests on, for the survey, period and attribute asked for."""
    kind, now = REPORTS["overview"], datetime.now(UTC)
    with one_moment(g.workspace.id) as session:
        surveys, attributes = queries.surveys(session), queries.attributes(session)
        if not any(survey.answered for survey in surveys):
            return render_template("reports/empty.html", steps=next_steps())
        asked = Asked(request.args)
        selection = asked.select(surveys, attributes)
        if only := asked.only(attributes):
            selection = replace(selection, by="", only=only)
        dataset = counted(session, selection, g.workspace)
        told = keeping.figures(dataset)
        name = keeping.name_of(session, selection, told)
        seen = keeping.sealed(session, selection, told, key=str(current_app.secret_key), at=now)
        others = shelf.of_measure(session, selection.scale.key)
        offered = groups_offered(session, reading, selection, attributes)
    report = kind.build(dataset, selection, g.workspace.name, others)
    choices: dict[str, Any] = {"surveys": surveys, "attributes": attributes, "offered": offered}
    choices |= {"problems": asked.problems, "on_groups": notes_on_groups(dataset)}
    choices |= {"name": name, "rules": keeping.RULES, "now": now, "seen": seen}
    choices |= {"benchmarks": drawn(report.beside, selection.scale)}
    choices |= {"notes": [*alone.about(selection.only), *notes(dataset, selection)]}
    return render_template(
        kind.template,
        report=report,
        selection=selection,
        **choices,
        **_about(selection, attributes),
    )


def _about(selection: Selection, names: Sequence[str]) -> dict[str, Any]:
    """Give what the page says of the selection itself."""
    return {
        "group": alone.titled(selection.only),
        "asked_for": keeping.asked_for(selection),
        "sees_answers": sees_answers(selection),
        "comparable": [(LANGUAGE, name_of(LANGUAGE)), *((name, name) for name in names)],
    }


@reports.post("/report/kept")
@permit(Permission.READ_REPORTS)
def keep() -> Reply:
    """Keep what a report said when it was seen, so that it can be computed once more."""
    key, seen = str(current_app.secret_key), request.form.get("seen", "")
    kept = keeping.keep(db.session(), seen, key=key, by=g.member.id)
    if kept is None:
        flash(
            _(
                "Nothing was kept: that page can no longer be read. "
                "Here are the figures as they are now; keep these if you need them."
            )
        )
        return redirect(url_for("reports.overview"), 303)
    asked: dict[str, Any] = kept.parameters
    page = "reports.summary" if "only" in asked else "reports.overview"
    flash(_("The figures you saw are kept as report %(name)s.", name=kept.id))
    db.session.commit()
    return redirect(url_for(page, **asked), 303)


@reports.get("/report/answers")
@permit(Permission.READ_CONTACTS)
def answers() -> str:
    """List each answer of a selection: counted, or why not."""
    with one_moment(g.workspace.id) as session:
        selection = _selection(session, request.args)
        if not sees_answers(selection):
            abort(404)
        wanted, after = Behind.of(request.args), request.args.get("after", "")
        found = ledger.entries(session, selection, after, wanted=wanted)
        n = ledger.how_many(session, selection, wanted)
    shown = found[: ledger.ON_A_PAGE]
    after = shown[-1].key if len(found) > len(shown) else ""
    asked_for = keeping.asked_for(selection)
    choices = {"entries": shown, "after": after, "rules": keeping.RULES, "n": n}
    choices |= {"wanted": wanted, "group": _listed_name(selection, wanted)}
    choices |= {"asked_for": asked_for, "listed": asked_for | wanted.parameters}
    return render_template("reports/answers.html", selection=selection, **choices)


@reports.get("/report/answers.csv")
@permit(Permission.READ_CONTACTS)
def answers_file() -> Response:
    """Give the same list as a file."""
    with one_moment(g.workspace.id) as session:
        selection = _selection(session, request.args)
    if not sees_answers(selection):
        abort(404)
    name = {"Content-Disposition": 'attachment; filename="score-ledger.csv"'}
    return Response(
        stream_with_context(_lines(g.workspace.id, selection, Behind.of(request.args))),
        mimetype="text/csv",
        headers=name,
    )


def _lines(workspace_id: int, selection: Selection, wanted: Behind) -> Iterator[str]:
    names = [
        "Answered at (UTC)",
        "Survey",
        "Score",
        "Counted",
        "Why",
        "Label",
        "Came by",
        "Contact",
        "Rules",
        "Group",
        "Language",
        "Analysed",
        "Themes",
    ]
    yield "\ufeff" + line(names)
    with one_moment(workspace_id) as session:
        for e in ledger.every(session, selection, wanted):
            score, counted = "" if e.score is None else str(e.score), str(int(e.counted))
            label = "scanner" if e.is_labelled else ""
            cells = [e.at.isoformat(), e.survey, score, counted, e.verdict, label, e.source]
            read = (e.read.language, str(int(e.read.is_analysed)), e.read.cell) if e.read else ()
            yield line([*cells, e.contact, keeping.RULES, e.group, *(read or ("", "", ""))])


def _selection(session: Session, given: dict[str, str]) -> Selection:
    return Asked(given).select(queries.surveys(session), queries.attributes(session))


def _listed_name(selection: Selection, wanted: Behind) -> str:
    """Name the group and the part of the period whose answers are listed, as their figure does."""
    days = words.open_period(wanted.since, wanted.until) if wanted.is_cell else ""
    return ", ".join(filter(None, (_group_name(selection, wanted), days)))


def _group_name(selection: Selection, wanted: Behind) -> str:
    if wanted.kind in ("group", "none") and selection.by:
        value = wanted.value if wanted.kind == "group" else ""
        return f"{name_of(selection.by)}: {value_name(selection.by, value)}"
    return _("All others") if wanted.kind == "others" else ""


def sees_answers(selection: Selection) -> bool:
    """Whether single answers may be listed: to those who may know people, of known people only."""
    return may(Permission.READ_CONTACTS) and not selection.is_anonymous and not selection.only
