"""Columns about asking come along with contacts, and are honoured."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from surveys.asking import review
from surveys.models import Contact, Skip, Unsubscribe
from tests import factories
from tests.campaigns.conftest import ask
from tests.contacts.conftest import facts, problems

HEADER = "Name,E-mail,Unsubscribed,Last asked\n"
THREE = (
    HEADER + "Ann,ann@example.com,yes,\nBen,ben@example.com,no,2026-11-01\nCem,c@example.com,,\n"
)
TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


def skipped(app, session):
    return dict(review(session, ask(app, now=TODAY)).skipped)


def rows(session):
    return session.scalar(select(func.count()).select_from(Unsubscribe))


def test_both_columns_are_known_by_name_and_honoured(upload, app, session, workspace):
    upload.imported(THREE)
    assert skipped(app, session) == {Skip.UNSUBSCRIBED: 1, Skip.ASKED_RECENTLY: 1}
    assert session.scalars(select(Contact.attributes)).all() == [{}, {}, {}]


def test_dry_run_says_how_many_would_be_silent_and_keeps_nothing(upload, session):
    assert facts(upload.tried(THREE))["Newly unsubscribed"] == 1
    assert rows(session) == 0


def test_the_same_file_again_adds_nothing(upload, session):
    upload.imported(THREE)
    page = upload.tried(THREE)
    assert facts(page)["Unchanged"] == 3
    assert "Import " not in page
    assert rows(session) == 1


def test_known_contact_can_be_unsubscribed_by_a_file_alone(upload, session, workspace):
    factories.contact(session, email="ann@example.com", name="Ann")
    upload.imported("E-mail,Unsubscribed\nANN@example.com,x\n")
    assert rows(session) == 1


def test_contact_known_by_number_is_unsubscribed_at_their_address(app, upload, session, workspace):
    factories.contact(session, email="ann@example.com", external_id="7")
    upload.imported("Customer ID,Unsubscribed\n7,yes\n")
    assert skipped(app, session) == {Skip.UNSUBSCRIBED: 1}


def test_no_in_a_file_brings_nobody_back(upload, session):
    upload.imported(THREE)
    upload.tried(THREE.replace("yes", "no"))
    assert rows(session) == 1


@pytest.mark.parametrize("word", ["Yes", "TRUE", "1", "x", "Opted out", "ja", "2026-03-01 10:00"])
def test_yes_in_many_words(upload, session, word):
    upload.imported(f"E-mail,Unsubscribed\nann@example.com,{word}\n")
    assert rows(session) == 1


@pytest.mark.parametrize("word", ["No", "FALSE", "0", "Subscribed", "nein", ""])
def test_no_in_many_words(upload, session, word):
    upload.imported(f"Name,E-mail,Unsubscribed\nAnn,ann@example.com,{word}\n")
    assert rows(session) == 0


def test_word_that_is_neither_is_a_problem_of_its_row(upload):
    page = upload.tried("E-mail,Unsubscribed\nann@example.com,perhaps\nb@example.com,no\n")
    assert problems(page)[0][0] == 2
    assert "neither yes nor no" in problems(page)[0][1]


def test_later_of_two_asks_counts(upload, session, workspace):
    later = datetime(2026, 11, 10, 12, tzinfo=UTC)
    factories.contact(session, email="ben@example.com", last_asked_at=later)
    upload.tried(HEADER + "Ben,ben@example.com,,2026-11-01\n")
    assert session.scalars(select(Contact.last_asked_at)).all() == [later]


def test_dates_that_can_be_read_in_two_ways_are_asked_about(upload, session):
    content = HEADER + "Ben,ben@example.com,,3/4/2026\n"
    upload.send(content)
    assert upload.map().status_code == 422
    upload.map(date_order="dmy")
    upload.work()
    upload.imported(content, date_order="mdy")
    assert [at.month for at in session.scalars(select(Contact.last_asked_at))] == [3]


def test_past_answers_have_no_such_columns(upload):
    upload.send("E-mail,Score,Date,Unsubscribed\na@example.com,9,2026-01-01,yes\n", kind="answers")
    assert "unsubscribed" not in upload.fields().values()
