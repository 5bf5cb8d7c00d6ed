"""The main job, end to end: ask by mail, answer once, read an honest score, publish a praise.

A real server, a real SMTP server between, a real browser; axe looks at every page on the way.
"""

import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import looked_at, strict

pytestmark = pytest.mark.journey

CONTACTS = "Name,E-mail,Plan,Region\n" + "".join(
    f"Customer {n},customer{n}@example.com,{'Pro' if n % 2 else 'Basic'},North\n" for n in range(8)
)
PAST = "Score,Comment,Date,E-mail,Plan\n" + "".join(
    f"{(9, 10, 7, 3, 10, 8)[n % 6]},,2026-0{1 + n % 9}-15,past{n}@example.com,Pro\n"
    for n in range(60)
)
WORDS = "The new planner saved us 4 hours a week. I would miss it, and support is quick."


def test_from_a_file_to_the_wall_and_back(browser, address, setup_link, postbox, tmp_path):
    owner = browser.new_context()
    wrong = strict(owner, address)
    page = owner.new_page()
    set_up(page, setup_link)
    upload(page, address, write(tmp_path / "contacts.csv", CONTACTS), kind="contacts")
    upload(page, address, write(tmp_path / "past.csv", PAST), kind="answers")
    make_survey(page, address)
    send(page)
    letter = postbox.to("customer3@example.com")
    withdrawal = answer(browser, address, letter)
    for n in (5, 0, 1, 2):  # a survey counts from five people on
        answer_without_javascript(browser, postbox.to(f"customer{n}@example.com"))
    read_report(page, address)
    publish(page, address)
    visitor = browser.new_context().new_page()
    visitor.goto(f"{address}/wall/acme")
    expect(looked_at(visitor).get_by_text("saved us 4 hours")).to_be_visible()
    take_back(browser, withdrawal)
    visitor.reload()
    expect(visitor.get_by_text("saved us 4 hours")).to_have_count(0)
    looked_at(visitor)
    assert wrong == []


def set_up(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Company").fill("Acme")
    page.get_by_label("Your name").fill("Olive")
    page.get_by_label("Your e-mail").fill("olive@acme.example")
    page.get_by_label("Password").fill("three blue wooden boats")
    page.get_by_role("button", name="Create workspace").click()
    looked_at(page)


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def upload(page: Page, address: str, file: Path, *, kind: str) -> None:
    page.goto(f"{address}/contacts/uploads?kind={kind}")
    looked_at(page)
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Upload and look at it").click()
    page.get_by_role("button", name="Try it without saving").wait_for()
    looked_at(page).get_by_role("button", name="Try it without saving").click()
    confirm = page.get_by_role("button", name=re.compile("^Import "))
    confirm.wait_for(timeout=30_000)
    looked_at(page)
    confirm.click()
    page.get_by_role("link", name="See the contacts").wait_for(timeout=30_000)
    looked_at(page)


def make_survey(page: Page, address: str) -> None:
    page.goto(f"{address}/surveys/new")
    looked_at(page).get_by_role("button", name="Begin with Relationship NPS").click()
    looked_at(page).locator("button[value='add:choice']").click()
    page.locator(".extra textarea[name$='text']").fill("What matters most to you?")
    page.locator(".extra textarea[name$='options']").fill("Price\nSpeed")
    page.get_by_role("button", name="Save", exact=True).last.click()
    looked_at(page).get_by_role("button", name="Preview").click()
    looked_at(page).get_by_role("link", name="Back to the words").click()
    page.get_by_role("button", name="Publish").click()
    looked_at(page).get_by_role("link", name="Send it").click()


def send(page: Page) -> None:
    looked_at(page).get_by_label("Basic", exact=False).uncheck()
    page.get_by_role("checkbox", name=re.compile("^North")).check()
    page.get_by_role("button", name="See who will be asked").click()
    looked_at(page).get_by_role("button", name="Send to 8 contacts").click()
    looked_at(page)
    page.goto(re.sub(r"/campaigns/.*", "/campaigns", page.url))
    looked_at(page)


def answer(browser: Browser, address: str, letter: EmailMessage) -> str:
    """Click the nine in the mail, say why, agree to be quoted; give the way to take it back."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    wrong = strict(context, address)
    page = context.new_page()
    page.goto(score_link(letter, 9))
    expect(page.get_by_role("radio", name=re.compile("^9"))).to_be_checked()
    page.get_by_label("reason", exact=False).fill(WORDS)
    looked_at(page).get_by_role("button", name="Send").click()
    page.wait_for_url("**/thanks")
    looked_at(page)
    page.get_by_role("radio", name=re.compile("my first name, initial")).check()
    page.get_by_role("textbox", name="First name and initial").fill("Carla B.")
    page.get_by_role("textbox", name="City").fill("Lyon")
    page.get_by_role("checkbox", name="on its website").check()
    looked_at(page).get_by_role("button", name="Allow").click()
    withdrawal = page.locator("a.keep").get_attribute("href")
    looked_at(page)
    page.goto(score_link(letter, 9))
    expect(page.get_by_text("You answered on")).to_be_visible()
    assert context.cookies() == []
    assert wrong == []
    context.close()
    return str(withdrawal)


def answer_without_javascript(browser: Browser, letter: EmailMessage) -> None:
    """A hurt customer, who is asked nothing more but finds the door: all by plain forms."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.set_default_timeout(10_000)
    page.goto(score_link(letter, 2))
    page.get_by_role("textbox", name=re.compile("reason")).fill("Third late delivery in a row.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("radio", name=re.compile("role and industry"))).to_have_count(0)
    page.get_by_role("link", name=re.compile("quote you")).click()
    page.get_by_role("radio", name=re.compile("role and industry")).check()
    page.get_by_role("textbox", name=re.compile("role")).fill("Head of Logistics")
    page.get_by_role("button", name="Show how it looks").click()
    named = page.get_by_role("figure").get_by_text("Head of Logistics")
    expect(named).to_have_text(["Head of Logistics"] * 2)
    page.get_by_role("checkbox", name="on its website").check()
    page.get_by_role("button", name="Allow").click()
    expect(page.get_by_text("Your words may be quoted")).to_be_visible()


def score_link(letter: EmailMessage, score: int) -> str:
    html = letter.get_body(("html",))
    assert html
    found = re.search(rf'href="([^"]+/r/[^"]+score={score})"', html.get_content())
    assert found, html.get_content()
    return found.group(1).replace("&amp;", "&")


def read_report(page: Page, address: str) -> None:
    page.goto(f"{address}/report")
    looked_at(page)
    expect(page.get_by_text(re.compile("65 answers")).first).to_be_visible()


def publish(page: Page, address: str) -> None:
    page.goto(f"{address}/testimonials")
    looked_at(page).get_by_role("link", name=re.compile("Choose the words.*The new")).click()
    page.get_by_label("I would miss it", exact=False).uncheck()
    page.get_by_role("button", name="Use these sentences").click()
    looked_at(page).get_by_role("button", name="Publish on the wall").click()
    looked_at(page)
    page.goto(f"{address}/testimonials/wall")
    expect(page.get_by_text("saved us 4 hours").first).to_be_visible()
    looked_at(page)


def take_back(browser: Browser, link: str) -> None:
    page = browser.new_context().new_page()
    page.goto(link)
    looked_at(page).get_by_role("button", name="Take my words back").click()
    looked_at(page)
