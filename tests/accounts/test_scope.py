"""One scoping place: nobody reads or writes another workspace's rows; GET never writes."""

import pytest
from sqlalchemy import delete, func, select, update

from surveys.db import new_id
from surveys.models import Contact
from surveys.scope import ReadOnlyError, UnscopedQueryError, bind_workspace, read_only
from tests import factories


@pytest.fixture
def two(session, workspace):
    """Acme and Bolt, one contact each; bound to Acme."""
    factories.contact(session, name="Ann of Acme")
    bolt = factories.workspace(session, name="Bolt")
    bind_workspace(session, bolt.id)
    theirs = factories.contact(session, name="Ben of Bolt")
    session.commit()
    bind_workspace(session, workspace.id)
    return theirs


def test_select_sees_its_own_rows_only(session, two):
    assert session.scalars(select(Contact.name)).all() == ["Ann of Acme"]


def test_count_and_alias_are_scoped(session, two):
    assert session.scalar(select(func.count()).select_from(Contact)) == 1


def test_update_and_delete_reach_own_rows_only(session, two):
    session.execute(update(Contact).values(name="changed"))
    session.execute(delete(Contact))
    session.commit()
    bind_workspace(session, two.workspace_id)
    assert session.scalars(select(Contact.name)).all() == ["Ben of Bolt"]


def test_query_without_a_workspace_is_refused(session):
    session.info.pop("workspace_id", None)
    with pytest.raises(UnscopedQueryError):
        session.scalars(select(Contact))


def test_writing_into_another_workspace_is_refused(session, two):
    row = Contact(
        workspace_id=two.workspace_id,
        id=new_id(),
        key="x",
        created_at=factories.NOW,
        updated_at=factories.NOW,
    )
    session.add(row)
    with pytest.raises(UnscopedQueryError):
        session.flush()


@pytest.mark.parametrize("write", [update(Contact).values(name="x"), delete(Contact)])
def test_get_cannot_run_a_writing_statement(session, workspace, write):
    read_only.set(True)
    with pytest.raises(ReadOnlyError):
        session.execute(write)


def test_get_cannot_flush_a_row(session, workspace):
    read_only.set(True)
    with pytest.raises(ReadOnlyError):
        factories.contact(session)
