"""Colleagues who are thanked: found by the worker, decided by people, blame for owners alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from feedback.contacts.erasing import erase
from feedback.ids import spell
from feedback.models import Answer, Mention, Role, Staff
from feedback.people import mentions as praise
from feedback.people import reading, roster
from surveys.db import new_id
from surveys.models import Contact, Job, JobState
from tests import factories

PAGES = ("/heroes", "/heroes/queue", "/report", "/testimonials", "/again", "/advocates")


def mentions(session):
    session.expire_all()
    return list(session.scalars(select(Mention).order_by(Mention.id)))


def test_worker_reads_history_and_the_wall_shows_who_is_thanked(hire, say, read, marketer):
    hire("Priya Raman", team="Support")
    say("Slow website. Priya was wonderful, she called at once. Good beans.")
    read()
    page = marketer.get("/heroes").text
    assert "<mark>Priya</mark> was wonderful, she called at once." in page
    assert "[…]" in page
    assert "Good beans" not in page


def test_new_answers_are_read_without_being_asked_for(hire, say, read, session, marketer):
    hire("Priya Raman")
    say("Priya is great.")
    read()
    say("Thanks to Priya, we are open again.", answered_at=datetime.now(UTC))
    read()
    assert len(mentions(session)) == 2
    assert "we are open again" in marketer.get("/heroes").text


def test_reading_twice_leaves_the_same(hire, say, read, session):
    hire("Priya Raman")
    hire("Maria Silva")
    hire("Maria Santos")
    say("Priya is great.")
    say("Maria is great.")
    read()

    def seen():
        return sorted((m.response_id, m.staff_id or 0, m.is_good) for m in mentions(session))

    before = seen()
    roster.read_anew(session, datetime.now(UTC))
    read()
    assert seen() == before
    assert len(before) == 2


def test_two_of_one_name_wait_for_a_person_and_nobody_is_credited(
    hire, say, read, session, marketer
):
    hire("Maria Silva", team="Support")
    hire("Maria Santos", team="Billing")
    say("Maria was wonderful!")
    read()
    (mention,) = mentions(session)
    assert mention.staff_id is None
    assert "<mark>Maria</mark>" not in marketer.get("/heroes").text
    queue = marketer.get("/heroes/queue").text
    assert "<mark>Maria</mark> was wonderful!" in queue
    for name in ("Maria Silva", "Maria Santos"):
        assert f"<bdi>{name}</bdi>" in queue


def test_decision_is_kept_with_who_and_when_and_outlives_another_reading(
    hire, say, read, session, marketer
):
    silva = hire("Maria Silva")
    hire("Maria Santos")
    say("Maria was wonderful!")
    read()
    (mention,) = mentions(session)
    path = f"/heroes/queue/{spell(mention.id)}"
    marketer.submit(path, {"who": spell(silva.id)}, page="/heroes/queue")
    roster.read_anew(session, datetime.now(UTC))
    read()
    (mention,) = mentions(session)
    assert mention.staff_id == silva.id
    assert mention.decided_by is not None
    assert mention.decided_at is not None
    assert "<mark>Maria</mark> was wonderful!" in marketer.get("/heroes").text
    assert "Member" in marketer.get("/heroes/queue").text


def test_nobody_is_a_decision_and_can_be_taken_back(hire, say, read, session, marketer):
    hire("Maria Silva")
    hire("Maria Santos")
    say("Maria was wonderful!")
    read()
    path = f"/heroes/queue/{spell(mentions(session)[0].id)}"
    marketer.submit(path, {"who": "nobody"}, page="/heroes/queue")
    assert "Nothing to decide" in marketer.get("/heroes/queue").text
    marketer.submit(f"{path}/reopening", page="/heroes/queue")
    assert "Nothing to decide" not in marketer.get("/heroes/queue").text


def test_the_first_of_two_who_decide_at_once_wins(hire, say, read, session, owner, marketer):
    silva, santos = hire("Maria Silva"), hire("Maria Santos")
    say("Maria was wonderful!")
    read()
    path = f"/heroes/queue/{spell(mentions(session)[0].id)}"
    tokens = owner.csrf("/heroes/queue"), marketer.csrf("/heroes/queue")
    owner.post(path, data={"csrf_token": tokens[0], "who": spell(silva.id)})
    marketer.post(path, data={"csrf_token": tokens[1], "who": spell(santos.id)})
    assert mentions(session)[0].staff_id == silva.id
    assert "Somebody else decided this" in marketer.get("/heroes/queue").text


def test_blame_is_on_no_page_but_the_owners(hire, say, read, sign_in_as, client):
    priya = hire("Priya Raman")
    say("Priya was zorbaxly rude to me.", score=2)
    read()
    owner = sign_in_as(Role.OWNER)
    assert "zorbaxly" in owner.get("/heroes/concerns").text
    for role in Role:
        member = sign_in_as(role)
        for path in ("/heroes", f"/heroes/{spell(priya.id)}", "/again", "/advocates"):
            assert "zorbaxly" not in member.get(path, audit=False).text, (role, path)
        if role != Role.OWNER:
            assert member.get("/heroes/concerns").status_code == 403
    assert "zorbaxly" not in client.get("/heroes/of/acme").text


def test_blame_that_may_mean_two_is_asked_of_owners_alone(
    hire, say, read, session, owner, marketer
):
    hire("Maria Silva")
    hire("Maria Santos")
    say("Maria was zorbaxly rude to me.", score=2)
    read()
    assert "zorbaxly" in owner.get("/heroes/queue").text
    assert "zorbaxly" not in marketer.get("/heroes/queue").text
    path = f"/heroes/queue/{spell(mentions(session)[0].id)}"
    sent = marketer.submit(path, {"who": "nobody"}, page="/account")
    assert sent.status_code == 404


def test_words_that_were_changed_are_read_anew(hire, say, read, session, marketer):
    hire("Priya Raman")
    response = say("Priya was wonderful.")
    read()
    answer = session.scalars(select(Answer).where(Answer.question_key == "reason")).one()
    answer.text, response.updated_at = "It was fine.", datetime.now(UTC)
    assert "<mark>" not in marketer.get("/heroes").text
    read()
    assert mentions(session) == []


def test_erased_customer_takes_their_words_along(hire, say, read, session):
    hire("Priya Raman")
    response = say("Priya was wonderful.")
    read()
    erase(session, session.get_one(Contact, (response.workspace_id, response.contact_id)))
    session.commit()
    assert mentions(session) == []


def test_erased_colleague_is_gone_with_every_mention(hire, say, read, session, owner):
    priya = hire("Priya Raman")
    say("Priya was wonderful.")
    read()
    page = f"/staff/{spell(priya.id)}"
    owner.submit(f"{page}/erasure", page=page)
    read()
    assert mentions(session) == []
    assert "Priya" not in owner.get("/heroes").text


def test_colleague_who_left_is_off_the_wall_the_day_after(hire, say, read, session, owner):
    priya = hire("Priya Raman")
    say("Priya was wonderful.")
    read()
    page = f"/staff/{spell(priya.id)}"
    owner.submit(f"{page}/leaving", page=page)
    session.expire_all()
    assert session.get_one(Staff, (priya.workspace_id, priya.id)).until == date.today()
    priya.until = date.today() - timedelta(days=1)
    session.commit()
    read()
    assert "<mark>Priya</mark>" not in owner.get("/heroes").text


def test_anonymous_answers_are_never_read(hire, say, read, session, version):
    hire("Priya Raman")
    nameless = factories.survey(session, is_anonymous=True)
    for _ in range(6):
        factories.response(session, nameless, comment="Priya is great.", attributes={})
    session.commit()
    read()
    assert mentions(session) == []


def test_own_name_of_the_customer_is_no_colleagues(hire, say, read, session):
    hire("Grace Kim")
    who = factories.contact(session, name="Grace Owen")
    say("Everything was lovely, thank you!\nGrace", who=who)
    read()
    assert mentions(session) == []


def test_history_is_read_with_progress_and_goes_on_in_batches(
    hire, say, read, session, monkeypatch
):
    monkeypatch.setattr(reading, "BATCH", 2)
    hire("Priya Raman")
    for _ in range(5):
        say("Priya is great.")
    read()
    assert len(mentions(session)) == 5
    job = session.scalars(select(Job).where(Job.kind == roster.READ_NAMES)).first()
    assert (job.state, job.done, job.total) == (JobState.DONE, 5, 5)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.EXECUTIVE])
def test_who_only_reads_sees_thanks_and_decides_nothing(role, sign_in_as, hire, say, read):
    hire("Priya Raman")
    say("Priya was wonderful.")
    read()
    member = sign_in_as(role)
    assert "<mark>Priya</mark>" in member.get("/heroes").text
    assert member.get("/heroes/queue").status_code == 403
    assert member.get("/staff").status_code == 403


def test_wall_takes_the_same_number_of_queries_for_many_colleagues(
    hire, say, read, owner, app, count_queries
):
    hire("Priya Raman")
    say("Priya was wonderful.")
    read()
    few = count_queries(lambda: owner.get("/heroes"))
    for name in ("Siobhan Kelly", "Oluwaseun Bello", "Katharina Vogel"):
        hire(name)
        say(f"{name} was wonderful.")
    read()
    assert count_queries(lambda: owner.get("/heroes")) == few


def test_words_that_may_be_no_praise_are_asked_of_owners_alone(
    hire, say, read, session, owner, marketer
):
    priya = hire("Priya Raman")
    say("Everyone except Priya was zorbaxly helpful.", score=4)
    read()
    (mention,) = mentions(session)
    assert (mention.staff_id, mention.is_doubtful) == (None, True)
    for path in ("/heroes", f"/heroes/{spell(priya.id)}", "/heroes/queue"):
        assert "zorbaxly" not in marketer.get(path).text, path
    assert "waits for somebody" not in marketer.get("/heroes").text
    queue = owner.get("/heroes/queue").text
    assert "zorbaxly" in queue
    assert "may be no praise" in queue
    path = f"/heroes/queue/{spell(mention.id)}"
    given = {"who": spell(priya.id)}
    assert marketer.submit(path, given, page="/account").status_code == 404
    owner.submit(path, given, page="/heroes/queue")
    assert "zorbaxly" in marketer.get("/heroes").text
    assert "zorbaxly" not in marketer.get("/heroes/queue").text


def test_blame_of_one_is_not_shown_beside_praise_of_another(hire, say, read, marketer):
    priya, jon = hire("Priya Raman"), hire("Jon Reed")
    hire("Maria Silva")
    hire("Maria Santos")
    say("Jon was zorbaxly rude to me, but Priya was wonderful.")
    say("Maria was lovely. Jon is a quibbleous liar, the others are nice.")
    read()
    seen = [
        marketer.get(path).text
        for path in ("/heroes", f"/heroes/{spell(priya.id)}", f"/heroes/{spell(jon.id)}")
    ]
    assert "<mark>Priya</mark> was wonderful." in seen[0]
    queue = marketer.get("/heroes/queue").text
    assert "<mark>Maria</mark> was lovely." in queue
    for page in (*seen, queue):
        assert "zorbaxly" not in page
        assert "quibbleous" not in page


def test_whole_comment_in_the_queue_is_for_those_who_may_read_concerns(
    hire, say, read, owner, marketer
):
    hire("Maria Silva")
    hire("Maria Santos")
    say("Maria was lovely. Your boss is a zorbax.")
    read()
    assert "zorbax" in owner.get("/heroes/queue").text
    assert "zorbax" not in marketer.get("/heroes/queue").text


def test_answer_whose_words_are_gone_is_counted_nowhere(hire, say, read, session, marketer):
    priya = hire("Priya Raman")
    kept, gone = say("Priya was wonderful."), say("Priya was great.")
    read()
    assert "All 2 thank-yous" in marketer.get("/heroes").text
    of_gone = Answer.response_id == gone.id
    session.delete(session.scalars(select(Answer).where(of_gone, Answer.text != "")).one())
    session.commit()
    page = marketer.get("/heroes").text
    assert "1 thank-you<" in page
    assert mentions_counted(session, priya) == 1
    assert kept.id


def mentions_counted(session, staff):
    return praise.thanks_to(session, staff.id)


def test_an_answer_thanks_a_colleague_once(hire, say, read, session, marketer):
    hire("Maria Santos")
    silva = hire("Maria Silva")
    say("Maria Silva was wonderful on Monday. Then Maria was great again on Tuesday.")
    read()
    found = mentions(session)
    (asked,) = [mention for mention in found if mention.staff_id is None]
    assert [mention.staff_id for mention in found if mention.staff_id] == [silva.id]
    path = f"/heroes/queue/{spell(asked.id)}"
    marketer.submit(path, {"who": spell(silva.id)}, page="/heroes/queue")
    assert [mention.decided_at is not None for mention in mentions(session)] == [True]
    roster.read_anew(session, datetime.now(UTC))
    read()
    assert praise.thanks_to(session, silva.id) == 1


def test_the_database_keeps_one_mention_of_a_colleague_in_an_answer(hire, say, read, session):
    hire("Priya Raman")
    say("Priya was wonderful.")
    read()
    (mention,) = mentions(session)
    named = {c.name: getattr(mention, c.name) for c in Mention.__table__.columns}
    session.add(Mention(**{**named, "id": new_id(), "name_start": 99}))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_a_contacts_page_tells_whom_they_thanked_by_name(hire, say, read, session, owner):
    hire("Priya Raman")
    hire("Jon Reed")
    response = say("Priya was wonderful, but Jon was rude.")
    read()
    path = f"/contacts/{spell(response.contact_id)}"
    page = owner.get(path).text
    assert "Thanks by name:" in page
    assert "<bdi>Priya Raman</bdi>" in page
    assert "<bdi>Jon Reed</bdi>" not in page
    of_it = (Answer.response_id == response.id) & (Answer.question_key == "reason")
    session.scalars(select(Answer).where(of_it)).one().text = "It was fine."
    session.commit()
    assert "Thanks by name:" not in owner.get(path).text
