"""A search never tells whether somebody is named, but to those who may know people."""

from datetime import timedelta

import pytest

from feedback.accounts.permissions import GRANTS, Permission
from feedback.models import Role, ThemeCorrection
from tests.comments.test_one import belong, work
from tests.themes.conftest import NOW

HIDDEN = "My thanks to Mr. Miller for the parcel"
OPEN = "A miller lives beside the parcel station"


@pytest.fixture
def finds(marketer, owner, read):
    """Give a function: what a search shows a marketer, and what an owner."""

    def look(words):
        read()
        pages = [
            each.get("/comments", query_string={"words": words}).text for each in (marketer, owner)
        ]
        return [page.count('<li class="praise-item') for page in pages]

    return look


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("miller", [1, 2]),
        ("mill*", [1, 2]),
        ('"mr miller"', [0, 1]),
        ("parcel -miller", [1, 0]),
        ("-miller", [1, 0]),
        ("parcel", [2, 2]),
        ("parcel thanks", [1, 1]),
    ],
)
def test_a_search_finds_what_its_reader_may_read(finds, said, search, found):
    said(HIDDEN)
    said(OPEN)
    assert finds(search) == found


def test_pages_of_hidden_names_are_passed_over(finds, said):
    for n in range(60):
        said(f"{HIDDEN} {n}")
    said(OPEN, answered_at=NOW - timedelta(days=3))
    assert finds("miller")[0] == 1


def test_a_name_behind_what_is_shown_is_not_found_either(finds, said):
    said("The parcel came. " * 500 + HIDDEN)
    assert finds("miller") == [0, 1]


def test_a_search_sets_right_what_its_reader_finds(
    app, marketer, owner, said, framed, read, session
):
    said(HIDDEN)
    said(OPEN)
    framed()
    read()
    address = "/comments/belonging?words=miller"
    assert "1 comment fits" in marketer.get(address).text
    assert "2 comments fit" in owner.get(address).text
    belong(marketer, how="absent", all="1", words="miller")
    work(app, session)
    assert session.query(ThemeCorrection).count() == 1
    belong(owner, how="absent", all="1", words="miller")
    work(app, session)
    assert session.query(ThemeCorrection).count() == 2


def test_a_marketer_reads_comments_but_no_contacts():
    assert Permission.READ_COMMENTS in GRANTS[Role.MARKETER]
    assert Permission.READ_CONTACTS not in GRANTS[Role.MARKETER]
