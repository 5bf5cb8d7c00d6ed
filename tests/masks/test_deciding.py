"""What a person says of masks wins, now and after every reading, and can be taken back."""

import pytest
from sqlalchemy import select, update

from feedback.contacts.erasing import erase
from feedback.ids import spell
from feedback.masks import hiding
from feedback.models import Answer, CommentReading, MaskDecision
from surveys.models import Contact

WORDS = "Anna Schmidt was kind, and so was bluebird."
SHOW_ANNA = {"do": "show", "first": "0", "last": "12", "kind": "name"}


@pytest.fixture
def seen(session):
    """Give a function: a comment as somebody without the right reads it."""

    def read_it(row):
        session.rollback()
        words = session.scalars(select(Answer.text).where(Answer.response_id == row.id)).all()
        text = next(each for each in words if each)
        return hiding.shown(session, {row.id: text})[row.id].words

    return read_it


@pytest.fixture
def read_again(session, read):
    """Give a function: the worker reads everything anew, as with another reader."""

    def run():
        session.execute(update(Answer).values(read_by=0))
        read()

    return run


def waiting(session):
    session.rollback()
    return session.scalars(select(CommentReading.open_masks)).all()


def latest(session):
    session.rollback()
    return session.scalars(select(MaskDecision).order_by(MaskDecision.id.desc())).first()


def test_people_that_were_found_wait_for_somebody(said, read, owner, session):
    said(WORDS)
    said("All was well.")
    read()
    assert sorted(waiting(session)) == [0, 1]
    page = owner.get("/themes/people")
    assert '<mark class="person">Anna Schmidt</mark>' in page.text
    assert "All was well" not in page.text


def test_what_is_confirmed_waits_no_more_and_stays_hidden(said, read, owner, decide, session, seen):
    row = said(WORDS)
    read()
    decide(owner, row, do="confirm")
    assert waiting(session) == [0]
    assert seen(row).startswith("[name]")


def test_what_is_shown_stays_shown_when_it_is_read_again(
    said, read, read_again, owner, decide, seen, session
):
    row = said(WORDS)
    read()
    decide(owner, row, **SHOW_ANNA)
    assert seen(row) == WORDS
    read_again()
    assert seen(row) == WORDS
    assert waiting(session) == [0]


def test_what_is_hidden_by_hand_stays_hidden_when_it_is_read_again(
    said, read, read_again, owner, decide, seen
):
    row = said(WORDS)
    read()
    decide(owner, row, do="hide", words="bluebird", kind="name")
    read_again()
    assert seen(row) == "[name] was kind, and so was [name]."


def test_what_is_hidden_by_hand_stays_hidden_when_its_author_writes_around_it(
    said, read, owner, decide, seen, session
):
    row = said(WORDS)
    read()
    decide(owner, row, do="hide", words="bluebird", kind="name")
    words = update(Answer).where(Answer.response_id == row.id, Answer.text.is_not(None))
    session.execute(words.values(text="Yesterday bluebird helped me."))
    session.commit()
    assert seen(row) == "Yesterday [name] helped me."


def test_what_is_shown_is_shown_only_where_it_stood(said, read, owner, decide, seen, session):
    row = said(WORDS)
    read()
    decide(owner, row, **SHOW_ANNA)
    words = update(Answer).where(Answer.response_id == row.id, Answer.text.is_not(None))
    session.execute(words.values(text="Then Anna Schmidt rang."))
    session.commit()
    assert seen(row) == "Then [name] rang."


def test_a_decision_can_be_taken_back(said, read, owner, decide, seen, session):
    row = said(WORDS)
    read()
    decide(owner, row, **SHOW_ANNA)
    decide(owner, row, at=f"/{spell(latest(session).id)}/undoing")
    assert seen(row).startswith("[name]")
    assert waiting(session) == [1]


def test_what_made_way_stands_again_when_the_later_decision_is_taken_back(
    said, read, owner, decide, seen, session
):
    row = said(WORDS)
    read()
    decide(owner, row, do="hide", words="bluebird", kind="name")
    at = WORDS.index("bluebird")
    decide(owner, row, do="show", first=str(at), last=str(at + 8), kind="name")
    assert seen(row).endswith("bluebird.")
    decide(owner, row, at=f"/{spell(latest(session).id)}/undoing")
    assert seen(row).endswith("[name].")


def test_words_that_do_not_stand_there_are_named_and_kept_in_the_field(said, read, owner, decide):
    row = said(WORDS)
    read()
    answer = decide(owner, row, do="hide", words="greenfinch", kind="name")
    assert answer.status_code == 422
    assert 'value="greenfinch"' in answer.text


def test_the_same_decision_twice_is_one(said, read, owner, decide, session):
    row = said(WORDS)
    read()
    for _ in range(2):
        decide(owner, row, do="confirm")
        decide(owner, row, do="hide", first="0", last="12", kind="name")
    assert len(session.scalars(select(MaskDecision)).all()) == 1


def test_history_says_who_decided_what(said, read, owner, decide):
    row = said(WORDS)
    read()
    decide(owner, row, do="confirm")
    page = owner.get(f"/themes/people/{spell(row.id)}")
    assert "stays hidden" in page.text
    assert "Take it back" in page.text


def test_an_erased_person_takes_decisions_along(said, read, owner, decide, session):
    row = said(WORDS)
    read()
    decide(owner, row, do="confirm")
    session.rollback()
    who = session.scalars(select(Contact).where(Contact.id == row.contact_id)).one()
    erase(session, who)
    session.commit()
    assert session.scalars(select(MaskDecision)).all() == []
