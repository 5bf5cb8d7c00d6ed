"""The accounts: all of them in a list, and one with its people and what they said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Reply

from feedback.accounts.permissions import Permission, may, permit
from feedback.counts import reading as counts
from feedback.counts.people import periods
from feedback.counts.people.among import Among, Bounds, everything
from feedback.extensions import db
from feedback.ids import page_number
from feedback.models import Response
from feedback.reports import queries, reports
from feedback.reports.accounts import kept, listing, people, source
from feedback.reports.accounts.figures import Overall, of_people, overall
from feedback.reports.moment import one_moment
from feedback.reports.notes import notes_on_groups
from feedback.reports.overview import build
from feedback.reports.selection import Asked, Selection
from surveys.audience import attribute_values
from surveys.models import Survey
from surveys.speech import _

LETTERS = 200
"""Of what is searched for."""


@dataclass(frozen=True)
class Room:
    """What the pages are about: chosen answers, and what was said of choosing them."""

    selection: Selection
    among: Among
    surveys: tuple[Any, ...]
    problems: list[str]
    bounds: Bounds
    everything: Among


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
        told = source.choose(session, room.among, room.bounds, room.everything)
        if isinstance(told, source.Waiting):
            return render_template(
                "reports/accounts_waiting.html", room=room, told=told, wish=_wish(request.args)
            )
        page = listing.page(session, told.every(), wish)
        alike = told.alike(session, [each.name for each in page.rows])
        whole = overall(told.patterns(session), page.reach, protected=False)
    figures = {name: of_people(found) for name, found in alike.items()}
    choices = {"page": page, "wish": wish, "figures": figures, "told": told}
    return render_template("reports/accounts.html", room=room, whole=whole, **choices)


@reports.post("/report/accounts/counting")
@permit(Permission.READ_CONTACTS)
def count_accounts() -> Reply:
    """Let the accounts of one survey or of a period be counted."""
    if not g.workspace.account_attribute:
        abort(404)
    room = _room(db.session(), request.form)
    if room.bounds != Bounds():
        now = datetime.now(UTC)
        periods.ask(db.session(), g.workspace.account_attribute, room.bounds, now)
        db.session.commit()
    address: dict[str, Any] = dict(room.selection.parameters)
    return redirect(url_for("reports.accounts_page", **address), 303)


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
        told = source.for_one(session, room.among, room.bounds, room.everything, name)
        if isinstance(told, source.Waiting):
            return render_template(
                "reports/accounts_waiting.html", room=room, told=told, wish=_wish(request.args)
            )
        account, alike = told.one(session, name)
        if account is None:
            abort(404)
        number, theirs = page_number(request.args), told.people(name, silent=silent)
        staff = people.people_of(session, told.among, theirs, number=number, now=now)
        among, latest = told.among, told.answers(session, name, newest=True)
        said = people.newest(session, among, name, latest)
        thanks = people.thanked(session, among, name, told.answers(session, name, newest=False))
    choices = {"account": account, "people": staff, "said": said, "thanks": thanks}
    figure = of_people(alike.get(name, ()))
    return render_template(
        "reports/account.html", room=room, told=told, figure=figure, silent=silent, **choices
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
        units = queries.kept_units(selection, rows)
        answered = queries.answered_in(units, selection) & ~_of_anonymous()
        left_out = set(among).difference(*(unit.surveys for unit in units))
        wanted = Among(attribute, answered, among)
        whole = _all_together(session, wanted, selection, sorted(left_out))
        if isinstance(whole, source.Waiting):
            return render_template("reports/accounts_waiting.html", room=None, told=whole)
    report = build(dataset, selection, g.workspace.name)
    choices = {"report": report, "on_groups": notes_on_groups(dataset), "selection": selection}
    return render_template("reports/accounts_protected.html", whole=whole, **choices)


def _all_together(
    session: Session, wanted: Among, selection: Selection, left_out: list[int]
) -> Overall | source.Waiting | None:
    """Tell what all say together; None in a large house that nobody told an NPS."""
    everybody = everything(session, wanted.attribute)
    told = source.choose(session, wanted, Bounds(), everybody)
    if isinstance(told, source.Waiting):
        return told
    if isinstance(told, source.Live):
        found = told.patterns(session) if selection.scale.is_nps else []
        return overall(found, listing.reach(session, told.every()), protected=True)
    if set(wanted.surveys) != set(everybody.surveys):
        return None
    return overall(*kept.protected(session, wanted, left_out), protected=True)


def _room(session: Session, given: Mapping[str, str]) -> Room:
    """Choose the answers: of NPS surveys that lead to people, in the period asked for."""
    every = queries.surveys(session)
    fit = tuple(s for s in every if s.scale.is_nps and not s.is_anonymous)
    asked = Asked(given)
    selection = asked.select(fit, ())
    attribute, zone = g.workspace.account_attribute, g.workspace.zone
    only = selection.chosen.id if selection.chosen and selection.picked and len(fit) > 1 else None
    bounds = Bounds(only, selection.start, selection.end)
    among = bounds.among(attribute, [survey.id for survey in selection.surveys], zone)
    whole = Bounds().among(attribute, [survey.id for survey in fit], zone)
    return Room(selection, among, fit, asked.problems, bounds, whole)


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
