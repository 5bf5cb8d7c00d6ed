"""Quotas where customers meet them: counted by what is stored, and nothing said is turned away."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from feedback.models import Counted, Response
from feedback.respond import quotas
from surveys.definition import Question
from surveys.logic.rules import About, Condition, Op, Quota, Rule
from surveys.models import Survey
from tests import factories
from tests.factories import NOW, definition
from tests.respond.test_pages import Reader, asked

PRO = Rule((Condition(About.CONTACT, "plan", Op.IS, "pro"),))
RED = Rule((Condition(About.ANSWER, "q1", Op.IS, "Red"),))
COLOUR = Question("q1", "choice", "Which?", settings={"options": ["Red", "Blue"]}, new_page=True)
LAST = Question("q2", "text", "Anything else?", new_page=True)
ENOUGH = "has heard from enough people"


@pytest.fixture
def pro(invite):
    """Give a function: a customer on the plan, asked a survey with these quotas."""

    def make(*limits, extra=(COLOUR, LAST)):
        asks = definition(*extra, quotas=limits)
        return invite(asks=asks, contact={"attributes": {"plan": "pro"}})

    return make


@pytest.fixture
def count(session, app):
    """Give a function: how many answers a customer's survey counts for its first quota."""

    def read(customer):
        session.rollback()
        version = customer.version
        survey = version.workspace_id, version.survey_id
        (quota, *_) = factories.Definition.of(version.definition).quotas
        return quotas.counts(session.connection(), *survey, [quota])[quota]

    return read


def another(customer, **attributes):
    """Somebody else, asked the same."""
    found = customer.again()
    who = customer.session.get_one(
        factories.Contact, (found.invitation.workspace_id, found.invitation.contact_id)
    )
    who.attributes = attributes
    customer.session.commit()
    return found


def fill(customer, n=1, **attributes):
    for number in range(n):
        answers = {"q1": "Red", "q2": "x"}
        other = another(customer, **attributes)
        assert other.send(key=f"k{number}", **answers).status_code == 303


def test_each_answer_counts_towards_its_quota_once(pro, count):
    carla = pro(Quota(5, PRO), extra=())
    assert count(carla) == 0
    carla.send(key="a")
    carla.send(key="a")
    carla.send(key="b", score="3")
    assert count(carla) == 1
    another(carla, plan="free").send()
    assert count(carla) == 1


def test_a_changed_answer_counts_where_it_belongs_now(pro, count):
    carla = pro(Quota(5, RED))
    carla.send(q1="Red")
    assert count(carla) == 1
    carla.send(q1="Blue")
    assert count(carla) == 0


def test_what_is_kept_and_not_counted_fills_no_quota(pro, count, session):
    carla = pro(Quota(5, PRO), extra=())
    carla.send()
    session.execute(Response.__table__.update().values(excluded="test"))
    session.commit()
    assert count(carla) == 0


def test_who_comes_when_it_is_full_reads_so_kindly_and_nothing_is_written(pro, rows):
    carla = pro(Quota(2, PRO))
    fill(carla, 2, plan="pro")
    free = another(carla, plan="free")
    before = rows()
    page = carla.client.get(carla.path)
    assert (page.status_code, ENOUGH in page.text) == (200, True)
    assert ENOUGH not in carla.client.get(free.path).text
    assert rows() == before


def test_who_chose_a_number_in_the_mail_is_heard_and_asked_nothing_further(pro, count):
    carla = pro(Quota(1, PRO))
    fill(carla, 1, plan="pro")
    reader = Reader(carla).open("?score=9")
    assert asked(reader.at) == ["score", "reason"]
    assert ">Send</button>" in reader.at.text
    reader.turn(score="9", reason="Good")
    assert "We read every answer." in reader.at.text
    assert carla.answers_of(carla.invitation) == {"score": 9, "reason": "Good"}
    assert count(carla) == 2


def test_a_page_opened_in_time_is_taken_whole(pro, count):
    carla = pro(Quota(1, PRO), extra=())
    carla.client.get(carla.path)
    fill(carla, 1, plan="pro")
    assert carla.send(reason="In time").status_code == 303
    assert carla.answers_of(carla.invitation) == {"score": 9, "reason": "In time"}
    assert count(carla) == 2


def test_who_has_begun_sends_what_they_began_from_the_same_link(pro):
    carla = pro(Quota(1, PRO))
    reader = Reader(carla).turn(score="9", reason="Half").turn(q1="Red")
    fill(carla, 1, plan="pro")
    assert asked(reader.open().at) == ["q1"]
    reader.turn(q1="Blue")
    answers = {"score": 9, "reason": "Half", "q1": "Blue"}
    assert carla.answers_of(carla.invitation) == answers


def test_the_page_somebody_is_on_is_taken_with_all_that_follows_from_it(pro):
    carla = pro(Quota(1, PRO))
    reader = Reader(carla).turn(score="9").turn(q1="Red")
    fill(carla, 1, plan="pro")
    reader.turn(q2="To the end")
    assert carla.answers_of(carla.invitation)["q2"] == "To the end"


def test_it_ends_for_those_whose_choice_is_known_well_enough(pro):
    carla = pro(Quota(1, RED))
    fill(carla, 1)
    reader = Reader(carla).turn(score="9")
    assert "Page 2 of at most 3" in reader.at.text
    reader.turn(q1="Red")
    assert "We read every answer." in reader.at.text
    assert carla.answers_of(carla.invitation) == {"score": 9, "q1": "Red"}


def test_a_full_quota_leaves_a_single_question_out(pro):
    carla = pro(Quota(1, RED, "q2"), extra=(COLOUR, LAST, replace(LAST, key="q3")))
    fill(carla, 1)
    reader = Reader(carla).turn(score="9").turn(q1="Red")
    assert asked(reader.at) == ["q3"]


def test_who_answered_sees_the_answer_when_it_is_full(pro):
    carla = pro(Quota(1, PRO), extra=())
    carla.send(reason="Mine")
    assert "Mine" in carla.client.get(carla.path).text


def test_answers_at_the_same_moment_are_all_kept_and_all_counted(app, pro, count):
    carla = pro(Quota(3, PRO), extra=())
    people = [another(carla, plan="pro") for _ in range(12)]
    links = [person.path for person in people]

    def answer(path):
        return app.test_client().post(path, data={"_submission": path, "score": "9"}).status_code

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(answer, links)) == [303] * 12
    assert count(carla) == len(carla.responses()) == 12


@pytest.fixture
def place(session, workspace, client):
    """Give a function: the address of a touchpoint of a survey with a quota for everybody."""

    def make(kind):
        asks = definition(quotas=(Quota(1, Rule(())),))
        version = factories.survey(session, asks=asks)
        found = factories.touchpoint(session, version, kind=kind, sites=["https://a.example"])
        session.commit()
        return f"/t/{found.code}"

    return make


def test_a_place_for_everybody_says_so_too(place, client, session):
    path = place("qr")
    to = client.get(path).text.partition('action="')[2].partition('"')[0]
    assert client.post(to, data={"_submission": "a", "score": "9"}).status_code == 303
    assert ENOUGH in client.get(path).text
    assert client.post(to, data={"_submission": "b", "score": "8"}).status_code == 303
    assert session.scalar(select(func.count()).select_from(Counted)) == 2


def test_a_widget_is_not_shown_any_more(place, client):
    path, site = place("widget"), {"Origin": "https://a.example"}
    shown = client.get(f"{path}/widget.json", headers=site)
    client.post(f"{path}/{shown.json['version']}/brief", data={"score": "9"}, headers=site)
    assert client.get(f"{path}/widget.json", headers=site).status_code == 410


def test_a_closed_survey_says_that_first(pro, session):
    carla = pro(Quota(1, PRO))
    fill(carla, 1, plan="pro")
    session.get_one(Survey, (carla.version.workspace_id, carla.version.survey_id)).closed_at = NOW
    session.commit()
    assert carla.client.get(carla.path).status_code == 410
