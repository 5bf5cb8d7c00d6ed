"""The page behind a customer's link to pass on: looking writes nothing, a person's press counts."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import abort, current_app, request
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from feedback.accounts import throttle
from feedback.extensions import db
from feedback.models import Referral, ReferralLooks
from feedback.respond import respond
from feedback.respond.crowd import origin
from feedback.respond.invited import links
from feedback.respond.pages import frame, kind_page, render
from surveys.addresses import AddressProblemError, normal_address
from surveys.db import new_id
from surveys.links import Link, Purpose
from surveys.models import Contact, Workspace
from surveys.scope import bind_workspace
from surveys.sharing import Sharing
from surveys.speech import _
from surveys.unsubscribing import fold_address

Page = str | Response | tuple[str, int]
LONGEST_NAME = 120
LEAVINGS = 10
"""From one place in a quarter of an hour; beyond that it is no circle of friends."""
ATTRIBUTE, REFERRED = "source", "referral"


@dataclass(frozen=True)
class Sent:
    """Who sent somebody here, and to whom."""

    workspace: Workspace
    sharing: Sharing
    advocate_id: int


@respond.get("/f/<token>")
def referred(token: str) -> Page:
    """Show what a friend recommends; nothing is written, and nothing of the friend is shown."""
    return _page(_sent(token), token)


@respond.post("/f/<token>/look")
def look(token: str) -> Page:
    """Count that a person went on to the company's site; once a quarter of an hour from a place."""
    sent = _sent(token)
    now, came_from = datetime.now(UTC), _origin()
    session = db.session()
    if throttle.allow(session, f"look:{token}:{came_from}", limit=1, now=now):
        bind_workspace(session, sent.workspace.id)
        count_look(session, sent, now)
        session.commit()
    return "", 204


@respond.post("/f/<token>")
def leave_address(token: str) -> Page:
    """Take the address of somebody who wants to hear more; who is known stays as they are."""
    sent = _sent(token)
    if request.form.get("website"):  # no person sees this field
        return _thanks(sent)
    name = " ".join(request.form.get("name", "").split())[:LONGEST_NAME]
    try:
        email = normal_address(request.form.get("email", "").strip())
    except AddressProblemError:
        return _page(sent, token, wrong=True), 422
    now, session = datetime.now(UTC), db.session()
    workspace_id = sent.workspace.id
    if not throttle.allow(session, f"refer:{_origin()}", limit=LEAVINGS, now=now):
        return _page(sent, token, crowded=True), 429
    bind_workspace(session, workspace_id)
    try:
        _keep(session, sent.advocate_id, email, name, now)
        session.commit()
    except IntegrityError:  # the same address at the same moment
        session.rollback()
    return _thanks(sent)


def refer_address(workspace_id: int, contact_id: int | None) -> str:
    """Give a customer's link to pass on; empty where nobody knows who they are."""
    if contact_id is None:
        return ""
    token = links().token(Purpose.REFER, Link(workspace_id, contact_id))
    return f"{current_app.extensions['settings'].base_url}/f/{token}"


def count_look(session: Session, sent: Sent, now: datetime) -> None:
    """Add one to the advocate's day."""
    dialect = postgresql if session.get_bind(ReferralLooks).dialect.name == "postgresql" else sqlite
    row = dialect.insert(ReferralLooks).values(
        workspace_id=sent.workspace.id,
        id=new_id(),
        advocate_id=sent.advocate_id,
        day=now.astimezone(sent.workspace.zone).date(),
        looks=1,
    )
    session.execute(
        row.on_conflict_do_update(
            index_elements=["workspace_id", "advocate_id", "day"],
            set_={"looks": ReferralLooks.looks + 1},
        )
    )


def _keep(session: Session, advocate_id: int, email: str, name: str, now: datetime) -> None:
    key = fold_address(email)
    if session.scalar(select(Contact.id).where(Contact.key == key)) is not None:
        return
    friend = Contact(
        id=new_id(),
        key=key,
        email=email,
        name=name,
        attributes={ATTRIBUTE: REFERRED},
        created_at=now,
        updated_at=now,
    )
    session.add(friend)
    session.flush()
    session.add(Referral(id=new_id(), advocate_id=advocate_id, friend_id=friend.id, at=now))
    session.flush()


def _sent(token: str) -> Sent:
    link = links().read(Purpose.REFER, token) or abort(404)
    session = db.session()
    bind_workspace(session, link.workspace_id)
    workspace = session.get(Workspace, link.workspace_id) or abort(404)
    sharing = Sharing.of(workspace.sharing)
    there = select(Contact.id).where(Contact.id == link.row_id)
    if not (sharing.refers and sharing.home) or session.scalar(there) is None:
        abort(404)
    return Sent(workspace, sharing, link.row_id)


def _page(sent: Sent, token: str, *, wrong: bool = False, crowded: bool = False) -> str:
    typed = {name: request.form.get(name, "")[:400] for name in ("name", "email")}
    return render(
        "respond/referred.html",
        token=token,
        home=sent.sharing.home,
        wrong=wrong,
        crowded=crowded,
        typed=typed,
        **frame(sent.workspace),
    )


def _thanks(sent: Sent) -> str:
    return kind_page(
        _("Thank you"),
        _("%(company)s will be in touch.", company=sent.workspace.name),
        workspace=sent.workspace,
    )


def _origin() -> str:
    return origin(str(current_app.secret_key), request.remote_addr or "")
