"""The pages of the code frame: to begin from a pack, to change a theme, to see what that does."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from analysis.reading import Frame, Rule, Theme
from feedback import ids
from feedback.accounts.permissions import Permission, permit
from feedback.extensions import db
from feedback.ids import spell
from feedback.models import Member, ThemeProposal
from feedback.themes import frames, packs, proposing, reading, themes, trying
from feedback.themes.forms import ThemeForm
from feedback.themes.frames import Change, ChangedMeanwhileError, Done, Standing
from surveys.speech import _

Page = str | Response | tuple[str, int]
HISTORY = 30


@dataclass(frozen=True)
class Listed:
    """A theme in the list."""

    theme: Theme
    owner: str
    comments: int


@themes.get("/themes/frame")
@permit(Permission.READ_REPORTS)
def frame() -> str:
    """Show all themes with what catches them, and the history of changes."""
    session = db.session()
    here, n = frames.frame_of(session), trying.mentioned(session)
    owners = _members()
    listed = [
        Listed(theme, owners.get(theme.owner, ""), n.get(int(theme.id), 0))
        for theme in _in_order(here.frame)
    ]
    return render_template(
        "themes/frame.html",
        listed=listed,
        packs=[(key, name, packs.themes(key)) for key, name in packs.PACKS.items()],
        history=frames.history(session, HISTORY),
        copies=proposing.copies_by_theme(session),
        progress=reading.progress(session),
    )


@themes.post("/themes/frame/packs")
@permit(Permission.WRITE_THEMES)
def add_pack() -> Page:
    """Add the themes of a starter pack that are not there yet."""
    key = request.form.get("pack", "")
    if key not in packs.PACKS:
        abort(404)
    here = frames.frame_of(db.session())
    changed = frames.with_pack(here.frame, key)
    if changed == here.frame:
        flash(_("All themes of this pack are there already."))
        return redirect(url_for("themes.frame"), 303)
    name = str(packs.PACKS[key])
    return _applied(changed, _done(Change.PACK, name, here.number), "themes.frame")


@themes.route("/themes/frame/theme", methods=["GET", "POST"])
@permit(Permission.WRITE_THEMES)
def new_theme() -> Page:
    """Add a theme."""
    here = frames.frame_of(db.session())
    return _edited(here, Theme(frames.new_theme_id(), "", ()), Change.ADDED)


@themes.route("/themes/frame/<id:theme_id>", methods=["GET", "POST"])
@permit(Permission.WRITE_THEMES)
def theme(theme_id: int) -> Page:
    """Change a theme: what it would catch is shown before it is applied."""
    here = frames.frame_of(db.session())
    return _edited(here, here.frame.by_id.get(str(theme_id)) or abort(404), Change.CHANGED)


@themes.post("/themes/frame/<id:theme_id>/removal")
@permit(Permission.WRITE_THEMES)
def remove_theme(theme_id: int) -> Page:
    """Take a theme away; its comments stay, and lose it when they are read again."""
    here = frames.frame_of(db.session())
    gone = here.frame.by_id.get(str(theme_id)) or abort(404)
    changed = frames.without(here.frame, gone.id)
    return _applied(changed, _done(Change.REMOVED, gone.name, here.number), "themes.frame")


def _edited(here: Standing, known: Theme, change: Change) -> Page:
    proposal = proposing.one(db.session(), ids.number(request.values.get("proposal")))
    form = ThemeForm(
        data={
            "name": known.name or (proposal.phrase if proposal else ""),
            "rules": frames.written(_with_words_of(known, proposal)),
            "excludes": frames.written(known.excludes),
            "parent": known.parent,
            "owner": known.owner,
            "number": str(here.number),
            "proposal": spell(proposal.id) if proposal else "",
        }
    )
    form.offer(_tops(here.frame, known.id), sorted(_members().items(), key=lambda each: each[1]))
    about: dict[str, Any] = {
        "known": known,
        "proposal": proposal,
        "trial": None,
        "is_conflict": False,
    }
    about["comments"] = trying.mentioned(db.session()).get(int(known.id), 0)
    if not form.is_submitted():
        return _shown(form, **about)
    if not form.validate():
        return _shown(form, **about), 422
    wanted = form.theme(known.id)
    changed = frames.with_theme(here.frame, wanted)
    if frames.count_rules(changed) > frames.MOST_RULES:
        message = _("A frame has at most %(most)s rules.", most=frames.MOST_RULES)
        form.rules.errors = [message]
        return _shown(form, **about), 422
    if form.number.data != str(here.number):
        about["is_conflict"] = True
        return _tried(form, wanted, here, about), 409
    if "apply" not in request.form or form.seen.data != _mark(wanted):
        return _tried(form, wanted, here, about)
    if proposal:
        now = datetime.now(UTC)
        proposing.take(db.session(), proposal.id, int(known.id), by=g.member.id, now=now)
    return _applied(changed, _done(change, wanted.name, here.number), "themes.frame")


def _with_words_of(known: Theme, proposal: ThemeProposal | None) -> list[Rule]:
    """Add the words of a proposal to those of a theme."""
    added = proposing.rules(proposal) if proposal else ()
    return [*known.rules, *(rule for rule in added if rule not in known.rules)]


def _tried(form: ThemeForm, wanted: Theme, here: Standing, about: dict[str, Any]) -> str:
    """Show what a theme would catch, and let it be applied."""
    for field, value in ((form.seen, _mark(wanted)), (form.number, str(here.number))):
        field.raw_data, field.data = None, value
    return _shown(form, **about | {"trial": trying.tried(db.session(), wanted)})


def _shown(form: ThemeForm, **about: Any) -> str:
    return render_template("themes/theme.html", form=form, **about)


def _applied(frame: Frame, done: Done, to: str) -> Response:
    """Keep a changed frame and have history read by it; whoever came second is told."""
    try:
        frames.apply(db.session(), frame, done)
        db.session.commit()
    except ChangedMeanwhileError:
        flash(_("A colleague changed the themes a moment ago. Nothing was applied: look again."))
    else:
        flash(_("Applied. Comments are read again; until then pages show what was found before."))
    return redirect(url_for(to), 303)


def _done(change: Change, about: str, number: int) -> Done:
    return Done(change, about, g.member.id, datetime.now(UTC), number)


def _mark(theme: Theme) -> str:
    """Sum up what a trial rested on."""
    rules = [frames.written(theme.rules), frames.written(theme.excludes)]
    return sha256("\0".join(rules).encode()).hexdigest()[:16]


def _members() -> dict[str, str]:
    rows = db.session.execute(select(Member.id, Member.name, Member.email))
    return {str(number): name or email for number, name, email in rows}


def _tops(frame: Frame, theme_id: str) -> list[Theme]:
    """Give the themes that this one may be a part of: one level, and none that has parts."""
    if any(theme.parent == theme_id for theme in frame.themes):
        return []
    return [each for each in frame.themes if not each.parent and each.id != theme_id]


def _in_order(frame: Frame) -> list[Theme]:
    """Put each part behind what it is a part of."""
    tops = [theme for theme in frame.themes if not theme.parent]
    return [
        each
        for top in tops
        for each in (top, *(part for part in frame.themes if part.parent == top.id))
    ]
