"""LimeSurvey's two files: what has a counterpart comes along, the rest is told."""

import pytest

from surveys.checks import unfinished, unsaveable
from surveys.files import NotASurveyError, read
from surveys.logic.rules import About, Match, Op
from surveys.models import SurveyKind
from tests.files.lime_files import lss, txt

FILES = {"of today": lss(apart=True), "of before 4": lss(apart=False), "tab-separated": txt()}


@pytest.fixture(params=FILES)
def brought(request):
    return read(FILES[request.param])


@pytest.fixture
def by_text(brought):
    return {question.text: question for question in brought.asks.questions}


def test_it_can_be_published_once_every_language_is_whole(brought):
    assert unsaveable(brought.name, brought.asks) == []
    left = [p.words for p in unfinished(brought.name, brought.asks) if p.place != "languages"]
    assert left == []


def test_the_recommendation_is_the_score_and_the_words_behind_it_the_reason(brought):
    score, reason, *_ = brought.asks.questions
    assert (brought.name, brought.kind) == ("Shops", SurveyKind.RELATIONSHIP_NPS)
    assert (score.key, score.kind, score.text) == ("score", "nps", "Would you recommend us?")
    assert (reason.key, reason.kind) == ("reason", "text")
    assert reason.text == "Why & how? In your words"


def test_types_and_options_come_along(by_text):
    shop, like = by_text["Which shop?"], by_text["What?"]
    assert (shop.kind, shop.required, shop.new_page) == ("choice", True, True)
    assert (shop.settings["options"], shop.settings["other"]) == (["North", "South"], "Other")
    assert (like.kind, like.settings["options"]) == ("choices", ["Price", "Speed"])
    assert like.shuffled
    assert by_text["How good?"].kind == "matrix"
    assert by_text["Your age?"].kind == "number"
    assert by_text["Thank you so far."].kind == "statement"


def test_conditions_come_along_in_the_words_of_the_answers(by_text):
    shop = by_text["Which shop?"]
    (first,) = shop.show_if.conditions
    assert (first.about, first.name) == (About.ANSWER, "score")
    assert (first.op, first.value) == (Op.AT_MOST, "6")
    one, two = by_text["What?"].show_if.conditions
    assert by_text["What?"].show_if.match is Match.ANY
    assert (one.name, one.op, one.value) == (shop.key, Op.IS, "North")
    assert (two.name, two.op) == ("reason", Op.ANSWERED)


def test_conditions_on_options_and_on_old_names_come_along(by_text):
    (speed,) = by_text["Your age?"].show_if.conditions
    assert (speed.name, speed.value) == (by_text["What?"].key, "Speed")
    (old,) = by_text["Fine?"].show_if.conditions
    assert (old.name, old.value) == (by_text["Which shop?"].key, "South")


def test_words_in_other_languages_come_along(brought):
    german = brought.asks.in_language("de")
    shop = next(q for q in german.questions if q.text == "Welcher Laden?")
    assert (german.score.text, shop.label("South")) == ("Empfehlen Sie uns?", "Süd")


def test_repeated_answers_follow(by_text):
    assert f"You said {{answer:{by_text['Which shop?'].key}|…}}" in by_text


def test_what_could_not_come_along_is_told(brought):
    told = {note.about: note.words for note in brought.notes}
    assert "equation" in told["calc"]
    assert "condition could not be brought along" in told["deep"]
    assert "one score" in told["five"]


@pytest.mark.parametrize(
    "raw, words",
    [
        (lss(apart=True)[:-30], "not whole XML"),
        (lss(apart=True, doctype='<!DOCTYPE d [<!ENTITY a "aaaa">]>'), "document type"),
        (lss(apart=True, kind="Group"), "not a LimeSurvey survey structure"),
        (b"<a>" * 50_000, "nested deeper"),
        (b"class\tname\ttext\n", "no question"),
        (txt().decode("utf-8-sig").encode("utf-16"), "UTF-8"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(raw, words):
    with pytest.raises(NotASurveyError, match=words):
        read(raw)


def test_hostile_words_stay_words():
    raw = lss(apart=True).replace(b"Which shop?", b"<script>alert(1)</script>{{7*7}}Which?")
    assert "{{7*7}}Which?" in [question.text for question in read(raw).asks.questions]
