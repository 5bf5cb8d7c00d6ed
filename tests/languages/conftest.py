"""A survey in English, German and Arabic, and customers who are asked."""

from dataclasses import replace

import pytest

from surveys.definition import Definition, Question, Translation
from tests.factories import definition
from tests.respond.conftest import invite, rows

__all__ = ["invite", "rows"]

COLOUR = Question("qa", "choice", "Which colour?", settings={"options": ["Blue", "Red"]})
WORDS = {
    "de": ("Wie sind wir?", "Würden Sie Acme weiterempfehlen?", "Welche Farbe?", "Blau", "Danke!"),
    "ar": ("كيف نحن؟", "ما مدى احتمال أن توصي بـ Acme؟", "أي لون؟", "أزرق", "شكرًا لك!"),
}


def said(subject: str, score: str, which: str, blue: str, thanks: str) -> dict[str, Translation]:
    return {
        "subject": Translation(subject, "How are we doing?"),
        "score-text": Translation(score, "How likely are you to recommend Acme?"),
        "qa-text": Translation(which, "Which colour?"),
        "qa-set-options-0": Translation(blue, "Blue"),
        "thanks_title": Translation(thanks, "Thank you"),
    }


@pytest.fixture
def asks() -> Definition:
    translations = {language: said(*words) for language, words in WORDS.items()}
    return replace(definition(COLOUR), translations=translations)


@pytest.fixture
def carla(invite, asks):
    """Carla, of whom no language is known."""
    return invite(asks=asks)
