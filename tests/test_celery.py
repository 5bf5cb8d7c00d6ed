"""Celery carries messages and the tables carry the work: none is lost, and none is done twice.

Seeded: a claim by name that leaves out whether the job is due turned the three tests of doubled
messages red; telling at the flush instead of after the commit, three others.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from celery.contrib.testing.worker import start_worker
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import event, select

from feedback import jobs, worker
from feedback.celery import broker, telling, working
from feedback.config import SettingsError
from feedback.extensions import db
from feedback.models import LocalMail
from surveys.asking import Ask, confirm
from surveys.db import new_id
from surveys.models import Campaign, Job, JobState
from surveys.rules import AskingRules
from surveys.scope import bind_workspace
from tests import factories
from tests.contacts.conftest import Uploader

ROOT = Path(__file__).parents[1]
AWAY = "redis://127.0.0.1:1/0"
REDIS = "redis://127.0.0.1:6379/9"


@pytest.fixture
def use(app, settings, monkeypatch):
    """Give a function that lets the application tell this broker; gives its Celery."""

    def tell(url):
        there = settings.model_copy(update={"celery_broker": url})
        monkeypatch.setitem(app.extensions, "settings", there)
        monkeypatch.setitem(app.extensions, "messenger", None)
        telling.init_app(app)
        celery = working.listening(app, broker.celery_at(url))
        told.append(celery)
        return celery

    told = []
    yield tell
    for name, listener in telling.LISTENERS.items():
        event.remove(db.session, name, listener)
    for celery in told:
        app.extensions["messenger"].celery.close()
        celery.close()


@pytest.fixture
def memory(use):
    """Celery's own broker within the process."""
    celery = use("memory://")
    celery.control.purge()
    return celery


@pytest.fixture
def ran(monkeypatch):
    """The ids of the jobs that were run, in order."""
    found = []
    monkeypatch.setitem(worker.WORK, "count", lambda session, job: found.append(job.id))
    return found


@pytest.fixture
def enqueue(app, session, workspace):
    """Give a function that commits a job as a request does; gives its key."""

    def commit(*, after=timedelta(), **payload):
        session.commit()
        with app.app_context():
            bind_workspace(db.session(), workspace.id)
            job = jobs.enqueue(db.session(), "count", payload, now=datetime.now(UTC) + after)
            db.session.commit()
            return job.workspace_id, job.id

    return commit


def messages(celery):
    """Take all waiting messages: each its name and what it carries."""
    found = []
    with celery.connection() as connection, connection.SimpleQueue("hark") as queue:
        while queue.qsize():
            message = queue.get(timeout=1)
            message.ack()
            found.append((message.headers["task"], *message.payload[0]))
    return found


def listening(celery):
    """Run a real worker in threads of this process; no table is read beside it."""
    return start_worker(celery, pool="threads", concurrency=2, perform_ping_check=False)


def until(condition, *, seconds=20):
    """Wait until something holds; tell whether it came to that."""
    ends = time.monotonic() + seconds
    while not condition() and time.monotonic() < ends:
        time.sleep(0.02)
    return condition()


def state_of(session, key):
    session.rollback()
    return session.get_one(Job, {"workspace_id": key[0], "id": key[1]}).state


def test_a_committed_job_is_run_by_the_worker_that_hears_of_it(memory, enqueue, ran, session):
    with listening(memory):
        key = enqueue()
        assert until(lambda: state_of(session, key) == JobState.DONE)
    assert ran == [key[1]]


def test_a_message_names_the_job_and_carries_nothing_of_it(memory, enqueue):
    key = enqueue(name="Carla")
    assert messages(memory) == [("hark.job", *key)]


def test_nothing_is_told_before_the_commit_nor_of_what_was_rolled_back(memory, app, workspace):
    with app.app_context():
        bind_workspace(db.session(), workspace.id)
        jobs.enqueue(db.session(), "count", {}, now=datetime.now(UTC))
        db.session.flush()
        assert messages(memory) == []
        db.session.rollback()
        db.session.commit()
    assert messages(memory) == []


def test_a_savepoint_tells_nothing_while_the_rest_may_still_fail(memory, app, workspace):
    with app.app_context():
        bind_workspace(db.session(), workspace.id)
        with db.session.begin_nested():
            jobs.enqueue(db.session(), "count", {}, now=datetime.now(UTC))
        assert messages(memory) == []
        db.session.commit()
    assert [name for name, *_ in messages(memory)] == ["hark.job"]


def test_no_writer_waits_for_a_connection_while_the_broker_is_spoken_to(
    memory, enqueue, app, monkeypatch
):
    held = []
    with app.app_context():
        pool = db.engine.pool
    celery = app.extensions["messenger"].celery
    monkeypatch.setattr(celery, "send_task", lambda *_: held.append(pool.checkedout()))
    enqueue()
    assert held == [0]


def test_work_of_a_later_day_waits_in_the_table_and_not_in_the_broker(memory, enqueue):
    enqueue(after=timedelta(days=30))
    assert messages(memory) == []


def test_a_message_that_comes_twice_runs_its_job_once(memory, enqueue, ran, session):
    key = enqueue()
    memory.send_task(broker.JOB, key)
    memory.send_task(broker.JOB, key)
    last = enqueue()
    with listening(memory):
        assert until(lambda: state_of(session, last) == JobState.DONE)
    assert ran.count(key[1]) == 1


def test_a_message_that_comes_while_its_job_runs_does_nothing(memory, enqueue, app, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def long(session, job):
        session.commit()
        begun.set()
        go_on.wait(20)

    monkeypatch.setitem(worker.WORK, "count", long)
    with listening(memory):
        key = enqueue()
        assert begun.wait(20)
        with app.app_context():
            again = worker.run_next_job(key)
        go_on.set()
    assert not again


def test_a_message_of_one_job_leaves_the_others_to_theirs(memory, enqueue, app, ran):
    enqueue()
    second = enqueue()
    with app.app_context():
        worker.run_next_job(second)
    assert ran == [second[1]]


def test_a_lost_message_loses_no_job(memory, enqueue, app, ran):
    key = enqueue()
    memory.control.purge()
    worker.tick(app)
    assert ran == [key[1]]


def test_an_import_goes_on_while_the_broker_is_away(use, owner, app, caplog):
    use(AWAY)
    with caplog.at_level(logging.WARNING, "hark.celery"):
        page = Uploader(owner, app).imported("E-mail\ncarla@example.com\n")
    assert "New contacts" in page
    assert caplog.messages == ["the Celery broker is away, workers read the table"]


def test_queued_invitations_are_sent_by_the_worker_that_hears_of_them(
    memory, app, session, workspace
):
    _queue_mail(app, session, workspace)
    with listening(memory):
        assert until(lambda: _outbox(session) == ["carla@example.com"])
    assert messages(memory) == []


def test_however_many_are_queued_mail_is_told_of_once(memory, app, session, workspace):
    factories.contact(session, email="dora@example.com")
    _queue_mail(app, session, workspace)
    assert messages(memory) == [("hark.mail",)]


def test_a_worker_whose_turn_is_over_lets_the_next_message_go_on(
    memory, app, session, workspace, monkeypatch
):
    _queue_mail(app, session, workspace)
    messages(memory)
    monkeypatch.setattr(working, "TURN_SECONDS", 0)
    memory.tasks["hark.mail"]()
    assert messages(memory) == [("hark.mail",)]


def test_over_a_real_redis_a_job_is_run_by_the_worker_that_hears_of_it(use, enqueue, ran, session):
    redis = Redis.from_url(REDIS)
    try:
        redis.flushdb()
    except RedisError:
        pytest.fail("No Redis answers at 127.0.0.1:6379; this test needs one: start redis-server")
    celery = use(REDIS)
    with listening(celery):
        key = enqueue()
        celery.send_task(broker.JOB, key)
        assert until(lambda: state_of(session, key) == JobState.DONE)
        assert until(lambda: redis.llen("hark") == 0)
    redis.flushdb()
    redis.close()
    assert ran == [key[1]]


def test_work_with_celery_sends_mail_without_its_broker_and_stops_when_told(
    app, session, workspace, settings
):
    _queue_mail(app, session, workspace)
    environment = os.environ | {
        "HARK_DATA": str(settings.data),
        "HARK_DATABASE_URL": settings.database_url,
        "HARK_CELERY_BROKER": AWAY,
    }
    command = [sys.executable, "-m", "feedback", "work", "--celery"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE) as process:
        try:
            assert until(lambda: _outbox(session) == ["carla@example.com"], seconds=60)
            assert any(b"Cannot connect" in line for line in process.stderr)
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0
        finally:
            process.kill()


def test_work_with_celery_and_no_broker_says_what_is_missing(app):
    with pytest.raises(SettingsError, match="--celery needs HARK_CELERY_BROKER"):
        working.work(app)


@pytest.mark.parametrize("package", ["celery", "redis"])
def test_a_missing_package_is_named_with_the_command_that_brings_it(monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(SettingsError, match="uv sync --extra celery"):
        broker.celery_at(AWAY)


def test_without_the_setting_celery_is_not_even_imported(tmp_path):
    look = "import sys, wsgi; sys.exit({'celery', 'kombu', 'redis'} & set(sys.modules) != set())"
    environment = os.environ | {"HARK_DATA": str(tmp_path), "HARK_DATABASE_URL": ""}
    environment.pop("HARK_CELERY_BROKER", None)
    assert subprocess.call([sys.executable, "-c", look], cwd=ROOT, env=environment) == 0


def _queue_mail(app, session, workspace):
    version = factories.survey(session)
    factories.contact(session, email="carla@example.com")
    session.commit()
    now = datetime.now(UTC)
    campaign = Campaign(
        id=new_id(),
        survey_id=version.survey_id,
        version_id=version.id,
        name="Autumn",
        created_at=now,
    )
    rules = AskingRules(90)
    with app.app_context():
        bind_workspace(db.session(), workspace.id)
        confirm(db.session(), campaign, Ask(campaign.id, {}, rules, now, str(app.secret_key)))
        db.session.commit()


def _outbox(session):
    session.rollback()
    return session.scalars(select(LocalMail.recipient)).all()
