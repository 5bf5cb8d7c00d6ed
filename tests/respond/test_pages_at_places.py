"""Several pages at a touchpoint: page by page without a cookie, begun apart, sent once."""

import re
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from feedback.ids import spell
from feedback.models import Begun, Response
from feedback.respond import crowd
from surveys.definition import Question, Translation
from surveys.logic.rules import About, Condition, Op, Rule
from surveys.models import Survey, Touchpoint
from tests import factories
from tests.respond.test_pages import COLOUR, LAST, WHY_RED, asked, page


@pytest.fixture
def version(session, workspace):
    """Four pages, of which the third is for those who chose red."""
    return factories.survey(session, COLOUR, WHY_RED, LAST)


@pytest.fixture
def counter(session, version):
    """Give a QR code at the counter."""
    place = factories.touchpoint(session, version, code="counter123")
    session.commit()
    return place


class Visitor:
    """Somebody who comes by, and goes on without any cookie."""

    def __init__(self, app, path="/t/counter123"):
        self.client = app.test_client(use_cookies=False)
        self.at = self.client.get(path)

    def fields(self):
        action = re.search(r'<form class="answer" method="post" action="([^"]+)"', self.at.text)
        key = re.search(r'name="_submission" value="([^"]*)"', self.at.text).group(1)
        return action.group(1), {"_submission": key, "_page": page(self.at)}

    def press(self, **given):
        self.to, hidden = self.fields()
        self.sent = {**hidden, **given}
        return self.client.post(self.to, data=self.sent)

    def turn(self, **given):
        answer = self.press(**given)
        self.path = answer.location
        self.at = self.client.get(answer.location) if answer.status_code == 303 else answer
        return self

    def again(self):
        return self.client.post(self.to, data=self.sent)


@pytest.fixture
def visitor(app, counter):
    return Visitor(app)


@pytest.fixture
def answers(session):
    """Give a function: all responses, each as what was said."""

    def read():
        session.rollback()
        said = session.execute(select(factories.Answer)).scalars().all()
        found = {row.id: {} for row in session.scalars(select(Response))}
        for each in said:
            value = each.text if each.number is None else each.number
            found[each.response_id][each.question_key] = value
        return list(found.values())

    return read


@pytest.fixture
def begun(session):
    """Give a function: all that is begun."""

    def read():
        session.rollback()
        return list(session.scalars(select(Begun).order_by(Begun.id)))

    return read


def test_pages_follow_each_other_and_everything_is_sent_with_the_last(visitor, answers, begun):
    assert asked(visitor.at) == ["score", "reason"]
    visitor.turn(score="9", reason="Warm").turn(q1="Red")
    assert asked(visitor.at) == ["q2"]
    assert "Why \u2068Red\u2069?" in visitor.at.text
    assert answers() == []
    assert [row.answers["reason"] for row in begun()] == [[None, "Warm"]]
    visitor.turn(q2="It glows").turn(q3="No")
    assert "We read every answer." in visitor.at.text
    said = {"score": 9, "reason": "Warm", "q1": "Red", "q2": "It glows", "q3": "No"}
    assert (answers(), begun()) == ([said], [])


def test_what_nobody_is_asked_is_passed_over(visitor, answers):
    visitor.turn(score="9").turn(q1="Blue").turn(q3="No")
    assert answers() == [{"score": 9, "q1": "Blue", "q3": "No"}]


def test_no_page_sets_a_cookie_or_names_anybody(visitor):
    for given in ({"score": "9"}, {"q1": "Red"}, {"q2": "x"}, {"q3": "x"}):
        visitor.turn(**given)
        assert "Set-Cookie" not in visitor.at.headers
    assert re.fullmatch(r"/r/[\w.-]{40,}/thanks", visitor.path)


def test_looking_writes_nothing_on_the_way(visitor, rows):
    visitor.turn(score="9")
    before, own = rows(), visitor.path.partition("?")[0]
    for query in ("", "?page=1", "?page=2", "?page=4", "?page=x", "?score=3", "/thanks", "/yours"):
        visitor.client.get(own + query)
    visitor.client.get("/t/counter123?page=3&score=1")
    assert rows() == before


def test_the_link_of_the_second_page_goes_on_where_they_left_on_any_device(app, visitor, answers):
    visitor.turn(score="9", reason="From the counter").turn(q1="Blue")
    later = Visitor(app, visitor.path.partition("?")[0])
    assert asked(later.at) == ["q3"]
    later.turn(q3="From home")
    said = {"score": 9, "reason": "From the counter", "q1": "Blue", "q3": "From home"}
    assert answers() == [said]


def test_a_forged_link_leads_nowhere(visitor):
    visitor.turn(score="9")
    own = visitor.path.partition("?")[0]
    forged = own[:-2] + ("A" if own[-2] != "A" else "B") + own[-1]
    assert visitor.client.get(forged).status_code == 404


def test_the_first_page_sent_twice_begins_once(visitor, begun):
    first, again = visitor.press(score="9"), visitor.again()
    assert (first.status_code, first.location) == (303, again.location)
    assert len(begun()) == 1


def test_the_first_page_pressed_twice_at_once_begins_once(app, visitor, begun):
    to, hidden = visitor.fields()
    replies = []

    def press():
        data = {**hidden, "score": "9"}
        reply = app.test_client().post(to, data=data, audit=False)
        replies.append((reply.status_code, reply.location))

    app.extensions["test_session"] = None
    presses = [threading.Thread(target=press) for _ in range(8)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()
    assert len(set(replies)) == 1
    assert replies[0][0] == 303
    assert len(begun()) == 1


def test_the_last_page_sent_twice_is_one_answer(visitor, answers, session):
    visitor.turn(score="9").turn(q1="Blue")
    first, again = visitor.press(q3="End"), visitor.again()
    assert (first.location, first.status_code) == (again.location, 303)
    assert answers() == [{"score": 9, "q1": "Blue", "q3": "End"}]
    assert [row.revision for row in session.scalars(select(Response))] == [1]


def test_the_first_page_sent_again_after_the_end_revises_that_answer(visitor, answers):
    to, hidden = visitor.fields()
    visitor.turn(score="9").turn(q1="Blue").turn(q3="End")
    again = visitor.client.post(to, data={**hidden, "score": "2"})
    visitor.at = visitor.client.get(again.location)
    visitor.turn(q1="Blue").turn(q3="End")
    assert answers() == [{"score": 2, "q1": "Blue", "q3": "End"}]


def test_pages_without_a_key_never_fall_on_one_another(visitor, begun):
    to, hidden = visitor.fields()
    for score in ("9", "3"):
        visitor.client.post(to, data={**hidden, "_submission": "", "score": score})
    assert [row.answers["score"] for row in begun()] == [[9, None], [3, None]]


def test_two_visitors_are_two_answers(app, visitor, answers):
    other = Visitor(app)
    visitor.turn(score="9").turn(q1="Blue")
    other.turn(score="3").turn(q1="Blue").turn(q3="Mine")
    visitor.turn(q3="Yours")
    assert sorted(said["q3"] for said in answers()) == ["Mine", "Yours"]


def test_back_keeps_what_was_typed(visitor):
    visitor.turn(score="9", reason="Kept").turn(q1="Blue", _back="1")
    assert page(visitor.at) == "1"
    assert "Kept" in visitor.at.text


def test_what_is_missing_is_said_on_the_first_page_and_nothing_is_begun(visitor, begun):
    answer = visitor.press(reason="Without a number")
    assert answer.status_code == 422
    assert "Without a number" in answer.text
    assert begun() == []


def test_the_answer_is_that_of_the_place_with_what_was_met(visitor, session, counter):
    visitor.turn(score="9").turn(q1="Blue").turn(q3="End")
    (row,) = session.scalars(select(Response))
    assert (row.source, row.touchpoint_id, row.attributes) == (
        "qr",
        counter.id,
        {"touchpoint": "Counter"},
    )
    assert row.shown["questions"] == ["score", "reason", "q1", "q3"]
    assert row.shown["pages"] == [1, 2, 4]


def test_the_same_link_changes_it_page_by_page_afterwards(app, visitor, answers):
    visitor.turn(score="9").turn(q1="Blue").turn(q3="End")
    own = visitor.path.removesuffix("/thanks")
    later = Visitor(app, own)
    assert page(later.at) == "1"
    later.turn(score="4").turn(q1="Red").turn(q2="Changed").turn(q3="End")
    assert answers() == [{"score": 4, "q1": "Red", "q2": "Changed", "q3": "End"}]


def test_an_order_of_their_own_stays_through_all_pages(app, session, workspace):
    options = [f"Option {n}" for n in range(8)]
    mixed = Question(
        "q1", "choice", "Which?", settings={"options": options}, shuffled=True, new_page=True
    )
    version = factories.survey(session, replace(mixed, new_page=False), LAST)
    factories.touchpoint(session, version, code="mixed12345")
    session.commit()

    def order(text):
        return re.findall(r'name="q1"[^>]*value="(Option \d)"', text)

    visitor = Visitor(app, "/t/mixed12345")
    met = order(visitor.at.text)
    visitor.turn(score="9", q1="Option 3").turn(q3="x", _back="1")
    assert order(visitor.at.text) == met
    visitor.turn(score="9", q1="Option 3").turn(q3="x")
    (row,) = session.scalars(select(Response))
    assert row.shown["options"]["q1"] == met
    assert order(visitor.client.get(visitor.path.removesuffix("/thanks")).text) == met


def test_a_rule_about_the_place_holds_on_every_page(app, session, workspace):
    here = Rule((Condition(About.CONTACT, "touchpoint", Op.IS, "Counter"),))
    only_here = replace(LAST, show_if=here)
    version = factories.survey(session, COLOUR, only_here)
    for code, name in (("counter123", "Counter"), ("garden1234", "Garden")):
        factories.touchpoint(session, version, code=code, name=name)
    session.commit()
    there = Visitor(app, "/t/garden1234").turn(score="9").turn(q1="Red")
    assert there.path.endswith("/thanks")
    assert asked(Visitor(app).turn(score="9").turn(q1="Red").at) == ["q3"]


def test_the_language_chosen_goes_along(app, session, workspace):
    asks = factories.definition(COLOUR, LAST)
    german = {"q1-text": Translation("Welche?", "Which?")}
    version = factories.survey(session, asks=replace(asks, translations={"de": german}))
    factories.touchpoint(session, version, code="counter123")
    session.commit()
    visitor = Visitor(app, "/t/counter123?lang=de").turn(score="9", lang="de")
    assert "Welche?" in visitor.at.text
    assert visitor.path.endswith("?page=2&lang=de")


def test_a_newer_version_does_not_change_what_was_begun(visitor, session, version, answers):
    visitor.turn(score="9")
    asks = factories.definition(thanks_title="Newer")
    session.add(
        factories.Version(
            survey_id=version.survey_id,
            number=2,
            definition=asks.stored(),
            created_at=factories.NOW,
            published_at=factories.NOW,
        )
    )
    session.commit()
    visitor.turn(q1="Blue").turn(q3="As it was")
    assert answers() == [{"score": 9, "q1": "Blue", "q3": "As it was"}]


@pytest.mark.parametrize("ending", ["survey", "place"])
def test_what_was_begun_when_it_closes_is_kept_and_not_counted(
    visitor, session, counter, version, answers, ending
):
    visitor.turn(score="9", reason="In time")
    if ending == "survey":
        key = version.workspace_id, version.survey_id
        session.get_one(Survey, key).closed_at = factories.NOW
    else:
        key = counter.workspace_id, counter.id
        session.get_one(Touchpoint, key).ended_at = factories.NOW
    session.commit()
    late = visitor.press(q1="Blue")
    assert late.status_code == 410
    assert answers() == [{"score": 9, "reason": "In time", "q1": "Blue"}]
    assert session.scalars(select(Response)).one().excluded == "late"


def test_a_flood_of_beginnings_is_asked_to_wait_and_keeps_its_words(
    app, counter, begun, monkeypatch
):
    monkeypatch.setattr(crowd, "FLOOD", 2)
    for _ in range(2):
        Visitor(app).turn(score="9")
    answer = Visitor(app).press(score="8", reason="The third one")
    assert (answer.status_code, len(begun())) == (429, 2)
    assert "The third one" in answer.text


def test_finishing_counts_nobody_twice(app, counter, answers, monkeypatch):
    monkeypatch.setattr(crowd, "FLOOD", 2)
    for _ in range(2):
        Visitor(app).turn(score="9").turn(q1="Blue").turn(q3="End")
    assert len(answers()) == 2


def test_what_was_left_lying_is_forgotten_when_somebody_else_begins(
    app, visitor, session, begun, version
):
    visitor.turn(score="9")
    old = begun()[0].updated_at - timedelta(days=31)
    asked_by_mail = factories.invitation(session, version, factories.contact(session))
    session.add(
        Begun(
            survey_id=version.survey_id,
            version_id=version.id,
            invitation_id=asked_by_mail.id,
            submission="k",
            answers={"score": [7, None]},
            pages=[1],
            begun_at=old,
            updated_at=old,
        )
    )
    session.execute(update(Begun).values(updated_at=old))
    session.commit()
    Visitor(app).turn(score="3")
    assert sorted(row.answers["score"][0] for row in begun()) == [3, 7]
    assert visitor.client.get(visitor.path.partition("?")[0]).status_code == 404


def test_what_is_begun_at_a_place_counts_as_begun_on_the_surveys_page(visitor, owner, version):
    visitor.turn(score="9")
    shown = owner.get(f"/surveys/{spell(version.survey_id)}").text
    assert "1 begun, not sent" in shown


def test_a_widget_says_what_it_asked_and_its_link_leads_on_through_the_pages(
    app, session, version, workspace
):
    site = {"Origin": "https://a.example"}
    factories.touchpoint(
        session, version, code="widget1234", kind="widget", sites=["https://a.example"]
    )
    session.commit()
    client = app.test_client()
    shown = client.get("/t/widget1234/widget.json", headers=site).json
    sent = client.post(
        f"/t/widget1234/{shown['version']}/brief",
        data={"_submission": "k", "score": "9", "reason": "Quick"},
        headers=site,
    ).json
    (row,) = session.scalars(select(Response))
    assert row.shown == {"questions": ["score", "reason"], "pages": [], "options": {}}
    visitor = Visitor(app, "/r/" + sent["own"].rpartition("/r/")[2])
    assert page(visitor.at) == "1"
    visitor.turn(score="9", reason="Quick").turn(q1="Blue").turn(q3="More")
    session.expire_all()
    assert session.scalars(select(Response)).one().shown["pages"] == [1, 2, 4]
