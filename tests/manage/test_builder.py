"""The builder's comforts: saved as you go, undone and done again, questions dragged by hand."""

import threading
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from werkzeug.serving import make_server

from surveys import drafts
from surveys.definition import Question
from surveys.editing import extras
from tests.factories import NOW
from tests.manage.conftest import changed


def texts(stored):
    return [question.text for question in extras(stored().sheet.asks)]


def test_what_is_typed_is_saved_on_the_way(desk, stored):
    told = desk.type(do="autosave", subject="Half a sub")
    assert told.json == {
        "stamp": stored().sheet.stamp,
        "said": "Draft saved",
        "undo": True,
        "redo": False,
    }
    assert stored().sheet.asks.subject == "Half a sub"


def test_the_new_stamp_lets_the_next_words_be_saved(desk, stored):
    pairs = desk.open()
    stamp = desk.send(changed(pairs, subject="One"), do="autosave").json["stamp"]
    desk.send(changed(pairs, subject="Two", stamp=stamp))
    assert stored().sheet.asks.subject == "Two"


def test_saving_on_the_way_never_overwrites_another_window(desk, stored):
    stale = desk.open()
    desk.type(subject="Theirs")
    told = desk.send(changed(stale, subject="Mine"), do="autosave")
    assert (told.status_code, "another window" in told.json["said"]) == (409, True)
    assert stored().sheet.asks.subject == "Theirs"


def test_words_that_cannot_be_saved_say_so(desk, stored):
    before = stored().sheet
    told = desk.type(do="autosave", name="x" * 500)
    assert (told.status_code, told.json["said"][:13]) == (422, "Not saved yet")
    assert stored().sheet == before


def test_a_removed_question_comes_back_by_undoing(desk, stored):
    key = desk.type(do="add:rating").location.partition("#")[2]
    desk.type(**{f"{key}-text": "How good?"})
    desk.type(do=f"remove:{key}")
    assert texts(stored) == []
    desk.type(do="undo")
    assert texts(stored) == ["How good?"]
    desk.type(do="redo")
    assert texts(stored) == []


def test_undoing_keeps_what_was_typed_since_for_redoing(desk, stored):
    desk.type(do="add:rating")
    desk.type(do="undo", subject="Typed and not saved")
    assert stored().sheet.asks.subject != "Typed and not saved"
    desk.type(do="redo")
    assert stored().sheet.asks.subject == "Typed and not saved"


def test_the_buttons_show_what_can_be_done(desk):
    page = desk.client.get(f"{desk.path}/draft").text
    assert page.count("data-step") == 2
    assert page.count("disabled>Undo") == page.count("disabled>Redo") == 1
    desk.type(subject="Hello")
    page = desk.client.get(f"{desk.path}/draft").text
    assert (page.count("disabled>Undo"), page.count("disabled>Redo")) == (0, 1)


@pytest.fixture
def builder(app, desk, session, survey, browser):
    """The editor in a real browser, with three questions in it."""
    sheet = drafts.read(session, survey).sheet
    more = [Question(f"q{n}", "text", f"Question {word}") for n, word in enumerate("ABC")]
    asks = replace(sheet.asks, questions=(*sheet.asks.questions, *more))
    drafts.save(session, survey, drafts.Sheet(sheet.name, asks), seen=sheet.stamp, now=NOW)
    session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    window = browser.new_context(viewport={"width": 1280, "height": 900})
    window.set_default_timeout(10_000)
    cookie = desk.client.get_cookie("hark")
    window.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base}])
    page = window.new_page()
    app.extensions.pop("test_session")
    page.goto(f"{base}{desk.path}/draft")
    yield page
    window.close()
    server.shutdown()
    app.extensions["test_session"] = session


@pytest.mark.journey
def test_in_a_browser_words_are_saved_without_a_press(builder, stored):
    builder.get_by_label("Subject", exact=True).fill("Saved by itself")
    expect(builder.get_by_role("status")).to_have_text("Draft saved")
    assert stored().sheet.asks.subject == "Saved by itself"
    builder.get_by_role("button", name="Undo").click()
    expect(builder.get_by_label("Subject", exact=True)).not_to_have_value("Saved by itself")
    assert Axe().run(builder).violations_count == 0


@pytest.mark.journey
def test_in_a_browser_a_press_while_saving_loses_nothing(builder, stored):
    builder.route("**/draft", lambda route: (builder.wait_for_timeout(300), route.continue_()))
    builder.get_by_label("Subject", exact=True).fill("On its way")
    builder.wait_for_timeout(1600)
    builder.get_by_label("Heading").fill("Typed meanwhile")
    with builder.expect_navigation():
        builder.get_by_role("button", name="Save", exact=True).last.click()
    expect(builder.get_by_role("alert")).to_have_count(0)
    asks = stored().sheet.asks
    assert (asks.subject, asks.thanks_title) == ("On its way", "Typed meanwhile")


@pytest.mark.journey
def test_in_a_browser_a_question_is_dragged_to_its_place(builder, stored):
    grips = builder.locator("[data-grip]")
    grips.nth(2).scroll_into_view_if_needed()
    grips.nth(2).hover()
    builder.mouse.down()
    first = builder.locator("[data-question]").first.bounding_box()
    builder.mouse.move(first["x"] + 20, first["y"] + 10, steps=8)
    with builder.expect_navigation():
        builder.mouse.up()
    assert texts(stored) == ["Question C", "Question A", "Question B"]
    assert builder.url.endswith("#q2")


@pytest.mark.journey
def test_in_a_browser_without_a_connection_words_stay_and_are_said_to(builder, stored):
    builder.context.set_offline(True)
    builder.get_by_label("Subject", exact=True).fill("Written on the train")
    expect(builder.get_by_role("status")).to_have_text("Not saved yet: no connection")
    builder.context.set_offline(False)
    builder.get_by_label("Subject", exact=True).press("End")
    builder.get_by_label("Subject", exact=True).press_sequentially("!")
    expect(builder.get_by_role("status")).to_have_text("Draft saved")
    assert stored().sheet.asks.subject == "Written on the train!"
