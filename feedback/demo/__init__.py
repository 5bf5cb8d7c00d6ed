"""`hark demo`: a made-up company to look around in, apart from any real data."""

import os
import random
import shutil
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback import config, create_app, serving
from feedback.accounts import identity, workspaces
from feedback.database import migrate
from feedback.demo.company import Cast, add_customers, add_history
from feedback.demo.praise import add_praise
from feedback.extensions import db
from feedback.models import Member, Response
from surveys import drafts
from surveys.asking import Ask, confirm
from surveys.db import new_id
from surveys.links import Link, Links, Purpose
from surveys.models import Campaign, Invitation, SurveyKind, Version, Workspace
from surveys.scope import bind_workspace
from surveys.templates import TEMPLATES

OWNER = "olive@fernhill.example"
SEED = 20261122


def start(given: config.Settings, *, fresh: bool, announce: Callable[[str], object]) -> None:
    """Make the demo's data where there is none, say where to look, and serve."""
    settings = _own_settings(given)
    if fresh:
        shutil.rmtree(settings.data, ignore_errors=True)
    app = create_app(settings)
    migrate(app)
    with app.app_context():
        now = datetime.now(UTC)
        if db.session.scalar(select(Workspace.id).limit(1)) is None:
            announce("Making a made-up company with a year of answers …")
            build(app, now)
        news = addresses(settings, now)
        db.session.remove()
        db.engine.dispose()
    serving.serve(settings, worker=True, announce=announce, news=news)


def _own_settings(given: config.Settings) -> config.Settings:
    """Keep the demo in its own folder, on SQLite, without mail leaving the house."""
    port = _free_port(given.host, given.port)
    os.environ |= {
        "HARK_DATA": str(given.data / "demo"),
        "HARK_DATABASE_URL": "",
        "HARK_SMTP_HOST": "",
        "HARK_PORT": str(port),
        "HARK_BASE_URL": f"http://{given.host}:{port}",
    }
    return config.load()


def _free_port(host: str, wanted: int) -> int:
    for port in range(wanted, wanted + 50):
        with socket.socket() as probe:
            if probe.connect_ex((host, port)):
                return port
    raise config.SettingsError(f"Ports {wanted} to {wanted + 49} are all taken: set HARK_PORT.")


def build(app: Flask, now: datetime) -> None:
    """Make the company, its customers, its history, and the owner who is signed in."""
    session = db.session()
    chance = random.Random(SEED)  # noqa: S311 - the same made-up company every time
    owner = workspaces.new_owner(
        name="Olive Fernhill", email=OWNER, password=chance.randbytes(16).hex(), now=now
    )
    begun = now - timedelta(days=520)
    workspace = workspaces.create_workspace(session, name="Fernhill Coffee", owner=owner, now=begun)
    workspace.postal_address = "Fernhill Coffee, 12 Orchard Lane, Fernhill"
    cast = Cast(session, workspace, _survey(session, workspace, begun), now, chance)
    add_customers(cast)
    add_history(cast)
    add_praise(cast)
    _ask_now(session, app, cast)
    session.commit()


def _ask_now(session: Session, app: Flask, cast: Cast) -> None:
    """Send to the North just now: the worker puts this mail into the outbox."""
    campaign = Campaign(
        id=new_id(),
        survey_id=cast.version.survey_id,
        version_id=cast.version.id,
        name=f"Customers, {cast.now:%B %Y}",
        audience={"region": ["North"]},
        created_at=cast.now,
    )
    ask = Ask(
        campaign_id=campaign.id,
        chosen={"region": ["North"]},
        gap_days=cast.workspace.ask_gap_days,
        now=cast.now,
        key=str(app.secret_key),
    )
    confirm(session, campaign, ask)


def _survey(session: Session, workspace: Workspace, now: datetime) -> Version:
    survey = drafts.begin(
        session, TEMPLATES[SurveyKind.RELATIONSHIP_NPS], company=workspace.name, now=now
    )
    seen = drafts.read(session, survey).sheet.stamp
    version = drafts.publish(session, survey, seen=seen, now=now)
    assert version
    return version


def addresses(settings: config.Settings, now: datetime) -> str:
    """Write a fresh sign-in for the owner, and the link of a customer who has yet to answer."""
    session = db.session()
    owner = session.scalars(
        select(Member).where(Member.email == OWNER), execution_options={"unscoped": True}
    ).one()
    bind_workspace(session, owner.workspace_id)
    token = identity.make_sign_in(session, owner, now)
    entry = identity.entry_token(settings.secret(), token)
    session.commit()
    invitation = session.scalars(
        select(Invitation)
        .outerjoin(Response, Response.invitation_id == Invitation.id)
        .where(Response.id.is_(None))
        .order_by(Invitation.queued_at.desc(), Invitation.id)
        .limit(1)
    ).one()
    link = Link(owner.workspace_id, invitation.id)
    answer = Links(settings.secret()).token(Purpose.ANSWER, link)
    return (
        "\nHark is ready.\n\n"
        f"  Open, signed in as the owner:  {settings.base_url}/enter/{entry}\n"
        f"  Answer as one of the customers: {settings.base_url}/r/{answer}\n\n"
        "Stop with Ctrl-C; the demo keeps its data until you start it with --fresh.\n"
    )
