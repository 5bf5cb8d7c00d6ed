"""The inbox: what may be quoted, in the order of its merits, and why."""

from datetime import UTC, datetime, timedelta

import pytest

from feedback.models import Answer, Role
from surveys.scope import bind_workspace
from tests import factories

STRONG = "Since we switched to Acme in May our reports take 2 hours instead of three days."


def test_empty_inbox_says_how_consent_comes_about_and_counts(marketer, session, version):
    factories.response(session, version, comment="Good.")
    page = marketer.get("/testimonials").text
    assert "Nobody has agreed to be quoted yet" in page
    assert "1 comment so far, 0 agreed" in page


def test_most_quotable_comment_comes_first_with_its_reasons(marketer, agree):
    agree("It is nice.", answered_at=datetime.now(UTC))
    agree(STRONG)
    page = marketer.get("/testimonials").text
    assert page.index("Since we switched") < page.index("It is nice.")
    assert "Gives a time: “2 hours”" in page
    assert "+3" in page


def test_score_day_and_name_stand_beside_the_words(marketer, agree):
    agree(answered_at=datetime(2026, 2, 3, tzinfo=UTC), score=9)
    page = marketer.get("/testimonials").text
    for shown in ("Score 9 of 10", "3 Feb 2026", "Ann Able, Bolt Ltd"):
        assert shown in page


def test_detractor_who_agreed_is_listed_with_a_caution(marketer, agree):
    agree("Kind people, poor product.", score=3)
    assert "Its author gave a low score" in marketer.get("/testimonials").text


def test_published_comment_is_marked_and_parted_from_those_to_choose(marketer, published):
    published()
    assert "All of them are on the wall" in marketer.get("/testimonials").text
    assert "on the wall</span>" in marketer.get("/testimonials?show=wall").text


@pytest.mark.parametrize(
    ("ended", "why"),
    [
        ({"ended_at": datetime.now(UTC), "ended_by": "author"}, "Withdrawn by its author"),
        ({"ended_at": datetime.now(UTC), "ended_by": "edit"}, "The author changed the words"),
        ({"expires_at": datetime.now(UTC) - timedelta(seconds=1)}, "Expired"),
    ],
)
def test_ended_agreement_is_a_tombstone_without_words(marketer, agree, page, ended, why):
    consent = agree(**ended)
    listed = marketer.get("/testimonials?show=ended").text
    assert why in listed
    for shown in (listed, marketer.get("/testimonials").text, marketer.get(page(consent)).text):
        assert "Maria" not in shown
        assert "Ann Able" not in shown


def test_opening_an_ended_one_says_so_kindly(marketer, agree, page):
    answer = marketer.get(page(agree(ended_at=datetime.now(UTC))))
    assert answer.status_code == 410
    assert "may no longer be quoted" in answer.text


def test_words_changed_since_are_not_quotable(marketer, agree, session, page):
    consent = agree()
    reason = session.query(Answer).filter_by(question_key="reason").one()
    reason.text = "Something else."
    assert marketer.get(page(consent)).status_code == 410


def test_test_answer_never_reaches_the_inbox(marketer, agree):
    agree("I am a colleague trying this out.", excluded="test")
    assert "colleague" not in marketer.get("/testimonials").text


def test_other_workspace_sees_nothing(agree, session, sign_in_as, page):
    consent = agree()
    bolt = factories.workspace(session, name="Bolt", slug="bolt")
    bind_workspace(session, bolt.id)
    stranger = sign_in_as(Role.MARKETER, bolt)
    assert "Maria" not in stranger.get("/testimonials").text
    assert stranger.get(page(consent)).status_code == 404


def test_long_list_is_paged(marketer, agree):
    for n in range(21):
        agree(f"Comment number {n} is here.")
    assert "Page 1 of 2" in marketer.get("/testimonials").text
    assert marketer.get("/testimonials?page=2").text.count('class="praise-item"') == 1


def test_unknown_list_is_not_found(marketer, workspace):
    assert marketer.get("/testimonials?show=x").status_code == 404


def test_executive_may_not_read(executive):
    assert executive.get("/testimonials").status_code == 403


def test_analyst_reads_but_finds_no_button(sign_in_as, agree, page):
    analyst = sign_in_as(Role.ANALYST)
    shown = analyst.get(page(agree())).text
    assert "Maria helped" in shown
    assert "Use these sentences" not in shown


@pytest.mark.parametrize("action", ["quote", "publication", "publication/end"])
def test_analyst_cannot_post(sign_in_as, agree, page, action):
    analyst = sign_in_as(Role.ANALYST)
    assert analyst.submit(page(agree(), action), page="/account").status_code == 403
