"""The customer's own page: all they were asked and said, and how often they want to be asked."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from feedback.contacts.erasing import erase
from feedback.models import Consent
from surveys.definition import Question
from surveys.links import Link, Links, Purpose
from surveys.models import Survey
from tests import factories
from tests.factories import NOW
from tests.rules.everything import rows_of


@pytest.fixture
def carla(session, workspace):
    return factories.contact(session, email="carla@example.com")


@pytest.fixture
def link(app, session, workspace, carla):
    """Carla answered one survey and has yet to answer another; the link is of the second."""
    asked = Question("q1", "choice", "Which?", settings={"options": "Red\nBlue"})
    first = factories.survey(session, asked)
    before = factories.invitation(session, first, carla, sent_at=NOW - timedelta(days=90))
    factories.response(
        session,
        first,
        score=9,
        comment="So <b>kind</b>",
        contact_id=carla.id,
        invitation_id=before.id,
        answered_at=NOW - timedelta(days=90),
    )
    second = factories.survey(session, asks=factories.definition(subject="Again"))
    return address(app, factories.invitation(session, second, carla))


def address(app, invitation, end="/yours"):
    link = Link(invitation.workspace_id, invitation.id)
    return f"/r/{Links(str(app.secret_key)).token(Purpose.ANSWER, link)}{end}"


def test_it_shows_what_was_asked_and_answered(client, link):
    page = client.get(link).text
    assert '<dd class="words" dir="auto">9' in page
    assert "So &lt;b&gt;kind&lt;/b&gt;" in page
    assert "You have not answered." in page


def test_an_answer_by_a_link_that_somebody_else_delivered_is_shown_too(app, client, session, carla):
    version = factories.survey(session)
    handed = factories.invitation(session, version, carla, state="handed")
    given = {"contact_id": carla.id, "invitation_id": handed.id, "source": "links"}
    factories.response(session, version, score=3, comment="By letter", **given)
    assert "By letter" in client.get(address(app, handed)).text


def test_each_answer_can_be_changed_while_its_survey_is_open(client, link):
    page = client.get(link).text
    for words in ("Change your answer", "Answer now"):
        there = re.search(rf'href="(/r/[^"]+)">{words}', page).group(1)
        assert client.get(there).status_code == 200


def test_closed_survey_is_said_to_be_closed(client, session, link):
    for survey in session.scalars(select(Survey)):
        survey.close(NOW)
    page = client.get(link).text
    assert "This survey is closed" in page
    assert "Change your answer" not in page


def test_mail_that_never_left_is_not_shown(app, client, session, link, carla):
    version = factories.survey(session, asks=factories.definition(subject="x"))
    for state in ("queued", "failed", "claimed"):
        factories.invitation(session, version, carla, state=state, sent_at=None)
    assert client.get(link).text.count("<li>") == 2


def test_answers_given_elsewhere_are_shown_without_a_link(client, session, link, carla):
    version = factories.survey(session)
    factories.response(session, version, comment="Long ago", contact_id=carla.id, source="import")
    assert "Long ago" in client.get(link).text


def test_nobody_elses_answers_are_shown(client, session, link):
    other = factories.contact(session)
    factories.response(session, factories.survey(session), comment="Mine", contact_id=other.id)
    assert "Mine" not in client.get(link).text


def test_opening_it_writes_nothing_and_sets_no_cookie(client, session, workspace, link):
    before = rows_of(session, workspace)
    for method in ("GET", "HEAD", "OPTIONS"):
        assert "Set-Cookie" not in client.open(link, method=method, audit=False).headers
    assert rows_of(session, workspace) == before


def test_words_that_may_be_quoted_can_be_taken_back_from_here(client, app, session, link, carla):
    response = factories.response(session, factories.survey(session), contact_id=carla.id)
    consent = Consent(
        response_id=response.id,
        words="x",
        words_hash="x",
        attribution="full",
        named_as="C",
        purposes=["website"],
        wording_version="1",
        wording_hash="x",
        locale="en",
        channel="survey page",
        given_at=NOW,
        expires_at=NOW.replace(year=NOW.year + 200),
    )
    session.add(consent)
    there = re.search(r'href="(/c/[^"]+)"', client.get(link).text).group(1)
    client.post(there)
    assert session.scalar(select(func.count()).where(Consent.ended_at.is_not(None))) == 1


def test_how_often_is_chosen_from_here(client, link):
    there = re.search(r'action="(/u/[^"]+/pace)"', client.get(link).text).group(1)
    assert "At most once a year</h1>" in client.post(there, data={"gap_days": "365"}).text
    assert "Right now: at most once a year." in client.get(link).text


def test_after_erasure_the_link_says_that_nothing_is_kept(app, client, session, link, carla):
    erase(session, carla)
    assert "Nothing is kept about you here" in client.get(link).text


def test_it_speaks_the_browsers_language(client, link):
    page = client.get(link, headers={"Accept-Language": "ar"}).text
    assert 'lang="ar" dir="rtl"' in page
    assert "إجاباتك" in page


@pytest.mark.parametrize("token", ["x", "AAAA.BBBB"])
def test_broken_link_is_not_there(client, token):
    assert client.get(f"/r/{token}/yours").status_code == 404


def test_thanks_page_leads_there(client, link):
    there = re.search(r'href="(/r/[^"]+)">Change', client.get(link).text).group(1)
    assert f"{there}/yours" in client.get(f"{there}/thanks").text
