"""Explore's share of comments on a theme: of those that were read, small groups never alone."""

from datetime import UTC, datetime

import pytest

from analysis import adjust, compare, proportion
from analysis.reading import Frame, Theme
from feedback.ids import spell
from feedback.reports.explore_views import whole_ground
from feedback.reports.exploring import Wish
from feedback.reports.ground import Desk
from feedback.reports.selection import LANGUAGE, OF_ANSWERS, Asked
from feedback.themes import frames, one, sharing
from feedback.themes import spoken as gathered
from tests import factories
from tests.reports.test_rates import row_of, told
from tests.themes.conftest import DELIVERY, STAFF, Spoken

TODAY = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LAST = datetime(2026, 8, 20, tzinfo=UTC)
BEFORE = datetime(2026, 5, 20, tzinfo=UTC)
CLOSED = {"every": "quarter", "on": "2026-08-01"}


def some(n, of, plan, at=LAST, theme=DELIVERY, **given):
    """So many of so many comments of a plan mention a theme."""
    said = [{theme: "negative"}] * n + [{}] * (of - n)
    return [Spoken(5, each, at=at, attributes={"plan": plan}, **given) for each in said]


@pytest.fixture
def table(session, workspace, framed):
    """Give a function: the table that parameters of the address ask for."""

    def build(**given):
        session.flush()
        desk, wish = Desk.of(workspace, TODAY), Wish.of({"measure": "theme", **given})
        frame = frames.frame_of(session).frame
        found = whole_ground(session, Asked(given), desk)
        return sharing.explore_theme(session, found, desk, wish, sharing.chosen(frame, wish))

    framed()
    return build


def test_a_share_is_of_the_comments_that_were_read(session, version, spoken, table):
    spoken([*some(6, 10, "North"), *some(2, 20, "South")])
    for _ in range(30):
        factories.response(
            session, version, score=9, answered_at=LAST, attributes={"plan": "North"}
        )
    session.commit()
    found = table(by="plan")
    assert told(found) == {"North": (6, 10), "South": (2, 20), "All comments": (8, 30)}


def test_comments_that_are_not_analysed_are_in_no_share(spoken, table):
    spoken([*some(6, 10, "North"), *some(0, 9, "North", is_analysed=False)])
    found = table(by="plan")
    assert told(found) == {"North": (6, 10), "All comments": (6, 10)}
    assert "9 comments in languages that are not analysed are left out." in found.notes


def test_small_groups_are_not_shown(spoken, table):
    spoken([*some(6, 10, "North"), *some(2, 4, "South"), *some(3, 8, "West")])
    assert set(told(table(by="plan"))) == {"North", "All comments"}


def test_a_group_with_fewer_than_five_on_a_day_waits_for_more(spoken, table):
    spoken([*some(3, 6, "North", BEFORE), *some(1, 2, "South", BEFORE)])
    spoken([*some(2, 6, "North"), *some(1, 6, "South")])
    assert told(table(by="plan", every="quarter", on="2026-05-01")) == {}
    assert told(table(by="plan", **CLOSED))["South"] == (2, 8)


def test_groups_are_held_against_their_past_corrected(spoken, table):
    for at, n in ((BEFORE, 20), (LAST, 5)):
        spoken([*some(n, 40, "North", at), *some(10, 40, "South", at)])
    found = table(by="plan", **CLOSED)
    pairs = [(20, 5), (10, 10)]
    p = [compare(proportion(a, 40), proportion(b, 40)).p_value for a, b in pairs]
    assert found.correction == "Benjamini–Hochberg"
    assert row_of(found, "North").p == pytest.approx(adjust(p)[0])
    assert row_of(found, "North").change.verdict == "down"


def test_the_past_is_the_period_right_before(spoken, table):
    spoken(some(10, 20, "North", datetime(2026, 2, 20, tzinfo=UTC)))
    spoken(some(0, 20, "North", BEFORE))
    spoken(some(4, 20, "North"))
    assert row_of(table(by="plan", **CLOSED), "North").change.value == pytest.approx(20)


def test_several_groups_against_one_are_corrected_by_holm(spoken, table):
    sizes = {"North": 10, "South": 22, "West": 20, "East": 18}
    spoken([each for name, n in sizes.items() for each in some(n, 40, name)])
    found, base = table(by="plan", than="North"), proportion(10, 40)
    p = [compare(base, proportion(n, 40)).p_value for n in (22, 20, 18)]
    assert (found.against, found.correction) == ("North", "Holm")
    names = [row_of(found, name).p for name in ("South", "West", "East")]
    assert names == pytest.approx(adjust(p, "holm"))


def test_periods_stand_side_by_side(spoken, table):
    spoken([*some(2, 10, "North", BEFORE), *some(8, 10, "North")])
    found = table(by="plan", over="quarter")
    assert [cell and cell.value for cell in row_of(found, "North").cells] == [20, 80]


def test_the_theme_explorer_says_the_same(session, workspace, spoken, table):
    spoken([*some(6, 10, "North"), *some(2, 20, "South"), *some(1, 3, "West")])
    found = table(by="plan", theme=spell(int(DELIVERY)))
    desk = Desk.of(workspace, TODAY)
    ground = whole_ground(session, Asked({"by": "plan"}), desk)
    there = one.groups(session, gathered.read(session, ground.selection, desk), [int(DELIVERY)])
    assert {row.name: row.figure for row in found.rows} == {r.name: r.figure for r in there.rows}


def test_parts_count_for_their_whole(session, framed, spoken, table):
    frame = Frame((Theme(DELIVERY, "Delivery", ()), Theme(STAFF, "Late", (), parent=DELIVERY)))
    number = frames.frame_of(session).number
    frames.apply(session, frame, frames.Done(frames.Change.CHANGED, "", None, TODAY, number))
    both = [Spoken(5, {DELIVERY: "", STAFF: ""}, at=LAST, attributes={"plan": "North"})] * 2
    spoken([*some(3, 10, "North", theme=STAFF), *some(2, 2, "North"), *both])
    assert told(table(by="plan"))["North"] == (7, 14)
    assert [name for _key, name in sharing.offered(frame)] == ["Delivery", "Delivery · Late"]


def test_what_is_said_since_counts_at_once(spoken, table):
    spoken(some(5, 10, "North"))
    assert told(table(by="plan"))["North"] == (5, 10)
    spoken(some(5, 5, "North"))
    assert told(table(by="plan"))["North"] == (10, 15)


@pytest.mark.parametrize("by", ["", "plan", "nobody", *OF_ANSWERS])
def test_every_group_has_a_page(executive, spoken, framed, by):
    framed()
    spoken([*some(6, 10, "North"), *some(2, 20, "الشرق"), *some(2, 20, "x" * 200)])
    address = f"/report/explore?measure=theme&by={by}&over=quarter&every=quarter&on=2026-08-01"
    page = executive.get(address)
    assert page.status_code == 200
    assert "Comments on Delivery" in page.text


@pytest.mark.parametrize("by", ["", LANGUAGE])
@pytest.mark.parametrize("n", [0, 1, 4])
def test_few_comments_have_a_page_that_tells_none(
    executive, session, version, spoken, framed, by, n
):
    framed()
    factories.response(session, version, score=9, answered_at=LAST)
    spoken(some(n, n, "North"))
    page = executive.get(f"/report/explore?measure=theme&by={by}").text
    assert "Fewer than five comments can be counted here" in page
    assert "100\xa0%" not in page


def test_comments_that_wait_to_be_read_are_told(executive, said, framed):
    framed()
    said("The parcel came late")
    page = executive.get("/report/explore?measure=theme").text
    assert "0 of 1 comments are read; the others follow." in page


def test_without_themes_the_page_says_what_to_do(executive, session, version):
    factories.response(session, version, score=9, answered_at=LAST)
    session.commit()
    page = executive.get("/report/explore?measure=theme").text
    assert "Choose themes" in page


@pytest.mark.parametrize("theme", ["zzz", "0", spell(404), "الشرق", "x" * 500])
def test_a_theme_of_nobody_or_of_others_is_not_shown(executive, spoken, framed, theme):
    framed()
    spoken(some(6, 10, "North"))
    page = executive.get("/report/explore", query_string={"measure": "theme", "theme": theme}).text
    assert "That theme is not in this workspace" in page
    assert "Comments on Delivery" in page


def test_themes_are_named_as_they_are(executive, spoken, framed):
    framed(التسليم="parcel")
    spoken(some(6, 10, "North", theme=STAFF))
    assert "التسليم" in executive.get("/report/explore?measure=theme").text
