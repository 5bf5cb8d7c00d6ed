"""What life does to reports: nobody, all alike, ten thousand groups, moved people and clocks."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from feedback.ids import spell
from feedback.models import Response
from feedback.reports.briefing import report_for
from feedback.reports.explore_views import whole_ground
from feedback.reports.exploring import Wish, explore
from feedback.reports.ground import Desk
from feedback.reports.responding import explore_rate
from feedback.reports.selection import COHORT, Asked
from surveys.db import new_id
from surveys.models import SurveyKind
from tests import factories

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LAST = datetime(2026, 8, 20, 8, 0, tzinfo=UTC)
BEFORE = datetime(2026, 5, 20, 8, 0, tzinfo=UTC)
PAGES = ("summary", "explore", "plan", "non-response")
ALL = {"every": "all"}


@pytest.fixture
def brief(session, workspace):
    """Give a function: the summary that parameters of the address ask for."""

    def build(**given):
        session.commit()
        return report_for(session, Asked(given), Desk.of(workspace, NOW))

    return build


@pytest.fixture
def table(session, workspace):
    """Give a function: the exploration that parameters of the address ask for."""

    def build(**given):
        session.commit()
        desk = Desk.of(workspace, NOW)
        return explore(whole_ground(session, Asked(given), desk), desk, Wish.of(given))

    return build


def sizes(report):
    return {line.name: line.figure.n for line in report.segments.lines}


@pytest.mark.parametrize("scores", [[], [9], [10] * 9, [None] * 9, [0] * 5])
@pytest.mark.parametrize("page", PAGES)
def test_odd_answers_have_a_page(executive, give, page, scores):
    give(*scores, answered_at=LAST, attributes={"region": "North"})
    for query in ("", "?every=quarter&on=2026-08-01&by=region&only=region:North"):
        assert executive.get(f"/report/{page}{query}").status_code == 200


@pytest.mark.parametrize("scores", [[], [9], [None] * 9])
@pytest.mark.parametrize("page", ["summary", "explore", "non-response"])
def test_where_fewer_than_five_gave_a_score_none_is_shown(executive, give, page, scores):
    give(*scores, answered_at=LAST)
    text = executive.get(f"/report/{page}").text
    assert "95 % interval, at every look" not in text
    assert "hero-number" not in text
    assert 'class="estimate"' not in text


def test_all_tens_still_have_an_interval(give, brief):
    give(*[10] * 30, answered_at=LAST)
    score = brief(**ALL).score
    assert (score.value, score.high) == (100, 100)
    assert score.low < 95


def test_ten_thousand_groups_of_one_are_counted_together(executive, session, survey, workspace):
    workspace.weighs_by = ["account"]
    session.execute(insert(Response), [_row(survey, f"Account {i}") for i in range(10_000)])
    session.execute(insert(Response), [_row(survey, "Acme") for _ in range(40)])
    session.commit()
    for page in PAGES:
        text = executive.get(f"/report/{page}?by=account&every=all").text
        assert "Account 77" not in text
        assert len(text) < 200_000


def _row(survey, account):
    return {
        "workspace_id": survey.workspace_id,
        "id": new_id(),
        "survey_id": survey.survey_id,
        "version_id": survey.id,
        "submission_id": f"{new_id():032x}",
        "score": 9,
        "answered_at": LAST,
        "answered_on": LAST.date(),
        "updated_at": LAST,
        "source": "import",
        "attributes": {"account": account},
    }


def test_an_attribute_counts_as_it_was_when_somebody_answered(session, survey, brief, table):
    for _ in range(12):
        who = factories.contact(session, attributes={"plan": "free"})
        attributes = dict(who.attributes)
        factories.response(
            session, survey, contact_id=who.id, answered_at=LAST, attributes=attributes
        )
        who.attributes = {"plan": "pro"}
    report = brief(by="plan", **ALL)
    assert sizes(report)["free"] == 12
    assert "pro" not in sizes(report)
    assert [row.name for row in table(by="plan").rows if row.kind == "group"] == ["free"]
    assert any("when they answered" in meaning for _term, meaning in report.glossary)


def test_answers_of_contacts_that_became_one_all_count(session, survey, brief, table):
    first, second = factories.contact(session), factories.contact(session)
    for who, at in ((first, BEFORE), (second, LAST)):
        for _ in range(6):
            factories.response(session, survey, contact_id=who.id, answered_at=at)
    session.query(Response).filter_by(contact_id=second.id).update({"contact_id": first.id})
    assert brief(**ALL).score.n == 12
    cohorts = [row.figure.n for row in table(by=COHORT).rows if row.kind == "group"]
    assert cohorts == [12]


@pytest.mark.parametrize(
    ("due", "is_counted"),
    [
        (datetime(2026, 10, 24, 21, 45, tzinfo=UTC), False),
        (datetime(2026, 10, 24, 22, 15, tzinfo=UTC), True),
        (datetime(2026, 10, 25, 22, 45, tzinfo=UTC), True),
        (datetime(2026, 10, 25, 23, 15, tzinfo=UTC), False),
        (datetime(2026, 3, 28, 23, 15, tzinfo=UTC), False),
    ],
)
def test_a_day_of_25_hours_has_all_its_mail(session, survey, workspace, due, is_counted):
    workspace.timezone = "Europe/Berlin"
    for _ in range(6):
        factories.invitation(session, survey, factories.contact(session), due_at=due)
    found = _rate(session, workspace, "2026-10-25")
    assert bool(found and found.n == 6) == is_counted


def test_a_day_of_23_hours_has_only_its_own_mail(session, survey, workspace):
    workspace.timezone = "Europe/Berlin"
    for at in (
        datetime(2026, 3, 28, 23, 15, tzinfo=UTC),
        datetime(2026, 3, 29, 21, 45, tzinfo=UTC),
        datetime(2026, 3, 29, 22, 15, tzinfo=UTC),
    ):
        for _ in range(6):
            factories.invitation(session, survey, factories.contact(session), due_at=at)
    assert _rate(session, workspace, "2026-03-29").n == 12


def _rate(session, workspace, day):
    session.commit()
    desk, given = Desk.of(workspace, NOW), {"from": day, "to": day, "measure": "rate"}
    found = whole_ground(session, Asked(given), desk)
    return explore_rate(session, found, desk, Wish.of(given)).rows[-1].figure


def test_the_time_to_answer_is_in_hours_that_passed(executive, session, survey, workspace):
    workspace.timezone = "Europe/Berlin"
    sent = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
    for hours in range(3, 10):
        who = factories.contact(session)
        mail = factories.invitation(session, survey, who, due_at=sent, sent_at=sent)
        at = sent + timedelta(hours=hours)
        factories.response(
            session, survey, contact_id=who.id, invitation_id=mail.id, answered_at=at
        )
    assert ">6.0<" in executive.get("/report/explore?measure=time").text


def test_scores_off_the_scale_are_never_counted(session, brief):
    """As where answers were brought in from a survey whose earlier version had eleven steps."""
    version = factories.survey(session, kind=SurveyKind.CSAT)
    for score in [5] * 9 + [9] * 9 + [0] * 9:
        factories.response(session, version, score=score, answered_at=LAST)
    report = brief(survey=spell(version.survey_id), **ALL)
    assert (report.score.n, report.mean.text) == (9, "5.0")


def test_answers_to_two_versions_are_told_apart_and_together(session, survey, brief, table):
    again = factories._kept(
        session,
        type(survey)(
            id=new_id(),
            survey_id=survey.survey_id,
            number=2,
            definition=survey.definition,
            created_at=NOW,
            published_at=NOW,
        ),
    )
    for version, score in ((survey, 9), (again, 3)):
        for _ in range(8):
            factories.response(session, version, score=score, answered_at=LAST)
    assert brief(**ALL).score.n == 16
    rows = {row.name: row.figure.value for row in table(by="response.version").rows}
    assert (rows["Version 1"], rows["Version 2"]) == (100, -100)


@pytest.fixture
def names(give):
    """Groups with names of 200 letters, of hostile letters and from right to left."""
    for name in ("W" * 200, "الشرق الأوسط", "<b>‮x", "a b"):
        give(*[9] * 9, *[3] * 3, answered_at=LAST, attributes={"الخطة": name})


@pytest.mark.parametrize("page", ["/summary", "/explore", ""])
def test_odd_names_are_only_words(executive, names, page):
    text = executive.get(f"/report{page}?by=الخطة&every=all").text
    assert "<b>‮" not in text
    assert "الشرق الأوسط" in text


@pytest.mark.parametrize("file", ["file.pdf", "file.pptx", "file.xlsx", "chart/groups.svg"])
def test_odd_names_fit_every_file(executive, names, file):
    made = executive.get(f"/report/summary/{file}?by=الخطة&every=all", audit=False)
    assert made.status_code == 200
    assert len(made.data) > 1000
