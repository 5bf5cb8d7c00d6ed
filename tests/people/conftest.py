"""A roster, customers who name colleagues, and a worker that reads what they wrote."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from feedback import worker
from feedback.extensions import db
from feedback.models import Staff
from feedback.people import roster
from surveys.db import new_id
from surveys.scope import bind_workspace
from tests import factories

NOW = datetime.now(UTC)


@pytest.fixture
def version(session, workspace):
    """The survey everybody answers."""
    made = factories.survey(session)
    session.commit()
    return made


@pytest.fixture
def hire(session, workspace):
    """Give a function that puts somebody on the roster."""

    def make(name, **given):
        row = Staff(
            **{"id": new_id(), "name": name, "nicknames": [], "added_at": NOW, **given},
        )
        session.add(row)
        session.flush()
        roster.read_anew(session, NOW)
        session.commit()
        return row

    return make


@pytest.fixture
def say(session, version):
    """Give a function: a customer answers; gives the response."""

    def make(words, *, score=9, days=5, who=None, of=None, **given):
        given.setdefault("answered_at", NOW - timedelta(days=days))
        contact = who or factories.contact(session, name="Carla Customer")
        row = factories.response(
            session, of or version, score=score, comment=words, contact_id=contact.id, **given
        )
        session.commit()
        return row

    return make


@pytest.fixture
def read(app, session, workspace):
    """Give a function that lets the worker read all answers for names, new ones and old."""

    def work():
        session.commit()
        with app.app_context():
            worker.names.plan(db.session(), datetime.now(UTC))
            while worker.run_next_job():
                worker.names.plan(db.session(), datetime.now(UTC))
        session.rollback()
        bind_workspace(session, workspace.id)

    return work


@pytest.fixture
def count_queries(app):
    """Give a function that counts the statements while something is done."""

    def count(act):
        seen = []

        def note(_connection, _cursor, statement, *_rest):
            seen.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            act()
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    return count
