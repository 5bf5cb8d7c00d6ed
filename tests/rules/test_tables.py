"""What every table must hold to."""

from pathlib import Path

import pytest
from sqlalchemy import UniqueConstraint

from feedback import models
from feedback.database import is_ours, newest_revision
from surveys.db import Base, Utc

ROOT = Path(__file__).parents[2]
OF_NO_WORKSPACE = {"workspace", "throttle", "throughput"}
TABLES = [t for t in Base.metadata.sorted_tables if t.name not in OF_NO_WORKSPACE]

assert models


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_workspace_leads_every_primary_and_unique_key(table):
    keys = [table.primary_key, *(c for c in table.constraints if isinstance(c, UniqueConstraint))]
    assert {next(iter(key.columns)).name for key in keys} == {"workspace_id"}


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_references_stay_inside_the_workspace(table):
    foreign = [c for c in table.foreign_key_constraints if c.referred_table.name != "workspace"]
    assert all("workspace_id" in c.column_keys for c in foreign)


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda t: t.name)
def test_moments_are_stored_in_utc(table):
    naive = [
        c.name for c in table.columns if c.name.endswith("_at") and not isinstance(c.type, Utc)
    ]
    assert naive == []


def test_migrations_are_numbered_and_the_newest_is_known():
    names = [p.name for p in (ROOT / "feedback/migrations/versions").glob("*.py")]
    assert newest_revision() == max(names).partition("_")[0]


def test_the_models_are_what_the_migrations_make(app):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from feedback.extensions import db

    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_ours})
        assert compare_metadata(context, Base.metadata) == []
