"""The house's fixtures: both databases, the cast, and a client that audits every page."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import NullPool, create_engine, event, make_url, text
from sqlalchemy.orm import Session

from feedback import create_app
from feedback.accounts import identity
from feedback.config import Settings
from feedback.database import migrate
from feedback.deliverability.check import Inspector
from feedback.deliverability.lookup import NoAnswerError
from feedback.deliverability.sender import MailSender
from feedback.extensions import db
from feedback.models import Role
from surveys.models import Workspace
from surveys.scope import bind_workspace, read_only
from tests import databases, factories
from tests.audit import AuditedClient

pytest_plugins = ["tests.browser"]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
POSTGRESQL = databases.of_worker(os.environ.get("HARK_TEST_DATABASE_URL", ""), WORKER)
IN_CI = os.environ.get("CI") == "true"
hypothesis.settings.register_profile("hark", deadline=None, derandomize=IN_CI)
hypothesis.settings.load_profile("hark")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Of several processes each has a PostgreSQL database of its own."""
    if WORKER and POSTGRESQL:
        databases.create(os.environ["HARK_TEST_DATABASE_URL"], POSTGRESQL)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever needs a browser is a journey: CI runs these by themselves, one after the other."""
    for item in items:
        if {"browser", "engine", "playwright"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("journey")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say visibly when half of the database tests did not run."""
    if not POSTGRESQL:
        terminalreporter.write_line(
            "PostgreSQL half skipped: set HARK_TEST_DATABASE_URL to run it", yellow=True
        )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skip is a failure, but for data that only some machines have beside the project."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if IN_CI and any("../shared" not in str(report.longrepr) for report in skipped):
        session.exitstatus = 1


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give each database in turn: every test that touches one runs on both."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('database') / 'hark.db'}"
    if not POSTGRESQL:
        pytest.skip("HARK_TEST_DATABASE_URL is not set")
    return Settings(database_url=POSTGRESQL).database


class Silence:
    """Name servers that never answer: no test asks real ones."""

    def texts(self, name: str) -> list[str]:
        """Say nothing."""
        raise NoAnswerError(name)

    addresses = names = texts


@pytest.fixture(scope="session")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Build the application once per database, its schema made by the migrations."""
    settings = Settings(
        data=tmp_path_factory.mktemp("data"),
        database_url=database_url,
        base_url="http://hark.test",
        mail_from="ask@acme.example",
    )
    app = create_app(settings)
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
    app.test_client_class = AuditedClient
    app.extensions["inspector"] = Inspector(Silence(), MailSender.of(settings))
    if settings.database.startswith("postgresql"):
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    migrate(app)
    if settings.database.startswith("sqlite"):
        _forget_durability(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(house: Flask) -> Iterator[Flask]:
    """Lend the application to one test; empty the database and the uploads after it."""
    yield house
    read_only.set(False)
    shutil.rmtree(house.extensions["settings"].data / "uploads", ignore_errors=True)
    with house.app_context(), db.engine.begin() as connection:
        for table in reversed(db.metadata.sorted_tables):
            connection.execute(table.delete())


@pytest.fixture
def session(app: Flask, database_url: str) -> Iterator[Session]:
    """Give the test's own session, apart from those of requests.

    The client commits it before each request and lets it see the newest rows after it.
    """
    engine = create_engine(database_url, poolclass=NullPool)
    with Session(engine, info={"app": app}) as own:
        app.extensions["test_session"] = own
        yield own
    app.extensions.pop("test_session")
    engine.dispose()


@pytest.fixture
def workspace(session: Session) -> Workspace:
    """Acme: the workspace most tests play in; the session is bound to it."""
    acme = factories.workspace(session, name="Acme", slug="acme")
    bind_workspace(session, acme.id)
    session.commit()
    return acme


@pytest.fixture
def settings(app: Flask) -> Settings:
    """Give the settings the application was made with."""
    found: Settings = app.extensions["settings"]
    return found


@pytest.fixture
def may_write(settings: Settings) -> Callable[[], bool]:
    """Give a function: whether somebody else may write at this moment (SQLite has one writer)."""

    def ask() -> bool:
        if settings.database.startswith("postgresql"):
            return True
        path = make_url(settings.database).database
        with closing(sqlite3.connect(str(path), timeout=0, isolation_level=None)) as link:
            try:
                link.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return False
        return True

    return ask


@pytest.fixture
def data(settings: Settings) -> Path:
    """Give the data folder."""
    return settings.data


@pytest.fixture
def client(app: Flask) -> AuditedClient:
    """A visitor whom nobody knows; audits each page it loads."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def sign_in_as(app: Flask, session: Session, workspace: Workspace):
    """Give a function: a client signed in as a member of this role (in Acme unless told)."""

    def sign_in(role: Role = Role.OWNER, of: Workspace = workspace) -> AuditedClient:
        bind_workspace(session, of.id)
        member = factories.member(session, role=role)
        token = identity.make_sign_in(session, member, datetime.now(UTC))
        session.commit()
        bind_workspace(session, workspace.id)
        client = app.test_client()
        assert (
            client.get(
                f"/enter/{identity.entry_token(str(app.secret_key), token)}", audit=False
            ).status_code
            == 302
        )
        return client

    return sign_in


@pytest.fixture
def owner(sign_in_as) -> AuditedClient:
    """Olive, who owns Acme, signed in."""
    return sign_in_as(Role.OWNER)


@pytest.fixture
def marketer(sign_in_as) -> AuditedClient:
    """Mara, who harvests testimonials."""
    return sign_in_as(Role.MARKETER)


@pytest.fixture
def executive(sign_in_as) -> AuditedClient:
    """Edgar, who reads reports."""
    return sign_in_as(Role.EXECUTIVE)


@pytest.fixture(autouse=True, scope="session")
def _cheap_passwords() -> None:
    identity.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    identity.NOBODYS_HASH = identity.hasher.hash("nobody's")


def _forget_durability(app: Flask) -> None:
    with app.app_context():
        event.listen(db.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))
        db.engine.dispose()
