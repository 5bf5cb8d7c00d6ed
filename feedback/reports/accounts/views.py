"""The accounts: all of them in a list, and one with its people and what they said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy import and_, select, true
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Reply

from feedback.accounts.permissions import Permission, may, permit
from feedback.counts import reading as counts
from feedback.extensions import db
from feedback.ids import page_number
from feedback.models import Response
from feedback.reports import queries, reports
from feedback.reports.accounts import listing, people, reading
from feedback.reports.accounts.figures import of_people, overall
from feedback.reports.moment import one_moment
from feedback.reports.notes import notes_on_groups
from feedback.reports.overview import build
from feedback.reports.selection import Asked, Selection
from surveys.audience import attribute_values
from surveys.models import Invitation, Survey
from surveys.speech import _

LETTERS = 200
"""Of what is searched for."""


@dataclass(frozen=True)
class Room:
    """What the pages are about: chosen answers, and what was said of choosing them."""

    selection: Selection
    among: reading.Among
    surveys: tuple[Any, ...]
    problems: list[str]


@reports.get("/report/accounts")
@permit(Permission.READ_REPORTS)
def accounts_page() -> str:
    """List the accounts; to readers who may not know people, protected figures only."""
    is_choosing = "choose" in request.args and may(Permission.MANAGE_WORKSPACE)
    if not g.workspace.account_attribute or is_choosing:
        return _unchosen()
    if not may(Permission.READ_CONTACTS):
        return _protected()
    wish = _wish(request.args)
    with one_moment(g.workspace.id) as session:
        room = _room(session, request.args)
        page = listing.page(session, room.among, wish)
        alike = reading.people_patterns(session, room.among, [each.name for each in page.rows])
        whole = overall(
            reading.patterns(session, room.among),
            page.reach,
            protected=False,
        )
    figures = {name: of_people(found) for name, found in alike.items()}
    choices = {"page": page, "wish": wish, "figures": figures}
    return render_template("reports/accounts.html", room=room, whole=whole, **choices)


@reports.get("/report/accounts/one")
@permit(Permission.READ_CONTACTS)
def account_page() -> str:
    """Show one account: its people, who is silent, and what was said."""
    name = request.args.get("name", "").replace("\0", "")
    if not g.workspace.account_attribute or not name:
        abort(404)
    now, silent = datetime.now(UTC), request.args.get("show") == "silent"
    with one_moment(g.workspace.id) as session:
        room = _room(session, request.args)
        account = listing.one(session, room.among, name)
        if account is None:
            abort(404)
        alike = reading.people_patterns(session, room.among, [name])
        number = page_number(request.args)
        staff = people.people_of(session, room.among, name, silent=silent, number=number, now=now)
        said = people.newest(session, room.among, name)
        thanks = people.thanked(session, room.among, name)
    choices = {"account": account, "people": staff, "said": said, "thanks": thanks}
    figure = of_people(alike.get(name, ()))
    return render_template(
        "reports/account.html", room=room, figure=figure, silent=silent, **choices
    )


@reports.post("/report/accounts/attribute")
@permit(Permission.MANAGE_WORKSPACE)
def choose_account() -> Reply:
    """Say which attribute of contacts names their account."""
    wanted = request.form.get("attribute", "")
    if wanted and wanted not in _names(db.session()):
        flash(_("No contact carries that attribute, so nothing was changed. Choose another one."))
        return redirect(url_for("reports.accounts_page"), 303)
    g.workspace.account_attribute = wanted
    db.session.commit()
    flash(_("Saved."))
    return redirect(url_for("reports.accounts_page"), 303)


def _unchosen() -> str:
    names = _names(db.session()) if may(Permission.MANAGE_WORKSPACE) else []
    return render_template("reports/accounts_unchosen.html", names=names)


def _protected() -> str:
    """All answers of all time by account, as any comparison of groups shows them."""
    attribute = g.workspace.account_attribute
    with one_moment(g.workspace.id) as session:
        chosen = Asked({}).select(queries.surveys(session), ())
        selection = replace(chosen, by="" if chosen.is_anonymous else attribute)
        among = [survey.id for survey in selection.surveys]
        rows = counts.daily(session, among, anonymous=selection.is_anonymous)
        dataset = queries.counted(session, selection, g.workspace.zone, rows)
        kept = queries.answered_in(queries.kept_units(selection, rows), selection)
        wanted = reading.Among(attribute, kept & ~_of_anonymous(), among)
        found = reading.patterns(session, wanted) if selection.scale.is_nps else []
        whole = overall(found, listing.reach(session, wanted), protected=True)
    report = build(dataset, selection, g.workspace.name)
    choices = {"report": report, "on_groups": notes_on_groups(dataset), "selection": selection}
    return render_template("reports/accounts_protected.html", whole=whole, **choices)


def _room(session: Session, given: Mapping[str, str]) -> Room:
    """Choose the answers: of NPS surveys that lead to people, in the period asked for."""
    every = queries.surveys(session)
    fit = tuple(s for s in every if s.scale.is_nps and not s.is_anonymous)
    asked = Asked(given)
    selection = asked.select(fit, ())
    ids, zone = [survey.id for survey in selection.surveys], g.workspace.zone
    counted: list[Any] = [Response.survey_id.in_(ids)]
    asks: list[Any] = [true()]
    if selection.start:
        counted.append(Response.answered_on >= selection.start)
        asks.append(Invitation.sent_at >= queries.begin(selection.start, zone))
    if selection.end:
        counted.append(Response.answered_on <= selection.end)
        asks.append(Invitation.sent_at < queries.begin(selection.end + queries.A_DAY, zone))
    among = reading.Among(g.workspace.account_attribute, and_(*counted), ids, and_(*asks))
    return Room(selection, among, fit, asked.problems)


def _of_anonymous() -> Any:
    return Response.survey_id.in_(select(Survey.id).where(Survey.is_anonymous))


def _wish(given: Any) -> listing.Wish:
    sort, show = given.get("sort", ""), given.get("show", "")
    return listing.Wish(
        search=given.get("q", "").replace("\0", "").strip()[:LETTERS],
        show=show if show in listing.SHOWN else "all",
        sort=sort if sort in listing.SORTS else "answered",
        page=page_number(given),
    )


def _names(session: Session) -> list[str]:
    return [found.name for found in attribute_values(session, most_values=1)]
