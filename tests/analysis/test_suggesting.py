"""Suggested passages stand alone, and lose no turn."""

import csv
import time
from pathlib import Path

import pytest

from analysis.signs import odd_signs
from analysis.suggesting import suggest

CORPUS = Path(__file__).parents[2] / "bench/corpora/praise/comments.csv"


def suggested(words: str, language: str = "en") -> list[str]:
    return [words[slice(*one.span)] for one in suggest(words, language, happy=True)]


def test_the_sentence_that_says_most_comes_first():
    words = "I was asked to write. We save 6 hours a week since we switched. Nice people."
    assert suggested(words)[0].startswith("We save 6 hours a week")


@pytest.mark.parametrize(
    ("language", "words", "never"),
    [
        ("en", "Maria came at once on Monday. She fixed it within 20 minutes for us.", "She"),
        ("de", "Frau Kern kam sofort am Montag. Sie hat es in 20 Minuten gelöst.", "Sie"),
        ("fr", "La technicienne est venue lundi. Elle a tout réparé en 20 minutes.", "Elle"),
        ("es", "La técnica vino el lunes. Ella lo arregló todo en 20 minutos.", "Ella"),
    ],
)
def test_no_suggestion_begins_with_a_pronoun_that_leans(language, words, never):
    found = suggested(words, language)
    assert found
    assert not any(passage.startswith(never) for passage in found)


def test_no_suggestion_leaves_out_the_turn_behind_it():
    words = "Support answers within 20 minutes on Sundays. But the price went up by 40 % in May."
    assert "Support answers within 20 minutes on Sundays." not in suggested(words)


def test_nothing_that_a_gate_forbids_is_suggested():
    words = "We save 6 hours a week since May. Call me on 0171 555 0148 any time you like."
    assert not any("0171" in passage for passage in suggested(words))


def test_nothing_is_suggested_in_a_language_without_cues():
    assert suggest("Una frase. Un'altra frase con 3 anni.", "it") == ()


def test_of_all_labelled_comments_no_suggestion_is_anything_but_whole_sentences():
    with CORPUS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for passage in suggested(row["words"], row["language"]):
            assert passage in row["words"]
            assert passage == passage.strip()


def test_fifty_thousand_signs_take_no_time():
    words = ("We moved in May and like it. Setup was easy, and Maria helped us. " * 900)[:50_000]
    began = time.process_time()
    assert suggest(words, "en")
    assert odd_signs(words) == ()
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("so\u200b good\u200b", ["ZERO WIDTH SPACE"]),
        ("\ufeffGood", ["ZERO WIDTH NO-BREAK SPACE"]),
        ("nice \u202etxet", ["RIGHT-TO-LEFT OVERRIDE"]),
        ("co\u00adoperate", ["SOFT HYPHEN"]),
        ("p\u0430yment", ["CYRILLIC SMALL LETTER A"]),
        ("\u0421ool", ["CYRILLIC CAPITAL LETTER ES"]),
        ("g\u03bfod", ["GREEK SMALL LETTER OMICRON"]),
        ("plain words, ünïcödé, “quotes” – and 日本語", []),
        ("👩\u200d💻 👨\u200d👩\u200d👧 🏳️\u200d🌈", []),
        ("می\u200cخواهم", []),
        ("\u200fرائع\u200e", []),
        ("क्\u200dष", []),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", []),
        ("Жанна и Иван", []),
    ],
)
def test_signs_the_eye_does_not_catch_are_named(words, names):
    assert [sign.name for sign in odd_signs(words)] == names


def test_a_look_alike_is_shown_with_its_word():
    assert odd_signs("fast p\u0430yment")[0].word == "p\u0430yment"
