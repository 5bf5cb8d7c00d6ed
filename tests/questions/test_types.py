"""The contract each question type keeps; a new type is tested by standing in TYPES."""

import json
from typing import Any

import pytest
from flask import Flask, render_template
from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from surveys.definition import Question
from surveys.questions import TYPES, Stored

SETTINGS: dict[str, dict[str, Any]] = {
    "choice": {"options": ["Price", "Speed", "Ñandú 🦤"]},
    "choices": {"options": ["Price", "Speed", "Ñandú 🦤"]},
    "rating": {"steps": 4, "look": "stars"},
}
GIVEN: dict[str, list[str]] = {
    "choice": ["Ñandú 🦤"],
    "choices": ["Price", "Ñandú 🦤"],
    "text": ["Fine — السلام عليكم 🦤"],
}
WRONG: dict[str, list[list[str]]] = {
    "choice": [["Weather"]],
    "choices": [["Price", "Weather"]],
    "text": [["x" * 100_001]],
}
HOSTILE = ["", " ", "\0", "nine", "9.5", "-1", "11", "1e3", "{{7*7}}", "<script>", "٣" * 5000]
KINDS = pytest.mark.parametrize("kind", TYPES)


def question(kind: str, *, required: bool = False) -> Question:
    return Question("q1", kind, "What?", required=required, settings=SETTINGS.get(kind, {}))


def filled(asked: Question, given: list[str]) -> BaseForm:
    form = BaseForm({"q1": TYPES[asked.kind].field(asked)})
    form.process(MultiDict([("q1", value) for value in given]))
    return form


@KINDS
def test_what_is_stored_reads_back_as_what_was_given(kind: str) -> None:
    asked, form = question(kind), filled(question(kind), GIVEN.get(kind, ["3"]))
    assert form.validate()
    stored = TYPES[kind].encode(asked, form["q1"].data)
    assert stored is not None
    assert TYPES[kind].decode(asked, stored) == form["q1"].data
    assert TYPES[kind].show(asked, stored)


@KINDS
def test_nothing_given_stores_nothing(kind: str) -> None:
    form = filled(question(kind), [""])
    assert form.validate()
    assert TYPES[kind].encode(question(kind), form["q1"].data) is None


@KINDS
def test_a_required_question_says_so_when_left_empty(kind: str) -> None:
    form = filled(question(kind, required=True), [""])
    assert not form.validate()
    assert form["q1"].errors[0].endswith(".")


@KINDS
def test_what_is_not_offered_is_refused_in_a_sentence(kind: str) -> None:
    for given in WRONG.get(kind, [["11"], ["-1"], ["nine"], ["9.5"]]):
        form = filled(question(kind), given)
        assert not form.validate()
        assert form["q1"].errors[0].endswith(".")


@KINDS
@pytest.mark.parametrize("given", HOSTILE)
def test_hostile_input_is_read_or_refused_and_never_breaks(kind: str, given: str) -> None:
    form = filled(question(kind), [given])
    if form.validate():
        stored = TYPES[kind].encode(question(kind), form["q1"].data)
        assert stored is None or "\0" not in (stored.text or "")


@KINDS
def test_answers_are_counted_one_by_one_or_in_groups(kind: str) -> None:
    asked = question(kind)
    form = filled(asked, GIVEN.get(kind, ["3"]))
    stored = TYPES[kind].encode(asked, form["q1"].data) or Stored()
    assert TYPES[kind].summary(asked, [stored] * 7).n == 7
    assert TYPES[kind].summary(asked, {stored: 7}) == TYPES[kind].summary(asked, [stored] * 7)


@KINDS
def test_no_answers_make_an_empty_summary(kind: str) -> None:
    assert TYPES[kind].summary(question(kind), []).n == 0


@KINDS
def test_the_authors_settings_can_be_stored_and_shown_again(kind: str) -> None:
    sent = MultiDict({"options": "Price\n\n  Speed \n", "steps": "4", "limit": "500", "low": "bad"})
    sent["look"] = "numbers"
    form = TYPES[kind].Settings(sent)
    assert form.validate(), form.errors
    again = TYPES[kind].Settings(data=json.loads(json.dumps(form.data)))
    assert again.data == form.data


@KINDS
def test_authors_can_tell_the_types_apart(kind: str) -> None:
    assert TYPES[kind].kind == kind
    assert TYPES[kind].label
    assert TYPES[kind].advice.endswith(".")


@KINDS
@pytest.mark.parametrize("n", [0, 3, 7])
def test_a_report_can_show_the_summary(kind: str, n: int, app: Flask) -> None:
    asked = question(kind)
    stored = TYPES[kind].encode(asked, filled(asked, GIVEN.get(kind, ["3"]))["q1"].data)
    summary = TYPES[kind].summary(asked, [stored or Stored()] * n)
    with app.test_request_context():
        page = render_template(f"summaries/{kind}.html", question=asked, summary=summary)
    assert (f"{n} people answered" in page) == bool(n)
