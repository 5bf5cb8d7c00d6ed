"""Names of people: found by their company too, the same every time, and never at any price."""

import time

import pytest

from analysis.reading.name_tagger import SIZE, features, place_of, tagged
from analysis.reading.names import known_words, names
from analysis.reading.tokens import tokens


def found(text):
    return [text[slice(*span)] for span in names(text, tuple(tokens(text)))]


def by_company(text):
    return [text[slice(*span)] for span in tagged(text, tuple(tokens(text)), known_words())]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Thanks to Zwanelo from billing, all is well", ["Zwanelo"]),
        ("i spoke to ms. wijkstra about my order", ["wijkstra"]),
        ("the manager, karlheinz, never called back", ["karlheinz"]),
        ("Kind regards\nOluwadamilare Bexley", ["Oluwadamilare Bexley"]),
        ("thanks to Grace in billing, all is well", ["Grace"]),
    ],
)
def test_a_name_that_no_list_holds_is_found_by_what_stands_around_it(text, wanted):
    assert found(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "I hope you will mark it as paid, may I have the bill?",
        "The grace period ends in April.",
        "the new update crashes whenever i open the report",
        "WORST SERVICE EVER, NEVER AGAIN",
        "Great hotel, great breakfast, we come back in June.",
    ],
)
def test_words_that_may_be_names_are_left_alone_where_they_are_none(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Die Lieferung kam zwei Tage zu spät und die Verpackung war kaputt.",
        "Le service était lent mais le personnel très aimable.",
        "El pedido llegó tarde y la caja estaba rota.",
    ],
)
def test_other_languages_are_left_to_the_rules(text):
    assert by_company(text) == []


def test_the_same_words_give_the_same_names():
    text = "Siobhan and Mr Okafor helped, thanks to ewa as well. " * 20
    assert found(text) == found(text)


def test_a_name_ends_with_its_line():
    assert found("Regards,\nAnna Schmidt\nLondon") == ["Anna Schmidt"]


def test_every_word_has_features_in_their_places():
    text = "Ewa was kind"
    rows = features(text, tuple(tokens(text)), known_words())
    assert len(rows) == 3
    assert all(0 <= place_of(each) < SIZE for row in rows for each in row)


def test_nothing_and_one_word_are_read_too():
    assert (found(""), found("!"), found("ok")) == ([], [], [])


def test_a_hundred_thousand_letters_of_names_take_no_time():
    text = "Zwanelo Bexley " * 7_000
    begun = time.process_time()
    found(text)
    assert time.process_time() - begun < 2
