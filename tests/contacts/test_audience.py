"""Choosing contacts by their attributes, on both databases, whatever the names are."""

import pytest

from surveys.audience import attribute_values, matching
from surveys.scope import bind_workspace
from tests import factories

HOSTILE = ['a"b', "a'b", "$.x", "[0]", "<b>", "{{7*7}}", "a.b", "مرحبا", "👍", "%s"]


def names(session, chosen):
    return sorted(contact.name for contact in session.scalars(matching(chosen)))


@pytest.fixture
def three(session, workspace):
    """Ann and Ben on plan Pro, Cem on plan Free."""
    for name, plan, region in (("Ann", "Pro", "EU"), ("Ben", "Pro", "US"), ("Cem", "Free", "EU")):
        factories.contact(session, name=name, attributes={"plan": plan, "region": region})


def test_lists_names_and_values_with_counts_most_common_first(session, three):
    plan = attribute_values(session)[0]
    assert (plan.name, plan.contacts, plan.distinct) == ("plan", 3, 2)
    assert [(v.value, v.contacts) for v in plan.values] == [("Pro", 2), ("Free", 1)]


def test_says_how_many_values_are_not_listed(session, three):
    assert [a.unlisted for a in attribute_values(session, most_values=1)] == [1, 1]


def test_lists_no_more_names_than_asked(session, three):
    assert len(attribute_values(session, most_names=1)) == 1


def test_other_workspaces_attributes_are_not_listed(session, three):
    bolt = factories.workspace(session)
    bind_workspace(session, bolt.id)
    assert attribute_values(session) == []


def test_empty_filter_is_everybody(session, three):
    assert names(session, {}) == ["Ann", "Ben", "Cem"]


def test_all_attributes_must_match_with_any_of_their_values(session, three):
    assert names(session, {"plan": ["Pro", "Free"], "region": ["EU"]}) == ["Ann", "Cem"]


def test_no_value_chosen_is_nobody(session, three):
    assert names(session, {"plan": []}) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_any_attribute_name_can_be_chosen(session, workspace, name):
    factories.contact(session, name="Ann", attributes={name: "yes"})
    assert names(session, {name: ["yes"]}) == ["Ann"]
    assert attribute_values(session)[0].name == name


def test_numbers_are_chosen_by_how_they_are_written(session, workspace):
    factories.contact(session, name="Ann", attributes={"seats": 5})
    assert names(session, {"seats": ["5"]}) == ["Ann"]
