"""From the mail to the agreement and back: exactly what was seen, for what was ticked."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from feedback.agreements import giving, renewing
from feedback.agreements.wording import current
from feedback.ids import spell
from feedback.models import Answer, Attribution, Consent, Purpose, QuoteMail, QuoteMailKind
from feedback.models.consent import digest
from feedback.testimonials import queries
from feedback.testimonials.outputs.beside import disclosures
from surveys.links import Link, Links
from surveys.links import Purpose as Signed
from surveys.models import Contact, Invitation
from tests.agreements.conftest import WORDS, hidden, link_in
from tests.rules.everything import rows_of

TERMS = {"incentive": "A mug", "relation": "partner"}


@pytest.fixture
def path(comment, ask, deliver, mails):
    """The address in the mail that asked about a comment."""
    ask(comment())
    deliver()
    return link_in(mails()[0], "q")


def consents(session):
    session.rollback()
    return list(session.scalars(select(Consent).order_by(Consent.id)))


def agree(client, path, page=None, **given):
    page = page or client.get(path).text
    data = {
        "words": hidden(page, "words"),
        "seen": hidden(page, "seen"),
        "terms": hidden(page, "terms"),
        "saw": WORDS,
        "correction": WORDS,
        "attribution": "anonymous",
        "purposes": ["website"],
        **given,
    }
    return client.post(path, data=data)


def test_opening_the_link_writes_nothing(client, path, session, workspace):
    before = rows_of(session, workspace)
    page = client.get(path).text
    assert WORDS in page
    assert rows_of(session, workspace) == before


def test_nothing_is_ticked_for_anybody(client, path):
    page = client.get(path).text
    assert page.count('type="checkbox"') == 5
    assert 'checkbox" name="purposes" value="website" checked' not in page
    assert "checked" not in page.split('class="purposes"')[1]


def test_agreeing_keeps_purposes_version_language_channel_and_moment(client, path, session):
    page = agree(client, path, purposes=["press", "website"])
    assert page.status_code == 303
    assert page.location.startswith("/c/")
    (consent,) = consents(session)
    read = current("en")
    assert consent.purposes == ["website", "press"]
    assert (consent.wording_version, consent.wording_hash) == ("2", read.digest)
    assert (consent.channel, consent.locale) == ("mail", "en")
    assert (consent.words, consent.corrected) == (WORDS, None)
    assert timedelta(729) < consent.expires_at - consent.given_at < timedelta(732)


def test_without_any_tick_nothing_is_allowed(client, path, session):
    page = agree(client, path, purposes=[])
    assert page.status_code == 422
    assert "Nothing is allowed yet" in page.text
    assert consents(session) == []


def test_a_purpose_that_was_not_offered_is_never_kept(client, path, session):
    assert agree(client, path, purposes=["everything"]).status_code == 422
    agree(client, path, purposes=["website", "moon"])
    assert [each.purposes for each in consents(session)] == [["website"]]


def test_a_changed_name_is_shown_before_it_is_kept(client, path, session):
    named = {"attribution": "full", "name": "Carla Customer", "company": "Fjord AS"}
    shown = agree(client, path, **named)
    assert '<bdi class="named">Carla Customer, Fjord AS</bdi>' in shown.text
    assert consents(session) == []
    agree(client, path, shown.text, **named)
    assert [each.named_as for each in consents(session)] == ["Carla Customer, Fjord AS"]


def test_a_correction_is_shown_first_kept_apart_and_leaves_the_answer_alone(
    client, path, session, workspace
):
    fixed = WORDS.replace("an hour", "one hour")
    shown = agree(client, path, correction=fixed)
    assert f"<p>{fixed}</p>" in shown.text
    assert consents(session) == []
    agree(client, path, shown.text, correction=fixed, saw=fixed)
    (consent,) = consents(session)
    assert (consent.words, consent.corrected, consent.quotable) == (WORDS, fixed, fixed)
    key = (workspace.id, consent.response_id, "reason")
    assert session.get_one(Answer, key).text == WORDS
    now = datetime.now(UTC)
    assert queries.consented_one(session, consent.id, now).consent.quotable == fixed


def test_correction_that_is_too_long_is_said_and_not_lost(client, path, session):
    page = agree(client, path, correction="é" * 100_001, saw="é" * 100_001)
    assert page.status_code == 422
    assert "1 over" in page.text
    assert "é" * 100_001 in page.text
    assert consents(session) == []


def test_words_of_fifty_thousand_characters_are_shown_whole(comment, ask, deliver, mails, client):
    words = "Wonderful! " * 4_545
    ask(comment(words.strip()))
    deliver()
    (mail,) = mails()
    assert len(mail.as_bytes()) < 30_000
    assert words.strip() in client.get(link_in(mail, "q")).text


@pytest.mark.parametrize(
    "words",
    [
        "</blockquote><script>alert(1)</script>{{7*7}}",
        "Great\u200bservice \u202etxet desrever\u202c, раураl",
        "خدمة ممتازة وسريعة جدًا.",
    ],
)
def test_hostile_and_foreign_words_travel_as_they_are(
    comment, ask, deliver, mails, client, session, words
):
    ask(comment(words))
    deliver()
    (mail,) = mails()
    assert "<script>alert" not in mail.get_body(("html",)).get_content()
    path = link_in(mail, "q")
    page = client.get(path).text
    assert "<script>alert" not in page
    agree(client, path, page, saw=words, correction=words)
    assert [each.quotable for each in consents(session)] == [words]


def test_no_is_kept_and_the_page_stays_open(client, path, session):
    answer = client.post(path, data={"no": "1"})
    assert (answer.status_code, answer.location) == (303, path)
    session.rollback()
    assert session.scalars(select(QuoteMail)).one().declined_at is not None
    assert "You said no" in client.get(path).text
    agree(client, path)
    assert len(consents(session)) == 1


def test_terms_are_said_in_mail_page_record_and_output(
    comment, ask, deliver, mails, client, session, marketer
):
    ask(comment(), **TERMS)
    deliver()
    mail = mails()[0].get_body(("plain",)).get_content()
    said = ["Received for agreeing to be quoted: A mug.", "A partner of Acme."]
    assert " ".join(said) in mail
    path = link_in(mails()[0], "q")
    assert all(words in client.get(path).text for words in said)
    agree(client, path)
    (consent,) = consents(session)
    assert (consent.incentive, consent.relation) == ("A mug", "partner")
    page = f"/testimonials/{spell(consent.id)}"
    marketer.submit(f"{page}/quote", {"sentence": ["0"]}, page=page)
    marketer.submit(f"{page}/publication", {"fair": "1"}, page=page)
    found = queries.on_the_wall(session, datetime.now(UTC), size=1).items
    assert [disclosures(each, "Acme") for each in found] == [said]


def test_terms_of_an_ask_hold_on_the_page_of_thanks_too(
    comment, ask, client, session, app, workspace, marketer
):
    response = comment()
    link = Link(workspace.id, response.invitation_id)
    path = f"/r/{Links(str(app.secret_key)).token(Signed.ANSWER, link)}"
    before = client.get(f"{path}/thanks").text
    ask(response, **TERMS)
    agree(client, f"{path}/consent", before)
    assert consents(session) == []
    page = client.get(f"{path}/thanks").text
    assert "A partner of Acme." in page
    assert "<bdi>A mug</bdi>" in page
    agree(client, f"{path}/consent", page)
    (consent,) = consents(session)
    assert (consent.incentive, consent.relation) == ("A mug", "partner")
    agreed = client.get(f"{path}/thanks").text
    assert "A partner of Acme." in agreed
    assert 'name="attribution"' not in agreed


def test_another_name_replaces_the_agreement_and_takes_nothing_back(
    app, client, path, session, workspace
):
    out = agree(client, path).location
    (consent,) = consents(session)
    offer = giving.Offer(
        words_hash=digest(WORDS),
        attribution=Attribution.FULL,
        named_as="Carla Customer",
        purposes=(Purpose.WEBSITE,),
        language="en",
        channel="mail",
    )
    with app.app_context():
        giving.give(session, consent.response_id, offer, datetime.now(UTC))
        session.commit()
    assert [each.ended_by for each in consents(session)] == ["anew", None]
    page = client.get(out).text
    assert "You took your permission back" not in page
    assert "agreed anew" in page


def test_the_way_back_comes_by_mail_and_leads_out(client, path, deliver, mails, session):
    agree(client, path, purposes=["website", "sales"])
    deliver()
    receipt = mails()[1]
    assert WORDS in receipt.get_body(("plain",)).get_content()
    out = link_in(receipt, "c")
    assert "Your words may be quoted" in client.get(out).text
    client.post(out)
    assert [each.ended_by for each in consents(session)] == ["author"]
    assert "You took your permission back" in client.get(out).text


def test_one_place_can_be_taken_back_alone_and_the_last_one_ends_it(client, path, session):
    out = agree(client, path, purposes=["website", "sales"]).location
    client.post(out, data={"purpose": "website"})
    assert [(each.purposes, each.ended_at) for each in consents(session)] == [(["sales"], None)]
    client.post(out, data={"purpose": "press"})
    client.post(out, data={"purpose": "sales"})
    (consent,) = consents(session)
    assert (consent.purposes, consent.ended_by) == (["sales"], "author")


def test_words_changed_meanwhile_are_shown_anew(client, path, session, workspace):
    page = client.get(path).text
    number = session.scalars(select(QuoteMail)).one().response_id
    session.get_one(Answer, (workspace.id, number, "reason")).text = "Never mind."
    session.commit()
    shown = agree(client, path, page)
    assert "Something has changed" in shown.text
    assert "Never mind." in shown.text
    assert consents(session) == []


def test_words_taken_away_meanwhile_leave_a_kind_page(client, path, session, workspace):
    number = session.scalars(select(QuoteMail)).one().response_id
    session.delete(session.get_one(Answer, (workspace.id, number, "reason")))
    session.commit()
    assert "nothing to quote any more" in client.get(path).text


def test_link_for_one_purpose_is_worth_nothing_for_another(client, path):
    token = path.removeprefix("/q/")
    assert client.get(f"/c/{token}", audit=False).status_code == 404
    assert client.get(f"/q/{token[:-2]}xx", audit=False).status_code == 404


def test_who_has_agreed_is_led_to_what_they_allowed(client, path):
    out = agree(client, path).location
    assert client.get(path).location == out


def test_agreeing_twice_at_once_is_one_agreement(app, client, path, session):
    page, start = client.get(path).text, threading.Barrier(2)

    def one():
        other = app.test_client()
        start.wait()
        agree(other, path, page)

    session.rollback()
    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(consents(session)) == 1


def test_who_has_no_address_gets_no_receipt(app, session, comment, workspace):
    response = comment()
    session.get_one(Contact, (workspace.id, response.contact_id)).email = None
    session.commit()
    offer = giving.Offer(
        words_hash=digest(WORDS),
        attribution=Attribution.ANONYMOUS,
        named_as="Verified customer",
        purposes=(Purpose.WEBSITE,),
        language="en",
        channel="survey page",
    )
    before = len(session.scalars(select(Invitation)).all())
    with app.app_context():
        giving.give(session, response.id, offer, datetime.now(UTC))
    assert len(session.scalars(select(Invitation)).all()) == before


@pytest.fixture
def ending(client, path, session):
    """An agreement that ends in five weeks, and its page."""
    out = agree(client, path).location
    (consent,) = consents(session)
    consent.expires_at = datetime.now(UTC) + timedelta(weeks=5)
    session.commit()
    return out


def renew_mails(session):
    session.rollback()
    wanted = QuoteMail.kind == QuoteMailKind.RENEWAL
    return len(session.scalars(select(QuoteMail).where(wanted)).all())


def test_author_is_asked_once_in_time_and_prolongs_by_one_button(
    ending, client, session, deliver, mails
):
    for _ in range(2):
        renewing.ask_to_renew(session, datetime.now(UTC))
    assert renew_mails(session) == 1
    deliver()
    (ends,) = [each.expires_at for each in consents(session)]
    out = link_in(mails()[-1], "c")
    assert "Still happy with this?" in client.get(out).text
    assert [each.expires_at for each in consents(session)] == [ends]
    for _ in range(2):
        client.post(f"{out}/renewal")
    (consent,) = consents(session)
    assert consent.expires_at == giving.years_later(ends, 2)
    assert consent.renewed_at is not None
    assert "Still happy" not in client.get(out).text


def test_silence_lets_it_expire(ending, client, session):
    (consent,) = consents(session)
    later = consent.expires_at + timedelta(seconds=1)
    assert not giving.renew(session, consent, later)
    assert queries.consented_one(session, consent.id, later) is None


def test_nobody_is_asked_to_renew_what_is_far_from_its_end_or_over(client, path, session):
    out = agree(client, path).location
    assert not renewing.is_anything_to_renew(session, datetime.now(UTC))
    client.post(out)
    (consent,) = consents(session)
    consent.expires_at = datetime.now(UTC) + timedelta(days=3)
    session.commit()
    assert not renewing.is_anything_to_renew(session, datetime.now(UTC))
    assert client.post(f"{out}/renewal").status_code == 303
    assert [each.renewed_at for each in consents(session)] == [None]
