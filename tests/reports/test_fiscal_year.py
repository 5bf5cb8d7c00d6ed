"""A fiscal year of one's own: periods begin with it and are named by it, in every rendering."""

import itertools
from datetime import UTC, date, datetime

import pytest

from feedback.models import Subscription, SubscriptionKind
from feedback.models.subscription import Cadence
from feedback.reports.briefing import report_for
from feedback.reports.ground import Desk
from feedback.reports.outputs.opening import summary_of
from feedback.reports.outputs.tables import as_csv, as_json
from feedback.reports.periods import calendar, slices
from feedback.reports.selection import Asked
from feedback.subscriptions.turns import last_turn, next_turn, reported
from surveys.models import Workspace

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LAST = datetime(2026, 8, 20, tzinfo=UTC)


@pytest.fixture
def fiscal(session, workspace):
    """Acme's year begins in April."""
    workspace.year_begins = 4
    session.commit()
    return workspace


def plain(text):
    return text.replace("\N{THIN SPACE}", " ")


@pytest.mark.parametrize(
    ("every", "day", "begins", "name", "first"),
    [
        ("year", date(2026, 11, 22), 4, "FY 2026/27", date(2026, 4, 1)),
        ("year", date(2027, 3, 31), 4, "FY 2026/27", date(2026, 4, 1)),
        ("year", date(2099, 12, 1), 10, "FY 2099/00", date(2099, 10, 1)),
        ("half", date(2026, 11, 22), 4, "H2 FY 2026/27 (Oct 2026 – Mar 2027)", date(2026, 10, 1)),
        ("quarter", date(2026, 5, 1), 2, "Q2 FY 2026/27 (May – Jul 2026)", date(2026, 5, 1)),
        ("quarter", date(2027, 1, 31), 2, "Q4 FY 2026/27 (Nov 2026 – Jan 2027)", date(2026, 11, 1)),
        ("month", date(2026, 5, 1), 4, "May 2026", date(2026, 5, 1)),
        ("year", date(2026, 11, 22), 1, "2026", date(2026, 1, 1)),
        ("quarter", date(2026, 11, 22), 1, "Oct – Dec 2026", date(2026, 10, 1)),
    ],
)
def test_periods_are_named_by_their_fiscal_year(every, day, begins, name, first):
    found = calendar(every, day, begins)
    assert (plain(found.name), found.first) == (name, first)


@pytest.mark.parametrize("begins", range(1, 13))
@pytest.mark.parametrize("every", ["month", "quarter", "half", "year"])
def test_periods_of_a_year_follow_each_other_without_a_gap(every, begins):
    found = slices(every, date(2024, 1, 1), date(2026, 11, 22), begins=begins, most=100)
    ends = [(b.first - a.last).days for a, b in itertools.pairwise(found)]
    assert set(ends) == {1}
    assert all(each.before(begins).last < each.first for each in found)


def test_owners_choose_the_month_and_reports_follow(owner, session, workspace, give):
    give(*[9] * 40, *[3] * 9, answered_at=LAST)
    form = {"name": "Acme", "accent": "#0f6b5c", "timezone": "UTC", "year_begins": "4"}
    assert owner.submit("/workspace", form).status_code == 302
    session.expire_all()
    assert session.get_one(Workspace, workspace.id).year_begins == 4
    assert "FY 2026/27" in owner.get("/report/summary?every=year&on=2026-08-01").text
    assert "FY 2026/27" in owner.get("/report/explore?every=year&on=2026-08-01&over=quarter").text


@pytest.mark.parametrize("month", ["0", "13", "x", ""])
def test_no_other_month_is_taken(owner, session, workspace, month):
    form = {"name": "Acme", "accent": "#0f6b5c", "timezone": "UTC", "year_begins": month}
    assert owner.submit("/workspace", form).status_code == 200
    session.expire_all()
    assert session.get_one(Workspace, workspace.id).year_begins == 1


def test_every_rendering_names_it(app, fiscal, give, session):
    give(*[9] * 40, *[3] * 9, answered_at=LAST)
    give(*[9] * 30, *[3] * 9, answered_at=datetime(2025, 8, 20, tzinfo=UTC))
    session.commit()
    with app.test_request_context():
        document = summary_of(fiscal, {"every": "year", "on": "2026-08-01"}, NOW)
    assert "FY 2026/27" in document.lead
    assert "FY 2025/26" in document.title
    assert "FY 2025/26" in as_csv(document)
    assert "FY 2026/27" in str(as_json(document))


def test_the_usual_quarter_is_the_fiscal_one(session, workspace, give):
    workspace.year_begins = 2
    give(*[9] * 40, answered_at=LAST)
    report = report_for(session, Asked({}), Desk.of(workspace, NOW))
    assert (report.scope.first, report.scope.last) == (date(2026, 8, 1), date(2026, 10, 31))


@pytest.mark.parametrize("begins", range(1, 13))
def test_quarterly_mail_comes_on_the_first_day_of_a_fiscal_quarter(begins):
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    due = next_turn(Cadence.QUARTER, 8, UTC, now, begins)
    first, last = reported(Cadence.QUARTER, due, UTC, begins)
    told = calendar("quarter", first, begins)
    assert (told.first, told.last) == (first, last)
    assert (due.date() - last).days == 1
    assert last_turn(Cadence.QUARTER, 8, UTC, due, begins) == due


def test_a_new_order_is_due_by_the_fiscal_year(owner, fiscal, session):
    form = {
        "title": "Board",
        "cadence": "quarter",
        "hour": "8",
        "timezone": "UTC",
        "language": "en",
        "addresses": "",
    }
    owner.submit("/report/subscriptions/new", form)
    found = session.query(Subscription).filter_by(kind=SubscriptionKind.REPORT).one()
    assert found.next_at.month in (1, 4, 7, 10)
