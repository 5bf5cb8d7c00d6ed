"""Who belongs to the company is quoted as one: the tie is said, or nothing is published."""

import pytest
from sqlalchemy import select

from feedback.ids import spell
from feedback.models import Consent, QuoteMail
from surveys.models import Contact, Invitation
from tests import factories

TOLD = "Works for Acme."


@pytest.fixture
def insider(session, agree):
    """Give a function: a comment agreed to by somebody with an address of the company's own."""

    def make(**given):
        factories.member(session, email="mara@acme.example")
        consent = agree(**given)
        session.scalars(select(Contact)).one().email = "ina@acme.example"
        session.commit()
        return consent

    return make


@pytest.fixture
def cut(insider, marketer, page, judge):
    consent = insider()
    judge()
    marketer.submit(page(consent, "quote"), {"sentence": ["0", "1", "2"]}, page=page(consent))
    return consent


def tie(marketer, page, consent, relation):
    return marketer.submit(page(consent, "tie"), {"relation": relation}, page=page(consent))


def publish(marketer, page, consent):
    return marketer.submit(page(consent, "publication"), {"fair": "y"}, page=page(consent))


def test_an_insider_is_not_published_before_the_tie_is_said(cut, marketer, page, quotes):
    sent = publish(marketer, page, cut)
    assert (sent.status_code, quotes()) == (422, [])
    assert "Say first what ties them to you" in sent.text
    assert "@acme.example" in sent.text


def test_every_output_says_the_tie_that_a_marketer_stated(cut, marketer, page, client):
    tie(marketer, page, cut, "employee")
    assert TOLD in marketer.get(page(cut)).text
    publish(marketer, page, cut)
    (quote,) = client.get("/wall/acme.json").json["quotes"]
    assert quote["beside"] == [TOLD]
    assert TOLD in client.get("/wall/acme").text


def test_a_customer_taken_for_an_insider_is_published_as_a_customer(cut, marketer, page, client):
    tie(marketer, page, cut, "none")
    publish(marketer, page, cut)
    (quote,) = client.get("/wall/acme.json").json["quotes"]
    assert quote["beside"] == []


def test_a_tie_is_not_changed_under_a_published_quote(cut, marketer, page, session):
    tie(marketer, page, cut, "employee")
    publish(marketer, page, cut)
    tie(marketer, page, cut, "none")
    session.rollback()
    assert session.scalars(select(Consent.relation)).all() == ["employee"]


def test_an_unknown_tie_is_refused(cut, marketer, page, session):
    assert tie(marketer, page, cut, "spouse").status_code == 422
    assert session.scalars(select(Consent.relation)).all() == [None]


def test_a_stated_tie_brings_the_comment_back_from_what_is_held(cut, marketer, page):
    words = "We moved in May"
    assert words in marketer.get("/testimonials?show=held").text
    tie(marketer, page, cut, "employee")
    assert words not in marketer.get("/testimonials?show=held").text
    assert words in marketer.get("/testimonials").text


def test_a_stated_tie_opens_no_other_gate(insider, marketer, page, judge):
    words = "Call me at ina@acme.example, we save 6 hours a week since May and I am glad."
    consent = insider(words=words)
    judge()
    tie(marketer, page, consent, "employee")
    assert "6 hours a week" in marketer.get("/testimonials?show=held").text


@pytest.fixture
def unasked(session, said, judge):
    """A comment by somebody with an address of the company's own, who was not asked yet."""
    factories.member(session, email="mara@acme.example")
    row = said(who={"email": "ina@acme.example"})
    judge()
    return row


def test_an_insider_may_be_asked_once_the_tie_is_said(unasked, marketer, session):
    path = f"/testimonials/comments/{spell(unasked.id)}/ask"
    assert path in marketer.get("/testimonials?show=held").text
    refused = marketer.submit(path)
    assert refused.status_code == 422
    assert "say first what ties them to you" in refused.text
    assert session.scalars(select(Invitation)).all() == []
    assert marketer.submit(path, {"relation": "partner"}).status_code == 303
    assert session.scalars(select(QuoteMail.relation)).all() == ["partner"]
