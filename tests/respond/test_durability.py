"""Never lost, never doubled: under repetition, under threads, and when the server is killed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import IntegrityError, NoResultFound

from bench.answers import kills
from feedback.config import Settings
from feedback.extensions import db
from feedback.respond.together import Together
from tests.conftest import POSTGRESQL


@pytest.fixture
def alone(app, session):
    """Several threads at once: the test's own session stays out of their way."""
    app.extensions.pop("test_session")
    yield app
    app.extensions["test_session"] = session


def post(app, customer, score="9", key="k1"):
    data = {"_submission": key, "score": score, "reason": "Once"}
    return app.test_client().post(customer.path, data=data, audit=False).status_code


def test_a_thousand_repeated_posts_leave_one_response(alone, carla):
    with ThreadPoolExecutor(8) as pool:
        statuses = set(pool.map(lambda _: post(alone, carla), range(1000)))
    assert statuses == {303}
    assert [(r.score, r.revision) for r in carla.responses()] == [(9, 1)]
    assert carla.answers() == {"score": 9, "reason": "Once"}


def test_different_answers_at_once_leave_the_last_of_them_whole(alone, carla):
    scores = [str(n % 11) for n in range(110)]
    with ThreadPoolExecutor(8) as pool:
        statuses = set(pool.map(lambda s: post(alone, carla, s, key=f"k{s}"), scores))
    assert statuses == {303}
    (response,) = carla.responses()
    assert carla.answers() == {"score": response.score, "reason": "Once"}


def test_many_customers_at_once_are_each_kept(alone, invite):
    customers = [invite() for _ in range(40)]
    with ThreadPoolExecutor(8) as pool:
        statuses = set(pool.map(lambda c: post(alone, c), customers))
    assert statuses == {303}
    assert len(customers[0].responses()) == 40


@pytest.mark.parametrize("kind", [IntegrityError, NoResultFound])
def test_one_who_fails_in_line_takes_nobody_along(app, carla, kind):
    """Eleven write together; the one whose work breaks is told, the others are kept."""
    with app.app_context():
        engine = db.engine
    together = Together()

    def work(n):
        def insert(connection):
            if not n and kind is NoResultFound:
                raise NoResultFound
            name = "Acme" if n else None
            return connection.exec_driver_sql(*_update(connection, name)).rowcount

        return insert

    def attempt(n):
        try:
            return together.write(engine, work(n))
        except kind as error:
            return type(error)

    with ThreadPoolExecutor(11) as pool:
        found = list(pool.map(attempt, range(11)))
    assert found == [kind] + [1] * 10


def _update(connection, name):
    sign = "?" if connection.dialect.name == "sqlite" else "%s"
    return f"UPDATE workspace SET name = {sign}", (name,)


def database(kind):
    if kind == "sqlite":
        return ""
    if not POSTGRESQL:
        pytest.skip("HARK_TEST_DATABASE_URL is not set")
    return Settings(database_url=POSTGRESQL).database_url


@pytest.mark.parametrize(("kind", "times"), [("sqlite", 2), ("postgresql", 1)])
def test_a_killed_server_loses_no_acknowledged_answer_and_doubles_none(kind, times):
    verdict = kills(database(kind), times)
    assert verdict.acknowledged > 0
    assert (verdict.lost, verdict.doubled, verdict.wrong) == (0, 0, 0)


def test_a_server_that_says_thanks_before_the_commit_is_caught():
    assert kills("", 1, early=True).lost > 0
