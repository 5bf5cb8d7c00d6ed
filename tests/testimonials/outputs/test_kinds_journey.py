"""Carousel, badge and single quote on a foreign, strict page, in Chromium and in Firefox."""

import time
from datetime import UTC, datetime

import pytest

from tests.browser import violations
from tests.testimonials.outputs.foreign import foreign_site

pytestmark = pytest.mark.journey
PATIENCE = 15


def root(kind, script):
    return (
        f"(() => {{ const root = document.querySelector('hark-{kind}').shadowRoot; {script} }})()"
    )


def wait_for(engine, expression):
    """Ask the page again and again until it says yes."""
    end = time.monotonic() + PATIENCE
    while not engine.run(expression):
        assert time.monotonic() < end, expression
        time.sleep(0.05)


def loaded(kind):
    return f"!!document.querySelector('hark-{kind}')?.shadowRoot.querySelector('section')"


def place(engine):
    return engine.run(root("carousel", "return root.querySelector('[role=status]').textContent"))


@pytest.fixture
def carousel(engine, hark, published):
    """A shop's page with a carousel of three quotes."""
    for n in (1, 2, 3):
        published(f"Words of customer number {n}. " * n)
    with foreign_site(hark, 'data-show="carousel"') as shop:
        engine.resize(900, 900)
        engine.open(shop)
        wait_for(engine, loaded("carousel"))
        yield engine


def turned_to(engine, said):
    wait_for(
        engine,
        root("carousel", f"return root.querySelector('[role=status]').textContent === '{said}'"),
    )


def test_a_carousel_turns_by_its_buttons_and_says_where_it_is(carousel):
    assert place(carousel) == "1 of 3"
    press = "root.querySelectorAll('button')[{}].click(); return true"
    for button, said in ((1, "2 of 3"), (1, "3 of 3"), (1, "1 of 3"), (0, "3 of 3")):
        carousel.run(root("carousel", press.format(button)))
        turned_to(carousel, said)


def test_a_carousel_turns_by_keys(carousel):
    carousel.run(root("carousel", "root.querySelector('.track').focus(); return true"))
    carousel.press("ArrowRight")
    turned_to(carousel, "2 of 3")
    carousel.press("ArrowLeft")
    turned_to(carousel, "1 of 3")


def test_a_carousel_never_turns_by_itself(carousel):
    time.sleep(1.5)
    assert place(carousel) == "1 of 3"


def test_a_carousel_has_no_axe_violation(carousel):
    assert violations(carousel) == []


def test_every_button_is_named_and_large_enough_for_a_thumb(carousel):
    found = carousel.run(
        root(
            "carousel",
            "return [...root.querySelectorAll('button')].map((b) => [b.ariaLabel, b.offsetWidth])",
        )
    )
    assert found == [["Previous quote", 44], ["Next quote", 44]]


def test_a_single_quote_stands_alone_and_empties_when_it_is_withdrawn(
    engine, hark, published, public_id, session
):
    published("Others.")
    consent = published("Only this one.")
    with foreign_site(hark, f'data-show="quote" data-quote="{public_id()}"') as shop:
        engine.open(shop)
        wait_for(engine, loaded("quote"))
        words = root("quote", "return [...root.querySelectorAll('p')].map((p) => p.textContent)")
        assert engine.run(words) == ["Only this one."]
        assert violations(engine) == []
        consent.ended_at = datetime.now(UTC)
        session.commit()
        engine.open(shop)
        wait_for(engine, "document.querySelector('hark-quote')?.hidden === true")
        assert engine.run(root("quote", "return root.childElementCount")) == 0


def test_a_badge_leads_to_the_wall_and_holds_nobodys_words(engine, hark, published):
    for _ in range(5):
        published("Private praise.")
    with foreign_site(hark, 'data-show="badge"') as shop:
        engine.open(shop)
        wait_for(engine, loaded("badge"))
        text = engine.run(root("badge", "return root.querySelector('section').textContent"))
        assert "5 of 5 customers" in text
        assert "praise" not in text
        link = engine.run(root("badge", "return root.querySelector('a').href"))
        assert link == "http://hark.test/wall/acme?lang=en"
        assert violations(engine) == []


def test_elements_can_be_placed_by_hand(engine, hark, published):
    published("By hand.")
    with foreign_site(hark, 'data-show=""') as shop:
        engine.open(shop)
        wait_for(engine, "!!customElements.get('hark-wall')")
        engine.run(
            "document.querySelector('#after').append(Object.assign(document.createElement("
            f"'hark-wall'), {{}})), document.querySelector('hark-wall').setAttribute('src', "
            f"'{hark}/wall/acme'), document.querySelector('hark-wall').load(), true"
        )
        wait_for(engine, loaded("wall"))
        assert engine.run("document.querySelectorAll('hark-wall').length") == 1


def test_less_motion_is_respected(browser, hark, published):
    published("One.")
    published("Two.")
    with foreign_site(hark, 'data-show="carousel"') as shop:
        for wish, behaviour in (("reduce", "auto"), ("no-preference", "smooth")):
            context = browser.new_context(reduced_motion=wish)
            page = context.new_page()
            page.goto(shop)
            page.wait_for_selector("hark-carousel figure")
            style = "return getComputedStyle(root.querySelector('.track')).scrollBehavior"
            assert page.evaluate(root("carousel", style)) == behaviour
            context.close()


@pytest.mark.parametrize("path", ["/carousel", "/badge", "/{id}", "/{id}?lang=ar", "?lang=ar"])
@pytest.mark.parametrize("width", [320, 1280])
def test_pages_without_scripts_are_accessible_and_do_not_scroll_sideways(
    engine, hark, published, public_id, path, width
):
    for words in ("x" * 3_000, "שלום עולם", "<b>Fast.</b>", "Really good. " * 30):
        published(words, named_as="y" * 200, incentive="z" * 200)
    engine.resize(width, 800)
    engine.open(f"{hark}/wall/acme{path.format(id=public_id())}")
    assert violations(engine) == []
    assert engine.run("document.documentElement.scrollWidth <= innerWidth")


def test_the_carousel_page_turns_by_its_links_without_scripts(browser, hark, published):
    for n in range(3):
        published(f"Words {n}.")
    context = browser.new_context(java_script_enabled=False, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{hark}/wall/acme/carousel")
    page.locator("#q1").get_by_role("link", name="Next quote").click()
    page.wait_for_timeout(200)
    shown = page.locator("#q2").bounding_box()
    assert 0 <= shown["x"] < 1280
    assert page.locator("#q1").bounding_box()["x"] < 0
    context.close()
