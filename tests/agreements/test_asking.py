"""Asked once about one comment, never while hurt, and never against a wish."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.agreements import asking
from feedback.agreements.asking import NotAskedError, Refusal, Terms
from feedback.campaigns.comment_letters import AGREED, CHANGED
from feedback.extensions import db
from feedback.ids import spell
from feedback.models import Answer, Consent, QuoteMail
from surveys.definition import REASON_KEY
from surveys.fatigue import asked_too_soon
from surveys.models import Contact, Invitation, PeaceReason, Skip, Survey
from surveys.peace import leave_in_peace
from surveys.scope import bind_workspace
from surveys.sending import HURT, UNSUBSCRIBED
from surveys.unsubscribing import address_hash, unsubscribe
from tests import factories
from tests.agreements.conftest import WORDS, link_in


@pytest.fixture
def reason(app, session):
    """Give a function: why the author of a comment is not asked now."""

    def tell(response, now=None):
        now = now or datetime.now(UTC)
        key = str(app.secret_key)
        return asking.obstacles(session, [response.id], key=key, now=now)[response.id]

    return tell


def asked(session):
    session.rollback()
    return session.scalar(select(func.count()).select_from(QuoteMail))


def errors(session):
    session.rollback()
    return [row for row in session.scalars(select(Invitation.error)) if row]


def test_author_of_praise_gets_one_mail_about_these_very_words(comment, ask, deliver, mails):
    ask(comment())
    deliver()
    (mail,) = mails()
    assert mail["Subject"] == "May Acme quote you?"
    assert WORDS in mail.get_body(("plain",)).get_content()
    assert mail["List-Unsubscribe"].startswith("<http://hark.test/u/")


def test_looking_at_the_page_asks_nobody(marketer, comment, session):
    page = marketer.get(f"/testimonials/comments/{spell(comment().id)}/ask")
    assert "Ask by mail" in page.text
    assert asked(session) == 0


def test_about_one_comment_nobody_is_asked_twice_ever(comment, ask, session, reason):
    response = comment()
    ask(response)
    ask(response)
    assert asked(session) == 1
    assert reason(response, datetime.now(UTC) + timedelta(days=2000)) == Refusal.ASKED


def test_one_person_is_asked_about_comments_once_in_90_days(comment, ask, session, reason):
    who = factories.contact(session)
    ask(comment(contact=who))
    other = comment("Something else that I like a lot.", contact=who)
    assert reason(other) == Refusal.ASKED_LATELY
    assert reason(other, datetime.now(UTC) + timedelta(days=91)) is None


@pytest.mark.parametrize("score", [0, 3, 6])
def test_whoever_gave_this_comment_a_low_score_is_not_asked(comment, reason, score):
    assert reason(comment(score=score)) == Skip.HURT


def test_criticism_is_asked_for_by_nobody_however_old_it_is(comment, reason):
    long_ago = datetime.now(UTC) - timedelta(days=400)
    assert reason(comment("It broke.", score=4, answered_at=long_ago)) == Skip.HURT


def test_whoever_gave_a_low_answer_elsewhere_in_60_days_is_not_asked(comment, session, reason):
    who = factories.contact(session)
    praise = comment(contact=who)
    other = factories.survey(session)
    low = datetime.now(UTC) - timedelta(days=59)
    factories.response(session, other, score=6, contact_id=who.id, answered_at=low)
    session.commit()
    assert reason(praise) == Skip.HURT
    assert reason(praise, datetime.now(UTC) + timedelta(days=2)) is None


@pytest.mark.parametrize("why", [PeaceReason.CASE, PeaceReason.COMPLAINT, PeaceReason.MANUAL])
def test_whoever_has_an_open_case_or_complained_or_is_left_in_peace_is_not_asked(
    comment, session, reason, why
):
    response = comment()
    leave_in_peace(session, response.contact_id, why, now=datetime.now(UTC))
    session.commit()
    assert reason(response) in (Skip.OPEN_CASE, Skip.COMPLAINED, Skip.IN_PEACE)


def test_whoever_unsubscribed_is_not_asked(app, comment, session, workspace, reason):
    response = comment()
    leave(app, session, workspace, response)
    assert reason(response) == Skip.UNSUBSCRIBED


def leave(app, session, workspace, response):
    email = session.get_one(Contact, (workspace.id, response.contact_id)).email
    hashed = address_hash(str(app.secret_key), workspace.id, email)
    unsubscribe(session, hashed, via="page", now=datetime.now(UTC))
    session.commit()


def test_an_anonymous_survey_leads_to_nobody(session, comment, reason, marketer):
    nameless = factories.survey(session, is_anonymous=True)
    response = factories.response(session, nameless, comment=WORDS)
    session.commit()
    assert reason(response) == Refusal.ANONYMOUS
    assert WORDS not in marketer.get(f"/testimonials/comments/{spell(response.id)}/ask").text


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"words": ""}, Refusal.NO_WORDS),
        ({"words": " \u200b\n "}, None),
        ({"excluded": "late"}, Refusal.NOT_COUNTED),
    ],
)
def test_what_cannot_be_quoted_is_not_asked_for(comment, reason, given, why):
    if why is not None:
        assert reason(comment(**given)) == why


def test_a_comment_of_nobody_is_asked_of_nobody(session, version, reason):
    response = factories.response(session, version, comment=WORDS, source="qr")
    session.commit()
    assert reason(response) == Refusal.NOBODY_KNOWN


def test_being_asked_about_a_comment_keeps_nobody_from_the_next_survey(
    comment, ask, session, workspace
):
    response = comment()
    ask(response)
    session.rollback()
    soon = datetime.now(UTC) + timedelta(days=88)
    is_too_soon = asked_too_soon(workspace.asking_rules, soon)
    found = select(is_too_soon).where(Contact.id == response.contact_id)
    assert not session.scalar(found)


def test_two_who_ask_at_once_ask_once(app, comment, session, workspace):
    response, sent, outcomes = comment(), [], []
    key, number, place = str(app.secret_key), response.id, workspace.id
    session.commit()
    start = threading.Barrier(2)

    def one():
        with app.app_context(), Session(db.engine) as own:
            bind_workspace(own, place)
            start.wait()
            try:
                now = datetime.now(UTC)
                sent.append(asking.ask(own, number, terms=Terms(), by=1, key=key, now=now).id)
                own.commit()
            except NotAskedError as error:
                outcomes.append(error.reason)

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (len(sent), outcomes) == (1, [Refusal.ASKED])


def test_whoever_is_hurt_before_the_mail_leaves_gets_none(
    comment, ask, deliver, mails, session, version
):
    response = comment()
    ask(response)
    low = datetime.now(UTC)
    factories.response(session, version, score=2, contact_id=response.contact_id, answered_at=low)
    session.commit()
    deliver()
    assert (mails(), errors(session)) == ([], [HURT])


def test_whoever_unsubscribes_before_the_mail_leaves_gets_none(
    app, comment, ask, deliver, mails, session, workspace
):
    response = comment()
    ask(response)
    leave(app, session, workspace, response)
    deliver()
    assert (mails(), errors(session)) == ([], [UNSUBSCRIBED])


def test_words_changed_before_the_mail_leaves_are_not_asked_about(
    comment, ask, deliver, mails, session, workspace
):
    response = comment()
    ask(response)
    session.get_one(Answer, (workspace.id, response.id, REASON_KEY)).text = "Not any more."
    session.commit()
    deliver()
    assert (mails(), errors(session)) == ([], [CHANGED])


def test_whoever_agreed_before_the_mail_leaves_is_not_asked(
    comment, ask, deliver, mails, session, workspace
):
    response = comment()
    ask(response)
    now = datetime.now(UTC)
    session.add(
        Consent(
            response_id=response.id,
            words=WORDS,
            words_hash="x",
            attribution="anonymous",
            named_as="Verified customer",
            purposes=["website"],
            wording_version="2",
            wording_hash="x",
            locale="en",
            channel="survey page",
            given_at=now,
            expires_at=now + timedelta(days=700),
        )
    )
    session.commit()
    deliver()
    assert (mails(), errors(session)) == ([], [AGREED])


def test_closing_the_survey_does_not_keep_the_mail_back(
    comment, ask, deliver, mails, session, version, workspace
):
    ask(comment())
    session.get_one(Survey, (workspace.id, version.survey_id)).closed_at = datetime.now(UTC)
    session.commit()
    deliver()
    assert len(mails()) == 1


def test_many_are_asked_at_once_and_each_refusal_is_said(marketer, comment, session):
    who = factories.contact(session)
    rows = [comment(contact=who), comment("Another one.", contact=who), comment(score=1)]
    token = marketer.csrf("/testimonials/wall")
    data = {"csrf_token": token, "response": [str(row.id) for row in rows]}
    answer = marketer.post("/testimonials/comments/asks", data=data)
    assert answer.status_code == 303
    said = marketer.get("/testimonials").text
    assert "1 author is asked." in said
    assert "in the last 90 days" in said
    assert "They are hurt" in said
    assert asked(session) == 1


def test_mail_is_in_the_language_of_the_answer(comment, ask, deliver, mails):
    ask(comment("Sehr gut.", language="de"))
    deliver()
    (mail,) = mails()
    assert mail["Content-Language"] == "de"
    assert link_in(mail, "q")


def test_asks_are_no_survey_mail_in_any_count(marketer, owner, comment, ask, deliver):
    response = comment()
    before = own_words(owner.get("/surveys"))
    ask(response)
    deliver()
    assert own_words(owner.get("/surveys")) == before
    assert "Comments that may be quoted" not in owner.get("/campaigns").text


def own_words(page):
    return re.sub(r'(nonce|value)="[^"]*"', "", page.text)
