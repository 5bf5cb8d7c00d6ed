"""Journey maps: drawn, measured like the reports, changed by two at once, out and in as files."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from analysis import mean, nps, proportion
from feedback.ids import spell
from feedback.journey.backing import Backing, backing
from feedback.journey.plan import Axis, Cell, Plan
from feedback.models import Answer, JourneyMap, Role
from feedback.reports.figures import figure_of
from surveys.definition import Question
from tests import factories
from tests.factories import NOW
from tests.testimonials.conftest import agree, published, version  # noqa: F401 - fixtures


@pytest.fixture
def asked(session, workspace):
    """Give a survey that asks for a rating too."""
    rating = Question("q1", "rating", "How was the delivery?", settings={"steps": 5})
    return factories.survey(session, asks=factories.definition(rating))


@pytest.fixture
def drawn(session, asked):
    """Give a function: keep a map of two stages and one department with these cells."""

    def draw(*cells: Cell, name="Our journey") -> JourneyMap:
        plan = Plan((Axis("a", "Buy"), Axis("b", "Get help")), (Axis("s", "Support"),), cells)
        row = JourneyMap(id=7, name=name, plan=plan.stored, changed_at=NOW)
        session.add(row)
        session.flush()
        return row

    return draw


def give(session, asks, *scores, days=0, rating=None):
    for score in scores:
        at = datetime.now(UTC) - timedelta(days=days, minutes=1)
        found = factories.response(session, asks, score=score, answered_at=at)
        if rating:
            session.add(Answer(response_id=found.id, question_key="q1", number=rating))
    session.flush()


def of(asks, stage="a", question="score", **given):
    return Cell(stage, "s", asks.survey_id, question, **given)


def page(client, days=""):
    return client.get(f"/journey-maps/7?days={days}").text


def test_a_map_is_drawn_from_two_lists_of_names(owner, session):
    given = {"name": "Ours", "stages": "Buy\n\n Use \nBuy", "departments": "Support"}
    assert owner.submit("/journey-maps", given).status_code == 303
    row = session.scalars(select(JourneyMap)).one()
    plan = Plan.of(row.plan)
    assert [axis.name for axis in plan.stages] == ["Buy", "Use"]
    assert 'href="/journey-maps/' in owner.get("/journey-maps").text


@pytest.mark.parametrize(
    "given", [{"stages": ""}, {"stages": "\n".join("abcdefghijklmnopqrstu")}, {"name": " "}]
)
def test_what_makes_no_map_is_told_at_its_field(owner, session, given):
    answer = owner.submit("/journey-maps", {"name": "x", "stages": "a", "departments": "b"} | given)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert session.scalars(select(JourneyMap)).all() == []


def test_a_cell_says_what_the_report_says(owner, session, asked, drawn):
    give(session, asked, 10, 10, 9, 9, 8, 3)
    drawn(of(asked, owner="Ada", note="Calls back"))
    shown = page(owner)
    assert "<strong>50</strong>" in shown
    figure = figure_of(nps([10, 10, 9, 9, 8, 3]))
    assert figure.interval in shown
    assert f"{figure.interval}" in owner.get(f"/report?survey={spell(asked.survey_id)}").text
    assert "6 answers" in shown
    assert "Ada" in shown
    assert "Calls back" in shown


def test_nothing_is_shown_of_four_people(owner, session, asked, drawn):
    give(session, asked, 10, 10, 9, 0)
    drawn(of(asked))
    shown = page(owner)
    assert "Too few answers" in shown
    assert "<strong>" not in shown


def test_another_question_is_read_by_its_mean(owner, session, asked, drawn):
    give(session, asked, *[10] * 6, rating=4)
    drawn(of(asked, question="q1"))
    shown = page(owner)
    assert "<strong>4.0</strong>" in shown
    assert "How was the delivery?" in shown
    assert "Mean of 5" in shown


def test_a_change_is_coloured_only_where_chance_hardly_explains_it(owner, session, asked, drawn):
    give(session, asked, *[0] * 40, days=500)
    give(session, asked, *[10] * 40)
    drawn(of(asked))
    assert '<p class="small good">+200 since the period before' in page(owner)


def test_a_change_that_chance_could_make_is_said_to_be_none(owner, session, asked, drawn):
    give(session, asked, *[10, 0] * 6, days=500)
    give(session, asked, *[10, 0, 10] * 4)
    drawn(of(asked))
    shown = page(owner)
    assert "no change that chance could not explain" in shown
    assert 'class="small good"' not in shown


def test_without_a_period_before_nothing_is_said_of_a_change(owner, session, asked, drawn):
    give(session, asked, *[10] * 9)
    drawn(of(asked))
    assert "since the period before" not in page(owner)
    assert "chance could not explain" not in page(owner, "0")


def test_a_cell_whose_question_is_gone_says_so(owner, session, asked, drawn):
    give(session, asked, *[10] * 9)
    drawn(of(asked, question="q9"), Cell("b", "s", 5))
    assert page(owner).count("Its question is gone") == 2


def test_the_newest_published_quote_stands_in_its_cell(
    owner,
    session,
    version,  # noqa: F811
    drawn,
    published,  # noqa: F811
):
    published("Slow but kind.")
    consent = published("Fast and kind.")
    give(session, version, 9, 9, 9, 10, 10)
    drawn(of(version))
    shown = page(owner)
    assert "Fast and kind." in shown
    assert "Slow but kind." not in shown
    consent.ended_at = NOW
    session.flush()
    assert "Fast and kind." not in page(owner)


@pytest.mark.parametrize(
    ("result", "told"),
    [
        (nps(counts=(0, 0, 4)), Backing.FEW),
        (nps(counts=(5, 5, 10)), Backing.WIDE),
        (nps(counts=(30, 40, 80)), Backing.ROUGH),
        (nps(counts=(300, 400, 800)), Backing.CLEAR),
        (proportion(500, 1000), Backing.CLEAR),
        (mean(counts=(1, 2, 3, 4, 5), scale=(1, 5)), Backing.WIDE),
    ],
)
def test_a_figure_is_as_well_backed_as_its_interval_is_narrow(result, told):
    assert backing(figure_of(result), result) == told


def test_lines_are_renamed_moved_added_and_taken_away_with_their_cells(
    owner, session, asked, drawn
):
    row = drawn(of(asked), of(asked, "b"))
    given = {"name": "New", "number": "1", "departments-0-key": "s", "departments-0-name": "Care"}
    given |= {"stages-0-key": "a", "stages-0-name": "Purchase", "stages-0-place": "3"}
    given |= {"stages-1-key": "b", "stages-1-name": "", "stages-1-place": "2"}
    given |= {"stages-2-key": "", "stages-2-name": "Try", "stages-2-place": "1"}
    assert owner.submit("/journey-maps/7/shape", given).status_code == 303
    session.refresh(row)
    plan = Plan.of(row.plan)
    assert [axis.name for axis in plan.stages] == ["Try", "Purchase"]
    assert [(cell.stage, cell.department) for cell in plan.cells] == [("a", "s")]
    assert (row.name, plan.departments[0].name) == ("New", "Care")


def test_two_who_change_a_map_lose_nothing_of_each_other(owner, session, asked, drawn):
    row = drawn(of(asked))
    one = {"number": "1", "measure": "", "owner": "Ada", "note": ""}
    path = "/journey-maps/7/cells/a/s"
    assert owner.submit(path, one).status_code == 303
    late = owner.submit(path, {**one, "owner": "Ben"})
    assert late.status_code == 409
    assert "A colleague changed this map" in late.text
    assert 'value="Ben"' in late.text
    assert 'name="number" type="hidden" value="2"' in late.text
    session.refresh(row)
    assert Plan.of(row.plan).cells[0].owner == "Ada"
    assert owner.submit(path, {**one, "owner": "Ben", "number": "2"}).status_code == 303


def test_a_cell_is_measured_by_a_question_that_is_offered(owner, session, asked, drawn):
    row = drawn()
    measure = f"{spell(asked.survey_id)}:q1"
    assert f'value="{measure}"' in owner.get("/journey-maps/7/cells/b/s").text
    given = {"number": "1", "measure": measure, "owner": "", "note": ""}
    assert owner.submit("/journey-maps/7/cells/b/s", given).status_code == 303
    session.refresh(row)
    assert Plan.of(row.plan).cells == (of(asked, "b", "q1"),)
    wrong = owner.submit(
        "/journey-maps/7/cells/b/s", {**given, "number": "2", "measure": "1:score"}
    )
    assert wrong.status_code == 422
    assert owner.get("/journey-maps/7/cells/z/s").status_code == 404


def test_executives_read_maps_and_change_none(sign_in_as, session, asked, drawn):
    drawn(of(asked))
    executive = sign_in_as(Role.EXECUTIVE)
    assert "/cells/" not in page(executive)
    assert executive.get("/journey-maps/7/shape").status_code == 403
    token = executive.csrf("/report")
    given = {"csrf_token": token, "name": "x", "stages": "a", "departments": "b"}
    assert executive.post("/journey-maps", data=given).status_code == 403


def test_a_map_is_taken_away_and_its_survey_stays(owner, session, asked, drawn):
    drawn(of(asked))
    assert owner.submit("/journey-maps/7/removal", page="/journey-maps/7/shape").status_code == 303
    assert session.scalars(select(JourneyMap)).all() == []
    assert owner.get(f"/surveys/{spell(asked.survey_id)}").status_code == 200


def bring(owner, content, name="map.csv"):
    data = {"csrf_token": owner.csrf("/journey-maps"), "file": (io.BytesIO(content), name)}
    return owner.post("/journey-maps/file", data=data, content_type="multipart/form-data")


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_a_map_comes_back_from_its_file_as_it_was(owner, session, asked, drawn, kind):
    give(session, asked, *[10] * 6, rating=4)
    drawn(of(asked, owner="=SUM(1)", note="-5 : a;b"), of(asked, "b", "q1"), name="Ours")
    file = owner.get(f"/journey-maps/7/map.{kind}").data
    assert bring(owner, file, f"Ours.{kind}").status_code == 303
    twice = session.scalars(select(JourneyMap).order_by(JourneyMap.id)).all()
    first, second = (written(Plan.of(row.plan)) for row in twice)
    assert first == second
    assert {row.name for row in twice} == {"Ours"}


def written(plan):
    names = {axis.key: axis.name for axis in (*plan.stages, *plan.departments)}
    return {
        (names[c.stage], names[c.department], c.survey, c.question, c.owner, c.note)
        for c in plan.cells
    }


def test_what_a_file_names_that_is_not_here_is_told(owner, session, asked):
    table = b"Stage;Department;Survey;Question;Owner\nBuy;Sales;No such survey;score;Ada\n"
    assert bring(owner, table).status_code == 303
    row = session.scalars(select(JourneyMap)).one()
    assert Plan.of(row.plan).cells[0].owner == "Ada"
    assert "No published survey “No such survey” asks “score”." in owner.get("/journey-maps").text


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b"{",
        b'{"format": 1}',
        b"",
        b"a;b\n1;2\n",
        b"[" * 99,
        b"{" + b'"a":{' * 9999,
        b"\xff\xfe\x00",
    ],
)
def test_a_file_that_is_no_map_says_what_one_looks_like(owner, session, content):
    answer = bring(owner, content, "x.json")
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert session.scalars(select(JourneyMap)).all() == []


def test_mermaid_reads_figures_and_no_sign_ends_a_word(owner, session, asked, drawn):
    give(session, asked, *[10] * 6)
    drawn(of(asked, owner="A: b; c, #d\nend"), Cell("b", "s", None, owner="x"), name="Our: map")
    lines = owner.get("/journey-maps/7/map.mmd").text.splitlines()
    assert lines[:3] == ["journey", "    title Our map", "    section Buy"]
    assert lines[3].startswith("      Support - NPS 100 (")
    assert lines[3].endswith("): 5: A b c  d end")
    assert lines[4:] == ["    section Get help", "      %% Support - Not measured"]


def test_hostile_names_stay_words(owner, drawn, asked):
    drawn(of(asked, owner="<script>alert(1)</script>"), name="<img src=x>")
    shown = page(owner)
    assert "<script>alert" not in shown
    assert "&lt;img src=x&gt;" in shown


def test_figures_of_a_file_are_those_of_the_page(owner, session, asked, drawn):
    give(session, asked, 10, 10, 9, 9, 8, 3)
    drawn(of(asked))
    told = json.loads(owner.get("/journey-maps/7/map.json").data)["cells"][0]["figures"]
    assert (told["value"], told["answers"], told["backing"]) == (50, 6, "wide")
