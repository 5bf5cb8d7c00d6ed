"""The page as the customer sees it, shown to the author."""

import re

import pytest
from flask import Flask

from feedback.respond.pages import form_page
from surveys.definition import Question
from surveys.models import Workspace
from surveys.questions import TYPES
from tests.factories import definition
from tests.questions.cast import SETTINGS

ACME = Workspace(name="Acme & Sons", accent="#7a1fa2")


@pytest.fixture
def page(app: Flask) -> str:
    extra = [
        Question(f"q{n}", k, f"About {k}?", settings=SETTINGS.get(k, {}))
        for n, k in enumerate(TYPES)
    ]
    with app.test_request_context():
        return form_page(ACME, definition(*extra), preview=True)


def test_a_preview_can_send_nothing(page):
    assert "<form" not in page
    assert 'type="button"' in page


def test_a_preview_shows_every_kind_of_question(page):
    assert all(f"About {kind}?" in page for kind in TYPES)


def test_the_page_names_the_company(page):
    assert "Acme &amp; Sons" in page


def test_each_page_is_one_document_that_fetches_nothing(page):
    fetched = re.findall(r"""(?:src|href|action)=["'](?!#|data:,)([^"']+)|url\(|@import""", page)
    assert not fetched


def test_the_language_decides_the_direction(app: Flask):
    with app.test_request_context():
        page = form_page(ACME, definition(language="ar"), preview=True)
    assert '<html lang="ar" dir="rtl">' in page
