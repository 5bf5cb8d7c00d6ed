"""Words of a company's own that look like names: suggested, taken, and hidden no more."""

import re

import pytest
from sqlalchemy import select

from feedback.ids import spell
from feedback.masks import hiding, own_words
from feedback.models import Answer, CommentReading, OwnWord, Staff
from tests.themes.conftest import NOW

BRAND = "I spoke to {} about my parcel number {}."


@pytest.fixture
def press():
    """Give a function: somebody presses a button of the list."""

    def send(client, path, **form):
        token = re.search(r'csrf_token"[^>]*value="([^"]+)"', client.get("/account").text).group(1)
        return client.post(f"/themes/people/words{path}", data={"csrf_token": token, **form},
                           audit=False)  # fmt: skip

    return send


@pytest.fixture
def many(said, read):
    """Give a function: several comments with the same name in them; they are read."""

    def make(name="Zelnora", n=3):
        rows = [said(BRAND.format(name, at)) for at in range(n)]
        read()
        return rows

    return make


def waiting(session):
    session.rollback()
    return session.scalars(select(CommentReading.open_masks)).all()


def shown(session, row):
    session.rollback()
    text = session.scalars(select(Answer.text).where(Answer.response_id == row.id)).first()
    return hiding.shown(session, {row.id: text})[row.id].words


def test_what_is_found_as_a_name_in_many_comments_is_suggested(many, session):
    many()
    assert own_words.suggested(session) == [own_words.Suggestion("Zelnora", 3)]


def test_what_is_found_in_two_comments_is_not_suggested(many, session):
    many(n=2)
    assert own_words.suggested(session) == []


def test_a_colleague_is_not_suggested(many, session):
    session.add(Staff(name="Zelnora Bexley", nicknames=[], added_at=NOW))
    session.commit()
    many()
    assert own_words.suggested(session) == []


def test_the_page_offers_it_with_its_number(many, owner):
    many()
    page = owner.get("/themes/people").text
    assert "in 3 comments" in page
    assert "Not a name" in page


def test_taken_as_no_name_it_is_shown_to_everybody_at_once(many, owner, press, session):
    row = many()[0]
    assert "Zelnora" not in shown(session, row)
    assert press(owner, "", words="Zelnora").status_code == 303
    assert "Zelnora" in shown(session, row)


def test_the_job_counts_anew_what_waits(many, owner, press, read, session):
    many()
    assert waiting(session) == [1, 1, 1]
    press(owner, "", words="zelnora")
    read()
    assert waiting(session) == [0, 0, 0]
    assert own_words.suggested(session) == []


def test_taken_out_of_the_list_it_is_hidden_and_waits_again(many, owner, press, read, session):
    row = many()[0]
    press(owner, "", words="Zelnora")
    read()
    word = session.scalars(select(OwnWord)).one()
    press(owner, f"/{spell(word.id)}/removal")
    read()
    assert "Zelnora" not in shown(session, row)
    assert waiting(session) == [1, 1, 1]


def test_what_somebody_hid_by_hand_stays_hidden(many, owner, press, decide, session):
    row = many()[0]
    decide(owner, row, do="hide", words="Zelnora", kind="name")
    press(owner, "", words="Zelnora")
    assert "Zelnora" not in shown(session, row)


def test_an_address_stays_hidden_even_where_it_is_in_the_list(said, read, owner, press, session):
    row = said("Write to zelnora@bolt.example, please.")
    read()
    press(owner, "", words="zelnora@bolt.example")
    assert "zelnora@" not in shown(session, row)


def test_a_name_with_another_word_in_it_stays_hidden(many, owner, press, session):
    row = many("Zelnora Bexley")[0]
    press(owner, "", words="Zelnora")
    assert "Bexley" not in shown(session, row)


def test_the_same_word_is_taken_once(owner, press, session):
    for words in ("Zelnora", "ZELNORA", "  ", "!!"):
        press(owner, "", words=words)
    session.rollback()
    assert [row.words for row in session.scalars(select(OwnWord))] == ["Zelnora"]


def test_the_company_s_own_name_waits_for_nobody(said, read, session, workspace):
    workspace.name = "Zelnora"
    session.commit()
    said(BRAND.format("Zelnora", 1))
    read()
    assert waiting(session) == [0]
