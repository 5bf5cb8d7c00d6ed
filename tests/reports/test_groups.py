"""No group of fewer than five can be seen on a report, or worked out by subtraction."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis import MINIMUM
from feedback.reports.breakdown import breakdown
from feedback.reports.dataset import Compared, Dataset, Group, Groups
from feedback.reports.groups import SHOWN, withhold
from feedback.reports.known import LARGEST
from feedback.reports.scale import NET_PROMOTER
from tests.factories import NOW

DAY = NOW.date()
counts = st.lists(st.integers(0, 9), min_size=11, max_size=11).map(tuple)
small = st.integers(1, 4).flatmap(
    lambda n: st.lists(st.integers(0, 10), min_size=n, max_size=n).map(
        lambda scores: tuple(scores.count(step) for step in range(11))
    )
)
several = st.dictionaries(
    st.sampled_from(["", *"abcdefghijklmnopqrst"]), st.one_of(small, counts), min_size=1
).map(lambda found: {value: each for value, each in found.items() if sum(each)})


def group(value, n):
    return Group(value, (0,) * 9 + (n, 0))


def shown(*groups):
    found = Groups("plan", tuple(groups), more=False)
    total = tuple(map(sum, zip(*(g.counts for g in groups), strict=True)))
    return withhold(found, total)


def page(groups):
    """Give all that a reader of the page can see about groups: the breakdown and the total."""
    largest = sorted((Group(*each) for each in groups.items()), key=lambda g: (-g.n, g.value))
    total = tuple(map(sum, zip(*groups.values(), strict=True)))
    found = Groups("plan", tuple(largest[:LARGEST]), more=False)
    result = withhold(found, total)
    dataset = Dataset(NET_PROMOTER, {DAY: total}, groups=Compared("plan", result))
    return breakdown(dataset), result, total


def names(result):
    return [each.value for each in result.alone]


def test_groups_of_five_or_more_are_all_shown():
    assert names(shown(group("a", 9), group("b", 5))) == ["a", "b"]


def test_small_group_takes_the_next_smallest_with_it():
    assert names(shown(group("a", 9), group("b", 7), group("c", 4))) == ["a"]


def test_two_small_groups_that_are_five_together_take_nobody_with_them():
    assert names(shown(group("a", 9), group("b", 7), group("c", 4), group("d", 1))) == ["a", "b"]


def test_two_small_groups_below_five_together_take_the_next_smallest_with_them():
    assert names(shown(group("a", 9), group("b", 7), group("c", 2), group("d", 1))) == ["a"]


def test_those_who_gave_no_value_are_protected_like_every_group():
    assert names(shown(group("a", 9), group("b", 7), group("", 3))) == ["a"]


def test_those_who_gave_no_value_can_be_what_protects_others():
    assert names(shown(group("a", 9), group("", 7), group("c", 3))) == ["a"]


def test_one_small_group_beside_one_large_hides_both():
    assert names(shown(group("a", 900), group("b", 1))) == []


def test_others_are_exactly_what_is_left_of_the_total():
    result = shown(group("a", 9), group("b", 7), group("c", 4))
    assert sum(result.others) == 11


def test_a_thousand_groups_give_the_largest_and_one_line_of_others():
    many = [group(f"v{i:04}", 5 + i % 50) for i in range(1000)]
    largest = tuple(sorted(many, key=lambda g: -g.n)[:LARGEST])
    total = tuple(map(sum, zip(*(g.counts for g in many), strict=True)))
    result = withhold(Groups("x", largest, more=True), total)
    assert len(result.alone) == SHOWN
    assert sum(result.others) == sum(total) - sum(g.n for g in result.alone)


def test_the_single_group_beyond_the_largest_is_shown_rather_than_called_others():
    result = shown(*(group(f"v{i}", 9) for i in range(SHOWN + 1)))
    assert len(result.alone) == SHOWN + 1
    assert result.others is None


@settings(max_examples=300, deadline=None)
@given(several)
def test_no_small_group_is_on_the_page(groups):
    assume(groups)
    drawn, result, _ = page(groups)
    assert all(each.n >= MINIMUM for each in result.alone)
    assert result.others is None or sum(result.others) >= MINIMUM or not result.alone
    lines = drawn.lines if drawn else ()
    assert all(line.figure.n >= MINIMUM for line in lines)


@settings(max_examples=300, deadline=None)
@given(several)
def test_what_is_left_after_subtraction_is_never_one_small_group(groups):
    assume(groups)
    _, result, total = page(groups)
    assume(sum(total) >= MINIMUM)
    left = {value: each for value, each in groups.items() if value not in names(result)}
    if any(sum(each) < MINIMUM for each in left.values()):
        assert len(left) >= 2
        assert sum(map(sum, left.values())) >= MINIMUM


@settings(max_examples=300, deadline=None)
@given(several)
def test_other_answers_of_a_hidden_group_would_give_the_very_same_page(groups):
    """The strongest form: a reader who knows our rules cannot tell two worlds apart.

    Each hidden small group exchanges one answer with another hidden group. Only where all
    hidden answers are alike is there nothing to exchange.
    """
    assume(groups)
    seen, result, total = page(groups)
    assume(sum(total) >= MINIMUM)
    hidden = [value for value in groups if value not in names(result)]
    for value in hidden:
        if sum(groups[value]) < MINIMUM:
            other = _exchanged(groups, value, [v for v in hidden if v != value])
            assert other is None or page(other)[0] == seen


def _exchanged(groups, value, partners):
    for partner in partners:
        for mine in range(11):
            for theirs in range(11):
                if mine != theirs and groups[value][mine] and groups[partner][theirs]:
                    return {
                        **groups,
                        value: _moved(groups[value], mine, theirs),
                        partner: _moved(groups[partner], theirs, mine),
                    }
    return None


def _moved(counts, taken, given_):
    each = list(counts)
    each[taken] -= 1
    each[given_] += 1
    return tuple(each)
