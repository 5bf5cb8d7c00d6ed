"""Files of a report of one group alone: each says of whom it is, outside and inside."""

import io
from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from pptx import Presentation

from tests.reports.outputs.reading import of_pdf

AT = datetime(2026, 8, 20, tzinfo=UTC)
PAGES = ("/report", "/report/summary")


@pytest.fixture
def regions(give, session):
    for name, score in (("North Shore", 9), ("الشرق", 3)):
        give(*[score] * 30, answered_at=AT, attributes={"region": name})
    session.commit()


def take(client, page, kind, value="North Shore"):
    query = {"every": "all", "only": f"region:{value}"}
    answer = client.get(f"{page}/file.{kind}", query_string=query)
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize("page", PAGES)
def test_every_file_names_the_group_within(executive, regions, page):
    slides = Presentation(io.BytesIO(take(executive, page, "pptx").data)).slides
    for slide in slides:
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert any("region: North Shore" in text for text in texts)
    assert "region: North Shore" in of_pdf(take(executive, page, "pdf").data)
    assert take(executive, page, "json").json["group"] == "region: North Shore"
    rows = take(executive, page, "csv").data.decode("utf-8-sig").splitlines()
    assert rows[0].endswith(",group")
    assert all(row.endswith("region: North Shore") for row in rows[1:])


@pytest.mark.parametrize(
    ("value", "name"), [("North Shore", "region-north-shore"), ("الشرق", "region-الشرق")]
)
def test_its_file_is_called_after_the_group(executive, regions, value, name):
    header = take(executive, "/report", "csv", value).headers["Content-Disposition"]
    assert f"acme-report-{name}-2" in unquote(header)


def test_a_file_about_everybody_names_no_group(executive, regions):
    answer = executive.get("/report/file.csv")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=acme-report-2")
    assert answer.data.decode("utf-8-sig").splitlines()[1].endswith(",")


@pytest.mark.parametrize("page", PAGES)
def test_a_group_says_why_it_has_no_response_rate(executive, regions, page):
    said = "a group has no response rate"
    assert said in executive.get(f"{page}?every=all&only=region:North Shore").text
    assert said in of_pdf(take(executive, page, "pdf").data)


def test_all_figures_of_one_group_are_those_of_the_group(executive, regions):
    page = executive.get("/report?only=region:North Shore").text
    assert "30 answers" in page
    assert "60 answers" not in page
    assert "nobody else" in page
    assert 'name="by"' not in page
    assert "See every answer" not in page
