"""An answer is never lost, never doubled, never a machine's."""

import re

import pytest
from markupsafe import escape
from sqlalchemy import select

from surveys.definition import Question
from surveys.models import Survey

EXTRAS = (
    Question("q1", "choice", "Which?", settings={"options": ["Price", "Speed"]}),
    Question("q2", "choices", "What else?", settings={"options": ["Price", "Speed"]}),
    Question("q3", "rating", "How good?", settings={"steps": 5}),
    Question("q4", "text", "Anything?"),
)


def chosen(page):
    return re.findall(r'name="score" value="(\d+)"[^>]*checked', page)


def test_the_mailed_score_is_chosen_and_one_button_sends_it(carla):
    page = carla.client.get(carla.path + "?score=9").text
    assert chosen(page) == ["9"]
    assert page.count("<button") == 1


@pytest.mark.parametrize("garbled", ["11", "-1", "nine", "9.5", "", "%00", "{{7*7}}"])
def test_a_garbled_score_in_the_link_chooses_nothing_and_breaks_nothing(carla, garbled):
    page = carla.client.get(f"{carla.path}?score={garbled}")
    assert page.status_code == 200
    assert chosen(page.text) == []


def test_a_sent_answer_is_stored_and_thanked_for(carla):
    sent = carla.send("9", reason="Quick help")
    assert (sent.status_code, sent.location) == (303, f"{carla.path}/thanks")
    assert carla.answers() == {"score": 9, "reason": "Quick help"}
    assert "We read every answer." in carla.client.get(sent.location).text


def test_every_kind_of_question_is_stored(invite):
    customer = invite(*EXTRAS)
    customer.send("0", q1="Speed", q2=["Price", "Speed"], q3="4", q4="No")
    assert customer.answers() == {
        "score": 0,
        "q1": "Speed",
        "q2": '["Price", "Speed"]',
        "q3": 4,
        "q4": "No",
    }


def test_the_response_knows_who_answered_what_and_how_they_were_then(invite, session):
    customer = invite(contact={"attributes": {"plan": "gold"}})
    customer.send("7")
    (response,) = customer.responses()
    assert (response.score, response.source, response.excluded) == (7, "mail", None)
    assert response.attributes == {"plan": "gold"}
    assert response.contact_id == customer.invitation.contact_id
    assert response.version_id == customer.version.id


def test_the_day_is_the_workspaces_own(carla, session, workspace):
    workspace.timezone = "Pacific/Kiritimati"
    carla.send("9")
    (response,) = carla.responses()
    assert response.answered_on == response.answered_at.astimezone(workspace.zone).date()


def test_the_same_answer_again_changes_nothing(carla):
    first = carla.send("9", reason="Fine")
    again = carla.send("9", reason="Fine")
    assert (again.status_code, again.location) == (first.status_code, first.location)
    assert [r.revision for r in carla.responses()] == [1]


def test_the_same_page_sent_with_other_words_revises_the_answer(carla):
    carla.send("9", reason="Fine")
    carla.send("3", reason="Broken since")
    assert [(r.revision, r.score) for r in carla.responses()] == [(2, 3)]
    assert carla.answers() == {"score": 3, "reason": "Broken since"}


def test_the_link_opened_again_shows_the_answer_and_a_person_replaces_a_machine(carla):
    carla.send("0", key="scanner")
    carla.send("10", key="person", reason="Really")
    page = carla.client.get(carla.path).text
    assert chosen(page) == ["10"]
    assert "Really</textarea>" in page
    assert [r.score for r in carla.responses()] == [10]


def test_a_new_click_in_the_mail_is_chosen_over_the_earlier_answer(carla):
    carla.send("2")
    assert chosen(carla.client.get(carla.path + "?score=8").text) == ["8"]


def test_the_invitations_own_version_is_asked_after_a_new_one_was_published(carla, session):
    newer = dict(carla.version.definition)
    newer["questions"] = [{**newer["questions"][0], "text": "Quite another question?"}]
    old = carla.version
    session.add(
        type(old)(
            survey_id=old.survey_id,
            number=2,
            definition=newer,
            created_at=old.created_at,
            published_at=old.created_at,
        )
    )
    assert "How likely are you to recommend Acme?" in carla.client.get(carla.path).text
    assert carla.send("9").status_code == 303


@pytest.mark.parametrize("score", ["11", "-1", "nine", "9.5", ""])
def test_a_wrong_score_saves_nothing_and_keeps_everything_typed(invite, score):
    customer = invite(*EXTRAS)
    page = customer.send(score, reason="My <b>words</b> {{7*7}}", q1="Speed", q4="السلام عليكم")
    assert page.status_code == 422
    assert 'id="score-error"' in page.text
    assert "My &lt;b&gt;words&lt;/b&gt; {{7*7}}</textarea>" in page.text
    assert 'value="Speed" checked' in page.text
    assert "السلام عليكم</textarea>" in page.text
    assert 'name="_submission" value="k1"' in page.text
    assert customer.responses() == []


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("🦤" * 100_000, "🦤" * 100_000),
        ("a\0b", "ab"),
        ("<script>alert(1)</script>{{7*7}}", "<script>alert(1)</script>{{7*7}}"),
        ("مرحبا\u202e بالعالم", "مرحبا\u202e بالعالم"),
        ("one\r\ntwo", "one\ntwo"),
    ],
    ids=["100,000 emoji", "NUL", "HTML", "right to left", "lines"],
)
def test_words_of_every_sort_come_back_as_they_were_written(carla, words, kept):
    assert carla.send("9", reason=words).status_code == 303
    assert carla.answers()["reason"] == kept
    assert f"{escape(kept)}</textarea>" in carla.client.get(carla.path).text


def test_a_comment_too_long_is_said_at_its_field_and_kept_whole(carla):
    page = carla.send("9", reason="x" * 100_001)
    assert page.status_code == 422
    assert "this is 1 over" in page.text
    assert "x" * 100_001 in page.text


def test_a_survey_answered_after_its_close_is_kept_but_not_counted(carla):
    carla.close()
    page = carla.send("9", reason="Too late?")
    assert page.status_code == 410
    assert "not counted" in page.text
    assert "Too late?" in page.text
    assert [(r.excluded, r.score) for r in carla.responses()] == [("late", 9)]


def test_a_late_answer_sent_twice_is_one(carla):
    carla.close()
    carla.send("9", reason="Too late?")
    assert carla.send("9", reason="Too late?").status_code == 410
    assert [(r.excluded, r.revision) for r in carla.responses()] == [("late", 1)]


def test_a_counted_answer_is_never_altered_after_the_close(carla):
    carla.send("9", reason="In time")
    carla.close()
    page = carla.send("1", reason="Changed my mind")
    assert page.status_code == 410
    assert "Changed my mind" in page.text
    assert [(r.excluded, r.score, r.revision) for r in carla.responses()] == [(None, 9, 1)]
    assert carla.answers()["reason"] == "In time"


def test_a_late_answer_counts_when_the_survey_opens_again_and_it_is_sent_again(carla, session):
    carla.close()
    carla.send("9")
    session.scalars(select(Survey)).one().closed_at = None
    carla.send("9")
    assert [(r.excluded, r.score) for r in carla.responses()] == [(None, 9)]


@pytest.mark.parametrize("answered", [False, True])
def test_a_closed_survey_is_a_kind_page(carla, answered):
    if answered:
        carla.send("9")
    carla.close()
    page = carla.client.get(carla.path)
    assert page.status_code == 410
    assert ("stays as you left it" in page.text) == answered


def test_thanks_before_an_answer_lead_back_to_the_questions(carla):
    assert carla.client.get(carla.path + "/thanks").location == carla.path


def test_an_answer_with_another_invitations_page_key_is_its_own(invite):
    one, two = invite(), invite()
    one.send("9", key="same")
    two.send("2", key="same")
    assert sorted(r.score for r in two.responses()) == [2, 9]
