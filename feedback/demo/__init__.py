"""`hark demo`: a made-up company to look around in, apart from any real data."""

import os
import random
import shutil
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from feedback import config, create_app, serving
from feedback.accounts import identity, workspaces
from feedback.counts.folding import fold_some
from feedback.database import migrate
from feedback.demo.benchmarks import add_benchmarks
from feedback.demo.comments import add_comments
from feedback.demo.company import Cast, add_customers, add_history
from feedback.demo.deliveries import NAME, add_deliveries
from feedback.demo.journey import add_journey
from feedback.demo.people import add_people
from feedback.demo.praise import add_praise
from feedback.demo.themes import add_themes
from feedback.extensions import db
from feedback.manage.proven import in_languages
from feedback.models import Member, Response
from feedback.reports import deciding
from surveys import drafts
from surveys.asking import Ask, confirm
from surveys.db import new_id
from surveys.links import Link, Links, Purpose
from surveys.models import Campaign, Invitation, Survey, SurveyKind, Version, Workspace
from surveys.scope import bind_workspace
from surveys.templates import TEMPLATES

OWNER = "olive@fernhill.example"
SEED = 20261122
OTHER_LANGUAGES = ("de", "fr", "es", "ar")


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
    workspace.account_attribute = "account"
    workspace.postal_address = "Fernhill Coffee, 12 Orchard Lane, Fernhill"
    workspace.weighs_by = ["plan", "region"]
    cast = Cast(session, workspace, _survey(session, workspace, begun), now, chance)
    add_customers(cast)
    add_history(cast)
    add_comments(cast)
    add_praise(cast)
    add_people(cast)
    add_deliveries(cast)
    add_journey(cast)
    add_themes(cast, owner)
    add_benchmarks(cast)
    _ask_now(session, app, cast)
    session.commit()
    while fold_some():
        pass
    deciding.hold_now(session)
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
        rules=cast.workspace.asking_rules,
        now=cast.now,
        key=str(app.secret_key),
    )
    confirm(session, campaign, ask)


def _survey(session: Session, workspace: Workspace, now: datetime) -> Version:
    survey = drafts.begin(
        session, TEMPLATES[SurveyKind.RELATIONSHIP_NPS], company=workspace.name, now=now
    )
    in_languages(survey, OTHER_LANGUAGES, company=workspace.name, now=now)
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
    links = Links(settings.secret())
    waiting = [_unanswered(session, which) for which in (Survey.name != NAME, Survey.name == NAME)]
    tokens = [links.token(Purpose.ANSWER, Link(owner.workspace_id, each)) for each in waiting]
    short, long = (f"{settings.base_url}/r/{token}" for token in tokens)
    return (
        "\nHark is ready.\n\n"
        f"  Open, signed in as the owner:  {settings.base_url}/enter/{entry}\n"
        f"  Answer as one of the customers: {short}\n"
        f"  Answer many types of question:  {long}\n\n"
        "Stop with Ctrl-C; the demo keeps its data until you start it with --fresh.\n"
    )


def _unanswered(session: Session, which: ColumnElement[bool]) -> int:
    """Find the newest invitation to such a survey that nobody has answered."""
    return session.scalars(
        select(Invitation.id)
        .join(Campaign, Campaign.id == Invitation.campaign_id)
        .join(Survey, Survey.id == Campaign.survey_id)
        .outerjoin(Response, Response.invitation_id == Invitation.id)
        .where(Response.id.is_(None), which)
        .order_by(Invitation.queued_at.desc(), Invitation.id)
        .limit(1)
    ).one()
