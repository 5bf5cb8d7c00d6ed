"""What must not be shown as it stands is named, in whatever language, and little else is."""

import csv
from pathlib import Path

import pytest

from analysis.gates import GATES, gates

CORPUS = Path(__file__).parents[2] / "bench/corpora/praise/comments.csv"


def found(words: str, language: str = "en", **given: tuple[str, ...]) -> dict[str, str]:
    return {gate.name: gate.found for gate in gates(words, language, **given)}


@pytest.mark.parametrize(
    ("language", "words", "gate", "sign"),
    [
        ("en", "Great, write to ann@acme.example!", "email", "ann@acme.example"),
        ("it", "Scrivi a ann@acme.example", "email", "ann@acme.example"),
        ("en", "see https://acme.example", "link", "https://acme.example"),
        ("en", "call +49 170 123 4567", "phone", "+49 170 123 4567"),
        ("de", "Ruf an: 0170/1234567", "phone", "0170/1234567"),
        ("es", "cuenta ES91 2100 0418 4502 0005 1332", "iban", "ES91 2100 0418 4502 0005 1332"),
        ("en", "My account number is 88412", "account", "account number is 88412"),
        ("de", "Kundennummer 123456 sagt alles", "account", "Kundennummer 123456"),
        ("en", "token ghp_9fK2xLQ8r1 works", "key", "ghp_9fK2xLQ8r1"),
        ("en", "We live at 14 Elm Street", "address", "14 Elm Street"),
        ("de", "Wir wohnen in der Lindenstraße 7", "address", "Lindenstraße 7"),
        ("fr", "J'habite 12 rue de Rivoli", "address", "12 rue de R"),
        ("es", "Vivo en la calle de Alcalá 45", "address", "calle de Alcalá 45"),
        ("en", "This is bloody shit", "profanity", "shit"),
        ("de", "Das ist scheiße", "profanity", "scheiße"),
        ("fr", "C'est de la merde", "profanity", "merde"),
        ("es", "Es una mierda", "profanity", "mierda"),
        ("en", "Ask for Maria Lopez at the desk", "person", "Maria Lopez"),
        ("de", "Dank an Petra Schulze", "person", "Petra Schulze"),
        ("en", "Much better than Kessler & Sons", "rival", "Kessler & Sons"),
        ("en", "You cured my back", "medical", "cured my"),
        ("de", "Die Rückenschmerzen sind weg", "medical", "Rückenschmerzen sind weg"),
        ("fr", "Il a guéri mon arthrose", "medical", "guéri"),
        ("es", "Me curó la diabetes", "medical", "Me curó"),
        ("en", "Your fund made me 23% last year", "financial", "fund made me 23%"),
        ("de", "18 % Rendite!", "financial", "Rendite"),
        ("en", "I work here, so of course", "insider", "I work here"),
    ],
)
def test_each_gate_names_what_shut_it(language, words, gate, sign):
    assert found(words, language).get(gate) == sign


@pytest.mark.parametrize(
    "words",
    [
        "We saved $20,000 a year with 1,200 pallets in 2025.",
        "From 2006-2010 we waited, since then 30 % more.",
        "Version 4.1.2 fixed it on 12.11.2026 at 10:15.",
        "Mr. Okafor and Maria helped us with the Office plan.",
        "Better than anything, faster than Monday's mail.",
        "The classic assistant on Essex Road was lovely.",
        "Curious? The cure for paperwork.",
    ],
)
def test_honest_words_pass(words):
    assert found(words) == {}


def test_names_that_may_stand_shut_nothing():
    assert found("Switched from Acme Basic to more", known=("Acme",)) == {}


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", ""])
def test_personal_data_is_found_in_any_language(language):
    assert "email" in found("a@b.example", language)


def test_of_a_language_without_cues_only_what_any_text_shows_is_looked_for():
    assert found("Better than Kessler, damn shit", "it") == {}


def test_good_labelled_comments_are_not_held_back():
    """At most 2 % of the comments that a person would print (label 3) meet a gate."""
    with CORPUS.open(encoding="utf-8", newline="") as file:
        best = [row for row in csv.DictReader(file) if row["label"] == "3"]
    held = [row["words"] for row in best if gates(row["words"], row["language"])]
    assert len(held) <= 0.02 * len(best), held


def test_every_gate_has_its_place():
    assert len(set(GATES)) == len(GATES)
