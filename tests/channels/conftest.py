"""A bakery with a survey and places where anybody may answer it."""

import pytest
from sqlalchemy import func, select

from surveys.db import Base
from tests import factories


@pytest.fixture
def version(session, workspace):
    """Give the published version of the survey."""
    found = factories.survey(session)
    session.commit()
    return found


@pytest.fixture
def place(session, version):
    """Give a function: a touchpoint of this kind."""

    def make(kind="qr", **given):
        made = factories.touchpoint(session, version, kind=kind, **given)
        session.commit()
        return made

    return make


@pytest.fixture
def rows(session):
    """Give a function that counts the rows of every table."""

    def count():
        session.rollback()
        tables = Base.metadata.sorted_tables
        connection = session.connection()
        return {t.name: connection.scalar(select(func.count()).select_from(t)) for t in tables}

    return count
