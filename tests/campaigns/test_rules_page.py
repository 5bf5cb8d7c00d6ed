"""The page on which an owner sets the asking rules."""

import pytest

from feedback.models import Role
from surveys.models import Workspace
from surveys.rules import AskingRules, Override
from tests import factories

PAGE = "/workspace/asking"


def row(number, attribute, value, how="days", gap_days=""):
    given = {"attribute": attribute, "value": value, "how": how, "gap_days": gap_days}
    return {f"overrides-{number}-{name}": words for name, words in given.items()}


def rules(session, workspace):
    session.expire_all()
    return session.get_one(Workspace, workspace.id).asking_rules


def test_owner_sets_the_rules(owner, session, workspace):
    given = {"gap_days": "60", "reminders_count": "y"}
    given |= row(0, "plan", "vip", gap_days="30") | row(1, "region", "north", how="never")
    given |= row(2, "", "")
    assert owner.submit(PAGE, given).status_code == 303
    expected = (Override("plan", "vip", 30), Override("region", "north", None))
    assert rules(session, workspace) == AskingRules(60, expected, do_reminders_count=True)


def test_rules_are_shown_as_they_stand(owner, session, workspace):
    workspace.asking_rules = AskingRules(60, (Override('pl"an', "<vip>", 30),))
    factories.contact(session, attributes={"region": "north"})
    page = owner.get(PAGE).text
    assert 'value="pl&#34;an"' in page
    assert 'value="&lt;vip&gt;"' in page
    assert '<option value="region">' in page


def test_emptied_rule_is_gone(owner, session, workspace):
    workspace.asking_rules = AskingRules(60, (Override("plan", "vip", 30),))
    owner.submit(PAGE, {"gap_days": "60"} | row(0, "", ""))
    assert rules(session, workspace) == AskingRules(60, (), do_reminders_count=False)


@pytest.mark.parametrize(
    "given",
    [
        row(0, "plan", ""),
        row(0, "", "vip"),
        row(0, "plan", "vip"),
        row(0, "plan", "vip", gap_days="-1"),
        row(0, "plan", "vip", gap_days="soon"),
        {"gap_days": ""},
        {"gap_days": "99999"},
    ],
)
def test_rule_that_is_not_whole_is_told_and_nothing_is_saved(owner, session, workspace, given):
    answer = owner.submit(PAGE, {"gap_days": "60", **given})
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert rules(session, workspace) == AskingRules(90)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.MARKETER, Role.EXECUTIVE])
def test_only_owners_set_rules(sign_in_as, role):
    assert sign_in_as(role).get(PAGE).status_code == 403
