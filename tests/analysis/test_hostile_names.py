"""Comments made to keep the reader of names busy: work is bounded, whatever somebody writes."""

import time

import pytest

from analysis.clauses import AROUND, around
from analysis.lexicons import listed
from analysis.named import LONGEST, MOST_NAMED, Colleague, Roster, Said

MOST_SECONDS = 2.0
"""Of processor time; each takes a tenth of it. Unbounded, "Priya, " took most of an hour."""

CROWD = [
    Colleague(100 + number, f"{first}ri{middle}a Ram{last}an")
    for number, (first, middle, last) in enumerate(
        (first, middle, last) for first in "PKMT" for middle in "yolae" for last in "abcdefghij"
    )
]
ROSTER = Roster([Colleague(1, "Priya Raman", team="Support"), Colleague(2, "Will Li"), *CROWD])

UNITS = (
    "Priya, ",
    "Priya ",
    "Priya and ",
    "Priya - ",
    "Priya. ",
    "Priya… ",
    "Priya\n",
    "Priya was great, ",
    "Priya,not good ",
    "Priya but ",
    "Prixa kept, ",
    "good Priya ",
    "Thanks Priya! ",
    "Frau ",
    "frau raman ",
    "Mr. ",
    "my ",
    "Will you ",
    "thank you very ",
    "a, ",
    "x",
    ", ",
    "\n",
    " ",
    "'",
)


@pytest.mark.parametrize("unit", UNITS)
def test_work_on_a_hostile_comment_is_bounded(unit):
    words = "Priya " + unit * (20_000 // len(unit))
    begun = time.process_time()
    ROSTER.find(Said(words))
    assert time.process_time() - begun < MOST_SECONDS


def test_so_many_names_are_judged_and_no_more():
    names = [name.capitalize() for name in sorted(listed("other_names")) if len(name) > 5]
    roster = Roster(Colleague(number, name) for number, name in enumerate(names))
    assert len(names) > MOST_NAMED
    found = roster.find(Said(" ".join(f"{name} was great." for name in names)))
    assert len(found) == MOST_NAMED


def test_letters_behind_the_last_that_are_read_name_nobody():
    assert ROSTER.find(Said("x " * (LONGEST // 2) + "Priya was great.")) == ()


def test_what_is_far_from_the_name_is_not_read_as_about_its_bearer():
    far = "and then there was a long story about coffee " * 10
    (near,) = ROSTER.find(Said("Priya was kind to us on Monday."))
    assert near.tone == "good"
    assert ROSTER.find(Said(f"Priya {far} was kind")) == ()


def test_a_window_cuts_no_word_in_two():
    text = "unhelpful " * 40 + "Priya" + " unhelpful" * 40
    start, end = around(text, (400, 405), (0, len(text)))
    assert set(text[start:end].split()) == {"unhelpful", "Priya"}
    assert 400 - start <= AROUND
    assert end - 405 <= AROUND
