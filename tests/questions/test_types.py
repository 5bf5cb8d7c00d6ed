"""The contract each question type keeps; a new type is tested by standing in TYPES."""

import json
import re
from typing import Any

import pytest
from flask import Flask, render_template
from hypothesis import given as hypothesis_given

from surveys.questions import TYPES, Stored
from surveys.questions.files import SettingsError, settings_in
from tests.questions.cast import (
    ASKING,
    SCALES,
    SENDABLE,
    SETTINGS,
    WRONG,
    filled,
    given,
    question,
    stored,
)

HOSTILE = ["", " ", "\0", "nine", "9.5", "-1", "11", "1e3", "{{7*7}}", "<script>", "٣" * 5000]
HOSTILE += [
    "NaN",
    "x" * 100_000,
    "\u202e9",
    "2026-02-30",
    "9999-99-99",
    "Something else",
    "[]",
    "null",
]
KINDS = pytest.mark.parametrize("kind", TYPES)
ASKED = pytest.mark.parametrize("kind", ASKING)
EVIL = "<img src=x onerror=alert(1)>'\"{{7*7}}"


@ASKED
def test_what_is_stored_reads_back_as_what_was_given(kind: str) -> None:
    form = filled(question(kind), given(kind))
    assert form.validate()
    assert TYPES[kind].decode(question(kind), stored(kind)) == form["q1"].data
    assert TYPES[kind].show(question(kind), stored(kind))


@ASKED
@hypothesis_given(changes=SENDABLE)
def test_whatever_is_taken_reads_back_and_can_be_shown_and_exported(kind: str, changes) -> None:
    asked, type_ = question(kind), TYPES[kind]
    form = filled(asked, {**given(kind), **changes})
    if form.validate() and (found := type_.encode(asked, form["q1"].data)):
        assert type_.decode(asked, found) == form["q1"].data
        assert type_.encode(asked, type_.decode(asked, found)) == found
        assert type_.show(asked, found)
        assert len(type_.cells(asked, found)) == len(type_.columns(asked))
        assert type_.summary(asked, [found]).n == 1


@ASKED
def test_an_answer_shown_again_and_sent_again_is_the_same(kind: str) -> None:
    asked = question(kind)
    again = filled(asked, given(kind))
    again.process(None, data={"q1": TYPES[kind].decode(asked, stored(kind))})
    typed = getattr(again["q1"], "typed", None)
    sent = {"q1": [typed]} if typed else given(kind)
    assert TYPES[kind].encode(asked, filled(asked, sent)["q1"].data) == stored(kind)


@KINDS
def test_nothing_given_stores_nothing(kind: str) -> None:
    for nothing in ({}, {"q1": [""]}):
        form = filled(question(kind), nothing)
        assert form.validate()
        assert TYPES[kind].encode(question(kind), form["q1"].data) is None


@ASKED
def test_a_required_question_says_so_when_left_empty(kind: str) -> None:
    form = filled(question(kind, required=True), {"q1": [""]})
    assert not form.validate()
    assert [error[-1] for error in form["q1"].errors] == ["."]


@ASKED
def test_what_is_not_offered_is_refused_in_a_sentence(kind: str) -> None:
    for wrong in WRONG.get(kind, SCALES):
        form = filled(question(kind), wrong)
        assert not form.validate(), wrong
        assert [error[-1] for error in form["q1"].errors] == ["."]


@KINDS
@pytest.mark.parametrize("given", HOSTILE)
def test_hostile_input_is_read_or_refused_and_never_breaks(kind: str, given: str) -> None:
    for sent in (
        {"q1": [given]},
        {"q1": [given] * 50, "q1-own": [given], "q1-0": [given], "q1-1": [given]},
    ):
        form = filled(question(kind), sent)
        if form.validate():
            found = TYPES[kind].encode(question(kind), form["q1"].data)
            assert found is None or "\0" not in (found.text or "")


@ASKED
def test_answers_are_counted_one_by_one_or_in_groups(kind: str) -> None:
    asked, one, type_ = question(kind), stored(kind), TYPES[kind]
    assert [type_.summary(asked, [one] * n).n for n in (0, 1, 7)] == [0, 1, 7]
    assert type_.summary(asked, {one: 7}) == type_.summary(asked, [one] * 7)


@KINDS
def test_an_export_has_one_cell_for_each_column(kind: str) -> None:
    asked = question(kind)
    columns = TYPES[kind].columns(asked)
    assert all(column.startswith("What?") for column in columns)
    assert len(set(columns)) == len(columns)
    if TYPES[kind].asks:
        cells = TYPES[kind].cells(asked, stored(kind))
        assert len(cells) == len(columns)
        assert any(cell is not None for cell in cells)


def refusal(kind: str, settings: dict[str, Any]) -> str:
    try:
        settings_in(TYPES[kind], settings)
    except SettingsError as error:
        return " ".join(error.problems.values())
    return ""


@KINDS
def test_settings_of_a_survey_file_come_back_as_they_were(kind: str) -> None:
    settings = settings_in(TYPES[kind], SETTINGS.get(kind, {}))
    assert settings_in(TYPES[kind], json.loads(json.dumps(settings))) == settings
    assert settings.items() >= SETTINGS.get(kind, {}).items()


@KINDS
@pytest.mark.parametrize("value", [[1], {"a": 1}, float("nan"), ["x\0"], True, "x" * 100_000])
def test_settings_of_a_hostile_file_are_read_or_refused_in_a_sentence(kind: str, value) -> None:
    names = (*TYPES[kind].Settings().data, "unheard-of")
    said = [refusal(kind, {**SETTINGS.get(kind, {}), name: value}) for name in names]
    assert all(words.endswith(".") for words in said if words)
    assert said[-1] == "There is no such setting for this type of question."


@KINDS
def test_what_an_author_typed_can_be_stored_and_shown_again(kind: str) -> None:
    form = TYPES[kind].Settings(data=SETTINGS.get(kind, {}))
    again = TYPES[kind].Settings(data=json.loads(json.dumps(form.data)))
    assert again.data == form.data


@KINDS
def test_authors_can_tell_the_types_apart(kind: str) -> None:
    assert TYPES[kind].kind == kind
    assert TYPES[kind].label
    assert TYPES[kind].advice.endswith(".")
    assert [type_.label for type_ in TYPES.values()].count(TYPES[kind].label) == 1


@ASKED
@pytest.mark.parametrize("n", [0, 3, 7])
def test_a_report_can_show_the_summary(kind: str, n: int, app: Flask) -> None:
    asked = question(kind)
    summary = TYPES[kind].summary(asked, [stored(kind)] * n)
    with app.test_request_context():
        page = render_template(f"summaries/{kind}.html", question=asked, summary=summary)
    assert (f"{n} people" if n else "Nobody has") in re.sub(r"<[^>]+>", "", page)


@ASKED
def test_a_report_never_shows_what_says_who_somebody_is(kind: str, app: Flask) -> None:
    asked = question(kind)
    summary = TYPES[kind].summary(asked, [stored(kind)] * 7)
    with app.test_request_context():
        page = render_template(f"summaries/{kind}.html", question=asked, summary=summary)
    assert not (TYPES[kind].is_personal and str(stored(kind).text) in page + repr(summary))


@KINDS
def test_words_of_authors_and_customers_stay_words(kind: str, app: Flask) -> None:
    settings = {
        name: [EVIL, "B"] if isinstance(value, list) else EVIL if isinstance(value, str) else value
        for name, value in SETTINGS.get(kind, {"low": EVIL, "high": EVIL}).items()
        if name not in ("look", "country", "earliest", "latest")
    }
    asked = question(kind)
    asked = type(asked)(**{**vars(asked), "text": EVIL, "hint": EVIL, "settings": settings})
    sent = {name: [EVIL] for name in ("q1", "q1-own", "q1-0")}
    form = filled(asked, sent)
    form.validate()
    summary = TYPES[kind].summary(asked, [Stored(text=EVIL)] if kind in ("text", "choice") else [])
    context = {"question": asked, "field": form["q1"], "type": TYPES[kind], "first": False}
    with app.test_request_context():
        page = render_template(f"questions/{kind}.html", **context)
        page += render_template(f"summaries/{kind}.html", summary=summary, **context)
    assert "<img" not in page
    assert "&lt;img" in page
