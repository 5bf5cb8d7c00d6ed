"""The page is light: a bad phone connection gets it in one round trip or two."""

import gzip
import re

import pytest
from flask import Flask

from feedback.respond.pages import form_page
from surveys.definition import Question
from surveys.questions import TYPES
from tests.factories import definition
from tests.questions.cast import SETTINGS
from tests.respond.test_preview import ACME

BUDGET = 30_000


def test_the_whole_page_is_under_10_kb_compressed(carla):
    page = carla.client.get(carla.path + "?score=9").data
    assert len(gzip.compress(page, 6)) < 10_000


def test_styles_and_scripts_stay_far_below_their_budget(carla):
    carla.send("9", reason="Good")
    for path in (carla.path, carla.path + "/thanks"):
        page = carla.client.get(path).text
        inline = re.findall(r"<(?:style|script)[^>]*>(.*?)</(?:style|script)>", page, re.DOTALL)
        assert len(gzip.compress("".join(inline).encode(), 6)) < BUDGET / 3


def test_a_survey_with_everything_in_it_is_light_too(app: Flask):
    extra = [
        Question(f"q{n}", kind, f"About {kind}?", settings=SETTINGS.get(kind, {}))
        for n, kind in enumerate(TYPES)
    ]
    with app.test_request_context():
        page = form_page(ACME, definition(*extra), preview=True)
    assert len(gzip.compress(page.encode(), 6)) < BUDGET / 3


@pytest.mark.parametrize("score", [0, 6, 9, 10])
def test_a_kept_page_is_filled_for_each_customer_anew(invite, score):
    one, two = invite(), invite()
    pages = [c.client.get(f"{c.path}?score={score}").text for c in (one, two, one)]
    nonces = {re.search(r'nonce="([^"]+)"', page).group(1) for page in pages}
    keys = {re.search(r'name="_submission" value="([^"]+)"', page).group(1) for page in pages}
    assert len(nonces) == len(keys) == 3
    assert two.token not in pages[0]
    assert one.token in pages[2]
    assert not any(re.search(r"~\w+-[0-9a-f]{24}~", page) for page in pages)


def test_a_new_name_or_colour_of_the_company_is_shown_at_once(carla, workspace):
    carla.client.get(carla.path)
    workspace.name, workspace.accent = "Acme & Daughters", "#aa2200"
    page = carla.client.get(carla.path).text
    assert "Acme &amp; Daughters" in page
    assert "#aa2200" in page
