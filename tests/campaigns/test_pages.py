"""The pages around a campaign: choosing, checking, confirming, watching."""

import re

import pytest
from sqlalchemy import func, select

from feedback.ids import spell
from feedback.models import Begun, LocalMail, Role
from surveys.definition import Question
from surveys.models import Campaign, Invitation, Survey
from tests import factories
from tests.factories import NOW


@pytest.fixture
def review(version):
    return f"/campaigns/review?survey={spell(version.survey_id)}"


def hidden(page, name):
    return re.findall(rf'name="{name}" value="([^"]*)"', page)[0]


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_without_a_survey_the_list_says_what_to_do_first(owner):
    assert "Publish a survey first" in owner.get("/campaigns").text


def test_choosing_lists_surveys_and_attribute_values(owner, version, carla):
    page = owner.get("/campaigns/new").text
    assert "Customers" in page
    assert 'name="a:plan"' in page


def test_attribute_names_and_values_are_only_text(owner, session, version):
    factories.contact(session, attributes={'"><b>plan': "<script>{{7*7}}"})
    page = owner.get("/campaigns/new").text
    assert "<script>{{" not in page
    assert "<b>plan" not in page


def test_review_counts_and_writes_nothing(owner, session, review, carla):
    factories.contact(session, email=None, key="#1")
    page = owner.get(review).text
    assert "of 2 contacts will be asked" in page
    assert "<b>1</b> have no e-mail address" in page
    assert count(session, Campaign) == 0


def test_review_of_attributes_asks_only_those(owner, session, review, carla):
    factories.contact(session, attributes={"plan": "free"})
    assert "of 1 contact will be asked" in owner.get(f"{review}&a:plan=pro&a:plan=team").text


def test_review_of_a_closed_survey_leads_back(owner, session, review, version):
    key = {"workspace_id": version.workspace_id, "id": version.survey_id}
    session.get(Survey, key).closed_at = NOW
    assert owner.get(review).location == "/campaigns/new"


def test_confirming_queues_and_leads_to_the_campaign(owner, session, review, carla):
    page = owner.get(review).text
    data = {name: hidden(page, name) for name in ("csrf_token", "campaign", "version")}
    answer = owner.post("/campaigns", data=data)
    assert answer.status_code == 303
    assert answer.location == f"/campaigns/{data['campaign']}"
    assert count(session, Invitation) == 1


def test_confirming_twice_queues_once(owner, session, review, carla):
    page = owner.get(review).text
    data = {name: hidden(page, name) for name in ("csrf_token", "campaign", "version")}
    answers = [owner.post("/campaigns", data=data) for _ in range(3)]
    assert len({answer.location for answer in answers}) == 1
    assert (count(session, Campaign), count(session, Invitation)) == (1, 1)


def test_confirming_keeps_whom_it_was_for_and_who_did_it(owner, session, review, carla):
    page = owner.get(f"{review}&a:plan=pro").text
    names = ("csrf_token", "campaign", "version", "a:plan")
    owner.post("/campaigns", data={name: hidden(page, name) for name in names})
    campaign = session.scalars(select(Campaign)).one()
    assert campaign.audience == {"plan": ["pro"]}
    assert campaign.confirmed_by


@pytest.mark.parametrize("role", [Role.ANALYST, Role.MARKETER, Role.EXECUTIVE])
def test_only_owners_send(sign_in_as, review, role):
    client = sign_in_as(role)
    assert client.get("/campaigns/new").status_code == 403
    assert client.get(review).status_code == 403


def test_analyst_watches_without_buttons(sign_in_as, session, send, carla):
    campaign = send()
    page = sign_in_as(Role.ANALYST).get(f"/campaigns/{spell(campaign.id)}").text
    assert "Waiting" in page
    assert "Stop sending" not in page


def test_another_companys_campaign_is_not_found(sign_in_as, session, send, carla):
    campaign = send()
    bolt = factories.workspace(session)
    stranger = sign_in_as(Role.OWNER, of=bolt)
    assert stranger.get(f"/campaigns/{spell(campaign.id)}").status_code == 404


def test_campaign_shows_failures_with_their_reasons(owner, session, version, carla):
    row = factories.invitation(session, version, carla, state="failed", error="no such mailbox")
    page = owner.get(f"/campaigns/{spell(row.campaign_id)}").text
    assert "no such mailbox" in page
    assert "Send again" in page


def test_campaign_says_that_the_mail_server_is_away(owner, session, send, carla):
    campaign = send()
    campaign.held_since = campaign.held_until = NOW
    campaign.held_because, campaign.holds = "Nobody answers at mail:25.", 2
    page = owner.get(f"/campaigns/{spell(campaign.id)}").text
    assert "away since 22 Nov 2026, 12:00" in page
    assert "Nobody answers at mail:25." in page
    assert "next try at" in page


def test_page_of_a_running_campaign_refreshes_without_javascript(owner, session, send, carla):
    campaign = send()
    assert 'http-equiv="refresh"' in owner.get(f"/campaigns/{spell(campaign.id)}").text


def test_page_of_a_finished_campaign_stands_still(owner, session, version, carla):
    row = factories.invitation(session, version, carla)
    page = owner.get(f"/campaigns/{spell(row.campaign_id)}").text
    assert 'http-equiv="refresh"' not in page
    assert "live.js" not in page


def test_answers_so_far_are_counted(owner, session, version, carla):
    row = factories.invitation(session, version, carla)
    factories.response(session, version, invitation_id=row.id, contact_id=carla.id)
    page = owner.get(f"/campaigns/{spell(row.campaign_id)}").text
    assert re.search(r"Answers so far</dt><dd>1</dd>", page)


def begin(session, version, row):
    session.add(
        Begun(
            survey_id=version.survey_id,
            version_id=version.id,
            invitation_id=row.id,
            submission="k",
            answers={"score": [9, None]},
            pages=[1],
            begun_at=NOW,
            updated_at=NOW,
        )
    )


@pytest.mark.parametrize("kind", ["once", "links"])
def test_what_is_begun_and_not_sent_stands_apart_from_the_answers(owner, session, carla, kind):
    version = factories.survey(session, Question("q1", "text", "More?", new_page=True))
    row = factories.invitation(session, version, carla)
    begin(session, version, row)
    begin(session, version, factories.invitation(session, version, carla))
    session.get_one(Campaign, (row.workspace_id, row.campaign_id)).kind = kind
    page = owner.get(f"/campaigns/{spell(row.campaign_id)}").text
    assert "Answers so far</dt><dd>0</dd>" in page
    assert "Begun, not sent</dt><dd>1</dd>" in page


def test_nobody_can_leave_off_within_a_survey_of_one_page(owner, session, version, carla):
    row = factories.invitation(session, version, carla)
    assert "Begun" not in owner.get(f"/campaigns/{spell(row.campaign_id)}").text


@pytest.mark.parametrize(
    ("state", "after"), [("unknown", "queued"), ("failed", "queued"), ("sent", "sent")]
)
def test_sending_again_by_hand(owner, session, version, carla, state, after):
    row = factories.invitation(session, version, carla, state=state)
    page = f"/campaigns/{spell(row.campaign_id)}"
    owner.submit(f"{page}/repeats", {"invitation": spell(row.id)}, page=page)
    assert row.state == after


def test_stopping_gives_up_what_has_not_left(owner, session, send, carla):
    campaign = send()
    page = f"/campaigns/{spell(campaign.id)}"
    owner.submit(f"{page}/stop", page=page)
    row = session.scalars(select(Invitation)).one()
    assert row.state == "failed"
    assert row.error.startswith("Stopped by")


def test_what_comes_back_to_the_queue_of_a_stopped_campaign_does_not_leave(
    owner, session, send, carla, deliver, post
):
    campaign = send()
    row = session.scalars(select(Invitation)).one()
    row.state = "claimed"
    session.commit()
    page = f"/campaigns/{spell(campaign.id)}"
    owner.post(f"{page}/stop", data={"csrf_token": owner.csrf(page)})
    row.state = "queued"
    deliver()
    assert post.letters == []


def test_trying_now_ends_the_pause(owner, session, send, carla):
    campaign = send()
    campaign.held_since = campaign.held_until = NOW
    campaign.held_because = "away"
    page = f"/campaigns/{spell(campaign.id)}"
    owner.submit(f"{page}/attempt", page=page)
    assert campaign.held_until is None


def test_mail_is_shown_under_a_policy_of_its_own(owner, version):
    answer = owner.get(f"/campaigns/mail/{spell(version.id)}", audit=False)
    assert "How likely are you to recommend Acme?" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy


def test_test_mail_goes_to_oneself_and_into_the_local_outbox(owner, session, review, version):
    owner.submit("/campaigns/tests", {"version": spell(version.id)}, page=review)
    mail = session.scalars(select(LocalMail)).one()
    assert mail.recipient.startswith("member")
    assert count(session, Invitation) == 0


def test_outbox_shows_each_mail_rendered_as_text_and_as_source(
    owner, session, send, carla, app, clock
):
    from feedback.campaigns.delivery import Sender

    send()
    sender = Sender.of(app)
    sender.clock = clock
    with app.app_context():
        sender.deliver_next()
    assert "carla@example.com" in owner.get("/outbox").text
    mail = session.scalars(select(LocalMail)).one()
    page = owner.get(f"/outbox/{spell(mail.id)}").text
    assert "Choose by opening one of these addresses" in page
    assert "List-Unsubscribe-Post" in page
    html = owner.get(f"/outbox/{spell(mail.id)}/page", audit=False)
    assert "?score=10" in html.text
    assert "sandbox allow-popups" in html.headers["Content-Security-Policy"]


def test_empty_outbox_says_what_will_be_there(owner):
    assert "No mail here" in owner.get("/outbox").text
