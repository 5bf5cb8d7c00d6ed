"""Each comment is judged once, by a job; all of them again when the judge has changed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from analysis import praise
from feedback.ids import spell
from feedback.models import Answer, Judgement
from feedback.testimonials import judging
from surveys.models import Job, JobState
from surveys.scope import bind_workspace
from tests import factories
from tests.respond.conftest import invite

assert invite
WORDS = "Since we switched to Acme in June our reports take 2 hours instead of three days."


def judged(session):
    return session.scalars(select(Judgement).order_by(Judgement.response_id)).all()


def test_a_comment_is_judged_with_what_the_list_needs(said, judge, session):
    row = said(WORDS, score=9)
    judge()
    (found,) = judged(session)
    assert found.response_id == row.id
    assert (found.language, found.words, found.score) == ("en", 16, 9)
    assert (
        found.points
        == praise.praise(praise.Comment(0, WORDS, "en", names=("Acme",), happy=True)).points
    )


def test_an_answer_by_link_is_judged_and_judged_anew_when_its_words_change(invite, judge, session):
    customer = invite()
    customer.send("9", reason="We save 6 hours a week since May.")
    judge()
    (first,) = [row.reasons for row in judged(session)]
    customer.send("9", reason="Fine.")
    assert judged(session) == []
    judge()
    (second,) = [row.reasons for row in judged(session)]
    assert first != second


def test_answers_can_be_written_while_comments_are_being_judged(
    said, judge, monkeypatch, may_write
):
    said(WORDS)
    looked, original = [], judging.praise
    monkeypatch.setattr(judging, "praise", lambda c: looked.append(may_write()) or original(c))
    judge()
    assert looked == [True]


def test_nothing_waits_twice(said, judge, session):
    said(WORDS)
    judge()
    at = judged(session)[0].judged_at
    judge()
    assert judged(session)[0].judged_at == at
    assert session.query(Job).count() == 1


def test_a_newer_judge_judges_all_of_them_again_and_shows_how_far_it_is(
    said, judge, session, marketer, monkeypatch
):
    said(WORDS)
    judge()
    monkeypatch.setattr(judging, "MODEL", praise.MODEL + 1)
    said(f"{WORDS} Again.")
    waiting = marketer.get("/testimonials").text
    assert "0 of 2 comments are judged" in waiting
    assert "Nothing new" not in waiting
    judge()
    assert {row.model for row in judged(session)} == {praise.MODEL + 1}
    assert "comments are judged" not in marketer.get("/testimonials").text


def test_many_are_judged_in_batches_with_progress(said, judge, session, monkeypatch):
    monkeypatch.setattr(judging, "AT_ONCE", 2)
    for n in range(5):
        said(f"{WORDS} {n}")
    judge()
    assert len(judged(session)) == 5
    job = session.query(Job).one()
    assert (job.state, job.done, job.total) == (JobState.DONE, 5, 5)


def test_a_failing_judge_is_seen_and_begins_again_after_an_hour(
    said, judge, session, marketer, monkeypatch
):
    said(WORDS)
    monkeypatch.setattr(judging, "praise", _fail)
    for _ in range(5):
        session.execute(update(Job).values(run_at=datetime.now(UTC) - timedelta(minutes=1)))
        judge()
    assert "It said: RuntimeError: no ink" in marketer.get("/testimonials").text
    monkeypatch.undo()
    judge()
    assert judged(session) == []
    session.execute(update(Job).values(finished_at=datetime.now(UTC) - timedelta(hours=2)))
    judge()
    assert len(judged(session)) == 1


def _fail(_comment):
    raise RuntimeError("no ink")


def test_each_workspace_is_judged_by_itself(said, judge, session, workspace):
    said(WORDS)
    bolt = factories.workspace(session, name="Bolt", slug="bolt")
    bind_workspace(session, bolt.id)
    version = factories.survey(session)
    factories.response(session, version, comment="Bolt is better than Acme since June.")
    judge()
    (found,) = judged(session)
    assert ["rival", "Acme"] in found.gates
    bind_workspace(session, workspace.id)
    assert len(judged(session)) == 1


def test_anonymous_answers_are_never_written_to(judge, session, workspace):
    version = factories.survey(session, is_anonymous=True)
    factories.response(session, version, comment=WORDS)
    session.execute(update(Answer).values(judged_by=None))
    judge()
    assert judged(session) == []
    assert set(session.scalars(select(Answer.judged_by))) == {None}


def test_erasing_a_person_takes_the_judgement_with_the_words(said, judge, session, owner):
    row = said(WORDS)
    judge()
    owner.submit(f"/contacts/{spell(row.contact_id)}/erasure")
    assert judged(session) == []


@pytest.mark.parametrize("words", ["", "   ", "\n"])
def test_empty_words_are_no_comment(said, judge, session, words):
    said(words)
    judge()
    assert judged(session) == []
