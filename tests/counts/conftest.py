"""What the tests of the counts share: surveys, answers, and looking between two statements."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from feedback.extensions import db
from tests import factories
from tests.counts.by_day import BEGIN


@pytest.fixture
def version(app, session, workspace):
    """Give a published version, within the application."""
    made = factories.survey(session)
    session.commit()
    with app.app_context():
        yield made


@pytest.fixture
def right_before(app) -> Callable:
    """Give a context: something happens before the application says a statement, once or always."""

    @contextmanager
    def happen(
        words: str, what: Callable[[], None], *, always: bool = False
    ) -> Iterator[list[str]]:
        seen: list[str] = []

        def look(_connection, _cursor, statement, *_others):
            if words in " ".join(statement.split()) and (always or not seen):
                seen.append(statement)
                what()

        event.listen(db.engine, "before_cursor_execute", look)
        try:
            yield seen
        finally:
            event.remove(db.engine, "before_cursor_execute", look)
        assert seen, f"nobody said {words}"

    return happen


@pytest.fixture
def versions(session, version):
    """Two surveys and an anonymous one."""
    other = factories.survey(session, name="Other")
    hidden = factories.survey(session, name="Whispers", is_anonymous=True)
    session.commit()
    return version, other, hidden


@pytest.fixture
def answer(session, version):
    """Give a function: an answer some days after the first one, kept."""

    def give(day=0, *, own=None, **given):
        own = own or session
        row = factories.response(own, version, answered_at=BEGIN + timedelta(days=day), **given)
        own.commit()
        return row

    return give


@pytest.fixture
def who(session, version):
    """A contact."""
    made = factories.contact(session).id
    session.commit()
    return made
