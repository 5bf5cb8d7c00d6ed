"""The queries count what is there: each figure against an independent count in plain Python."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from feedback.models import Response
from feedback.reports.dataset import Mailed
from surveys.models import Contact, SurveyKind
from surveys.scope import bind_workspace
from tests import factories

VALUES = ["Basic", "Team", "Enterprise", "", None, "<b>Gold</b>", "ذهبي", "x" * 200, 'O\'Neil "x"']


@pytest.fixture
def answers(session, survey):
    """Answers of every sort, at least five counted a day, and what is known of each."""
    draw = random.Random(4)
    known = []
    for i in range(360):
        one = {
            "score": draw.choice([None, *range(11)]),
            "answered_at": datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=i % 24 * 5),
            "excluded": draw.choice([None, None, None, None, "late"]),
            "source": draw.choice(["mail", "import"]),
        }
        value = draw.choice(VALUES)
        factories.response(
            session, survey, **one, attributes={} if value is None else {"plan": value, "z": "z"}
        )
        known.append({**one, "plan": value or "", "on": one["answered_at"].date()})
    session.flush()
    assert min(sum(tally(known, start=a["on"], end=a["on"])) for a in known) >= 5
    return known


def tally(answers, **wanted):
    found = [
        a["score"]
        for a in answers
        if a["excluded"] is None
        and a["score"] is not None
        and wanted.get("start", date.min) <= a["on"] <= wanted.get("end", date.max)
        and a["plan"] == wanted.get("plan", a["plan"])
        and (a["on"].replace(day=1) == wanted.get("month", a["on"].replace(day=1)))
    ]
    return tuple(found.count(score) for score in range(11))


def test_scores_are_counted_without_skips_and_exclusions(answers, counted):
    assert counted()[0].counts == tally(answers)


def test_skips_are_counted_apart(answers, counted):
    skipped = sum(a["score"] is None and a["excluded"] is None for a in answers)
    assert counted()[0].skipped == skipped


def test_exclusions_are_counted_with_their_reason(answers, counted):
    assert counted()[0].excluded == {"late": sum(a["excluded"] is not None for a in answers)}


def test_imported_answers_are_counted(answers, counted):
    scored = [a for a in answers if a["excluded"] is None and a["score"] is not None]
    imported = sum(a["source"] == "import" for a in scored)
    assert counted()[0].imported == imported


def test_period_takes_both_its_days(answers, counted):
    dataset, _ = counted(**{"from": "2026-02-03", "to": "2026-03-17"})
    assert dataset.counts == tally(answers, start=date(2026, 2, 3), end=date(2026, 3, 17))


def test_each_month_is_counted(answers, counted):
    for month, counts in counted()[0].months.items():
        assert counts == tally(answers, month=month)


def test_each_value_of_an_attribute_is_counted(answers, counted):
    groups = counted(by="plan")[0].groups
    assert {group.value: group.counts for group in groups.shown.alone} == {
        plan: tally(answers, plan=plan) for plan in {a["plan"] for a in answers}
    }


def test_groups_follow_the_period(answers, counted):
    groups = counted(**{"by": "plan", "from": "2026-03-01"})[0].groups
    assert date(2026, 1, 6) <= groups.first <= date(2026, 4, 1)
    assert {group.value: group.counts for group in groups.shown.alone} == {
        plan: tally(answers, plan=plan, start=groups.first, end=groups.last)
        for plan in {a["plan"] for a in answers}
    }


@pytest.mark.parametrize(
    "name",
    ["plan", "Größe", 'say "plan"', "a.b", "$x", "back\\slash", "{{7*7}}", "it's", "0", "a b"],
)
def test_attribute_of_any_name_can_be_compared_by(name, give, counted):
    give(*[9] * 6, attributes={name: "one", "other": "x"})
    give(*[3] * 7, attributes={"other": "y"})
    groups = counted(by=name)[0].groups.shown.alone
    assert {group.value: group.n for group in groups} == {"one": 6, "": 7}


def test_numbers_and_spaces_read_as_text(give, counted):
    give(*[9] * 4, attributes={"seats": 5})
    give(*[9] * 3, attributes={"seats": " 5 "})
    give(*[9] * 5, attributes={"seats": "  "})
    groups = counted(by="seats")[0].groups.shown.alone
    assert {group.value: group.n for group in groups} == {"5": 7, "": 5}


def test_thousand_values_of_one_answer_each_are_counted_together(session, survey, counted):
    base = factories.response(session, survey, score=9, attributes={"account": "A"})
    session.execute(
        Response.__table__.insert(),
        [
            {column.name: getattr(base, column.name) for column in Response.__table__.columns}
            | {"id": base.id + i, "submission_id": f"{i}", "attributes": {"account": f"A{i}"}}
            for i in range(1, 1001)
        ],
    )
    shown = counted(by="account")[0].groups.shown
    assert (shown.alone, sum(shown.others), shown.protects) == ((), 1001, True)


def test_another_workspace_is_never_counted(session, workspace, give, counted):
    give(9, 9, 9, 9, 9)
    other = factories.workspace(session)
    bind_workspace(session, other.id)
    for _ in range(3):
        factories.response(session, factories.survey(session), score=0)
    bind_workspace(session, workspace.id)
    assert counted()[0].n == 5


def test_surveys_of_another_scale_stay_out_of_the_usual_report(session, give, counted):
    give(9, 10, 9, 9, 8)
    csat = factories.survey(session, kind=SurveyKind.CSAT)
    give(*[5] * 6, of=csat)
    assert counted()[0].n == 5


def test_nps_surveys_are_counted_together(session, give, counted):
    give(9, 10, 9, 9, 9)
    give(*[3] * 6, of=factories.survey(session, kind=SurveyKind.TRANSACTIONAL_NPS))
    assert counted()[0].n == 11


def test_mails_that_left_are_counted_with_their_answers(session, survey, give, counted):
    for i in range(6):
        invitation = factories.invitation(session, survey, factories.contact(session))
        if i < 2:
            give(9, invitation_id=invitation.id)
    waiting = factories.contact(session)
    factories.invitation(session, survey, waiting, sent_at=None, state="queued")
    assert counted()[0].mailed == Mailed(6, 2)


def test_rate_of_a_period_follows_the_day_of_mailing_on_the_workspace_clock(
    session, workspace, survey, give, counted
):
    workspace.timezone = "Pacific/Auckland"
    late_evening = datetime(2026, 3, 31, 22, tzinfo=UTC)  # 1 April in Auckland
    for sent_at in [late_evening] * 6 + [late_evening - timedelta(days=1)] * 5:
        asked = factories.invitation(session, survey, factories.contact(session), due_at=sent_at)
        give(9, invitation_id=asked.id, answered_at=datetime(2026, 5, 1, tzinfo=UTC))
    assert counted(**{"from": "2026-04-01", "to": "2026-04-30"})[0].mailed == Mailed(6, 6)


def test_late_and_test_answers_do_not_raise_the_rate(session, survey, give, counted):
    for _ in range(5):
        asked = factories.invitation(session, survey, factories.contact(session))
        give(9, invitation_id=asked.id, excluded="late")
    give(9, source="import")
    dataset, _ = counted(**{"from": "2026-01-01"})
    assert (dataset.mailed, counted()[0].mailed) == (Mailed(5, 0), Mailed(5, 0))


def test_reminders_ask_nobody_anew(session, survey, give, counted):
    for _ in range(6):
        asked = factories.invitation(session, survey, factories.contact(session))
        who, campaign = asked.contact_id, asked.campaign_id
        factories.invitation(
            session,
            survey,
            session.get_one(Contact, {"workspace_id": asked.workspace_id, "id": who}),
            campaign_id=campaign,
            step=1,
            first_id=asked.id,
        )
        give(9, invitation_id=asked.id)
    assert counted()[0].mailed == Mailed(6, 6)


def test_comments_are_the_newest_with_words(give, counted):
    for day in range(1, 12):
        give(9, comment=f"day {day}", answered_at=datetime(2026, 5, day, tzinfo=UTC))
    give(9, comment="  ", answered_at=datetime(2026, 5, 30, tzinfo=UTC))
    give(9, comment="late", excluded="late", answered_at=datetime(2026, 5, 31, tzinfo=UTC))
    words = [comment.words for comment in counted()[0].comments]
    assert words == [f"day {day}" for day in range(11, 3, -1)]


def test_long_comment_is_cut_and_says_so(give, counted):
    give(9, 9, 9, 9)
    give(9, comment="word " * 20_000)
    comment = counted()[0].comments[0]
    assert (len(comment.words), comment.cut) == (699, True)


def test_answers_without_a_mail_of_ours_claim_no_rate(give, counted):
    give(9, 9, 9)
    assert counted()[0].mailed == Mailed(0, 0)


def test_those_who_only_skipped_are_no_group(give, counted):
    give(*[9] * 5, attributes={"plan": "Team"})
    give(*[None] * 5, attributes={"plan": "Basic"})
    assert [g.value for g in counted(by="plan")[0].groups.shown.alone] == ["Team"]
