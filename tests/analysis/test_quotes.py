"""A pull quote is the author's exact words, every cut is shown, and risky cuts are named."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.cutting import warnings
from analysis.passages import find_passages
from analysis.quotes import (
    CUT,
    NotExactError,
    checked_spans,
    quote,
    verifies,
)
from analysis.sentences import sentences, splits_word

WORDS = "We moved in May. Setup was not easy, but Maria helped. We save 6 hours a week!"


def parts(words: str) -> list[str]:
    return [words[start:end] for start, end in sentences(words)]


def warned(words: str, written: str) -> list[tuple[str, str, bool]]:
    return [(w.kind, w.word, w.inside) for w in warnings(words, find_passages(words, written))]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Fast. Friendly! Fair?", ["Fast.", "Friendly!", "Fair?"]),
        ("great product. works well", ["great product.", "works well"]),
        ("Dr. Jones, e.g. our lead, is good. Yes", ["Dr. Jones, e.g. our lead, is good.", "Yes"]),
        ("It is No. 1 for us. No. Never.", ["It is No. 1 for us.", "No.", "Never."]),
        ("From 3.5 to 4.5 stars. Wow", ["From 3.5 to 4.5 stars.", "Wow"]),
        ("Well... maybe not. Fine", ["Well... maybe not.", "Fine"]),
        ('"Wow!" she said. Then left.', ['"Wow!" she said.', "Then left."]),
        ("- quick setup\n- kind people", ["- quick setup", "- kind people"]),
        ("a line that\r\ngoes on", ["a line that\r\ngoes on"]),
        ("とても速い。助かります！", ["とても速い。", "助かります！"]),
        ("رائع! هل تنصح به؟ نعم", ["رائع!", "هل تنصح به؟", "نعم"]),
        (" \n ", []),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_say(words, expected):
    assert parts(words) == expected


@given(st.text())
def test_sentences_hold_every_character_that_is_not_white_space(words):
    kept = "".join(parts(words))
    assert "".join(kept.split()) == "".join(words.split())


@pytest.mark.parametrize(
    ("words", "position"),
    [
        ("unhappy", 2),
        ("don't", 3),
        ("e-mail", 1),
        ("3.5", 1),
        ("-5", 1),
        ("$5", 1),
        ("5%", 1),
        ("cafe\u0301", 4),
        ("un\u200bhappy", 2),
        ("👩‍💻", 1),
        ("👍🏽", 1),
        ("🇩🇪", 1),
    ],
)
def test_what_belongs_together_is_never_cut(words, position):
    assert splits_word(words, position)


def test_a_comma_may_be_left_behind():
    assert quote("Fast, but dear", [(0, 4)]) == "Fast […]"


def test_the_whole_comment_needs_no_cut():
    assert quote(WORDS, [(0, len(WORDS))]) == WORDS


def test_a_cut_is_shown_between_before_and_after():
    spans = [sentences(WORDS)[1], sentences(WORDS)[1]][:1]
    assert quote(WORDS, spans) == f"{CUT} Setup was not easy, but Maria helped. {CUT}"


def test_neighbouring_sentences_join_with_the_white_space_they_had():
    assert quote("One.\n\nTwo. Three.", [(0, 4), (6, 10)]) == "One.\n\nTwo. […]"


@pytest.mark.parametrize(
    "spans",
    [
        [],
        [(0, 0)],
        [(5, 3)],
        [(-3, 4)],
        [(0, 10_000)],
        [(17, 20), (0, 2)],
        [(0, 8), (3, 16)],
        [(1, 8)],
        [(0, 4)],
        [(2, 3)],
        [(0,)],
        ["ab"],
        [(0.0, 2.0)],
        [(True, 2)],
    ],
)
def test_spans_that_are_not_whole_words_in_order_are_refused(spans):
    with pytest.raises(NotExactError):
        checked_spans(WORDS, spans)


@given(st.text(alphabet="ab .,!\n\u200b'é5", max_size=60), st.data())
def test_every_passage_of_a_quote_stands_in_the_words(words, data):
    pieces = sentences(words)
    chosen = [p for p in pieces if data.draw(st.booleans())]
    try:
        written = quote(words, chosen)
    except NotExactError:
        return
    assert all(part in words for part in written.split(f" {CUT} ") if CUT not in part)


def test_a_changed_letter_does_not_verify():
    assert verifies(WORDS, [[0, 16]], f"We moved in May. {CUT}")
    assert not verifies(WORDS, [[0, 16]], f"We moved in Mai. {CUT}")


def test_typed_passages_are_found_whatever_the_line_ends():
    words = "It is fast.\nSupport is kind. It is fair."
    assert quote(words, find_passages(words, "fast.\r\nSupport is [...] fair.")) == (
        "[…] fast.\nSupport is […] fair."
    )


@pytest.mark.parametrize(
    "typed",
    [
        "Setup was easy",
        "setup was not easy",
        "We save 6 hours […] We moved in May",
        "ove",
        "[…]",
        "",
        "We move",
    ],
)
def test_what_is_not_there_word_for_word_is_refused(typed):
    with pytest.raises(NotExactError):
        find_passages(WORDS, typed)


def test_an_ellipsis_of_the_authors_own_is_kept():
    words = "We tried [...] many tools."
    assert quote(words, find_passages(words, words)) == words


def test_a_negation_cut_out_of_a_sentence_is_warned_of_first():
    assert warned(WORDS, "Setup was […] easy, […] We save") == [
        ("negation", "not", True),
        ("contrast", "but", True),
        ("number", "6", True),
    ]


def test_a_contrast_in_another_sentence_is_warned_of_too():
    assert warned("Great. But dear.", "Great.") == [("contrast", "But", False)]


@pytest.mark.parametrize("word", ["n't", "nicht", "jamais", "never", "don’t", "WITHOUT"])
def test_negations_are_known_in_several_spellings(word):
    dropped = "ca" + word if word == "n't" else word
    assert warned(f"Good stuff. I {dropped} say", "Good stuff.") == [("negation", dropped, False)]


@pytest.mark.parametrize("number", ["12", "3.5", "twice", "zwölf4", "٣"])
def test_dropped_numbers_are_warned_of(number):
    assert warned(f"It helped {number} of us", "It helped") == [("number", number, True)]


def test_the_whole_comment_has_no_warning():
    assert warnings(WORDS, [(0, len(WORDS))]) == ()


@pytest.mark.parametrize(
    "sign", ["!", "a", "1", "1 ", ". ", "\u202e", "\n", "a\n", "no ", "Yes. ", "“"]
)
def test_fifty_thousand_signs_take_no_time(sign):
    words = (sign * 50_000)[:50_000]
    began = time.process_time()
    warnings(words, sentences(words)[:1] or [(0, 50_000)]) if words.strip() else None
    assert time.process_time() - began < 2
