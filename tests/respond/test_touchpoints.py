"""Answers without an invitation: one each, never lost, and their author's own to change."""

import re
import threading

import pytest
from sqlalchemy import select

from feedback.ids import spell
from feedback.models import Answer, Consent, Response
from feedback.respond import crowd
from feedback.respond.claims import claims_proof
from feedback.respond.signals import Signal
from surveys.definition import Question
from surveys.links import Link, Links, Purpose
from surveys.logic.rules import About, Condition, Op, Rule
from surveys.models import Survey, Version
from tests import factories


@pytest.fixture
def version(session, workspace):
    """Give the published version that is asked at the counter."""
    return factories.survey(session)


@pytest.fixture
def counter(session, version):
    """Give a QR code at the counter."""
    place = factories.touchpoint(session, version, code="counter123")
    session.commit()
    return place


@pytest.fixture
def send(client, counter, version):
    """Give a function: send an answer as the counter's page does."""

    def post(score="9", key="k1", *, to=None, **given):
        path = to or action(client)
        return client.post(path, data={"_submission": key, "score": score, **given})

    return post


def action(client):
    page = client.get("/t/counter123")
    return re.search(r'action="([^"]+)"', page.text).group(1)


def responses(session):
    return list(session.scalars(select(Response).order_by(Response.id)))


def newer(session, version, words, *extra, published=factories.NOW):
    """Make a second version with other words, published unless told."""
    asks = factories.definition(*extra, thanks_title=words)
    row = Version(
        survey_id=version.survey_id,
        number=2,
        definition=asks.stored(),
        created_at=factories.NOW,
        published_at=published,
    )
    session.add(row)
    session.commit()
    return row


def test_looking_writes_nothing(client, counter, rows):
    before = rows()
    client.get("/t/counter123")
    client.head("/t/counter123?score=9")
    client.get(action(client))
    assert rows() == before


def test_an_answer_is_kept_with_where_it_was_given(send, counter, session):
    send("9", reason="Warm bread")
    (response,) = responses(session)
    assert (response.source, response.touchpoint_id) == ("qr", counter.id)
    assert response.attributes == {"touchpoint": "Counter"}
    assert (response.invitation_id, response.contact_id, response.signals) == (None, None, None)


def test_the_page_sent_twice_is_one_answer_with_one_reply(send, session):
    first, again = send("9", reason="Fine"), send("9", reason="Fine")
    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert [r.revision for r in responses(session)] == [1]


def test_answers_without_a_key_never_fall_on_one_another(send, session):
    send("9", key="", reason="Mine")
    send("3", key="", reason="Somebody else's")
    assert [(r.score, r.revision) for r in responses(session)] == [(9, 1), (3, 1)]


def test_each_visitor_meets_options_in_an_order_of_their_own(client, session, workspace):
    options = [f"Option {n}" for n in range(8)]
    mixed = Question("q1", "choice", "Which?", settings={"options": options}, shuffled=True)
    factories.touchpoint(session, factories.survey(session, mixed), code="mixed12345")
    session.commit()
    orders = {
        tuple(re.findall(r'name="q1"[^>]*value="(Option \d)"', client.get("/t/mixed12345").text))
        for _ in range(5)
    }
    assert len(orders) > 1
    assert {len(order) for order in orders} == {8}


def test_a_rule_about_the_place_holds_from_the_first_look(client, session, workspace):
    rule = Rule((Condition(About.CONTACT, "touchpoint", Op.IS, "Counter"),))
    asks = Question("q1", "text", "How was {contact:touchpoint|it}?", show_if=rule)
    version = factories.survey(session, asks)
    factories.touchpoint(session, version, code="there12345")
    factories.touchpoint(session, version, code="other12345", name="Garden")
    session.commit()
    assert [
        ("Counter\u2069?" in client.get(f"/t/{code}").text) for code in ("there12345", "other12345")
    ] == [True, False]


def test_the_page_sent_again_with_other_words_revises_the_answer(send, session):
    send("9")
    send("3", reason="Cold coffee")
    assert [(r.score, r.revision) for r in responses(session)] == [(3, 2)]


def test_two_pages_are_two_answers(send, session):
    send("9", key="one")
    send("3", key="two")
    assert [r.score for r in responses(session)] == [9, 3]


def test_two_presses_at_once_are_one_answer(app, counter, session, client):
    path, replies = action(client), []

    def press():
        sent = app.test_client().post(path, data={"_submission": "k", "score": "9"}, audit=False)
        replies.append((sent.status_code, sent.location))

    app.extensions["test_session"] = None
    presses = [threading.Thread(target=press) for _ in range(8)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()
    assert len(set(replies)) == 1
    assert replies[0][0] == 303
    session.rollback()
    assert [r.score for r in responses(session)] == [9]


def test_a_late_repeat_after_a_change_by_ones_own_link_is_no_second_answer(send, client, session):
    path = action(client)
    own = send("9", to=path).location.removesuffix("/thanks")
    client.post(own, data={"_submission": "other", "score": "2"})
    send("9", to=path)
    assert len(responses(session)) == 1


def test_thanks_carry_a_link_of_ones_own_that_changes_the_answer(send, client, session):
    own = send("9", reason="Good").location.removesuffix("/thanks")
    assert own in client.get(own + "/thanks").text
    assert "Good</textarea>" in client.get(own).text
    assert client.post(own, data={"_submission": "x", "score": "4"}).status_code == 303
    assert [(r.score, r.revision, r.source) for r in responses(session)] == [(4, 2, "qr")]


def test_the_words_may_be_quoted_and_taken_back(send, client, session):
    own = send("10", reason="Best scones").location
    page = client.get(own).text
    assert "quote you?" in page
    words = re.search(r'name="words" value="(\w+)"', page).group(1)
    seen = re.search(r'name="seen" value="([^"]+)"', page).group(1)
    agreed = {"words": words, "seen": seen, "attribution": "anonymous", "purposes": "website"}
    client.post(own.replace("/thanks", "/consent"), data=agreed)
    assert "Your words may be quoted" in client.get(own).text


def test_nobody_who_came_by_themselves_is_called_a_verified_customer(send, client, session):
    own = send("10", reason="Best scones").location
    assert "Verified customer" not in client.get(own).text
    forged = {"seen": "Verified customer", "attribution": "anonymous", "purposes": "website"}
    page = client.post(own.replace("/thanks", "/consent"), data=forged)
    assert page.status_code in (200, 422)
    assert "Verified customer" not in page.text


@pytest.mark.parametrize("purpose", [Purpose.ANSWER, Purpose.WITHDRAW, Purpose.UNSUBSCRIBE])
def test_a_link_for_another_purpose_opens_no_answer(send, app, client, session, purpose):
    send("9")
    (response,) = responses(session)
    link = Link(response.workspace_id, response.id)
    token = Links(str(app.secret_key)).token(purpose, link)
    assert client.get(f"/r/{token}").status_code == 404


def test_the_newest_published_version_is_asked(client, counter, session, version):
    newer(session, version, "New thanks")
    session.add(
        Version(
            survey_id=version.survey_id,
            number=3,
            definition=factories.definition(thanks_title="Draft").stored(),
            created_at=factories.NOW,
        )
    )
    session.commit()
    answered = client.post(action(client), data={"_submission": "k", "score": "9"})
    assert "New thanks" in client.get(answered.location).text


def test_an_answer_to_a_page_opened_before_a_new_version_is_kept_as_it_was_asked(
    client, counter, session, version
):
    path = action(client)
    must = Question("must", "text", "New duty", required=True)
    newer(session, version, "New thanks", must)
    assert client.post(path, data={"_submission": "k", "score": "9"}).status_code == 303
    assert [r.version_id for r in responses(session)] == [version.id]


def test_a_draft_or_another_surveys_version_is_not_asked(client, counter, session, version):
    other = factories.survey(session)
    draft = newer(session, version, "Draft", published=None)
    for wrong in (other, draft):
        assert client.get(f"/t/counter123/{spell(wrong.id)}").status_code == 404


def test_a_survey_never_published_has_no_page(client, session, version):
    row = Survey(name="New", kind="csat", created_at=factories.NOW)
    session.add(row)
    session.flush()
    factories.touchpoint(session, version, survey_id=row.id, code="empty12345")
    session.commit()
    assert client.get("/t/empty12345").status_code == 404


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(send, session):
    page = send("11", reason="My words")
    assert page.status_code == 422
    assert "My words</textarea>" in page.text
    assert 'name="_submission" value="k1"' in page.text
    assert responses(session) == []


def test_an_ended_touchpoint_says_so_and_keeps_what_comes_late_uncounted(
    send, client, counter, session
):
    path = action(client)
    counter.ended_at = factories.NOW
    session.commit()
    assert client.get("/t/counter123").status_code == 410
    assert send("9", to=path, reason="Still here").status_code == 410
    assert [r.excluded for r in responses(session)] == ["late"]


def test_answers_of_an_ended_touchpoint_may_be_changed_while_the_survey_is_open(
    send, client, counter, session
):
    own = send("9").location.removesuffix("/thanks")
    counter.ended_at = factories.NOW
    session.commit()
    assert client.post(own, data={"_submission": "x", "score": "4"}).status_code == 303
    assert [r.score for r in responses(session)] == [4]


def test_a_crowd_behind_one_address_is_labelled_and_counted(send, session, monkeypatch):
    monkeypatch.setattr(crowd, "CROWD", 2)
    for key in "abc":
        send("9", key=key)
    assert [(r.signals, r.excluded) for r in responses(session)] == [
        (None, None),
        (None, None),
        (Signal.CROWD, None),
    ]


def test_a_flood_is_told_so_and_loses_no_words(send, session, monkeypatch):
    monkeypatch.setattr(crowd, "FLOOD", 1)
    send("9", key="a")
    page = send("2", key="b", reason="A person after all")
    assert page.status_code == 429
    assert "A person after all" in page.text
    assert 'name="_submission" value="b"' in page.text
    assert [r.score for r in responses(session)] == [9]


def test_repeats_fill_no_flood(send, session, monkeypatch):
    monkeypatch.setattr(crowd, "FLOOD", 2)
    for _ in range(5):
        send("9", key="a")
    assert send("9", key="b").status_code == 303


def test_no_address_is_kept(send, session, rows):
    send("9")
    kept = [str(row) for row in session.execute(select(Response.__table__)).all()]
    kept += [str(row) for row in session.execute(select(Answer.__table__)).all()]
    assert "127.0.0.1" not in "".join(kept)


CLAIMS = [
    "Verified customer",
    "verified  CUSTOMER",
    "V e r i f i e d",
    "Vérifié par nous",
    "Vеrifiеd Buyer",  # with Cyrillic е
    "Verifizierte Kundenstimme",
    "Cliente verificado",
    "عميل موثَّق",
    "Certified client",
    "Carla ✔",
]


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize(("rung", "field"), [("full", "company"), ("initials", "short")])
def test_nobody_says_of_themselves_that_they_are_verified(
    send, client, session, claim, rung, field
):
    own = send("10", reason="Best scones").location
    page = client.get(own).text
    words = re.search(r'name="words" value="(\w+)"', page).group(1)
    typed = {"name": "Carla", "attribution": rung, field: claim}
    line = f"Carla, {claim}" if rung == "full" else claim
    agreed = {"words": words, "seen": line, "agree": "1", **typed}
    answer = client.post(own.replace("/thanks", "/consent"), data=agreed)
    assert answer.status_code == 422
    assert "nobody can check that here" in answer.text
    assert session.scalars(select(Consent)).all() == []


@pytest.mark.parametrize(
    "name", ["Vera Fiedler", "Verifone", "Certified Accountant", "Kunda Verdi", "Carla Customer"]
)
def test_names_that_claim_nothing_are_taken(name):
    assert not claims_proof(name)
