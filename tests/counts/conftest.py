"""What the tests of the counts share: a survey, and looking between two statements."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from feedback.extensions import db
from tests import factories


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
