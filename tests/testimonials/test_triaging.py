"""Deciding about comments: who, when and why is kept; another decision ends it."""

import threading
from datetime import UTC, datetime

import pytest

from feedback.ids import spell
from feedback.models import Triage
from surveys.scope import bind_workspace
from tests import factories

WORDS = "Since we switched in June our reports take 2 hours instead of three days."


@pytest.fixture
def decide(marketer, judge):
    """Give a function: Mara presses a button of the inbox."""

    def press(to, **given):
        judge()
        return marketer.submit("/testimonials/decisions", {"to": to, **given}, page="/testimonials")

    return press


@pytest.fixture
def listed(marketer):
    """Give a function: the lists that show some words."""
    names = ("new", "shortlisted", "declined", "held")
    return lambda words="switched": [
        name for name in names if words in marketer.get(f"/testimonials?show={name}").text
    ]


def test_shortlisted_comment_moves_with_who_and_when(decide, said, listed, marketer, session):
    row = said(WORDS)
    assert decide(f"shortlisted:{row.id}").status_code == 303
    assert listed() == ["shortlisted"]
    kept = session.query(Triage).one()
    assert kept.verdict == "shortlisted"
    assert kept.made_by
    assert "Shortlisted · Member" in marketer.get("/testimonials?show=shortlisted").text


def test_declined_comment_keeps_its_reason(decide, said, listed, marketer):
    decide(f"declined:{said(WORDS).id}:private")
    assert listed() == ["declined"]
    assert "Declined: Too personal" in marketer.get("/testimonials?show=declined").text


def test_put_back_is_new_again_and_the_history_stays(decide, said, listed, marketer, session):
    row = said(WORDS)
    decide(f"declined:{row.id}:vague")
    decide(f"new:{row.id}")
    assert listed() == ["new"]
    kept = session.query(Triage).one()
    assert kept.ended_at
    assert (
        "Declined: Says too little" in marketer.get(f"/testimonials/comments/{spell(row.id)}").text
    )


def test_many_are_decided_at_once(decide, said, session):
    rows = [said(f"{WORDS} {n}") for n in range(3)]
    decide("declined", response=[str(row.id) for row in rows[:2]], reason="repeats")
    kept = session.query(Triage).all()
    assert {row.response_id for row in kept} == {row.id for row in rows[:2]}
    assert {row.reason for row in kept} == {"repeats"}


def test_one_comments_own_button_leaves_the_ticked_ones_alone(decide, said, session):
    one, other = said(WORDS), said(f"{WORDS} 2")
    decide(f"shortlisted:{one.id}", response=[str(other.id)])
    assert [row.response_id for row in session.query(Triage)] == [one.id]


def test_the_same_decision_twice_is_one(decide, said, session):
    row = said(WORDS)
    decide(f"shortlisted:{row.id}")
    decide(f"shortlisted:{row.id}")
    assert session.query(Triage).count() == 1


@pytest.mark.parametrize(
    "given",
    [
        {"to": "shortlisted"},
        {"to": "shortlisted:"},
        {"to": "shortlisted:x"},
        {"to": "shortlisted:99999999999999999999999999"},
        {"to": "shortlisted", "response": ["x", "-1", "1" * 30]},
        {"to": "shortlisted:1"},
    ],
)
def test_nonsense_decides_nothing(decide, said, session, given):
    said(WORDS)
    assert decide(**given).status_code == 303
    assert session.query(Triage).count() == 0


def test_an_unknown_decision_is_not_found(decide, said):
    assert decide(f"published:{said(WORDS).id}").status_code == 404


def test_a_comment_of_another_workspace_is_not_touched(decide, said, session, workspace):
    bolt = factories.workspace(session, name="Bolt", slug="bolt")
    bind_workspace(session, bolt.id)
    other = factories.response(session, factories.survey(session), comment=WORDS)
    decide(f"shortlisted:{other.id}")
    assert session.query(Triage).count() == 0


@pytest.mark.parametrize(
    ("back", "location"),
    [
        ("show=declined&page=2&words=a%26b", "/testimonials?show=declined&words=a%26b&page=2"),
        ("https://evil.example", "/testimonials"),
        ("show=x", "/testimonials"),
        ("next=//evil.example&rating=9-10", "/testimonials?rating=9-10"),
    ],
)
def test_one_comes_back_to_the_list_and_nowhere_else(decide, said, back, location):
    assert decide(f"shortlisted:{said(WORDS).id}", back=back).location == location


def test_analyst_may_not_decide(sign_in_as, said, judge):
    analyst = sign_in_as("analyst")
    row = said(WORDS)
    judge()
    answer = analyst.submit(
        "/testimonials/decisions", {"to": f"shortlisted:{row.id}"}, page="/account"
    )
    assert answer.status_code == 403


def test_two_marketers_who_decide_at_once_leave_one_decision(app, said, judge, session, sign_in_as):
    row = said(WORDS)
    judge()
    clients = [sign_in_as("marketer"), sign_in_as("marketer")]
    tokens = [client.csrf("/testimonials") for client in clients]
    ready = threading.Barrier(2)

    def press(client, token, to):
        ready.wait()
        client.post("/testimonials/decisions", data={"csrf_token": token, "to": to}, audit=False)

    wanted = [f"shortlisted:{row.id}", f"declined:{row.id}:vague"]
    tests_own = app.extensions.pop("test_session")
    session.commit()
    threads = [
        threading.Thread(target=press, args=given)
        for given in zip(clients, tokens, wanted, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    app.extensions["test_session"] = tests_own
    session.rollback()
    assert session.query(Triage).filter(Triage.ended_at.is_(None)).count() == 1


def test_a_comment_can_be_read_whole_before_anybody_is_asked(marketer, said, judge):
    words = "Hello there, dear team. " * 40 + "We save 6 hours a week since we switched in May."
    row = said(words, answered_at=datetime(2026, 2, 3, tzinfo=UTC))
    judge()
    page = marketer.get(f"/testimonials/comments/{spell(row.id)}").text
    assert page.count("Hello there, dear team.") >= 40
    assert "Worth quoting" in page
    assert "3 Feb 2026" in page


def test_a_comment_whose_author_agreed_opens_where_it_is_cut(marketer, agree, judge, page):
    consent = agree()
    judge()
    answer = marketer.get(f"/testimonials/comments/{spell(consent.response_id)}")
    assert answer.location.endswith(page(consent))


def test_an_unknown_comment_is_not_found(marketer, said, judge):
    said(WORDS)
    assert marketer.get("/testimonials/comments/1").status_code == 404
