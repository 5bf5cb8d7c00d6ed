"""A table of contacts, from the file to the list."""

from sqlalchemy import select

from surveys.models import Contact
from tests.contacts.conftest import facts

TWO = "Name,E-mail,Customer ID,Plan\nAnn,ann@example.com,1,Pro\nBen,ben@example.com,2,Free\n"


def everyone(session):
    return session.scalars(select(Contact).order_by(Contact.key)).all()


def test_dry_run_says_what_would_happen_and_saves_nothing(upload, session):
    page = upload.tried(TWO)
    assert facts(page)["New contacts"] == 2
    assert everyone(session) == []


def test_import_saves_people_with_their_attributes(upload, session):
    upload.imported(TWO)
    ann = everyone(session)[0]
    assert (ann.name, ann.email, ann.external_id, ann.attributes) == (
        "Ann",
        "ann@example.com",
        "1",
        {"Plan": "Pro"},
    )


def test_the_same_file_twice_adds_and_changes_nothing(upload, session):
    upload.imported(TWO)
    page = upload.tried(TWO)
    assert facts(page) == {
        "Rows read": 2,
        "New contacts": 0,
        "Changed": 0,
        "Unchanged": 2,
        "With problems": 0,
    }
    assert "Import " not in page
