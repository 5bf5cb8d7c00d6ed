"""Response rates by campaign and channel: of all who were asked, small ones never by themselves."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from analysis import adjust, compare, proportion
from feedback.ids import spell
from feedback.models import TallyAsked
from feedback.reports.asking import Asking, meant_by
from feedback.reports.explore_views import whole_ground
from feedback.reports.exploring import ALL, Wish
from feedback.reports.ground import Desk
from feedback.reports.periods import Period
from feedback.reports.responding import explore_rate
from feedback.reports.scale import NET_PROMOTER
from feedback.reports.selection import (
    CAMPAIGN,
    CHANNEL,
    SURVEY,
    VERSION,
    Asked,
    Selection,
    SurveyChoice,
)
from feedback.reports.shares import parts
from surveys.models import Campaign, SurveyKind
from surveys.models.campaign import Channel
from tests import factories

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LAST = datetime(2026, 8, 20, 12, tzinfo=UTC)
BEFORE = datetime(2026, 5, 20, 12, tzinfo=UTC)
CLOSED = {"every": "quarter", "on": "2026-08-01"}
DAY = timedelta(days=1)
KIND = SurveyKind.RELATIONSHIP_NPS


@pytest.fixture
def asked(session, workspace, survey):
    """Give a function: a campaign asks so many, of whom so many answer."""
    known = {}

    def ask(name, sent, answered, at=LAST, of=None, channel=Channel.MAIL):
        if name not in known:
            who = factories.contact(session)
            mail = factories.invitation(session, of or survey, who, state="queued")
            session.flush()
            campaign = session.get(Campaign, (workspace.id, mail.campaign_id))
            campaign.name, campaign.channel = name, channel
            known[name] = campaign.id
        slot = int(at.timestamp()) // 900
        row = TallyAsked(campaign_id=known[name], slot=slot, sent=sent, answered=answered)
        session.add(row)
        session.flush()

    factories.response(session, survey, answered_at=LAST, attributes={"plan": "North"})
    return ask


@pytest.fixture
def table(session, workspace):
    """Give a function: the table that parameters of the address ask for."""

    def build(**given):
        session.flush()
        desk = Desk.of(workspace, NOW)
        found = whole_ground(session, Asked(given), desk)
        return explore_rate(session, found, desk, Wish.of({"measure": "rate", **given}))

    return build


def told(found):
    return {
        row.name: (round(row.figure.n * row.figure.value / 100), row.figure.n)
        for row in found.rows
        if row.figure
    }


def row_of(found, name):
    return next(row for row in found.rows if row.name == name)


def test_campaigns_and_channels_have_rates_of_their_own(asked, table):
    asked("Spring", 50, 10)
    asked("Summer", 40, 20, channel=Channel.SMS)
    assert told(table(by=CAMPAIGN)) == {
        "Spring": (10, 50), "Summer": (20, 40), "All who were asked": (30, 90)
    }  # fmt: skip
    assert told(table(by=CHANNEL)) == {
        "Mail": (10, 50), "Text message": (20, 40), "All who were asked": (30, 90)
    }  # fmt: skip


def test_a_small_campaign_is_nowhere_by_itself(asked, table):
    asked("Spring", 50, 10)
    asked("Try", 3, 3, channel=Channel.SMS)
    asked("Autumn", 30, 10)
    found = told(table(by=CAMPAIGN))
    assert found == {"Spring": (10, 50), "All others": (13, 33), "All who were asked": (23, 83)}
    assert told(table(by=CHANNEL)) == {
        "Mail": (10, 50), "All others": (13, 33), "All who were asked": (23, 83)
    }  # fmt: skip


def test_a_campaign_subtracted_from_its_channel_leaves_five(asked, table):
    asked("Spring", 50, 10)
    asked("Try", 3, 3)
    asked("Texts", 30, 10, channel=Channel.SMS)
    mail, spring = (told(table(by=by)).get(name) for by, name in
                    ((CHANNEL, "Mail"), (CAMPAIGN, "Spring")))  # fmt: skip
    assert (mail, spring) == ((10, 50), (10, 50))


def test_days_are_put_together_until_each_campaign_asked_five(asked, table):
    for day in range(3):
        asked("Spring", 20, 5, at=LAST + day * DAY)
        asked("Drip", 2, 1, at=LAST + day * DAY)
    first = {"from": "2026-08-20", "to": "2026-08-20"}
    assert told(table(by=CAMPAIGN, **first)) == {}
    assert told(table(by=CAMPAIGN, **first | {"to": "2026-08-22"}))["Drip"] == (3, 6)


def test_campaigns_are_held_against_their_past_and_each_other(asked, table):
    for at, n in ((BEFORE, 10), (LAST, 30)):
        asked("Spring", 50, n, at=at)
        asked("Summer", 50, 10, at=at)
    found = table(by=CAMPAIGN, **CLOSED)
    p = [compare(proportion(10, 50), proportion(n, 50)).p_value for n in (30, 10)]
    assert found.correction == "Benjamini–Hochberg"
    assert row_of(found, "Spring").p == pytest.approx(adjust(p)[0])
    assert row_of(found, "Spring").change.value == pytest.approx(40)
    held = table(by=CAMPAIGN, than="Summer", **CLOSED)
    assert (held.against, held.correction) == ("Summer", "Holm")


def test_a_period_that_runs_is_not_held_against_the_past(asked, table):
    asked("Spring", 50, 10, at=BEFORE)
    asked("Spring", 50, 1, at=NOW - DAY)
    found = table(by=CAMPAIGN, every="half", on="2026-11-01")
    assert found.against == ""


def test_surveys_are_corrected_for_being_several(session, asked, table):
    other = factories.survey(session)
    for at, n in ((BEFORE, 10), (LAST, 30)):
        asked("Spring", 50, n, at=at)
        asked("Summer", 50, n - 4, at=at, of=other)
    found = table(by=SURVEY, **CLOSED)
    assert found.correction == "Benjamini–Hochberg"
    assert {row.p is not None for row in found.rows if row.kind == "group"} == {True}


def test_channels_add_up_to_all(asked, table):
    for number in range(20):
        asked(f"C{number}", 7 + number, 3, channel=[Channel.MAIL, Channel.SMS][number % 2])
    found = told(table(by=CHANNEL))
    parts = [pair for name, pair in found.items() if name != "All who were asked"]
    assert tuple(map(sum, zip(*parts, strict=True))) == found["All who were asked"]
    assert "All others" not in found


def test_attributes_have_no_rates_and_the_page_says_so(executive, asked, session):
    asked("Spring", 50, 10)
    session.commit()
    for by in (VERSION, "plan"):
        page = executive.get(f"/report/explore?measure=rate&by={by}").text
        assert "20\xa0%" in page
    assert "rates are told apart by survey, campaign and channel only" in page


def test_campaigns_of_one_name_stay_two(session, asked, table, workspace):
    asked("Spring", 50, 10)
    asked("Other", 40, 20)
    for campaign in session.query(Campaign).all():
        campaign.name = "الربيع" * 20
    assert len(told(table(by=CAMPAIGN))) == 3


@pytest.mark.parametrize("by", [CAMPAIGN, CHANNEL, SURVEY])
def test_nobody_asked_has_a_page(executive, give, survey, by):
    give(*[9] * 5, answered_at=LAST)
    key = spell(survey.survey_id)
    page = f"/report/explore?measure=rate&by={by}&over=month&survey={key}"
    assert executive.get(page).status_code == 200


def asking(draw):
    """Let some campaigns ask few or many on some days."""
    names = {f"C{number}": draw.choice(["mail", "mail", "sms"]) for number in range(6)}
    return [
        Asking(1, name, channel, date(2026, 1, day), sent, draw.randrange(sent + 1))
        for name, channel in names.items()
        for day in range(1, draw.choice([2, 4, 9]))
        if (sent := draw.choice([0, 0, 1, 2, 5, 6, 9]))
    ]


def sizes(asked, by, period):
    about = Selection((SurveyChoice(1, "S", KIND, answered=True),), NET_PROMOTER, by=by)
    return {
        key: sum(part.among) for key, part in parts(meant_by(asked, about), [period])[0].items()
    }


def few(whole, some):
    """Tell whether a sum less some of its parts, however chosen, is one to four people."""
    left = [whole]
    for n in some:
        left += [each - n for each in left]
    return any(0 < each < 5 for each in left)


@pytest.mark.parametrize("seed", range(80))
def test_no_campaign_leaves_few_of_its_channel_or_of_all(seed):
    draw = random.Random(seed)
    asked = asking(draw)
    channels = {a.campaign: a.channel for a in asked}
    ends = [Period(), *(Period(None, date(2026, 1, day)) for day in range(1, 9))]
    before = {}
    for period in sorted(ends, key=lambda each: each.last or date.max):
        of = {by: sizes(asked, by, period) for by in (CAMPAIGN, CHANNEL)}
        for by in of:
            whole = of[by].pop(ALL, 0)
            assert not few(whole, of[by].values())
        for channel, n in of[CHANNEL].items():
            assert not few(
                n, [m for name, m in of[CAMPAIGN].items() if channels.get(name) == channel]
            )
        for by, told in of.items():
            assert not any(0 < n - before.get((by, key), 0) < 5 for key, n in told.items())
            before |= {(by, key): n for key, n in told.items()}
