"""Exactly one response each and nothing discarded, whatever happens twice or meanwhile."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from feedback.models import Begun, Response
from surveys.models import Survey
from tests.factories import NOW
from tests.respond.test_pages import COLOUR, LAST, WHY_RED, Reader


def times(short, long):
    return pytest.mark.parametrize("times", [short, pytest.param(long, marks=pytest.mark.slow)])


@pytest.fixture
def crowd(invite):
    """Give a function: so many customers of one survey of four pages."""

    def make(times):
        first = invite(COLOUR, WHY_RED, LAST)
        return [first, *(first.again() for _ in range(times - 1))]

    return make


@pytest.fixture
def verdict(session):
    """Give a function: of each response how often it was changed, and what is left begun."""

    def read():
        session.rollback()
        per = select(Response.invitation_id, func.count()).group_by(Response.invitation_id)
        rows = session.execute(per).all()
        return len(rows), {n for _, n in rows}, session.scalar(select(func.count(Begun.id)))

    return read


@times(10, 1000)
def test_every_reply_lost_after_its_commit_leaves_one_answer_each(crowd, verdict, times):
    for customer in crowd(times):
        reader = Reader(customer)
        for given in ({"score": "9"}, {"q1": "Red"}, {"q2": "Warm"}, {"q3": "x"}):
            reader.turn(**given)
            assert reader.again().status_code == 303
        assert customer.answers_of(customer.invitation) == {
            "score": 9,
            "q1": "Red",
            "q2": "Warm",
            "q3": "x",
        }
    assert verdict() == (times, {1}, 0)


@times(10, 1000)
def test_every_button_pressed_twice_at_once_leaves_one_answer_each(
    crowd, verdict, app, session, times
):
    def press(sent, path):
        return app.test_client().post(path, data=sent, audit=False).status_code

    customers = crowd(times)
    with ThreadPoolExecutor(4) as pool:
        for customer in customers:
            for number, given in ((1, {"score": "9"}), (2, {"q1": "Blue"}), (4, {"q3": "x"})):
                sent = {"_submission": "k", "_page": str(number), **given}
                app.extensions.pop("test_session", None)
                assert set(pool.map(press, [sent] * 2, [customer.path] * 2)) == {303}
            app.extensions["test_session"] = session
            session.rollback()
            said = customer.answers_of(customer.invitation)
            assert said == {"score": 9, "q1": "Blue", "q3": "x"}
    assert verdict() == (times, {1}, 0)


@times(5, 200)
def test_going_back_changing_and_sending_again_leaves_the_last_of_it(crowd, verdict, times):
    for customer in crowd(times):
        reader = Reader(customer).turn(score="9").turn(q1="Red").turn(q2="Warm").turn(q3="x")
        reader.open("?page=1").turn(score="3", reason="Since then").turn(q1="Blue").turn(q3="y")
        reader.again()
        said = customer.answers_of(customer.invitation)
        assert said == {"score": 3, "reason": "Since then", "q1": "Blue", "q3": "y"}
    assert verdict() == (times, {1}, 0)


@times(6, 200)
def test_a_survey_closed_or_edited_on_the_way_discards_nothing(crowd, verdict, session, times):
    customers = crowd(times)
    version = customers[0].version
    survey = session.get(Survey, (version.workspace_id, version.survey_id))
    for n, customer in enumerate(customers):
        survey.closed_at = None
        reader = Reader(customer).turn(score="9", reason=f"Half {n}")
        if n % 2:
            survey.closed_at = NOW
        else:
            _publish(session, version, n)
        reader.turn(q1="Blue")
        if n % 2 == 0:
            reader.turn(q3="x")
        said = customer.answers_of(customer.invitation)
        assert (said["reason"], said["q1"]) == (f"Half {n}", "Blue")
    assert verdict() == (times, {1}, 0)


def _publish(session, version, n):
    """Publish another wording while somebody answers."""
    asks = {**version.definition, "subject": f"Another {n}"}
    asks["questions"] = [
        {**asks["questions"][0], "text": "Quite another?"},
        *asks["questions"][1:2],
    ]
    moment = {"created_at": NOW, "published_at": NOW}
    session.add(type(version)(survey_id=version.survey_id, number=n + 2, definition=asks, **moment))
    session.commit()
