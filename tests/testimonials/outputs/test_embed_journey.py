"""The embed in a real browser: on a foreign page with a strict policy, and the inbox by hand."""

from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe

from feedback import models
from tests.testimonials.outputs.foreign import foreign_site

pytestmark = pytest.mark.journey
EVIL = '<script>document.title="broken"</script> We saved 6 hours a week.'


@pytest.fixture
def browser_page(browser):
    """A fresh window that remembers what went wrong in it."""
    context = browser.new_context()
    page = context.new_page()
    page.troubles = []
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.on("console", lambda m: page.troubles.append(m.text) if m.type == "error" else None)
    yield page
    context.close()


def in_embed(page, script):
    return page.evaluate(
        f"(() => {{ const root = document.querySelector('hark-wall').shadowRoot; {script} }})()"
    )


def serious(page):
    return [v["id"] for v in Axe().run(page).response["violations"]]


@pytest.fixture
def shown(hark, published, browser_page):
    """The shop's page, with one evil quote in it."""
    published(EVIL, named_as="<b>Eve</b> Able")
    with foreign_site(hark) as shop:
        browser_page.goto(shop)
        browser_page.wait_for_selector("hark-wall figure")
        yield browser_page


def test_embed_stands_where_its_line_stands(shown):
    order = shown.evaluate("[...document.querySelector('main').children].map(e => e.tagName)")
    assert order == ["H1", "P", "SCRIPT", "HARK-WALL", "P"]


def test_hostile_words_are_exact_and_inert_in_the_embed(shown):
    assert in_embed(shown, "return root.querySelector('blockquote p').textContent") == EVIL
    assert in_embed(shown, "return root.querySelector('bdi').textContent") == "<b>Eve</b> Able"
    assert shown.title() == "Shop"


def test_strict_policy_blocks_nothing_and_no_cookie_is_left(shown):
    serif = "return getComputedStyle(root.querySelector('blockquote')).fontFamily"
    assert "Georgia" in in_embed(shown, serif)
    assert shown.troubles == []
    assert shown.context.cookies() == []


def test_embed_has_no_axe_violation(shown):
    assert serious(shown) == []


def test_withdrawal_empties_the_embed_at_the_next_load(hark, published, browser_page, session):
    consent = published("Really the best.")
    with foreign_site(hark) as shop:
        browser_page.goto(shop)
        browser_page.wait_for_selector("hark-wall figure")
        consent.ended_at = datetime.now(UTC)
        session.commit()
        browser_page.reload()
        browser_page.wait_for_selector("hark-wall[hidden]", state="attached")
        assert "best" not in in_embed(browser_page, "return root.textContent")


def test_embed_shows_six_and_leads_to_the_wall(hark, published, browser_page):
    for n in range(8):
        published(f"Comment number {n}.")
    with foreign_site(hark) as shop:
        browser_page.goto(shop)
        browser_page.wait_for_selector("hark-wall figure")
        assert in_embed(browser_page, "return root.querySelectorAll('figure').length") == 6
        onward = in_embed(browser_page, "return root.querySelector('section > small a').href")
        assert onward == "http://hark.test/wall/acme?lang=en"
        assert "8 of 8 customers" in in_embed(
            browser_page, "return root.querySelector('section').textContent"
        )


def test_embed_can_be_themed_and_read_by_keyboard(hark, published, browser_page):
    published("Very long. " * 200)
    with foreign_site(hark) as shop:
        browser_page.goto(shop)
        browser_page.wait_for_selector("hark-wall figure")
        browser_page.evaluate(
            "document.querySelector('hark-wall').style.setProperty('--hark-ink', 'rgb(1, 2, 3)')"
        )
        assert (
            in_embed(browser_page, "return getComputedStyle(root.querySelector('p')).color")
            == "rgb(1, 2, 3)"
        )
        browser_page.keyboard.press("Tab")
        assert in_embed(browser_page, "return root.activeElement.tagName") == "BLOCKQUOTE"
        assert in_embed(browser_page, "return root.querySelector('section').ariaLabel") == (
            "What customers say about Acme"
        )


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_wall_has_no_axe_violation_and_no_sideways_scroll(
    hark, published, browser_page, scheme, width
):
    for words in (EVIL, "x" * 5_000, "שלום עולם", "A plain word of praise."):
        published(words, named_as="y" * 200)
    browser_page.emulate_media(color_scheme=scheme)
    browser_page.set_viewport_size({"width": width, "height": 900})
    browser_page.goto(f"{hark}/wall/acme")
    assert serious(browser_page) == []
    assert browser_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert browser_page.context.cookies() == []


@pytest.mark.parametrize("scripted", [True, False], ids=["with scripts", "without scripts"])
def test_marketer_chooses_publishes_and_takes_down_by_hand(
    hark, agree, judge, browser, marketer, session, quotes, scripted
):
    agree()
    judge()
    context = browser.new_context(java_script_enabled=scripted)
    context.add_cookies([{"name": "hark", "value": marketer.get_cookie("hark").value, "url": hark}])
    page = context.new_page()
    page.goto(f"{hark}/testimonials")
    if scripted:
        assert serious(page) == []
    page.get_by_role("link", name="Choose the words").click()
    page.wait_for_load_state("load")
    page.get_by_label("Setup was not easy").uncheck()
    if scripted:
        assert page.locator("[data-preview]").text_content() == (
            "We moved in May. […] We save 6 hours a week!"
        )
        assert serious(page) == []
    page.get_by_role("button", name="Use these sentences").click()
    assert "“not” (a negation)" in page.content()
    page.get_by_label("I have read the whole comment").check()
    page.get_by_role("button", name="Publish on the wall").click()
    assert "Published." in page.content()
    session.rollback()
    assert quotes() == ["We moved in May. […] We save 6 hours a week!"]
    page.get_by_role("button", name="Take it down").click()
    assert quotes() == []
    context.close()


def test_marked_words_become_an_exact_passage(hark, agree, judge, browser, marketer, session):
    agree()
    judge()
    context = browser.new_context()
    context.add_cookies([{"name": "hark", "value": marketer.get_cookie("hark").value, "url": hark}])
    page = context.new_page()
    page.goto(f"{hark}/testimonials")
    page.get_by_role("link", name="Choose the words").click()
    page.wait_for_load_state("load")
    page.evaluate(
        """() => {
          const text = document.querySelectorAll("[data-words] span")[1].firstChild;
          document.getSelection().setBaseAndExtent(text, 20, text, text.length);
        }"""
    )
    page.get_by_role("button", name="Use the marked words only").click()
    page.get_by_role("button", name="Use these exact words").click()
    session.rollback()
    assert session.query(models.Testimonial.quote).scalar() == "[…] but Maria helped. […]"
    context.close()


def test_preview_beside_the_line_to_copy_shows_the_embed(hark, published, browser, marketer):
    published("A plain word of praise.")
    context = browser.new_context()
    context.add_cookies([{"name": "hark", "value": marketer.get_cookie("hark").value, "url": hark}])
    page = context.new_page()
    page.goto(f"{hark}/testimonials/wall")
    page.wait_for_selector("hark-wall figure")
    line = page.get_by_label("One line for your site").input_value()
    assert line == '<script src="http://hark.test/embed/acme.js" async></script>'
    assert serious(page) == []
    context.close()
