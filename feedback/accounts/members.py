"""Members and the workspace's settings: for owners."""

from datetime import UTC, datetime

from flask import abort, flash, g, redirect, render_template, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from feedback.accounts import accounts, identity, recovery, workspaces
from feedback.accounts.forms import ROLE_WORDS, InviteForm, WorkspaceForm
from feedback.accounts.permissions import Permission, permit
from feedback.appearance import Accent, contrast, parse
from feedback.extensions import db
from feedback.models import Member, Role
from surveys.speech import _, decimal

Page = str | Response | tuple[str, int]


@accounts.route("/members", methods=["GET", "POST"])
@permit(Permission.MANAGE_WORKSPACE)
def members() -> Page:
    """Show the members, and invite."""
    form = InviteForm()
    if form.validate_on_submit():
        member = workspaces.invite(
            db.session(),
            email=form.email.data,
            role=Role(form.role.data),
            now=datetime.now(UTC),
        )
        if member:
            db.session.commit()
            return redirect(url_for("accounts.member", member_id=member.id))
        form.email.errors = [_("They are a member already.")]
    everyone = db.session.scalars(select(Member).order_by(Member.invited_at)).all()
    return render_template(
        "accounts/members.html", form=form, members=everyone, role_words=ROLE_WORDS
    )


@accounts.get("/members/<id:member_id>")
@permit(Permission.MANAGE_WORKSPACE)
def member(member_id: int) -> Page:
    """Show one member, with the link to join while they have not."""
    person = _member(member_id)
    link = None if person.joined_at else recovery.join_link(person)
    return render_template("accounts/member.html", person=person, link=link, role_words=ROLE_WORDS)


@accounts.post("/members/<id:member_id>/invitation")
@permit(Permission.MANAGE_WORKSPACE)
def reinvite_member(member_id: int) -> Page:
    """Let somebody choose a new password; until then they cannot sign in."""
    person = _member(member_id)
    recovery.reinvite(person, datetime.now(UTC))
    db.session.commit()
    flash(_("Send them the link below. Their old password no longer works."))
    return redirect(url_for("accounts.member", member_id=member_id))


@accounts.post("/members/<id:member_id>/removal")
@permit(Permission.MANAGE_WORKSPACE)
def remove_member(member_id: int) -> Page:
    """Take somebody's access away at once; their name stays beside what they did."""
    person = _member(member_id)
    owners = db.session.scalar(
        select(func.count())
        .select_from(Member)
        .where(Member.role == Role.OWNER, Member.disabled_at.is_(None))
    )
    if person.role == Role.OWNER and owners == 1:
        flash(_("A workspace needs an owner: make somebody else one first."))
        return redirect(url_for("accounts.member", member_id=member_id))
    person.disabled_at = datetime.now(UTC)
    identity.end_all_sign_ins(person)
    db.session.commit()
    flash(_("%(name)s can no longer sign in.", name=person.name or person.email))
    return redirect(url_for("accounts.members"))


@accounts.route("/workspace", methods=["GET", "POST"])
@permit(Permission.MANAGE_WORKSPACE)
def workspace() -> Page:
    """Change what the whole workspace shares."""
    form = WorkspaceForm(obj=g.workspace)
    if not form.validate_on_submit():
        return render_template("accounts/workspace.html", form=form)
    form.populate_obj(g.workspace)
    db.session.commit()
    flash(" ".join(filter(None, (_("Saved."), _bent(g.workspace.accent)))))
    return redirect(url_for("accounts.workspace"))


def _member(member_id: int) -> Member:
    person = db.session.get(Member, {"workspace_id": g.workspace.id, "id": member_id})
    if person is None:
        abort(404)
    return person


def _bent(colour: str) -> str:
    shown = Accent.of(colour).light
    if parse(shown) == parse(colour):
        return ""
    before = contrast(parse(colour), (1, 1, 1))
    return _(
        "%(colour)s has a contrast of only %(contrast)s on white, so %(shown)s is shown there.",
        colour=colour,
        contrast=decimal(before, 1),
        shown=shown,
    )
