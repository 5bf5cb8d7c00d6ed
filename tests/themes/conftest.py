"""Customers who wrote something, a frame to read it by, and a worker that reads."""

from datetime import UTC, datetime

import pytest

from analysis.reading import Frame, Theme, parse_rules
from feedback.extensions import db
from feedback.themes import frames, reading
from feedback.themes.frames import Change, Done
from feedback.worker import run_next_job
from tests import factories

DELIVERY, STAFF = "7001", "7002"
NOW = datetime.now(UTC)


@pytest.fixture
def version(session, workspace):
    """The survey everybody answered."""
    return factories.survey(session)


@pytest.fixture
def said(session, version):
    """Give a function: a customer answers; the response."""

    def make(words, score=9, **given):
        if "contact_id" not in given:
            given["contact_id"] = factories.contact(session).id
        given.setdefault("answered_at", NOW)
        row = factories.response(session, version, score=score, comment=words, **given)
        session.commit()
        return row

    return make


@pytest.fixture
def framed(session, workspace):
    """Give a function: a frame is applied, two themes unless told; its number."""

    def make(**rules):
        rules = rules or {"Delivery": "parcel, delivery", "Staff": "waiter, staff"}
        ids = {"Delivery": DELIVERY, "Staff": STAFF}
        frame = Frame(
            tuple(
                Theme(ids.get(name) or frames.new_theme_id(), name, parse_rules(words))
                for name, words in rules.items()
            )
        )
        number = frames.frame_of(session).number
        row = frames.apply(session, frame, Done(Change.ADDED, "", None, NOW, number))
        session.commit()
        return row.number

    return make


@pytest.fixture
def read(app, session):
    """Give a function: the worker reads whatever waits."""

    def run():
        session.commit()
        with app.app_context():
            reading.plan(db.session(), datetime.now(UTC))
            while run_next_job():
                pass
            db.session.remove()
        session.rollback()

    return run
