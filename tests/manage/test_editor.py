"""The editor: every action saves, nothing typed is lost, and each error stands at its field."""

import re
from dataclasses import replace
from threading import Thread

import pytest

from surveys import drafts
from surveys.definition import MAX_EXTRA_QUESTIONS, Question
from surveys.editing import EXTRA_KINDS, extras
from surveys.models import Survey
from tests.factories import NOW
from tests.manage.conftest import changed, fields

HOSTILE = '<script>alert(1)</script> {{7*7}} &amp; "q" ‮מימין‬ 🎈'


def texts(stored):
    return [question.text for question in extras(stored().sheet.asks)]


def add(desk, *questions, kind="text"):
    """Add questions with these words."""
    for words in questions:
        answer = desk.type(do=f"add:{kind}")
        key = answer.location.partition("#")[2]
        desk.type(**{f"{key}-text": words})


def error_at(page, name):
    found = re.search(rf'id="{name}-error">([^<]+)<', page.text)
    return found.group(1) if found else ""


def test_saving_keeps_every_word(desk, stored):
    assert desk.type(subject="New subject", score_text="Would you?").status_code == 303
    asks = stored().sheet.asks
    assert (asks.subject, asks.score.text) == ("New subject", "Would you?")


def test_opening_and_saving_changes_nothing(desk, stored):
    before = stored().sheet
    desk.type()
    assert stored().sheet.stamp == before.stamp
    assert stored().sheet.name == before.name


def test_opening_the_editor_writes_nothing(desk, stored):
    desk.publish()
    desk.open()
    assert stored().unpublished is None


@pytest.mark.parametrize("do", ["add:text", "preview", "save", ""])
def test_every_button_saves_what_was_typed(desk, stored, do):
    desk.type(do=do, subject="Typed before the click")
    assert stored().sheet.asks.subject == "Typed before the click"


@pytest.mark.parametrize("kind", ["choice", "choices", "rating", "text"])
def test_each_kind_of_question_can_be_added(desk, stored, kind):
    answer = desk.type(do=f"add:{kind}")
    (question,) = extras(stored().sheet.asks)
    assert question.kind == kind
    assert answer.location.endswith(f"#{question.key}")


def test_options_are_typed_one_per_line(desk, stored):
    key = desk.type(do="add:choice").location.partition("#")[2]
    desk.type(**{f"{key}-text": "Which?", f"{key}-set-options": "one\r\n\r\n two \r\n"})
    assert extras(stored().sheet.asks)[0].settings["options"] == ["one", "two"]


def test_a_question_can_be_made_a_duty(desk, stored):
    add(desk, "Why?")
    key = extras(stored().sheet.asks)[0].key
    desk.type(**{f"{key}-required": "y"})
    assert extras(stored().sheet.asks)[0].required
    desk.send([pair for pair in desk.open() if pair[0] != f"{key}-required"])
    assert not extras(stored().sheet.asks)[0].required


@pytest.mark.parametrize(
    "do, expected",
    [
        ("up", ["two", "one", "three"]),
        ("down", ["one", "three", "two"]),
        ("copy", ["one", "two", "two", "three"]),
        ("remove", ["one", "three"]),
    ],
)
def test_questions_are_moved_copied_and_removed_with_plain_buttons(desk, stored, do, expected):
    add(desk, "one", "two", "three")
    key = extras(stored().sheet.asks)[1].key
    desk.type(do=f"{do}:{key}")
    assert texts(stored) == expected


def test_a_question_keeps_its_words_and_key_when_it_moves(desk, stored):
    add(desk, "one", "two")
    before = {q.key: q.text for q in extras(stored().sheet.asks)}
    desk.type(do=f"up:{list(before)[1]}")
    after = {q.key: q.text for q in extras(stored().sheet.asks)}
    assert after == before
    assert list(after) == list(reversed(before))


@pytest.fixture
def full(session, survey, desk):
    """A draft with as many questions as there is room for."""
    sheet = drafts.read(session, survey).sheet
    further = [Question(f"q{n}", "text", f"{n}?") for n in range(MAX_EXTRA_QUESTIONS)]
    asks = replace(sheet.asks, questions=(*sheet.asks.questions[:2], *further))
    drafts.save(session, survey, replace(sheet, asks=asks), seen=sheet.stamp, now=NOW)
    session.commit()
    return desk


def test_where_there_is_no_room_there_is_no_button_for_another_question(full):
    assert 'value="add:' not in full.client.get(f"{full.path}/draft").text


def test_a_question_too_many_sent_anyway_is_refused_with_what_was_typed(full, stored):
    page = full.type(do="add:text", subject="Still typed here")
    assert page.status_code == 422
    assert "no room for another question" in page.text
    assert "Still typed here" in page.text
    assert len(texts(stored)) == MAX_EXTRA_QUESTIONS


@pytest.mark.parametrize(
    "field, words",
    [
        ("name", ""),
        ("name", "x" * 121),
        ("subject", "Hello\r\nBcc: everybody@example.com"),
        ("subject", "x" * 151),
        ("invitation", "x" * 5_001),
        ("score-text", "x" * 301),
        ("thanks_title", "x" * 121),
        ("thanks_text", "x" * 2_001),
    ],
)
def test_what_cannot_be_saved_is_told_at_its_field_and_nothing_typed_is_lost(
    desk, stored, field, words
):
    before = stored().sheet
    page = desk.type(**{field: words, "reason-text": "Typed beside it"})
    assert page.status_code == 422
    assert error_at(page, field)
    assert "Typed beside it" in page.text
    assert stored().sheet == before


def test_the_refused_words_stand_in_their_field(desk):
    page = desk.type(thanks_text="long " * 500)
    assert "long " * 499 in page.text


def test_letters_for_a_number_are_told_at_their_field_and_kept(desk, stored):
    key = desk.type(do="add:rating").location.partition("#")[2]
    page = desk.type(**{f"{key}-set-steps": "many"})
    assert page.status_code == 422
    assert error_at(page, f"{key}-set-steps")
    assert 'value="many"' in page.text


@pytest.mark.parametrize(
    "field", ["subject", "invitation", "score-text", "reason-text", "thanks_title", "thanks_text"]
)
def test_what_is_missing_keeps_it_from_being_published_but_not_from_being_saved(
    desk, stored, field
):
    page = desk.publish(**{field: "", "name": "Renamed"})
    assert page.status_code == 422
    assert error_at(page, field)
    assert stored().published == ()
    assert stored().sheet.name == "Renamed"


@pytest.mark.parametrize("options", ["", "one", "same\nsame"])
def test_a_choice_without_two_distinct_options_is_not_published(desk, stored, options):
    key = desk.type(do="add:choice").location.partition("#")[2]
    page = desk.publish(**{f"{key}-text": "Which?", f"{key}-set-options": options})
    assert page.status_code == 422
    assert error_at(page, f"{key}-set-options")
    assert stored().published == ()


def test_after_what_was_missing_is_written_it_is_published(desk, stored):
    desk.publish(subject="")
    assert desk.publish(subject="Here it is").status_code == 303
    assert stored().published[0].number == 1


def test_the_page_that_says_what_is_missing_can_be_sent_again(desk, stored):
    page = desk.publish(subject="", invitation="Typed meanwhile")
    again = desk.send(changed(fields(page), subject="Here it is"), to="publication")
    assert again.status_code == 303
    assert stored().sheet.asks.invitation == "Typed meanwhile"


def test_each_button_on_the_page_does_something(desk, stored):
    add(desk, "one", "two")
    page = desk.client.get(f"{desk.path}/draft").text
    buttons = re.findall(r'<button[^>]*name="do" value="([^"]+)"', page)
    bar = {"undo", "redo", "preview", "save"}
    assert len(buttons) == 4 * 2 + len(EXTRA_KINDS) + len(bar)
    assert set(buttons) >= bar
    assert [do for do in buttons if desk.type(do=do).status_code not in (303, 422)] == []


def test_publishing_saves_what_was_typed(desk, stored):
    desk.publish(subject="Typed last")
    assert stored().unpublished is None
    assert stored().sheet.asks.subject == "Typed last"


def test_publishing_twice_with_one_page_is_harmless(desk, stored):
    page = desk.open()
    assert desk.send(page, to="publication").status_code == 303
    assert desk.send(page, to="publication").status_code == 303
    assert len(stored().versions) == 1


def test_a_second_press_after_rewording_is_no_conflict(desk, stored):
    add(desk, "Once")
    desk.publish()
    key = extras(stored().sheet.asks)[0].key
    page = changed(desk.open(), **{f"{key}-text": "Twice"})
    assert desk.send(page, to="publication").status_code == 303
    assert desk.send(page, to="publication").status_code == 303
    assert len(stored().versions) == 2


def test_the_second_tab_gets_a_conflict_that_keeps_what_was_typed(desk, stored):
    tab = desk.open()
    desk.type(subject="From the first tab")
    page = desk.send(changed(tab, subject="From the second tab"))
    assert page.status_code == 409
    assert "changed in another window" in page.text
    assert "differ in the subject" in page.text
    assert "From the second tab" in page.text
    assert stored().sheet.asks.subject == "From the first tab"


def test_the_second_tab_may_then_put_its_words_in_place(desk, stored):
    tab = desk.open()
    desk.type(subject="From the first tab")
    page = desk.send(changed(tab, subject="From the second tab"))
    assert desk.send(fields(page)).status_code == 303
    assert stored().sheet.asks.subject == "From the second tab"


def test_a_conflict_does_not_press_the_button(desk, stored):
    add(desk, "Keep me")
    tab = desk.open()
    key = extras(stored().sheet.asks)[0].key
    desk.type(subject="Other")
    assert desk.send(tab, do=f"remove:{key}").status_code == 409
    assert texts(stored) == ["Keep me"]


def test_a_conflict_publishes_nothing(desk, stored):
    tab = desk.open()
    desk.type(subject="Other")
    assert desk.send(changed(tab, subject="Mine"), to="publication").status_code == 409
    assert stored().published == ()


def test_a_save_waits_for_one_under_way_and_is_then_told(app, desk, session, survey, stored):
    mine = changed(desk.open(), subject="Mine")
    sheet = stored().sheet
    theirs = replace(sheet, asks=replace(sheet.asks, subject="Theirs"))
    app.extensions.pop("test_session")
    drafts.save(session, survey, theirs, seen=sheet.stamp, now=NOW)
    answers = []
    thread = Thread(target=lambda: answers.append(desk.send(mine).status_code))
    thread.start()
    thread.join(0.5)
    session.commit()
    thread.join()
    app.extensions["test_session"] = session
    assert answers == [409]
    assert stored().sheet.asks.subject == "Theirs"


@pytest.mark.parametrize("field", ["name", "subject", "invitation", "score-text", "thanks_text"])
def test_hostile_words_are_shown_as_they_were_typed(desk, stored, field):
    desk.type(**{field: HOSTILE})
    page = desk.client.get(f"{desk.path}/draft")
    assert "<script>alert" not in page.text
    assert dict(desk.open())[field] == HOSTILE


def test_nul_is_no_text_and_is_left_out(desk, stored):
    desk.type(invitation="a\0b", **{"score-text": "c\0d", "reason-hint": "e\0f"})
    asks = stored().sheet.asks
    assert (asks.invitation, asks.score.text, asks.reason.hint) == ("ab", "cd", "ef")


@pytest.mark.parametrize(
    "entry", ["score:text", "reason:text", "qa:nps", "qa:nonsense", "../x:text", "qa", ""]
)
def test_questions_no_editor_of_ours_can_have_sent_are_refused(desk, stored, entry):
    before = stored().sheet
    answer = desk.send([*desk.open(), ("question", entry)])
    assert answer.status_code == 400
    assert stored().sheet == before


def test_a_question_sent_twice_is_refused(desk):
    twice = [("question", "qa:text"), ("question", "qa:text")]
    assert desk.send([*desk.open(), *twice]).status_code == 400


@pytest.mark.parametrize("do", ["up:score", "remove:reason", "copy:nobody", "add:nps", "add:x"])
def test_buttons_that_do_not_exist_do_nothing(desk, stored, do):
    before = stored().sheet
    assert desk.type(do=do).status_code == 400
    assert stored().sheet == before


def test_the_kind_of_the_score_cannot_be_changed_from_outside(desk, stored):
    desk.type(**{"score-kind": "text"})
    assert stored().sheet.asks.score.kind == "nps"


def test_a_new_version_begins_with_the_words_of_the_last(desk, stored):
    desk.publish(subject="Published words")
    assert dict(desk.open())["subject"] == "Published words"
    desk.type(invitation="New words")
    assert stored().versions[0].number == 2
    assert stored().sheet.asks.subject == "Published words"


def test_the_editor_says_what_becomes_of_a_question_already_asked(desk, stored):
    add(desk, "Once")
    desk.publish()
    page = desk.client.get(f"{desk.path}/draft").text
    assert "becomes a new question" in page
    assert "still this survey’s score" in page


def test_a_draft_can_be_thrown_away(desk, stored, session):
    desk.publish(subject="Published")
    desk.type(subject="Never mind")
    desk.client.submit(f"{desk.path}/draft/removal", page=f"{desk.path}/draft")
    assert stored().sheet.asks.subject == "Published"


def test_a_survey_never_published_goes_with_its_draft(desk, session):
    answer = desk.client.submit(f"{desk.path}/draft/removal", page=f"{desk.path}/draft")
    assert answer.location == "/surveys"
    assert session.query(Survey).count() == 0
