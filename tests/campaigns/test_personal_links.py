"""Personal links as a file: the same each time, harmless in a spreadsheet, and under the rules."""

import csv
import io
import re

import pytest
from sqlalchemy import select

from feedback.ids import spell
from feedback.models import LocalMail, Response
from surveys.models import Campaign, Invitation, PeaceReason
from surveys.peace import leave_in_peace
from surveys.unsubscribing import address_hash, unsubscribe
from tests import factories
from tests.factories import NOW


@pytest.fixture
def make(owner, version):
    """Give a function: make links for everybody; gives the campaign's page."""

    def press():
        page = owner.get(f"/campaigns/review?survey={spell(version.survey_id)}").text
        fields = dict(re.findall(r'name="(campaign|version|csrf_token)"[^>]*value="([^"]*)"', page))
        return owner.post("/campaigns/links", data=fields)

    return press


@pytest.fixture
def table(owner):
    """Give a function: the file of a campaign, as a spreadsheet reads it."""

    def read(made):
        sent = owner.get(f"{made.location}/links.csv")
        assert sent.mimetype == "text/csv"
        return list(csv.DictReader(io.StringIO(sent.data.decode("utf-8-sig"))))

    return read


def invitations(session):
    return list(session.scalars(select(Invitation)))


def test_everybody_gets_a_link_and_nothing_is_mailed(make, table, session, carla):
    rows = table(make())
    assert [row["E-mail"] for row in rows] == [carla.email]
    assert [i.state for i in invitations(session)] == ["handed"]
    assert session.scalars(select(LocalMail)).all() == []


def test_the_link_asks_and_its_answer_counts_once_under_its_own_source(
    make, table, session, carla, client
):
    (row,) = table(make())
    path = row["Link"].removeprefix("http://hark.test")
    assert 'value="9" ' in client.get(f"{path}?score=9").text
    for _ in range(2):
        client.post(path, data={"_submission": "k", "score": "9"})
    found = session.scalars(select(Response)).all()
    assert [(r.source, r.contact_id, r.score) for r in found] == [("links", carla.id, 9)]


def test_each_score_has_a_link_of_its_own(make, table, carla):
    (row,) = table(make())
    assert row["Link for 7"] == row["Link"] + "?score=7"


def test_the_file_is_the_same_each_time(make, table, carla):
    made = make()
    assert table(made) == table(made)


@pytest.mark.parametrize("why", ["unsubscribed", "in peace"])
def test_whoever_left_since_the_links_were_made_is_not_in_the_file(
    app, make, table, session, workspace, carla, why
):
    made = make()
    if why == "unsubscribed":
        hashed = address_hash(str(app.secret_key), workspace.id, carla.email)
        unsubscribe(session, hashed, via="page", now=NOW)
    else:
        leave_in_peace(session, carla.id, PeaceReason.CASE, now=NOW)
    session.commit()
    assert table(made) == []


def test_pressing_twice_makes_the_links_once(owner, version, session, carla):
    page = owner.get(f"/campaigns/review?survey={spell(version.survey_id)}").text
    fields = dict(re.findall(r'name="(campaign|version|csrf_token)"[^>]*value="([^"]*)"', page))
    for _ in range(2):
        owner.post("/campaigns/links", data=fields)
    assert len(invitations(session)) == 1
    assert len(session.scalars(select(Campaign)).all()) == 1


def test_the_rules_of_asking_hold(make, owner, session, version, carla):
    make()
    page = owner.get(f"/campaigns/review?survey={spell(version.survey_id)}").text
    assert "Nobody of this choice can be asked now" in page
    make()
    assert len(invitations(session)) == 1


def test_a_contact_without_an_address_can_be_handed_a_link(make, table, session, carla):
    factories.contact(session, email=None, key="#77", external_id="77", name="Pat")
    session.commit()
    (row,) = [row for row in table(make()) if row["Customer number"] == "77"]
    assert (row["Name"], row["E-mail"], row["Unsubscribe"]) == ("Pat", "", "")


def test_no_cell_is_a_formula(make, table, session, version):
    factories.contact(session, name='=HYPERLINK("https://evil.example")', external_id="+1")
    session.commit()
    (row,) = [row for row in table(make()) if "evil" in row["Name"]]
    assert row["Name"].startswith("'=")
    assert row["Customer number"] == "'+1"


def test_a_mailed_campaign_has_no_file_of_links(owner, session, version, carla):
    invitation = factories.invitation(session, version, carla)
    session.commit()
    assert owner.get(f"/campaigns/{spell(invitation.campaign_id)}/links.csv").status_code == 404
