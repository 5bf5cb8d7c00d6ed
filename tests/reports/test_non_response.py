"""Those who did not answer: bounds, early against late, and weights that name nobody."""

from datetime import UTC, datetime, timedelta

import pytest

from analysis import compare, nps
from feedback.ids import spell
from feedback.models import Role
from feedback.reports.frame import OTHERS, Cells, Frame, margin
from feedback.reports.ground import Desk
from feedback.reports.silence import read_ground, silence
from surveys.models import Workspace
from tests import factories

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LAST = datetime(2026, 8, 20, 8, 0, tzinfo=UTC)
BEFORE = datetime(2026, 5, 20, 8, 0, tzinfo=UTC)


@pytest.fixture
def ask(session, survey):
    """Give a function: mail as many contacts as there are scores; None did not answer."""

    def send(*scores, at=LAST, hours=2, version=None, **attributes):
        version = version or survey
        for score in scores:
            who = factories.contact(session, attributes=attributes)
            mail = factories.invitation(session, version, who, due_at=at, sent_at=at)
            if score is not None:
                factories.response(
                    session,
                    version,
                    score=score,
                    contact_id=who.id,
                    invitation_id=mail.id,
                    answered_at=at + timedelta(hours=hours),
                    attributes=attributes,
                )
        session.commit()

    return send


@pytest.fixture
def told(session, workspace):
    """Give a function: the page of a survey, weighted by these attributes."""

    def build(*names, survey=""):
        session.commit()
        desk = Desk.of(workspace, NOW)
        return silence(session, read_ground(session, survey, desk), names, desk)

    return build


def test_bounds_take_the_silent_as_all_detractors_or_all_promoters(ask, told):
    """Manski (1989): 10 of 40 answered with a balance of 3, so (3 - 30) / 40 to (3 + 30) / 40."""
    ask(*[3] * 2, *[8] * 3, *[9] * 5, *[None] * 30)
    found = told()
    assert (found.asked, found.answered) == (40, 10)
    assert (found.bounds.low, found.bounds.high) == ("−68", "83")


def test_early_and_late_answers_are_compared_with_their_test(ask, told):
    ask(*[9] * 30, *[3] * 10)
    ask(*[9] * 10, *[3] * 30, hours=100)
    change = told().waves.change
    assert change.verdict == "down"
    assert change.p == compare(nps(counts=(10, 0, 30)), nps(counts=(30, 0, 10))).p_value


def test_four_late_answers_are_not_told_apart(ask, told):
    ask(*[9] * 30)
    ask(*[3] * 4, hours=100)
    assert told().waves is None


def test_weights_make_groups_as_large_as_among_contacts(ask, told):
    """North is half of the contacts and a quarter of the answers: (100 + 0) / 2."""
    ask(*[9] * 20, *[None] * 40, region="North")
    ask(*[9] * 30, *[3] * 30, region="South")
    found = told("region").weighed
    assert found.plain.value == pytest.approx(25)
    assert found.weighted.value == pytest.approx(50)
    assert found.worth < found.weighted.n == 80


def test_two_attributes_are_raked(ask, told):
    for region in ("North", "South"):
        ask(*[9] * 20, *[None] * 20, region=region, plan="pro")
        ask(*[3] * 20, *[None] * (20 if region == "South" else 60), region=region, plan="free")
    found = told("region", "plan").weighed
    assert found.names == ("region", "plan")
    assert found.weighted.value < found.plain.value == 0


def test_a_group_of_few_in_any_quarter_is_weighted_with_others(ask, told):
    for at, few in ((LAST, 2), (BEFORE, 9)):
        ask(*[9] * 20, at=at, region="North")
        ask(*[3] * 20, at=at, region="South")
        ask(*[3] * few, at=at, region="West")
    found = told("region").weighed
    assert found.is_merged
    assert found.weighted is not None


def test_what_cannot_stand_alone_takes_the_next_smallest_along():
    here, there = (0, "2026-07-01"), (0, "2026-04-01")
    counts = {
        (here, ("a",)): (9, 0, 9),
        (here, ("b",)): (3, 0, 3),
        (here, ("c",)): (1, 0, 1),
        (there, ("a",)): (9, 0, 9),
        (there, ("c",)): (0, 5, 0),
    }
    frame = Frame(60, {"x": {"a": 30, "b": 20, "c": 10, "": 0}})
    found = margin(Cells(("x",), counts), 0, frame)
    assert found.group_of["c"] == found.group_of["b"] == OTHERS
    assert found.targets == {"a": 30, OTHERS: 30}


def test_uneven_weights_give_no_number(ask, told):
    ask(*[3] * 5, *[None] * 400, region="North")
    ask(*[9] * 95, region="South")
    found = told("region").weighed
    assert (found.weighted, found.why) == (None, "uneven")


def test_an_anonymous_survey_says_why_it_has_no_page(executive, session):
    version = factories.survey(session, name="Staff", is_anonymous=True)
    for _ in range(20):
        factories.response(session, version, score=9, answered_at=LAST)
    page = executive.get(f"/report/non-response?survey={spell(version.survey_id)}").text
    assert "promise under which people answered" in page
    assert "95 %" not in page


def test_owners_choose_the_attributes_and_others_read_them(
    owner, executive, ask, session, workspace
):
    ask(*[9] * 20, *[None] * 40, region="North")
    ask(*[9] * 30, *[3] * 30, region="South")
    owner.submit(
        "/report/non-response/attributes",
        {"by": ["region", "nonsense"]},
        page="/report/non-response",
    )
    session.expire_all()
    assert session.get_one(Workspace, workspace.id).weighs_by == ["region"]
    page = executive.get("/report/non-response").text
    assert "Weighted by region" in page
    assert "Choose attributes" not in page


@pytest.mark.parametrize("role", [Role.MARKETER, Role.ANALYST, Role.EXECUTIVE])
def test_nobody_else_chooses_them(sign_in_as, role, session, workspace):
    member = sign_in_as(role)
    token = member.csrf("/account")
    data = {"csrf_token": token, "by": "region"}
    assert member.post("/report/non-response/attributes", data=data).status_code == 403


@pytest.mark.parametrize("scores", [[], [9], [10] * 40, [0] * 40, [None] * 40])
def test_odd_answers_have_a_page(executive, ask, session, workspace, scores):
    workspace.weighs_by = ["region"]
    ask(*scores, region="North")
    assert executive.get("/report/non-response").status_code == 200
