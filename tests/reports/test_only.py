"""The summary of one group alone: on its page, in its files, kept and sent, and nothing beyond."""

from datetime import UTC, datetime, timedelta

import pytest

from feedback.ids import spell
from feedback.models import KeptReport, Subscription
from feedback.reports import keeping
from feedback.reports.briefing import report_for
from feedback.reports.ground import Desk
from feedback.reports.selection import Asked, Only
from tests import factories

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LAST = datetime(2026, 8, 20, tzinfo=UTC)
BEFORE = datetime(2026, 5, 20, tzinfo=UTC)
CLOSED = {"every": "quarter", "on": "2026-08-01"}
ASKED = "every=quarter&on=2026-08-01"


@pytest.fixture
def brief(session, workspace):
    """Give a function: the report that parameters of the address ask for."""

    def build(**given):
        session.commit()
        return report_for(session, Asked(given), Desk.of(workspace, NOW))

    return build


@pytest.fixture
def regions(give):
    """North rises from -100 to 100, South falls."""
    for at, north, south in ((BEFORE, 3, 9), (LAST, 9, 3)):
        give(*[north] * 40, answered_at=at, attributes={"region": "North"}, language="de")
        give(*[south] * 30, answered_at=at, attributes={"region": "South"}, comment="It is slow")


def test_every_figure_is_of_the_group(brief, regions):
    report = brief(only="region:North", **CLOSED)
    assert (report.score.n, report.score.value, report.change.value) == (40, 100, 200)
    assert sum(share.n for share in report.shares) == 40
    assert [point.figure.n for point in report.trend if point.figure] == [40, 40]
    assert (report.segments, report.rate, report.drivers) == (None, None, None)
    assert report.scope.filters == (("region", "North"),)
    assert any("nobody else" in note for note in report.notes)


def test_the_language_of_answers_is_a_group_too(brief, regions):
    assert brief(only="response.language:de", **CLOSED).score.n == 40


def test_words_are_of_the_group_only(executive, regions):
    page = executive.get(f"/report/summary?{ASKED}&only=region:North")
    assert "It is slow" not in page.text


@pytest.mark.parametrize("only", ["region:Faroe", "region:", "none:x", "no colon", ":", "a%00:b"])
def test_a_group_that_nobody_is_in_is_empty_and_never_everybody(executive, regions, only):
    page = executive.get(f"/report/summary?{ASKED}&only={only}")
    assert page.status_code == 200
    assert "70" not in page.text.split("<main")[1].split("<form")[0]
    file = executive.get(f"/report/summary/file.csv?{ASKED}&only={only}").text
    assert ",70," not in file


def test_four_people_are_not_shown_alone(brief, regions, give):
    give(*[9] * 4, answered_at=LAST, attributes={"region": "West"})
    assert not brief(only="region:West", **CLOSED).has_enough


def test_an_anonymous_survey_is_shown_of_nobody_alone(brief, session):
    version = factories.survey(session, name="Staff", is_anonymous=True)
    for _ in range(20):
        factories.response(
            session, version, score=9, answered_at=LAST, attributes={"region": "North"}
        )
    report = brief(only="region:North", survey=spell(version.survey_id), every="all")
    assert not report.has_enough


def test_files_and_links_keep_the_group(executive, regions):
    page = executive.get(f"/report/summary?{ASKED}&only=region:North").text
    assert "file.pdf?" in page
    assert "only=region:North" in page or "only=region%3ANorth" in page
    data = executive.get(f"/report/summary/file.json?{ASKED}&only=region:North").text
    assert "North" in data
    assert "70" not in data


def test_kept_figures_are_counted_again_for_the_group(owner, regions, session, workspace):
    address = f"/report/summary?{ASKED}&only=region:North"
    page = owner.get(address).text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    token = owner.csrf(address)
    answer = owner.post("/report/kept", data={"csrf_token": token, "seen": seen})
    assert "summary" in answer.location
    session.expire_all()
    kept = session.query(KeptReport).one()
    assert kept.parameters["only"] == "region:North"
    assert keeping.recomputed(session, kept, workspace.zone) == kept.figures


def test_an_order_made_from_it_is_about_the_group(owner, regions, session):
    form = {
        "title": "North",
        "cadence": "quarter",
        "hour": "8",
        "timezone": "UTC",
        "language": "en",
        "addresses": "",
    }
    owner.submit("/report/subscriptions/new?only=region:North", form)
    found = session.query(Subscription).one()
    assert found.parameters == {"only": "region:North"}
    assert "region: North" in owner.get("/report/subscriptions").text


def test_single_answers_are_not_offered_for_a_group(owner, regions):
    assert "See every answer" not in owner.get(f"/report/summary?{ASKED}&only=region:North").text


@pytest.mark.parametrize("name", ["plain", "with:colon", "ü %3A", "الشرق"])
def test_names_survive_the_address(name):
    assert Only.read(Only(name, "a:b").text) == Only(name, "a:b")


def test_periods_of_a_group_cannot_be_subtracted_to_few(brief, give):
    for day in range(40):
        at = BEFORE + timedelta(days=day)
        give(9, 3, answered_at=at, attributes={"region": "North"})
        give(9, answered_at=at, attributes={"region": "South"})
    report = brief(only="region:North", every="month", on="2026-06-01")
    assert all(point.figure is None or point.figure.n >= 5 for point in report.trend)
