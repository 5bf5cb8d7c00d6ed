"""Every type on the customer's page, in Chromium and Firefox: seen, heard, and answered by keys.

WCAG 2.2 AA is more than axe can see, so the rest is measured: what a key press does, where the
focus goes and whether it shows, how large a target is, and what is left of the page at 320 px.
"""

from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from feedback import create_app
from feedback.config import Settings
from feedback.respond.pages import Sending, form_page, held_page, kind_page
from feedback.respond.thanking import thanks_page
from surveys.answering import AnswerForm
from surveys.definition import Definition, Question
from surveys.models import Workspace
from surveys.questions import TYPES
from surveys.questions.options import Own
from tests.browser import Chromium, Engine, violations
from tests.factories import definition
from tests.questions.cast import ASKING, GIVEN, SETTINGS, WRONG

pytestmark = pytest.mark.journey

ACME = Workspace(name="Acme & Sons", accent="#0f6b5c")
KINDS = pytest.mark.parametrize("kind", TYPES)
ORDER = ["Price", "Speed", "Ñandú 🦤", "Taste"]
TYPED: dict[str, tuple[list[str], object]] = {
    "nps": (["Space", "ArrowRight", "ArrowRight"], 2),
    "csat": (["Space", "ArrowRight", "ArrowLeft"], 1),
    "ces": (["Space", "ArrowDown"], 2),
    "choice": (["Space", "ArrowUp", "Tab", "the smell"], Own("the smell", "Something else")),
    "choices": (["Space", "Tab", "Tab", "Space"], ["Price", "Ñandú 🦤"]),
    "ranking": (["Space", "Tab", "Space", "Tab", "Tab", "Space"], ORDER),
    "matrix": (["Space", "Tab", "Space", "ArrowRight"], {"Delivery": "Poor", "Ñandú 🦤": "Fair"}),
    "rating": (["Space", "ArrowRight", "ArrowRight"], 3),
    "expectation": (["Space", "ArrowDown"], 2),
    "text": (["in a word"], "in a word"),
    "number": (["12,5"], 12.5),
    "date": (["02132026"], "2026-02-13"),
    "email": (["carla@acme.example"], "carla@acme.example"),
    "phone": (["030 901820"], "+4930901820"),
    "consent": (["Space"], True),
}
"""What somebody presses whose focus has come to the question, and what that answers."""
SEND = "document.activeElement.matches('button.primary')"
INSIDE = "!!document.activeElement.closest('.question')?.querySelector('[name^=q1]')"
SHOWS = """(() => {
  const at = document.activeElement, box = at.closest("label") || at;
  return [at, box].some((each) => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
})()"""
SMALL = """[...document.querySelectorAll("input, textarea, select, button, a")].filter((each) => {
  const box = (each.closest("label") || each).getBoundingClientRect();
  return each.checkVisibility() && each.type !== "hidden" && Math.min(box.width, box.height) < 44;
}).map((each) => each.outerHTML.slice(0, 90))"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SENT = "[...new FormData(document.querySelector('form'))].filter(([name]) => name.startsWith('q1'))"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Give an application that only draws pages."""
    return create_app(Settings(data=tmp_path_factory.mktemp("data")))


@pytest.fixture
def look_at(engine: Engine, tmp_path: Path):
    """Give a function that opens a page in the browser."""

    def look(page: str) -> Engine:
        (tmp_path / "page.html").write_text(page)
        engine.resize(1280, 900)
        engine.open((tmp_path / "page.html").as_uri())
        return engine

    yield look
    # What was typed would come back on the next test's page: to the browser all files are one site.
    engine.run("localStorage.clear(), 0")


@pytest.fixture
def show(house: Flask, look_at):
    """Give a function that opens a survey's page, empty or as it comes back with this sent."""

    def draw(asks: Definition, sent: MultiDict[str, str] | None = None) -> Engine:
        with house.test_request_context():
            form = AnswerForm(asks, sent) if sent is not None else None
            assert form is None or not form.validate()
            page = form_page(ACME, asks, form=form, sending=Sending("token", "key"), nonce="n")
        return look_at(page)

    return draw


def asking(*kinds: str, language: str = "en") -> Definition:
    questions = [
        Question(f"q{at}", kind, f"About {kind}?", hint="Help.", settings=SETTINGS.get(kind, {}))
        for at, kind in enumerate(kinds, 1)
    ]
    return definition(*questions, language=language)


def sent(kinds: list[str], usual: dict[str, list[dict[str, list[str]]]]) -> MultiDict[str, str]:
    found: MultiDict[str, str] = MultiDict()
    for at, kind in enumerate(kinds, 1):
        for name, values in usual.get(kind, [{"q1": ["nonsense"]}])[0].items():
            for value in values:
                found.add(name.replace("q1", f"q{at}", 1), value)
    return found


@KINDS
def test_axe_finds_nothing_in_a_type(kind, show):
    assert violations(show(asking(kind))) == []


OTHER_PAGES = {
    "closed": lambda: kind_page("This is closed", "Thank you.", workspace=ACME, words="My words."),
    "held": lambda: held_page("/r/token", [("score", "9"), ("reason", "My words.")]),
    "thanks": lambda: thanks_page(ACME, definition()),
}


@pytest.mark.parametrize("name", OTHER_PAGES)
def test_axe_finds_nothing_on_the_pages_around_a_survey(name, house, look_at):
    with house.test_request_context():
        page = look_at(OTHER_PAGES[name]())
    assert violations(page) == []
    page.resize(320, 900)
    assert page.run(WIDER) <= 0


@pytest.mark.parametrize("kind", ASKING)
def test_axe_finds_nothing_where_something_is_wrong(kind, show):
    page = show(asking(kind), sent([kind], WRONG))
    assert violations(page) == []
    assert page.run("document.activeElement.className") == "problem"
    assert page.run("document.querySelectorAll('#q1-error').length") == 1


@pytest.mark.parametrize("kind", ASKING)
def test_a_type_is_answered_with_keys_alone_and_lets_go(kind, show):
    asks = asking(kind)
    page = show(asks)
    steps = []
    while not page.run(INSIDE):
        page.press("Tab")
        steps.append(page.run(SHOWS))
        assert len(steps) < 10
    keys, meant = TYPED[kind]
    page.press(*keys)
    steps.append(page.run(SHOWS))
    form = AnswerForm(asks, MultiDict(page.run(SENT)))
    assert (form["q1"].data, form["q1"].errors) == (meant, ())
    while not page.run(SEND):
        page.press("Tab")
        steps.append(page.run(SHOWS))
        assert len(steps) < 30
    page.press("Shift+Tab")
    assert page.run(INSIDE)
    assert all(steps)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_wider_than_a_phone_or_smaller_than_a_finger(language, show):
    page = show(asking(*TYPES, language=language))
    for width in (320, 390, 640):
        page.resize(width, 900)
        assert page.run(WIDER) <= 0, width
        assert page.run(SMALL) == [], width


def test_a_matrix_is_a_table_to_the_eye_where_there_is_room_and_to_the_ear_always(show):
    page = show(asking("matrix"))
    cell = "getComputedStyle(document.querySelector('.matrix td:last-child')).display"
    for width, looks in ((1280, "table-cell"), (390, "block")):
        page.resize(width, 900)
        assert page.run(cell) == looks
        assert page.run("document.querySelectorAll('[role=row] [role=rowheader]').length") == 3
    names = page.run("[...document.querySelectorAll('.matrix input')].map((i) => i.ariaLabel)")
    assert names[:2] == ["Delivery: Poor", "Delivery: Fair"]


def test_places_can_be_moved_and_taken_back_and_the_ear_is_told(show):
    page = show(asking("ranking"))
    page.run("document.querySelector('.take').focus()")
    page.press("Space", "Tab", "Space", "Tab", "Space")
    assert page.run("document.activeElement.textContent") == "1Speed"
    assert (
        page.run("document.querySelector('.ranking [aria-live]').textContent")
        == "Speed: place 1 of 4"
    )
    page.press("Space")
    assert dict(page.run(SENT)) == {"q1-0": "1", "q1-1": "", "q1-2": "", "q1-3": ""}


@pytest.mark.parametrize("engine", ["chromium"], indirect=True)  # Firefox cannot be told to
@pytest.mark.parametrize("kind", ["nps", "rating", "expectation", "choice", "choices", "matrix"])
def test_what_is_chosen_shows_without_colours_and_nothing_moves_for_who_wants_it_still(kind, show):
    page = show(asking(kind))
    assert isinstance(page, Chromium)
    page.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.run("document.querySelector('[name^=q1]').click()")
    chosen = "getComputedStyle(document.querySelector('label:has([name^=q1]:checked)'))"
    assert page.run(f"{chosen}.outlineStyle") == "solid"
    assert page.run(f"{chosen}.transitionDuration") == "0s"
    page.page.emulate_media(forced_colors="none", reduced_motion="no-preference")


def test_a_ranking_without_javascript_is_places_to_choose(browser, house, tmp_path):
    with house.test_request_context():
        page = form_page(ACME, asking("ranking"), sending=Sending("token", "key"), nonce="n")
    (tmp_path / "page.html").write_text(page)
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto((tmp_path / "page.html").as_uri())
    for name, (place,) in GIVEN["ranking"].items():
        plain.locator(f"#{name}").focus()
        plain.keyboard.type(place)
        assert plain.locator(f"#{name}").input_value() == place
    plain.context.close()
