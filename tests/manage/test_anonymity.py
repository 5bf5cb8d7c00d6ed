"""Choosing that a survey is anonymous: before it is published, in words, and for good."""

import pytest

from feedback.campaigns.queries import one_campaign
from feedback.ids import spell
from feedback.models import Response
from surveys.links import Link, Links, Purpose
from surveys.models import Survey
from tests import factories
from tests.factories import NOW


@pytest.fixture
def staff(session, workspace):
    """An anonymous survey that is published; gives its version."""
    version = factories.survey(session, is_anonymous=True, name="Staff")
    session.commit()
    return version


def answered(session, version, n, **given):
    for number in range(n):
        factories.response(session, version, comment=f"words{number}", **given)
    session.commit()


def page_of(survey_id, end=""):
    return f"/surveys/{spell(survey_id)}{end}"


def test_a_survey_is_begun_anonymous_by_one_tick(owner, session):
    owner.submit("/surveys", {"kind": "relationship_nps", "anonymous": "1"}, page="/surveys/new")
    survey = session.query(Survey).one()
    assert survey.is_anonymous
    assert "This survey is anonymous" in owner.get(page_of(survey.id)).text


def test_a_draft_can_be_switched_either_way(owner, session):
    owner.submit("/surveys", {"kind": "relationship_nps"}, page="/surveys/new")
    survey_id = session.query(Survey).one().id
    assert "Make it anonymous" in owner.get(page_of(survey_id)).text
    for data, wanted in (({"anonymous": "1"}, True), ({}, False)):
        owner.submit(page_of(survey_id, "/anonymity"), data, page=page_of(survey_id))
        session.expire_all()
        assert session.query(Survey).one().is_anonymous is wanted


@pytest.mark.parametrize("was", [True, False])
def test_what_was_published_stays_as_it_is(owner, session, workspace, was):
    version = factories.survey(session, is_anonymous=was)
    session.commit()
    data = {} if was else {"anonymous": "1"}
    page = page_of(version.survey_id)
    owner.submit(f"{page}/anonymity", data, page=page)
    assert "Nothing was changed" in owner.get(page).text
    session.expire_all()
    assert session.query(Survey).one().is_anonymous is was


def test_an_anonymous_survey_has_no_touchpoints(owner, session, staff):
    factories.survey(session)
    session.commit()
    page = owner.get("/channels/new").text
    assert spell(staff.survey_id) not in page
    form = {"survey": spell(staff.survey_id), "kind": "qr", "name": "Door"}
    assert owner.submit("/channels", form, page="/channels/new").status_code == 422


@pytest.mark.parametrize(("n", "shown"), [(4, False), (5, True)])
def test_words_and_figures_are_shown_from_five_answers_on(owner, session, staff, n, shown):
    answered(session, staff, n)
    page = owner.get(f"/report?survey={spell(staff.survey_id)}").text
    assert ("words1" in page) is shown


def test_customers_answers_do_not_open_the_words_of_a_few_colleagues(owner, session, staff):
    answered(session, staff, 2)
    customers = factories.survey(session, name="Customers")
    for _ in range(6):
        factories.response(session, customers, comment="a customer")
    session.commit()
    page = owner.get("/report").text
    assert "a customer" in page
    assert "words1" not in page


def test_no_attribute_divides_an_anonymous_survey(owner, session, staff):
    answered(session, staff, 6, attributes={"team": "Legal"})
    page = owner.get(f"/report?survey={spell(staff.survey_id)}&by=team").text
    assert "Legal" not in page


def test_a_campaigns_page_counts_the_used_links(app, session, staff, client):
    asked = factories.invitation(session, staff, factories.contact(session))
    session.commit()
    link = Link(asked.workspace_id, asked.id)
    path = f"/r/{Links(str(app.secret_key)).token(Purpose.ANSWER, link)}"
    client.post(path, data={"score": "9", "_submission": "k"})
    session.rollback()
    page = one_campaign(session, asked.campaign_id, now=NOW)
    assert (page.progress.answers, session.query(Response.invitation_id).one()) == (1, (None,))
