"""One page after another: kept on the way, sent once, and only what was asked."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from feedback import worker
from feedback.ids import spell
from feedback.models import Begun
from surveys.definition import Question
from surveys.logic.rules import END, About, Condition, Jump, Op, Rule
from tests.factories import definition


def on(key, op=Op.ANSWERED, value=""):
    return Rule((Condition(About.ANSWER, key, op, value),))


COLOUR = Question("q1", "choice", "Which?", settings={"options": ["Red", "Blue"]}, new_page=True)
WHY_RED = Question("q2", "text", "Why {answer:q1}?", new_page=True, show_if=on("q1", Op.IS, "red"))
LAST = Question("q3", "text", "Anything else?", new_page=True)


def page(sent):
    return re.search(r'name="_page" value="(\d+)"', sent.text).group(1)


def asked(sent):
    """The keys of the questions that can be seen."""
    found = re.findall(r'<div class="question[^"]*"([^>]*)>.*?id="(\w+)"', sent.text, re.DOTALL)
    return [key for attributes, key in found if "hidden" not in attributes]


class Reader:
    """Somebody who goes through a survey page by page, in one browser or another."""

    def __init__(self, customer):
        self.customer, self.client = customer, customer.client
        self.at = self.client.get(customer.path)

    def open(self, query=""):
        self.at = self.client.get(self.customer.path + query)
        return self

    def turn(self, back=False, **given):
        """Fill in the page and press its button."""
        key = re.search(r'name="_submission" value="([^"]*)"', self.at.text).group(1)
        sent = {"_submission": key, "_page": page(self.at), **given}
        self.sent = sent | ({"_back": "1"} if back else {})
        answer = self.client.post(self.customer.path, data=self.sent)
        self.at = self.client.get(answer.location) if answer.status_code == 303 else answer
        return self

    def again(self):
        """Send the last page once more, as a browser does whose answer was lost."""
        return self.client.post(self.customer.path, data=self.sent)


@pytest.fixture
def reader(invite):
    """Somebody asked on four pages, of which the third is for those who chose red."""
    return Reader(invite(COLOUR, WHY_RED, LAST))


@pytest.fixture
def begun(session):
    """Give a function that reads what was begun."""

    def read():
        session.rollback()
        return list(session.scalars(select(Begun)))

    return read


def test_the_first_page_is_as_quick_as_ever(reader):
    first = reader.client.get(reader.customer.path + "?score=9").text
    assert 'name="score" value="9"' in first
    assert asked(reader.at) == ["score", "reason"]
    assert "Page 1 of at most 4" in first
    assert ">Next</button>" in first


def test_pages_follow_each_other_and_everything_is_sent_with_the_last(reader):
    reader.turn(score="9", reason="Good").turn(q1="Red")
    assert asked(reader.at) == ["q2"]
    assert "Why \u2068Red\u2069?" in reader.at.text
    assert reader.customer.responses() == []
    reader.turn(q2="Warm").turn(q3="")
    assert "We read every answer." in reader.at.text
    answers = {"score": 9, "reason": "Good", "q1": "Red", "q2": "Warm"}
    assert reader.customer.answers() == answers


def test_a_page_that_nobody_needs_is_passed_over(reader):
    reader.turn(score="9").turn(q1="Blue")
    assert page(reader.at) == "4"
    assert "Page 3 of 3" in reader.at.text
    reader.turn(q3="No")
    assert reader.customer.answers() == {"score": 9, "q1": "Blue", "q3": "No"}


def test_what_was_begun_is_kept_apart_and_never_counts(reader, begun):
    reader.turn(score="9", reason="Half").turn(q1="Red")
    assert reader.customer.responses() == []
    (row,) = begun()
    assert row.answers == {"score": [9, None], "reason": [None, "Half"], "q1": [None, "Red"]}


def test_opening_any_page_begins_nothing(reader, begun):
    for query in ("", "?score=3", "?page=2", "?page=4", "?page=-1", "?page=x", "?page=99"):
        reader.open(query)
        assert page(reader.at) == "1"
    assert begun() == []


def test_the_same_link_goes_on_where_they_left_on_any_device(reader, app, begun):
    reader.turn(score="9", reason="From my phone")
    elsewhere = Reader(replace(reader.customer, client=app.test_client()))
    assert page(elsewhere.at) == "2"
    elsewhere.turn(q1="Blue").turn(q3="From my desk")
    assert reader.customer.answers()["reason"] == "From my phone"
    assert begun() == []


def test_back_keeps_what_was_typed_and_asks_for_nothing(invite):
    reader = Reader(invite(replace(COLOUR, required=True), LAST))
    reader.turn(score="9").turn(back=True)
    assert page(reader.at) == "1"
    assert 'value="9" aria-label="9 of 10" checked' in reader.at.text
    reader.turn(score="9").turn(q1="Blue", back=True).open("?page=2")
    assert 'value="Blue" checked' in reader.at.text


def test_going_back_changes_the_way_and_drops_what_is_no_longer_asked(reader, begun):
    reader.turn(score="9").turn(q1="Red").turn(q2="Warm").open("?page=2").turn(q1="Blue")
    assert page(reader.at) == "4"
    assert begun()[0].answers["q2"] == [None, "Warm"]
    reader.turn(q3="Done")
    assert reader.customer.answers() == {"score": 9, "q1": "Blue", "q3": "Done"}


def test_what_was_hidden_is_there_again_when_they_change_their_mind(reader):
    reader.turn(score="9").turn(q1="Red").turn(q2="Warm").open("?page=2").turn(q1="Blue")
    reader.open("?page=2").turn(q1="Red")
    assert "Warm</textarea>" in reader.at.text


def test_an_answer_taken_back_on_an_earlier_page_is_gone_from_the_whole(reader):
    reader.turn(score="9", reason="Hasty").turn(q1="Blue").turn(q3="x")
    reader.open("?page=1").turn(score="8", reason="").turn(q1="Blue").turn(q3="x")
    assert reader.customer.answers() == {"score": 8, "q1": "Blue", "q3": "x"}
    assert [r.revision for r in reader.customer.responses()] == [2]


def test_a_sent_answer_is_opened_from_its_beginning(reader):
    reader.turn(score="9").turn(q1="Blue").turn(q3="x").open()
    assert page(reader.at) == "1"
    assert "You answered on" in reader.at.text
    assert page(reader.open("?page=4").at) == "4"


def test_the_last_page_sent_again_after_its_answer_was_lost_changes_nothing(reader, begun):
    reader.turn(score="9", reason="Good").turn(q1="Red").turn(q2="").turn(q3="")
    again = reader.again()
    assert (again.status_code, again.location) == (303, f"{reader.customer.path}/thanks")
    assert [(r.revision, r.score) for r in reader.customer.responses()] == [(1, 9)]
    assert reader.customer.answers() == {"score": 9, "reason": "Good", "q1": "Red"}
    assert begun() == []


def test_a_page_that_must_be_answered_says_so_and_keeps_what_was_typed(invite):
    reader = Reader(invite(replace(COLOUR, required=True), replace(LAST, new_page=False)))
    reader.turn(score="9").turn(q1="", q3="Typed")
    assert reader.at.status_code == 422
    assert "Choose one of the options." in reader.at.text
    assert "Typed</textarea>" in reader.at.text


def test_a_later_page_sent_alone_leads_to_what_is_missing(reader):
    reader.turn(score="9").turn(q1="Blue")
    fresh = Reader(reader.customer)
    fresh.turn(q3="Early")
    answer = fresh.client.post(fresh.customer.path, data={"_page": "4", "q3": "x"})
    assert answer.status_code == 303


def test_nobody_sends_past_a_question_that_must_be_answered(invite, begun):
    customer = invite(replace(COLOUR, required=True), LAST)
    answer = customer.client.post(customer.path, data={"_page": "3", "q3": "Skipped"})
    assert answer.location.endswith("?page=1")
    assert customer.responses() == []
    assert begun()[0].answers == {"q3": [None, "Skipped"]}


def test_a_survey_closed_on_the_way_keeps_what_was_said_without_counting_it(reader):
    reader.turn(score="9", reason="Half way")
    reader.customer.close()
    reader.turn(q1="Red")
    assert reader.at.status_code == 410
    assert [(r.excluded, r.score) for r in reader.customer.responses()] == [("late", 9)]
    assert reader.customer.answers() == {"score": 9, "reason": "Half way", "q1": "Red"}


def test_an_empty_page_after_the_close_leaves_no_answer(reader):
    reader.customer.close()
    answer = reader.client.post(reader.customer.path, data={"_page": "2"})
    assert answer.status_code == 410
    assert reader.customer.responses() == []


def test_a_jump_to_the_end_sends_at_once(invite):
    reader = Reader(invite(replace(COLOUR, go_to=(Jump(Op.IS, "Red", END),)), LAST))
    assert "With some answers this is the last." in reader.turn(score="9").at.text
    reader.turn(q1="Red")
    assert "We read every answer." in reader.at.text


def test_the_response_keeps_what_somebody_met(invite):
    shuffled = replace(COLOUR, shuffled=True, settings={"options": [*"abcdefgh"]})
    reader = Reader(invite(shuffled, WHY_RED, LAST))
    reader.turn(score="9")
    order = re.findall(r'name="q1" value="(\w)"', reader.at.text)
    assert order != sorted(order)
    assert re.findall(r'name="q1" value="(\w)"', reader.open("?page=2").at.text) == order
    reader.turn(q1="b").turn(q3="x")
    (response,) = reader.customer.responses()
    assert response.shown["questions"] == ["score", "reason", "q1", "q3"]
    assert response.shown["options"] == {"q1": order}


FOLLOWS = Question("q4", "text", "What went wrong?", show_if=on("score", Op.AT_MOST, "6"))


def test_without_scripts_a_question_that_follows_is_asked_before_anything_is_sent(invite):
    reader = Reader(invite(FOLLOWS))
    assert asked(reader.at) == ["score", "reason"]
    reader.turn(score="2", _seen=["score", "reason"])
    assert reader.at.status_code == 422
    assert asked(reader.at) == ["score", "reason", "q4"]
    assert "One more question follows" in reader.at.text
    reader.turn(score="2", _seen=["score", "reason", "q4"], q4="")
    assert reader.customer.answers() == {"score": 2}


def test_an_answer_to_a_hidden_question_is_never_stored(invite):
    reader = Reader(invite(FOLLOWS))
    reader.turn(score="9", q4="Stale", _seen=["score", "reason"])
    assert reader.customer.answers() == {"score": 9}


def test_the_mailed_score_decides_what_is_shown(invite):
    customer = invite(FOLLOWS)
    assert asked(customer.client.get(customer.path + "?score=3"))[-1] == "q4"
    assert asked(customer.client.get(customer.path + "?score=9"))[-1] == "reason"


def test_a_survey_of_one_page_is_sent_with_one_press(invite):
    customer = invite(FOLLOWS)
    customer.send("9")
    customer.send("3", q4="Late")
    assert customer.answers() == {"score": 3, "q4": "Late"}


def test_texts_repeat_what_is_known_and_hostile_names_stay_words(invite):
    hello = Question("q1", "text", "Well, {contact:name|you}?")
    customer = invite(hello, contact={"name": "<b>{answer:score}\u202e"})
    shown = customer.client.get(customer.path).text
    assert "Well, \u2068&lt;b&gt;{answer:score}\u2069?" in shown


def test_nothing_known_of_a_contact_stands_in_the_page(invite):
    rule = Rule((Condition(About.CONTACT, "plan", Op.IS, "Secret plan"),))
    both = Rule((*rule.conditions, *on("score").conditions))
    extra = (Question("q1", "text", "A?", show_if=rule), Question("q2", "text", "B?", show_if=both))
    customer = invite(*extra, contact={"attributes": {"plan": "Secret plan"}})
    shown = customer.client.get(customer.path)
    assert asked(shown) == ["score", "reason", "q1"]
    assert "Secret plan" not in shown.text
    other = invite(*extra)
    assert "A?" not in other.client.get(other.path).text


def test_the_thanks_repeat_what_was_said(invite):
    asks = definition(COLOUR, thanks_text="Enjoy {answer:q1|your colour}!")
    reader = Reader(invite(asks=asks))
    reader.turn(score="9").turn(q1="Blue")
    assert "Enjoy \u2068Blue\u2069!" in reader.at.text
    other = Reader(invite(asks=asks))
    assert "Enjoy your colour!" in other.turn(score="9").turn(q1="").at.text


def test_another_language_shows_the_page_with_what_was_typed(invite, begun):
    asks = replace(definition(COLOUR, LAST), translations={"de": {}})
    reader = Reader(invite(asks=asks))
    reader.turn(score="9", lang="de").turn(q1="Red", lang="en", _switch="1")
    assert page(reader.at) == "2"
    assert 'value="Red" checked' in reader.at.text
    assert "q1" not in begun()[0].answers


def test_a_question_is_not_asked_any_more_once_enough_have_answered_it(invite):
    asks = definition(replace(COLOUR, quota=1), LAST)
    first = Reader(invite(asks=asks))
    in_time = first.customer.again()
    third = first.customer.again()
    late = Reader(in_time).turn(score="8")
    first.turn(score="9").turn(q1="Blue").turn(q3="x")
    assert asked(Reader(third).turn(score="7").at) == ["q3"]
    late.turn(q1="Red").turn(q3="In time")
    assert in_time.answers_of(in_time.invitation)["q1"] == "Red"


def test_what_was_begun_is_forgotten_a_month_after_the_survey_closed(
    reader, begun, session, owner, app, time_machine
):
    survey = spell(reader.customer.version.survey_id)
    reader.turn(score="9", reason="Half")
    owner.submit(f"/surveys/{survey}/closure", page="/account")
    time_machine.move_to(datetime.now(UTC) + timedelta(days=29), tick=False)
    while worker.tick(app):
        pass
    assert len(begun()) == 1
    time_machine.move_to(datetime.now(UTC) + timedelta(days=2), tick=False)
    while worker.tick(app):
        pass
    assert begun() == []


def test_authors_see_how_many_have_begun_apart_from_the_answers(reader, owner):
    reader.turn(score="9")
    survey = spell(reader.customer.version.survey_id)
    page = owner.get(f"/surveys/{survey}").text
    assert "0 answers" in page
    assert "1 begun, not sent" in page
