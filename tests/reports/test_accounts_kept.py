"""Accounts in a large house: counted by a job, told how far it is, and never computed by a look."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from feedback.counts.people import folding, sweeping
from feedback.models import Role, TallyAccount, TallyPerson, TallyScope, TallyStale
from feedback.reports.accounts import source
from feedback.worker import run_next_job
from surveys.models import Job, JobState
from tests import factories
from tests.conftest import NOW
from tests.reports.test_accounts import rows

HALF = "/report/accounts?from=2026-11-20"


@pytest.fixture
def large(app, session, workspace, survey, monkeypatch):
    """A house in which accounts are read from what is kept: five people of Bolt, one of Cog."""
    monkeypatch.setattr(source, "SMALL", 0)
    workspace.account_attribute = "company"
    for number, name in enumerate(["Bolt"] * 5 + ["Cog"]):
        carried = {"company": name}
        who = factories.contact(session, name=f"{name} {number}", attributes=carried)
        asked = factories.invitation(session, survey, who)
        when = NOW if number else NOW - timedelta(days=9)
        given = {"answered_at": when, "contact_id": who.id, "attributes": carried}
        if name == "Bolt":
            given["invitation_id"] = asked.id
            factories.response(session, survey, comment=f"Words {number}", **given)
    session.commit()
    with app.app_context():
        yield survey


@pytest.fixture
def counted(large, workspace):
    """The same, counted."""
    list(sweeping.sweep(workspace.id))
    return large


def ask_for(client, **chosen):
    data = {"csrf_token": client.csrf(HALF), **chosen}
    return client.post("/report/accounts/counting", data=data)


def work():
    while run_next_job():
        pass


def test_page_says_how_far_counting_is(owner, session, large, workspace):
    assert "about to be counted" in owner.get("/report/accounts").text
    sweeping.plan(session, NOW)
    session.execute(update(Job).values(done=2, total=6, state=JobState.RUNNING))
    session.commit()
    page = owner.get("/report/accounts").text
    assert "2 of 6 people so far" in page
    assert 'data-live="going"' in page


def test_page_says_why_counting_stopped(owner, session, large):
    sweeping.plan(session, NOW)
    session.execute(update(Job).values(state=JobState.FAILED, error="the disk is full"))
    session.commit()
    assert "the disk is full" in owner.get("/report/accounts").text


def test_page_shows_accounts_once_they_are_counted(owner, session, large):
    sweeping.plan(session, NOW)
    work()
    assert [row[:4] for row in rows(owner.get("/report/accounts").text)] == ["Bolt", "Cog "]


def test_period_is_counted_when_somebody_asks(owner, session, counted):
    page = owner.get(HALF).text
    assert "Count these accounts" in page
    assert rows(page) == []
    assert not session.scalars(select(Job)).all()
    assert ask_for(owner, **{"from": "2026-11-20"}).status_code == 303
    assert "about to be counted" in owner.get(HALF).text
    work()
    page = owner.get(HALF).text
    assert rows(page)[0].startswith("Bolt 5 5 4")
    assert "4 · 0 · 0" in rows(page)[0]
    assert "What came since is not in it" in page


def test_asking_twice_counts_once(owner, session, counted):
    for _ in range(2):
        ask_for(owner, **{"from": "2026-11-20"})
    assert len(session.scalars(select(Job)).all()) == 1


def test_counted_again_takes_the_place_of_what_was_counted(owner, session, counted):
    for _ in range(2):
        ask_for(owner, **{"from": "2026-11-20"})
        shown = owner.get(HALF).text
        work()
    assert rows(shown)
    assert "about to be counted" in shown
    assert len(session.scalars(select(TallyScope)).all()) == 2


def test_one_account_of_a_period_is_counted_at_once(owner, counted):
    page = owner.get("/report/accounts/one?name=Bolt&from=2026-11-20").text
    assert "4 · 0 · 0" in page
    assert page.count("Words") == 4


def test_large_account_shows_all_of_time_and_says_so(owner, counted, monkeypatch):
    monkeypatch.setattr(source, "MOST_PEOPLE", 4)
    page = owner.get("/report/accounts/one?name=Bolt&from=2026-11-20").text
    assert "All of time is shown" in page
    assert "5 · 0 · 0" in page


def test_page_says_when_answers_wait(owner, session, counted):
    assert "is here in a moment" not in owner.get("/report/accounts").text
    who = factories.contact(session, attributes={"company": "Dot"})
    session.commit()
    assert "is here in a moment" not in owner.get("/report/accounts").text
    session.execute(update(TallyStale).values(at=NOW))
    session.commit()
    assert "is here in a moment" in owner.get("/report/accounts").text
    folding.look_again()
    page = owner.get("/report/accounts").text
    assert "is here in a moment" not in page
    assert "Dot" in page
    assert who.id


def test_erasing_somebody_takes_away_what_was_counted_of_a_period(owner, session, counted):
    ask_for(owner, **{"from": "2026-11-20"})
    work()
    page = owner.get("/report/accounts/one?name=Bolt").text
    person = re.search(r'href="(/contacts/[^"/]+)"', page).group(1)
    data = {"csrf_token": owner.csrf(f"{person}/erasure")}
    assert owner.post(f"{person}/erasure", data=data).status_code == 303
    assert "Count these accounts" in owner.get(HALF).text
    assert rows(owner.get("/report/accounts").text)[0].startswith("Bolt 4")


def test_protected_page_is_the_same_from_what_is_kept(sign_in_as, session, counted, monkeypatch):
    small = factories.survey(session, name="Small")
    for score in (0, 9):
        factories.response(session, small, score=score, attributes={"company": "Tiny"})
    session.commit()
    folding.look_again()
    member = sign_in_as(Role.EXECUTIVE)
    page = member.get("/report/accounts").text
    monkeypatch.setattr(source, "SMALL", 10_000)
    shown = [
        re.search(r'<dl class="details">.*?</dl>', each, re.DOTALL).group()
        for each in (page, member.get("/report/accounts").text)
    ]
    assert shown[0] == shown[1]
    assert "1 of 2 asked" in shown[0]


def test_nobody_who_may_not_know_people_lets_accounts_be_counted(sign_in_as, counted):
    member = sign_in_as(Role.EXECUTIVE)
    data = {"csrf_token": member.csrf("/report/accounts"), "from": "2026-11-20"}
    assert member.post("/report/accounts/counting", data=data).status_code == 403


def test_counts_that_were_lost_are_made_again(session, counted, workspace):
    for model in (TallyAccount, TallyPerson, TallyScope):
        session.execute(delete(model))
    session.commit()
    assert sweeping.plan(session, NOW)
    assert "6 people counted, 6 rows set right" in next(iter(sweeping.recount()))
