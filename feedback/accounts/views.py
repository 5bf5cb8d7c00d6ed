"""Setting up, signing in and out, joining, and one's own password."""

import re
from datetime import UTC, datetime

from flask import current_app, flash, g, redirect, render_template, request, session, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from feedback import errors
from feedback.accounts import accounts, identity, throttle, workspaces
from feedback.accounts.forms import JoinForm, PasswordForm, SetupForm, SignInForm
from feedback.accounts.permissions import Permission, permit
from feedback.extensions import db
from feedback.languages import CHOSEN, INTERFACE, speak_as_the_browser
from feedback.models import Member
from surveys.models import Workspace
from surveys.scope import bind_workspace
from surveys.speech import _

Page = str | Response | tuple[str, int]
TRIES_PER_ADDRESS = 10
TRIES_PER_CLIENT = 50
INSIDE = re.compile(r"/(?![/\\])[!-\[\]-~]*")
"""A path on this site in plain signs: browsers drop tabs and line breaks and turn backslashes."""


def inner(address: str | None, otherwise: str) -> str:
    """Follow only addresses inside this site."""
    return address if address and INSIDE.fullmatch(address) else otherwise


@accounts.get("/")
def home() -> Page:
    """Lead each member to what they came for."""
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in"))
    return redirect(url_for("reports.summary"))


@accounts.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Page:
    """Let a member in."""
    speak_as_the_browser()
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form, is_set_up=_is_set_up())
    if not _may_try(form.email.data.casefold()):
        return errors.page(429)
    member = _verified(form.email.data.casefold(), form.password.data)
    if member is None:
        form.password.errors = [_("That e-mail and password do not belong together.")]
        return render_template("accounts/sign_in.html", form=form, is_set_up=_is_set_up()), 401
    _keep_language(member)
    identity.sign_in(member)
    return redirect(inner(request.args.get("next"), url_for("accounts.home")))


@accounts.post("/sign-out")
def sign_out() -> Page:
    """Let a member out."""
    identity.end_sign_in()
    db.session.commit()
    session.clear()
    return redirect(url_for("accounts.sign_in"))


@accounts.get("/enter/<token>")
def enter(token: str) -> Page:
    """Open with a sign-in that `hark demo` wrote: sets the cookie, writes nothing."""
    if identity.adopt(token):
        return redirect(url_for("accounts.home"))
    return errors.page(404)


@accounts.route("/setup/<token>", methods=["GET", "POST"])
def setup(token: str) -> Page:
    """Make the first workspace and its owner."""
    speak_as_the_browser()
    if not workspaces.setup_token_holds(str(current_app.secret_key), token):
        return errors.page(404)
    if _is_set_up():
        return redirect(url_for("accounts.home"))
    form = SetupForm()
    if not form.validate_on_submit():
        return render_template("accounts/setup.html", form=form)
    now = datetime.now(UTC)
    owner = workspaces.new_owner(
        name=form.name.data, email=form.email.data, password=form.password.data, now=now
    )
    _keep_language(owner)
    workspaces.create_workspace(db.session(), name=form.workspace.data, owner=owner, now=now)
    identity.sign_in(owner)
    return redirect(url_for("accounts.home"))


@accounts.route("/join/<token>", methods=["GET", "POST"])
def join(token: str) -> Page:
    """Let an invited member choose a password."""
    speak_as_the_browser()
    member = _invited(token)
    if member is None:
        return errors.page(404, _("This invitation is used or too old"), _("Ask for a new one."))
    form = JoinForm()
    if not form.validate_on_submit():
        return render_template("accounts/join.html", form=form, member=member)
    _keep_language(member)
    member.name, member.joined_at = form.name.data, datetime.now(UTC)
    member.password_hash = identity.hash_password(form.password.data)
    identity.sign_in(member)
    return redirect(url_for("accounts.home"))


@accounts.route("/account", methods=["GET", "POST"])
@permit(Permission.OWN_ACCOUNT)
def account() -> Page:
    """Change one's own password; every other browser is signed out."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return render_template("accounts/account.html", form=form)
    if not identity.password_matches(g.member.password_hash, form.current.data):
        form.current.errors = [_("That is not your password.")]
        return render_template("accounts/account.html", form=form), 422
    g.member.password_hash = identity.hash_password(form.password.data)
    identity.end_all_sign_ins(g.member)
    identity.sign_in(g.member)
    flash(_("Your password is changed. Every other browser is signed out."))
    return redirect(url_for("accounts.account"))


def _may_try(email: str) -> bool:
    now = datetime.now(UTC)
    client = throttle.allow(
        db.session(), f"client:{request.remote_addr}", limit=TRIES_PER_CLIENT, now=now
    )
    address = throttle.allow(db.session(), f"email:{email}", limit=TRIES_PER_ADDRESS, now=now)
    return client and address


def _verified(email: str, password: str) -> Member | None:
    members = db.session.scalars(
        select(Member).where(Member.email == email, Member.disabled_at.is_(None)),
        execution_options={"unscoped": True},
    ).all()
    db.session.commit()  # Argon2 takes a while: nobody waits for us meanwhile
    if not members:
        identity.password_matches(None, password)
    return next((m for m in members if identity.password_matches(m.password_hash, password)), None)


def _invited(token: str) -> Member | None:
    key = workspaces.read_join_token(str(current_app.secret_key), token)
    if key is None:
        return None
    bind_workspace(db.session(), key[0])
    member = db.session.get(Member, {"workspace_id": key[0], "id": key[1]})
    if member is None or member.joined_at or member.disabled_at:
        return None
    if key[2] != int(member.invited_at.timestamp() * 1000):
        return None
    g.workspace = db.session.get(Workspace, key[0])
    return member


def _is_set_up() -> bool:
    return db.session.scalar(select(Workspace.id).limit(1)) is not None


def _keep_language(member: Member) -> None:
    """Who changed the language at the door finds it inside."""
    if request.args.get(CHOSEN) in INTERFACE:
        member.language = request.args[CHOSEN]
