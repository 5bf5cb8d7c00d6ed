"""The first minutes of an owner, in a real browser on a real server."""

import pytest

from tests.journeys.conftest import looked_at, strict

pytestmark = pytest.mark.journey


def test_owner_sets_up_a_workspace_and_invites_somebody(browser, address, setup_link):
    context = browser.new_context()
    wrong = strict(context, address)
    page = context.new_page()
    page.goto(setup_link)
    looked_at(page)
    page.get_by_label("Company").fill("Acme")
    page.get_by_label("Your name").fill("Olive")
    page.get_by_label("Your e-mail").fill("olive@acme.example")
    page.get_by_label("Password").fill("three blue wooden boats")
    page.get_by_role("button", name="Create workspace").click()
    for room in ("members", "workspace", "account"):
        page.goto(f"{address}/{room}")
        looked_at(page)
    page.goto(f"{address}/members")
    page.get_by_label("E-mail").fill("ann@acme.example")
    page.get_by_role("button", name="Invite").click()
    assert "/join/" in looked_at(page).get_by_label("Link to join").input_value()
    context.close()
    assert wrong == []
