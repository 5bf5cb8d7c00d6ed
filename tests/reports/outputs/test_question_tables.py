"""A survey's further questions in files: what the page shows of each, and nothing of a few."""

import pytest

from feedback.ids import spell
from feedback.models import Answer
from surveys.definition import Question
from tests import factories
from tests.reports.outputs import reading
from tests.reports.outputs.test_same_numbers import flat, words_of

ASKS = (
    Question("q1", "rating", "How was the staff?", settings={"steps": 5}),
    Question("q2", "choice", "=Which colour?", settings={"options": "Red\nالأزرق"}),
    Question("q3", "number", "How many?", settings={"unit": "kg"}),
    Question("q4", "choice", "Asked of few", settings={"options": "A\nB"}),
    Question("q5", "text", "In your words?"),
)


@pytest.fixture
def asked(session, workspace):
    version = factories.survey(session, *ASKS)
    for place in range(9):
        row = factories.response(session, version, score=9)
        given = {"q1": 1 + place % 5, "q2": place % 2, "q3": 10 + place, "q4": 0}
        for key, number in given.items():
            if key != "q4" or place < 3:
                session.add(Answer(response_id=row.id, question_key=key, number=number))
        session.add(Answer(response_id=row.id, question_key="q5", text=f"words {place}"))
    session.commit()
    return f"survey={spell(version.survey_id)}"


@pytest.fixture
def file(executive, asked):
    def take(kind):
        return executive.get(f"/report/file.{kind}?{asked}").data

    return take


def test_json_csv_and_workbook_say_the_same_of_each_question(file):
    figures = reading.of_json(file("json"))
    keys = tuple(dict.fromkeys(table for table, _place in figures))
    assert [key for key in keys if key.startswith("question.")] == [
        "question.q1",
        "question.q2",
        "question.q3",
    ]
    assert reading.of_csv(file("csv")).keys() == figures.keys()
    found = reading.of_xlsx(file("xlsx"), keys)
    assert {key: (x.name, x.shown, x.n) for key, x in found.items()} == {
        key: (x.name, x.shown, x.n) for key, x in figures.items()
    }


def test_the_page_says_them_too(executive, asked, file):
    page = words_of(executive.get(f"/report?{asked}").text)
    lines = [x for (t, _), x in reading.of_json(file("json")).items() if t.startswith("question.")]
    shares = [x for x in lines if "%" in x.shown]
    assert len(shares) >= 9
    told = [flat(f"{x.name} {x.n} {x.shown} {x.interval}") for x in shares]
    assert [each for each in told if each not in page] == []


def test_paper_says_them_and_that_few_answered(file):
    paper = flat(reading.of_pdf(file("pdf")))
    assert "How was the staff?" in paper
    assert "Asked of few Fewer than five people" in paper
    assert "words 3" not in paper


def test_nothing_of_few_is_in_any_file(file):
    for kind in ("json", "csv"):
        keys = {table for table, _place in getattr(reading, f"of_{kind}")(file(kind))}
        assert "question.q4" not in keys
