"""The demo: a company worth looking at, ready to open."""

import itertools
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from feedback import demo
from feedback.demo.deliveries import NAME
from feedback.extensions import db
from feedback.models import Answer, Consent, Publication, Response
from surveys.definition import Definition
from surveys.models import Invitation, InvitationState, Survey, Version, Workspace
from surveys.scope import bind_workspace
from tests.audit import AuditedClient


@pytest.fixture
def company(app, session):
    """Fernhill Coffee, made; the session is bound to it."""
    with app.app_context():
        demo.build(app, datetime.now(UTC))
        db.session.remove()
    fernhill = session.scalars(select(Workspace)).one()
    bind_workspace(session, fernhill.id)
    return fernhill


def count(session, model, *where):
    return session.scalar(select(func.count()).select_from(model).where(*where))


def test_demo_has_a_year_of_answers_praise_and_mail_to_send(company, session):
    assert count(session, Response) > 1000
    assert count(session, Consent) == 16
    assert count(session, Publication) == 9
    assert count(session, Invitation, Invitation.state == InvitationState.QUEUED) > 10


def test_demo_keeps_its_own_rule_of_ninety_days(company, session):
    rows = session.execute(
        select(Invitation.contact_id, Invitation.queued_at).order_by(
            Invitation.contact_id, Invitation.queued_at
        )
    ).all()
    pairs = itertools.pairwise(rows)
    gaps = [b.queued_at - a.queued_at for a, b in pairs if a.contact_id == b.contact_id]
    assert min(gaps) >= timedelta(days=90)


def test_demo_asks_about_a_delivery_with_most_types_of_question(company, session):
    version = session.scalars(
        select(Version).join(Survey, Survey.id == Version.survey_id).where(Survey.name == NAME)
    ).one()
    kinds = {question.kind for question in Definition.of(version.definition).questions}
    assert len(kinds) >= 12
    per_question = (
        select(Answer.question_key, func.count())
        .join(Response, Response.id == Answer.response_id)
        .where(Response.survey_id == version.survey_id)
        .group_by(Answer.question_key)
    )
    answered = dict(session.execute(per_question).all())
    silent = {"reason", "qnext"}
    assert answered.keys() == {q["key"] for q in version.definition["questions"]} - silent
    assert min(answered.values()) >= 10


def test_printed_addresses_open(app, company, settings):
    with app.app_context():
        told = demo.addresses(settings, datetime.now(UTC))
    enter, *surveys = (a.removeprefix(settings.base_url) for a in re.findall(r"http\S+", told))
    client: AuditedClient = app.test_client()
    assert client.get(enter).location == "/"
    assert client.get("/account").status_code == 200
    assert "<bdi>West</bdi></th>" in client.get("/report?by=region").text
    pages = [client.get(survey) for survey in surveys]
    assert [page.status_code for page in pages] == [200, 200]
    assert ["Was the coffee what you expected?" in page.text for page in pages] == [False, True]
