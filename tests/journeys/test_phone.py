"""The office on a phone: what somebody came for stands on the first screen, not below its menu."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import looked_at
from tests.testimonials.outputs.conftest import hark

assert hark


def test_menus_leave_the_first_screen_to_the_page(hark, workspace, office: Page):
    office.set_viewport_size({"width": 390, "height": 844})
    for path in ("/report/benchmarks", "/workspace"):
        office.goto(f"{hark}{path}")
        heading = looked_at(office).get_by_role("heading", level=1).bounding_box()
        assert heading["y"] < 844 / 3
        for row in office.get_by_role("navigation").all():
            here = row.locator("[aria-current]")
            expect(here).to_be_in_viewport(ratio=1)
            assert here.bounding_box()["height"] >= 40


def test_each_link_of_a_menu_is_reached_by_keyboard(hark, workspace, office: Page):
    office.set_viewport_size({"width": 390, "height": 844})
    office.goto(f"{hark}/workspace")
    links = office.get_by_role("navigation", name="Main").get_by_role("link")
    links.first.focus()
    expect(links.first).to_be_in_viewport(ratio=1)
    for _ in range(links.count() - 1):
        office.keyboard.press("Tab")
    expect(links.last).to_be_focused()
    expect(links.last).to_be_in_viewport(ratio=1)
