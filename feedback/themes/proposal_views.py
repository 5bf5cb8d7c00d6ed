"""The page of proposed themes: take one into the frame, ignore it, look anew."""

from datetime import UTC, datetime

from flask import abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from feedback.accounts.permissions import Permission, permit
from feedback.extensions import db
from feedback.ids import spell
from feedback.themes import frames, looking, proposing, themes
from surveys.speech import _

Page = str | Response | tuple[str, int]


@themes.get("/themes/proposals")
@permit(Permission.READ_REPORTS)
def proposed() -> str:
    """List what comments without a theme seem to be about."""
    session = db.session()
    return render_template(
        "themes/proposals.html",
        items=proposing.listed(session),
        ignored=proposing.listed(session, "ignored"),
        themes=frames.frame_of(session).frame.themes,
        looked=looking.looked(session),
        campaigns=proposing.campaigns(session),
    )


@themes.post("/themes/proposals/looks")
@permit(Permission.WRITE_THEMES)
def look_anew() -> Page:
    """Have the comments without a theme looked over."""
    if looking.plan(db.session(), g.workspace.id, datetime.now(UTC), asked=True):
        flash(_("Comments without a theme are looked over. This page shows how far it is."))
    else:
        flash(_("A look is under way already."))
    return redirect(url_for("themes.proposed"), 303)


@themes.get("/themes/proposals/<id:proposal_id>/theme")
@permit(Permission.WRITE_THEMES)
def proposal_theme(proposal_id: int) -> Page:
    """Lead to the theme that is to have its words: a new one, or one that is there."""
    proposing.one(db.session(), proposal_id) or abort(404)
    number = request.args.get("into", "")
    spelt = spell(proposal_id)
    if number in frames.frame_of(db.session()).frame.by_id:
        return redirect(url_for("themes.theme", theme_id=int(number), proposal=spelt))
    return redirect(url_for("themes.new_theme", proposal=spelt))


@themes.post("/themes/proposals/<id:proposal_id>/ignoring")
@permit(Permission.WRITE_THEMES)
def ignore_proposal(proposal_id: int) -> Page:
    """Propose it no more."""
    return _turned(proposal_id, "ignored")


@themes.post("/themes/proposals/<id:proposal_id>/return")
@permit(Permission.WRITE_THEMES)
def return_proposal(proposal_id: int) -> Page:
    """Let it be proposed again."""
    return _turned(proposal_id, "open")


def _turned(proposal_id: int, state: str) -> Page:
    now = datetime.now(UTC)
    if not proposing.turn(db.session(), proposal_id, state, by=g.member.id, now=now):
        abort(404)
    db.session.commit()
    return redirect(url_for("themes.proposed"), 303)
