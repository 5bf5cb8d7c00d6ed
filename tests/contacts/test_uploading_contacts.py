"""A table of contacts, from the file to the list."""

import csv as csv_module
import io

import pytest
from sqlalchemy import select

from surveys.models import Contact
from surveys.scope import bind_workspace
from tests import factories
from tests.contacts.conftest import facts, problems
from tests.imports.conftest import xlsx

HEADER = "Name,E-mail,Customer ID,Plan\n"
TWO = HEADER + "Ann,ann@example.com,1,Pro\nBen,ben@example.com,2,Free\n"


def everyone(session):
    return session.scalars(select(Contact).order_by(Contact.key)).all()


def test_dry_run_says_what_would_happen_and_saves_nothing(upload, session):
    page = upload.tried(TWO)
    assert facts(page)["New contacts"] == 2
    assert everyone(session) == []


def test_import_saves_people_with_their_attributes(upload, session):
    upload.imported(TWO)
    ann = everyone(session)[0]
    found = (ann.name, ann.email, ann.external_id, ann.attributes)
    assert found == ("Ann", "ann@example.com", "1", {"Plan": "Pro"})


def test_workbook_is_imported_like_csv(upload, session):
    upload.imported(xlsx([["Name", "E-mail", "Seats"], ["Ann", "ann@example.com", 5]]))
    assert everyone(session)[0].attributes == {"Seats": "5"}


def test_the_same_file_twice_adds_and_changes_nothing(upload, session):
    upload.imported(TWO)
    before = [contact.updated_at for contact in everyone(session)]
    page = upload.tried(TWO)
    assert facts(page) == {
        "Rows read": 2,
        "New contacts": 0,
        "Changed": 0,
        "Unchanged": 2,
        "With problems": 0,
    }
    assert "Import " not in page
    assert [contact.updated_at for contact in everyone(session)] == before


def test_address_in_other_capitals_is_the_same_contact(upload, session):
    upload.imported(TWO)
    page = upload.tried(TWO.replace("ann@example.com", "ANN@Example.COM"))
    assert facts(page)["Unchanged"] == 2


def test_what_changed_is_changed_and_what_is_missing_stays(upload, session):
    upload.imported(TWO)
    upload.imported("E-mail,Name,Region\nann@example.com,,EMEA\n")
    ann = everyone(session)[0]
    assert (ann.name, ann.attributes) == ("Ann", {"Plan": "Pro", "Region": "EMEA"})


def test_contact_without_address_is_known_by_number_and_gains_its_address(upload, session):
    upload.imported("Customer ID,Name\n7,Ann\n")
    upload.imported("Customer ID,E-mail\n7,ann@example.com\n")
    (ann,) = everyone(session)
    assert (ann.key, ann.email, ann.name) == ("ann@example.com", "ann@example.com", "Ann")


def test_number_shared_by_two_addresses_is_two_people(upload, session):
    upload.imported("E-mail,Customer ID\na@example.com,7\nb@example.com,7\n")
    assert len(everyone(session)) == 2


def test_first_and_last_name_become_the_name(upload, session):
    upload.imported("First name,Last name,E-mail\nAnn,Lee,ann@example.com\n")
    assert everyone(session)[0].name == "Ann Lee"


@pytest.mark.parametrize("name", ["Zoë 🌸", "משה כהן", "O’Neil <b>", "{{7*7}}", "=1+1"])
def test_names_of_all_kinds_are_kept_and_shown_as_text(upload, session, name):
    upload.imported(f"Name,E-mail\n{name},a@example.com\n")
    assert everyone(session)[0].name == name
    page = upload.client.get("/contacts").text
    assert "<b>" not in page
    assert name.replace("<", "&lt;").replace(">", "&gt;") in page


def test_hostile_attribute_names_are_escaped(upload, session):
    upload.imported('E-mail,"<script>x</script>"\na@example.com,"<img src=x>"\n')
    assert everyone(session)[0].attributes == {"<script>x</script>": "<img src=x>"}
    assert "<script>x" not in upload.client.get("/contacts").text


WRONG_ROWS = [
    ("Ann,none,,Pro", "has no @"),
    ("Ann,a b@example.com,,Pro", "has a space"),
    ('Ann,"a@example.com\r\nBcc: x@example.com",,Pro', "several lines"),
    ("Ann,,,Pro", "neither an e-mail nor a customer number"),
    ("Ann,a@example.com,1,Pro,more", "5 cells, but there are 4 columns"),
    ("Ann,a@example.com,1,P\0ro", "zero bytes"),
    (f"Ann,a@example.com,1,{'x' * 600}", "“Plan” has 600 characters"),
    (f"{'A' * 300},a@example.com,1,Pro", "name has 300 characters"),
    ('Ann,"a@example.com,1,Pro', "quotation mark"),
]


@pytest.mark.parametrize("row,sentence", WRONG_ROWS, ids=[sentence for _, sentence in WRONG_ROWS])
def test_wrong_row_is_named_and_the_others_are_taken(upload, session, row, sentence):
    page = upload.imported(TWO + row + "\nCem,cem@example.com,3,Pro\n")
    ((number, said),) = problems(page)
    assert (number, sentence in said) == (4, True), said
    assert len(everyone(session)) == 3


def test_same_contact_twice_in_a_file_is_taken_once(upload, session):
    page = upload.imported(TWO + "Ann Again,ANN@example.com,1,Free\n")
    assert problems(page) == [(4, "The same contact stands in row 2 already. Keep one of the two.")]
    assert everyone(session)[0].name == "Ann"


def test_short_rows_end_in_empty_cells(upload, session):
    upload.imported(HEADER + "Ann,ann@example.com\n")
    assert everyone(session)[0].attributes == {}


def test_blank_rows_count_for_nothing(upload):
    assert facts(upload.tried(TWO + "\n,,,\n"))["Rows read"] == 2


def test_rows_with_problems_come_back_as_a_file_that_runs_nothing(upload):
    upload.tried(HEADER + '=cmd|x,none,@SUM(1),"\t-1"\n')
    text = upload.client.get(f"{upload.address}/problems.csv").get_data().decode("utf-8-sig")
    header, row = list(csv_module.reader(io.StringIO(text)))
    assert header == ["Row", "Problem", "Name", "E-mail", "Customer ID", "Plan"]
    assert row[0] == "2"
    assert row[2:] == ["'=cmd|x", "none", "'@SUM(1)", "'\t-1"]


def test_corrected_problem_rows_can_be_uploaded_as_they_are(upload, session):
    upload.imported(HEADER + "Ann,none,1,Pro\n")
    text = upload.client.get(f"{upload.address}/problems.csv").get_data().decode("utf-8-sig")
    upload.imported(text.replace("none", "ann@example.com", 2))
    assert everyone(session)[0].name == "Ann"


def test_other_workspaces_contacts_are_not_touched(upload, session, workspace):
    bolt = factories.workspace(session)
    bind_workspace(session, bolt.id)
    factories.contact(session, email="ann@example.com", name="Ann of Bolt")
    session.commit()
    bind_workspace(session, workspace.id)
    assert facts(upload.imported(TWO))["New contacts"] == 2
    bind_workspace(session, bolt.id)
    assert [contact.name for contact in everyone(session)] == ["Ann of Bolt"]
