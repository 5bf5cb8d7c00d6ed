"""A report's name, its ledger, and computing it once more from the answers themselves."""

import csv
import io
import random
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, select, update

from feedback.counts import folding, reading, scanning
from feedback.extensions import db
from feedback.models import KeptReport, Response, Role, TallyGroup
from feedback.reports import keeping, queries
from feedback.reports import ledger as score_ledger
from feedback.reports.recomputing import recompute
from feedback.reports.selection import Asked
from surveys.models import Campaign, CampaignKind, SurveyKind
from tests import factories

BEGIN = datetime(2026, 5, 1, 12, tzinfo=UTC)
ASKED = (
    {},
    {"from": "2026-05-04"},
    {"by": "plan"},
    {"by": "city", "to": "2026-05-09"},
    {"by": "response.language", "from": "2026-05-03"},
)


@pytest.fixture
def answers(session, survey, give):
    """Answers of twenty days: some skipped, late, labelled, imported or mailed."""
    draw = random.Random(3)
    for i in range(150):
        asked = factories.invitation(
            session, survey, factories.contact(session), due_at=BEGIN + timedelta(days=i % 20)
        )
        give(
            draw.choice([None, *range(11), 10, 9]),
            answered_at=BEGIN + timedelta(days=i % 20, minutes=i),
            attributes={"plan": draw.choice("ABC"), "city": draw.choice(["Bonn", "Oslo", "", 5])},
            excluded=draw.choice([None] * 6 + ["late"]),
            signals=draw.choice([None] * 6 + ["soon"]),
            invitation_id=asked.id if i % 3 else None,
            contact_id=asked.contact_id,
            source="mail" if i % 3 else "import",
            language=draw.choice([None, "de", "en", "fr"]),
        )
    mail_about_a_comment(session, survey)
    session.commit()


def mail_about_a_comment(session, survey):
    """Ask whether a comment may be quoted: a mail that asks for no answer to the survey."""
    about = factories.invitation(session, survey, factories.contact(session), due_at=BEGIN)
    campaign = Campaign.id == about.campaign_id
    session.execute(update(Campaign).where(campaign).values(kind=CampaignKind.QUOTES))


def figures(session, source, given):
    selection = Asked(given).select(queries.surveys(session), ["plan", "city"])
    return keeping.figures(queries.dataset(session, selection, ZoneInfo("UTC"), source))


@pytest.mark.parametrize("is_folded", [False, True])
@pytest.mark.parametrize("given", ASKED, ids=str)
def test_counts_give_what_a_scan_gives(app, session, answers, given, is_folded):
    with app.app_context():
        while is_folded and folding.fold_some():
            pass
    assert figures(session, reading, given) == figures(session, scanning, given)
    assert figures(session, reading, given)["days"]


def named(page):
    return re.search(r"Report (\w+), counted", page)[1]


def test_the_same_figures_have_the_same_name_and_others_another(owner, give):
    give(*[9] * 8)
    first, again = named(owner.get("/report").text), named(owner.get("/report").text)
    give(*[9] * 5)
    assert (first == again, named(owner.get("/report").text) == first) == (True, False)


def test_kept_report_is_computed_once_more_bit_for_bit(app, owner, session, answers):
    name = named(owner.get("/report?by=plan&from=2026-05-04").text)
    owner.submit("/report/kept", page="/report?by=plan&from=2026-05-04")
    with app.app_context():
        is_same, said = recompute(name)
    assert (is_same, said[-1]) == (True, "The same, figure by figure.")


def test_what_was_seen_is_kept_whatever_comes_before_the_button_is_pressed(
    app, owner, session, answers, give
):
    page = owner.get("/report?by=plan").text
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
    began = datetime.now(UTC)
    give(*[10] * 20, updated_at=began + timedelta(minutes=1))
    session.commit()
    reply = owner.submit("/report/kept", {"seen": seen}, page="/report")
    assert reply.location == "/report?by=plan"
    kept = session.scalars(select(KeptReport)).one()
    assert (kept.id, kept.at < began) == (named(page), True)
    assert sum(map(sum, kept.figures["days"].values())) < 150
    with app.app_context():
        assert "Answers it is about that came or were changed since: 20." in recompute(kept.id)[1]


@pytest.mark.parametrize("seen", ["", "made.up"])
def test_what_was_never_seen_is_not_kept_and_that_is_said(owner, session, answers, seen):
    owner.submit("/report/kept", {"seen": seen}, page="/report")
    assert "Nothing was kept" in owner.get("/report").text
    assert not session.scalars(select(KeptReport)).all()


def test_what_another_workspace_saw_is_not_kept_here(owner, session, answers, sign_in_as):
    page = owner.get("/report").text
    other = factories.workspace(session, name="Globex", slug="globex")
    session.commit()
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
    stranger = sign_in_as(Role.OWNER, of=other)
    stranger.submit("/report/kept", {"seen": seen}, page="/account")
    found = select(KeptReport).execution_options(unscoped=True)
    assert not session.scalars(found).all()


def test_keeping_twice_keeps_once(owner, session, answers):
    for _ in range(2):
        assert owner.submit("/report/kept", page="/report").status_code == 303
    assert len(session.scalars(select(KeptReport)).all()) == 1


def test_answer_changed_since_is_found(app, owner, session, answers):
    name = named(owner.get("/report").text)
    owner.submit("/report/kept", page="/report")
    one = session.scalars(select(Response).where(Response.score == 10)).first()
    later = datetime.now(UTC) + timedelta(minutes=1)
    session.execute(update(Response).where(Response.id == one.id).values(score=0, updated_at=later))
    session.commit()
    with app.app_context():
        is_same, said = recompute(name)
    assert not is_same
    assert "Answers it is about that came or were changed since: 1." in said


@pytest.fixture
def changed_elsewhere(session, give):
    """An answer to another survey, and one after the period, that come after a report was kept."""

    def change():
        later = datetime.now(UTC) + timedelta(minutes=1)
        csat = factories.survey(session, kind=SurveyKind.CSAT, name="Help desk")
        give(5, of=csat, updated_at=later)
        give(10, answered_at=BEGIN + timedelta(days=30), updated_at=later)
        session.commit()

    return change


def test_changes_of_what_a_report_is_not_about_are_not_told(
    app, owner, session, answers, changed_elsewhere
):
    given = {"to": "2026-05-15"}
    name = named(owner.get("/report", query_string=given).text)
    owner.submit("/report/kept", page="/report?to=2026-05-15")
    one = session.scalars(select(Response).where(Response.score == 10)).first()
    session.execute(update(Response).where(Response.id == one.id).values(score=0))
    session.commit()
    changed_elsewhere()
    with app.app_context():
        said = recompute(name)[1]
    assert "Answers it is about that came or were changed since: 0." in said
    assert any(line.startswith("So some were erased since") for line in said)


def test_counts_gone_wrong_are_found(app, owner, session, answers):
    with app.app_context():
        while folding.fold_some():
            pass
    session.execute(update(TallyGroup).values(s10=TallyGroup.s10 + 1))
    session.commit()
    name = named(owner.get("/report?by=plan").text)
    owner.submit("/report/kept", page="/report?by=plan")
    with app.app_context():
        assert not recompute(name)[0]


def test_unknown_report_is_said(app, session):
    with app.app_context():
        assert recompute("nosuch") == (False, ["No report nosuch is kept here."])


def ledger(client, address="/report/answers.csv"):
    return list(csv.DictReader(io.StringIO(client.get(address, audit=False).text.lstrip("\ufeff"))))


def test_ledger_counts_what_the_report_counts(owner, session, answers):
    rows = ledger(owner, "/report/answers.csv?from=2026-05-04")
    counted = sum(row["Counted"] == "1" for row in rows)
    told = figures(session, reading, {"from": "2026-05-04"})
    assert counted == sum(sum(steps) for steps in told["days"].values())
    assert {row["Why"] for row in rows} == {"counted", "skipped", "late"}


def test_ledger_finds_what_is_counted_once_however_long_it_is(app, owner, answers, monkeypatch):
    monkeypatch.setattr(score_ledger, "AT_ONCE", 20)
    asked = []

    def look(_connection, _cursor, statement, *_others):
        asked.append("FROM tally " in " ".join(statement.split()))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", look)
    assert len(ledger(owner)) == 150
    event.remove(engine, "before_cursor_execute", look)
    assert sum(asked) == 1


def test_ledger_holds_each_answer_once_over_its_pages(owner, session, answers):
    address, seen = "/report/answers", []
    while address:
        page = owner.get(address).text
        seen += re.findall(r"<tr>\s*<td><time", page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == 150


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.MARKETER])
def test_ledger_is_for_those_who_may_know_people(sign_in_as, answers, role):
    client = sign_in_as(role)
    assert client.get("/report/answers").status_code == 403
    assert client.get("/report/answers.csv").status_code == 403
    assert "/report/answers" not in client.get("/report").text


def test_anonymous_surveys_have_no_ledger(owner, session, give):
    own = factories.survey(session, is_anonymous=True, name="Staff")
    give(*[9] * 6, of=own)
    session.commit()
    assert owner.get("/report/answers").status_code == 404
    assert owner.get("/report/answers.csv").status_code == 404


def test_a_contacts_name_never_becomes_a_formula(owner, session, give):
    who = factories.contact(session, name="=1+1")
    give(*[9] * 5, contact_id=who.id)
    assert {row["Contact"] for row in ledger(owner)} == {"'=1+1"}
