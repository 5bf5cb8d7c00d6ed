"""Saying when a campaign asks, and watching, pausing and ending it."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from feedback.ids import spell
from surveys.models import Campaign, Invitation
from surveys.scheduling import Schedule
from surveys.throttling import campaign_scope, note


@pytest.fixture
def begin(owner, session, version):
    """Give a function that goes through the form, the review and the confirmation."""

    def go(**given):
        query = urlencode({"survey": spell(version.survey_id), **given}, doseq=True)
        page = owner.get(f"/campaigns/review?{query}").text
        form = page[page.index('action="/campaigns"') :]
        form = form[: form.index("</form>")]
        pairs = re.findall(r'name="([^"]+)" value="([^"]*)"', form)
        data: dict = {}
        for name, value in pairs:
            data.setdefault(name, []).append(value)
        answer = owner.post("/campaigns", data=data)
        assert answer.status_code == 303
        return session.scalars(select(Campaign).order_by(Campaign.id.desc())).first()

    return go


def test_choosing_offers_three_kinds_and_hides_nothing_from_those_without_scripts(owner, version):
    page = owner.get("/campaigns/new").text
    for words in ("Once", "After something has happened", "Again and again", "Reminders"):
        assert words in page


def test_a_plain_choice_asks_once_and_now(begin, session, carla):
    campaign = begin()
    assert (campaign.kind, campaign.schedule, campaign.starts_at) == ("once", {}, None)
    assert len(session.scalars(select(Invitation)).all()) == 1


def test_everything_said_is_kept_and_shown_in_words(owner, begin, workspace, carla):
    workspace.timezone = "Europe/Berlin"
    campaign = begin(
        starts="2027-01-04T09:30",
        from_hour=9,
        until_hour=17,
        weekdays=[0, 1, 2, 3, 4],
        daily_cap=500,
        per_minute=30,
        remind_days=5,
        remind_subject="Still curious",
        again_days=7,
    )
    assert campaign.starts_at == datetime(2027, 1, 4, 8, 30, tzinfo=UTC)
    schedule = Schedule.of(campaign.schedule)
    assert (schedule.daily_cap, schedule.per_minute, schedule.weekdays) == (
        500,
        30,
        (0, 1, 2, 3, 4),
    )
    assert [reminder.after_days for reminder in schedule.reminders] == [5, 7]
    page = owner.get(f"/campaigns/{spell(campaign.id)}").text
    for words in (
        "Not before 4 Jan 2027, 09:30",
        "Monday to Friday, 09:00 to 17:00 on their clock",
        "At most 500 a day",
        "A reminder after 5 silent days with the subject “Still curious”",
        "The next leaves at 4 Jan 2027, 09:30",
    ):
        assert words in page


def test_a_campaign_after_an_event_asks_nobody_yet(owner, begin, session, carla):
    campaign = begin(kind="triggered", event="order delivered", delay_days=3)
    assert session.scalars(select(Invitation)).all() == []
    page = owner.get(f"/campaigns/{spell(campaign.id)}").text
    assert "3 days after “order delivered”" in page
    assert "Whoever it happens to next is asked." in page


def test_a_recurring_campaign_is_begun_and_ended(owner, begin, session, carla):
    campaign = begin(kind="recurring", period_days=30)
    page = f"/campaigns/{spell(campaign.id)}"
    assert "Each contact every 30 days" in owner.get(page).text
    owner.submit(f"{page}/end", page=page)
    assert campaign.plans_at is None
    assert "End the campaign" not in owner.get(page).text


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"kind": "triggered"}, "Name what has to happen"),
        ({"from_hour": 17, "until_hour": 9}, "Choose an hour after the first one."),
        ({"daily_cap": "many"}, "Not a valid integer value."),
        ({"per_minute": -1}, "A whole number from 0"),
        ({"starts": "soon"}, "Not a valid datetime value."),
        ({"kind": "recurring", "period_days": 0}, "A whole number from 1"),
        ({"kind": "recurring", "starts": "2027-01-02T00:00", "ends": "2027-01-01T00:00"}, "after"),
        ({"weekdays": 9}, "weekdays"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_sent(owner, version, given, says):
    query = urlencode({"survey": spell(version.survey_id), **given})
    answer = owner.get(f"/campaigns/review?{query}")
    assert answer.status_code == 422
    assert says in answer.text


def test_pausing_and_going_on(owner, session, send, carla):
    campaign = send()
    page = f"/campaigns/{spell(campaign.id)}"
    owner.submit(f"{page}/pause", page=page)
    assert re.search(r"Paused by Member \d+ since", owner.get(page).text)
    owner.submit(f"{page}/resumption", page=page)
    assert campaign.paused_at is None
    assert "Paused" not in owner.get(page).text.replace("Paused. What", "")


def test_page_tells_the_speed_and_the_time_left(owner, session, send, carla):
    campaign = send()
    note(session, [campaign_scope(campaign.id)] * 7, datetime.now(UTC))
    page = owner.get(f"/campaigns/{spell(campaign.id)}").text
    assert "7 mails in the last minute. About 1 minute to go." in page


def test_a_resting_campaign_says_why(owner, session, send, carla):
    campaign = send()
    campaign.rests_until = datetime.now(UTC) + timedelta(hours=3)
    campaign.rests_because = "As many as it may send on one day have left."
    page = owner.get(f"/campaigns/{spell(campaign.id)}").text
    assert "As many as it may send on one day have left. It goes on at" in page


def test_reminders_ask_nobody_twice_in_the_list(owner, session, send, carla):
    campaign = send()
    first = session.scalars(select(Invitation)).one()
    first.state = "sent"
    session.add(
        Invitation(
            campaign_id=campaign.id,
            contact_id=carla.id,
            step=1,
            first_id=first.id,
            state="sent",
            queued_at=campaign.created_at,
            due_at=campaign.created_at,
        )
    )
    session.commit()
    row = owner.get("/campaigns").text
    assert re.search(r'class="right">1</td>\s*<td class="right">2</td>', row)
    assert "1 of these is a reminder" in owner.get(f"/campaigns/{spell(campaign.id)}").text
