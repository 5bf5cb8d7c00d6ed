"""Customers who agreed to be quoted, and a public that has no cookie."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from feedback.extensions import db
from feedback.ids import spell
from feedback.models import Consent, Publication, Testimonial
from feedback.testimonials import judging
from feedback.worker import run_next_job
from surveys.db import new_id
from tests import factories

WORDS = "We moved in May. Setup was not easy, but Maria helped. We save 6 hours a week!"
LONG_AGO = timedelta(days=40)


@pytest.fixture
def version(session, workspace):
    """The survey everybody answered."""
    return factories.survey(session)


@pytest.fixture
def agree(session, version):
    """Give a function: a customer answers and agrees to be quoted; gives the consent."""

    def make(words=WORDS, score=10, named_as="Ann Able, Bolt Ltd", **given):
        now = datetime.now(UTC)
        who = factories.contact(session)
        response = factories.response(
            session,
            version,
            score=score,
            comment=words,
            contact_id=who.id,
            answered_at=given.pop("answered_at", now - LONG_AGO),
            excluded=given.pop("excluded", None),
        )
        consent = Consent(
            **{
                "id": new_id(),
                "response_id": response.id,
                "words": words,
                "words_hash": hashlib.sha256(words.encode()).hexdigest(),
                "attribution": "full",
                "named_as": named_as,
                "purposes": ["website"],
                "wording_version": "1",
                "wording_hash": "x",
                "locale": "en",
                "channel": "thanks",
                "given_at": now - LONG_AGO,
                "expires_at": now + timedelta(days=700),
                **given,
            }
        )
        session.add(consent)
        session.commit()
        return consent

    return make


@pytest.fixture
def published(session, agree):
    """Give a function: the whole comment of a customer who agreed, published."""

    def make(words=WORDS, **given):
        consent = agree(words, **given)
        row = Testimonial(
            id=new_id(),
            consent_id=consent.id,
            spans=[[len(words) - len(words.lstrip()), len(words.rstrip())]],
            quote=words.strip(),
            made_at=consent.given_at,
        )
        session.add(row)
        session.flush()
        session.add(Publication(id=new_id(), testimonial_id=row.id, published_at=consent.given_at))
        session.commit()
        return consent

    return make


@pytest.fixture
def judge(app, session):
    """Give a function: the worker judges whatever waits."""

    def run():
        session.commit()
        with app.app_context():
            judging.plan(db.session(), datetime.now(UTC))
            while run_next_job():
                pass
            db.session.remove()
        session.rollback()

    return run


@pytest.fixture
def said(session, version):
    """Give a function: a customer answers, and nobody has asked to quote them; the response."""

    def make(words=WORDS, score=10, **given):
        given.setdefault("answered_at", datetime.now(UTC) - LONG_AGO)
        if "contact_id" not in given:
            given["contact_id"] = factories.contact(session, **given.pop("who", {})).id
        row = factories.response(session, version, score=score, comment=words, **given)
        session.commit()
        return row

    return make


@pytest.fixture
def page():
    """Give a function: the address of a consent's page, or of something below it."""
    return lambda consent, *rest: "/".join((f"/testimonials/{spell(consent.id)}", *rest))


@pytest.fixture
def quotes(client):
    """Give a function: what the public sees, as data."""
    return lambda slug="acme": [q["quote"] for q in client.get(f"/wall/{slug}.json").json["quotes"]]
