"""What the types promise one by one, beyond the contract they all keep."""

import re

import pytest
from flask import Flask

from feedback.respond.pages import form_page
from surveys.definition import Question
from surveys.models import Workspace
from surveys.questions import TYPES, Stored
from surveys.questions.options import Own
from tests.factories import definition
from tests.questions.cast import OPTIONS, filled, question

OTHER = "Something else"


def error(kind: str, **sent: str) -> str:
    form = filled(question(kind), {name.replace("_", "-"): [value] for name, value in sent.items()})
    assert not form.validate()
    return " ".join(form["q1"].errors)


def test_own_words_that_are_an_option_too_are_still_counted_as_own_words():
    asked, choice = question("choice"), TYPES["choice"]
    own = choice.encode(asked, Own("Price", OTHER))
    summary = choice.summary(asked, [own, Stored(text="Price")])
    counts = {row.label: row.share.successes for row in summary.shares}
    assert counts == {"Price": 1, "Speed": 0, "Ñandú 🦤": 0, OTHER: 1}
    assert summary.own == (("Price", 1),)
    assert choice.cells(asked, own) == (OTHER, "Price")


def test_own_words_come_back_after_an_error_elsewhere():
    form = filled(question("choices"), {"q1": [OTHER, "Weather"], "q1-own": ["the smell"]})
    assert not form.validate()
    assert (form["q1"].own, form["q1"].is_own) == ("the smell", True)


def test_words_left_behind_an_option_are_not_sent():
    form = filled(question("choice"), {"q1": ["Price"], "q1-own": ["the smell"]})
    assert form.validate()
    assert form["q1"].data == "Price"


def test_another_sentence_is_agreed_to_anew():
    asked, consent = question("consent"), TYPES["consent"]
    given = consent.encode(asked, True)
    reworded = Question("q1", "consent", "What?", settings={"sentence": "Acme may sell my data."})
    assert consent.decode(asked, given) is True
    assert consent.decode(reworded, given) is None
    assert consent.show(reworded, given) == "Agreed: Acme may call me about my answer."


def test_nothing_is_ticked_before_somebody_ticks_it(app: Flask):
    asks = definition(*(Question(f"q{at}", kind, "?") for at, kind in enumerate(TYPES)))
    with app.test_request_context():
        page = form_page(Workspace(name="Acme", accent="#0f6b5c"), asks, preview=True)
    assert 'type="checkbox"' in page
    assert not re.search(r"<input[^>]* checked|<option[^>]* selected", page)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"q1_0": "1"}, "“Speed” has no place yet."),
        ({"q1_0": "1", "q1_1": "1"}, "“Price” and “Speed” have the same place."),
        ({"q1_0": "5"}, "Choose a place from 1 to 4 for each."),
    ],
)
def test_a_ranking_says_what_is_in_its_way(sent, sentence):
    assert error("ranking", **sent) == sentence


def test_the_last_place_is_the_last_ones():
    sent = {"q1-0": ["4"], "q1-1": ["1"], "q1-2": ["2"]}
    form = filled(question("ranking"), sent)
    assert form.validate()
    assert form["q1"].data == ["Speed", "Ñandú 🦤", "Taste", "Price"]


def test_a_ranking_is_summed_up_by_average_place_with_the_best_first():
    asked, ranking = question("ranking"), TYPES["ranking"]
    orders = [["Speed", *OPTIONS[:1], "Taste", OPTIONS[2]]] * 6
    summary = ranking.summary(asked, [ranking.encode(asked, order) for order in orders])
    assert [row.label for row in summary.options] == orders[0]
    assert [row.place.estimate for row in summary.options] == [1, 2, 3, 4]
    assert all(row.place.interval() and row.first.interval() for row in summary.options)


def test_a_line_that_few_answered_is_not_shown():
    asked, matrix = question("matrix"), TYPES["matrix"]
    answers = [{"Delivery": "Good", "Price": "Poor"}] * 4 + [{"Delivery": "Poor"}] * 4
    summary = matrix.summary(asked, [matrix.encode(asked, one) for one in answers])
    shown = {row.label: [share.successes for share in row.shares] for row in summary.rows}
    assert shown == {"Delivery": [4, 0, 4], "Ñandú 🦤": [], "Price": []}


def test_a_required_matrix_names_the_line_that_is_open():
    form = filled(question("matrix", required=True), {"q1-0": ["Good"], "q1-2": ["Good"]})
    assert not form.validate()
    assert form["q1"].errors == ["“Ñandú 🦤” still needs an answer."]


def test_a_telephone_number_keeps_its_extension_and_reads_in_groups():
    form = filled(question("phone"), {"q1": ["030 901820 ext. 12"]})
    assert form.validate()
    assert form["q1"].data == "+4930901820;ext=12"
    assert TYPES["phone"].show(question("phone"), Stored(text="+4930901820")) == "+49 30 901820"


def test_expectations_weigh_above_against_below_with_an_interval():
    answers = {Stored(1): 10, Stored(2): 50, Stored(3): 40}
    summary = TYPES["expectation"].summary(question("expectation"), answers)
    interval = summary.net.interval()
    assert summary.points(summary.net.estimate) == "+30"
    assert interval.low < 0.3 < interval.high
    assert (summary.points(-0.004), summary.points(-0.26)) == ("0", "−26")


@pytest.mark.parametrize(
    ("counts", "ranges"),
    [
        ({1: 2, 3: 1}, ["1", "3"]),
        (
            dict.fromkeys(range(1, 61), 1),
            ["0 to 9", "10 to 19", "20 to 29", "30 to 39", "40 to 49"],
        ),
        ({**dict.fromkeys(range(10), 10), 1_000_000: 1}, ["0 to 1", "2 to 3", "4 to 5", "6 to 7"]),
    ],
)
def test_typed_numbers_are_gathered_into_ranges_that_one_extra_zero_does_not_spoil(counts, ranges):
    answers = {Stored(float(number)): times for number, times in counts.items()}
    asked = Question("q1", "number", "How many?")
    shares = TYPES["number"].summary(asked, answers).shares
    assert [row.label for row in shares][: len(ranges)] == ranges
    assert sum(row.share.successes for row in shares) == sum(counts.values())


def test_days_are_counted_one_by_one_or_by_month_or_by_year():
    def labels(days):
        summary = TYPES["date"].summary(question("date"), [Stored(text=day) for day in days])
        return [row.label for row in summary.shares]

    assert labels(["2026-02-01", "2026-01-31"]) == ["31 Jan 2026", "1 Feb 2026"]
    assert labels([f"2026-0{m}-{d:02}" for m in (1, 2) for d in range(1, 20)]) == [
        "January 2026",
        "February 2026",
    ]
    assert labels([f"20{y}-{m:02}-01" for y in (24, 25) for m in range(1, 13)]) == ["2024", "2025"]


def test_a_statement_has_no_room_in_answers_or_exports():
    assert TYPES["statement"].columns(question("statement")) == ()
    form = filled(question("statement", required=True), {"q1": ["something"]})
    assert form.validate()
    assert form["q1"].data is None
