"""What the built report says: figures, words, shapes."""

import dataclasses
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from analysis import nps
from feedback.reports import REPORTS
from feedback.reports.dataset import Comment, Compared, Dataset, Group, Groups, Mailed
from feedback.reports.groups import withhold
from feedback.reports.scale import EFFORT, NET_PROMOTER, PERCENT, SATISFACTION
from feedback.reports.selection import Selection, SurveyChoice
from surveys.models import SurveyKind
from tests import factories

SNAPSHOT = Path(__file__).parent / "overview.json"
CUSTOMERS = SurveyChoice(1, "Customers", SurveyKind.RELATIONSHIP_NPS, answered=True)


def day(month, number=15, year=2026):
    return date(year, month, number)


def scores(*given, scale=NET_PROMOTER):
    return tuple(given.count(step) for step in scale.steps)


def build(dataset, **selected):
    selection = Selection((CUSTOMERS,), dataset.scale, CUSTOMERS, **selected)
    return REPORTS["overview"].build(dataset, selection, "Acme", ())


def of(*given, scale=NET_PROMOTER, **more):
    return build(Dataset(scale, {day(3): scores(*given, scale=scale)}, **more))


def usual():
    """Give a year with everything in it."""
    months = {
        day(m): (1, 0, 2, 1, 0, 3, m % 4, 4, 6 + m, 9, 12 + 2 * m) for m in range(1, 13) if m != 5
    }
    months[day(5)] = scores(9, 3)
    total = Dataset(NET_PROMOTER, months).counts
    west, south = (tuple(n // share for n in total) for share in (2, 5))
    east = tuple(a - b - c for a, b, c in zip(total, west, south, strict=True))
    east, iceland = tuple(n - (i == 8) * 3 for i, n in enumerate(east)), scores(8, 8, 8)
    groups = [Group("West", west), Group("South", south), Group("East", east), Group("", iceland)]
    return Dataset(
        NET_PROMOTER,
        months,
        skipped=7,
        excluded={"late": 2, "test": 1},
        imported=120,
        mailed=Mailed(900, 256),
        groups=Compared("region", withhold(Groups("region", tuple(groups), more=False), total)),
        comments=(Comment("Quick and kind.", cut=False, score=10, day=day(12)),),
    )


def test_built_report_is_as_it_was():
    built = json.loads(json.dumps(dataclasses.asdict(build(usual())), default=str))
    if not SNAPSHOT.exists():  # delete the file to take what is built now
        SNAPSHOT.write_text(json.dumps(built, indent=1, ensure_ascii=False) + "\n")
        pytest.fail(f"{SNAPSHOT.name} is written: read it, then run again")
    assert built == json.loads(SNAPSHOT.read_text())


def test_report_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        build(usual()).title = "Better"


def test_score_and_interval_are_those_of_the_analysis():
    figure = of(*[10] * 30, *[8] * 10, *[2] * 12).score.figure
    interval = nps(counts=(12, 10, 30)).interval()
    assert (figure.value, figure.low, figure.high) == (
        pytest.approx(100 * 18 / 52),
        100 * interval.low,
        100 * interval.high,
    )
    assert figure.text == "35"


@pytest.mark.parametrize(
    "given, said",
    [
        ([10] * 40 + [3], "More customers would recommend Acme than would not"),
        ([3] * 40 + [10], "Fewer customers would recommend Acme than would not"),
        ([10] * 6 + [3] * 6, "Promoters and detractors of Acme are too close to call"),
    ],
)
def test_title_says_no_more_than_the_interval_allows(given, said):
    assert of(*given).title == said


@pytest.mark.parametrize("given", [[], [9], [9, 10, 0, 3]])
def test_no_digit_is_given_where_fewer_than_five_answered(given):
    few = of(*given, skipped=3, comments=(Comment("Hm", cut=False, score=3, day=day(3)),))
    said = " ".join((few.title, few.lead, few.basis, few.not_counted, few.rate_words))
    assert not any(sign.isdigit() for sign in said)
    assert (few.score, few.parts, few.steps, few.trend, few.breakdown) == (None, (), (), None, None)


def test_comments_are_hidden_where_fewer_than_five_answered():
    words = (Comment("It was me", cut=False, score=3, day=day(3)),)
    assert of(3, 9, 9, 9, comments=words).comments == ()
    assert len(of(3, 9, 9, 9, 9, comments=words).comments) == 1


def test_all_tens_still_have_an_interval_and_a_note():
    perfect = of(*[10] * 20)
    assert perfect.score.figure.text == "100"
    assert perfect.score.figure.low < 100
    assert "read the interval" in perfect.note


def test_negative_score_carries_a_minus_sign():
    assert of(*[0] * 20, *[10] * 5).score.figure.text == "−60"


def test_score_just_below_zero_is_not_minus_zero():
    assert of(*[10] * 999, *[0] * 1001, *[8] * 1000).score.figure.text == "0"


def test_interval_of_a_million_answers_does_not_close():
    figure = build(
        Dataset(NET_PROMOTER, {day(3): (200_000,) + (0,) * 7 + (300_000, 0, 5_000_000)})
    ).score.figure
    assert figure.low_text != figure.high_text


def test_skipped_and_excluded_answers_are_told_apart():
    assert build(usual()).not_counted == (
        "7 people answered without a score; they are not in the base. 3 answers are kept but "
        "not counted: after the survey closed (2), tests (1)."
    )


def test_parts_add_up_to_the_whole_bar():
    assert sum(part.width for part in build(usual()).parts) == pytest.approx(100, abs=0.02)


def test_month_with_too_few_answers_is_a_gap():
    trend = build(usual()).trend
    assert [month.figure is None for month in trend.months].index(True) == 4
    assert (len(trend.lines), len(trend.dots), trend.gaps) == (2, 11, 1)


def test_month_without_any_answer_keeps_its_place():
    months = {day(1): scores(*[9] * 6), day(2): scores(*[9] * 6), day(7): scores(*[9] * 6)}
    trend = build(Dataset(NET_PROMOTER, months)).trend
    assert [month.first.month for month in trend.months] == [1, 2, 3, 4, 5, 6, 7]
    assert [dot.is_alone for dot in trend.dots] == [False, False, True]


def test_trend_of_decades_draws_the_last_three_years():
    months = {day(1, year=year): scores(*[9] * 6) for year in range(1990, 2027)}
    trend = build(Dataset(NET_PROMOTER, months)).trend
    assert (len(trend.months), trend.leaves_out) == (36, True)


def test_trend_is_straight_through_the_estimates():
    trend = build(usual()).trend
    drawn = [pair.split(",") for line in trend.lines for pair in line.split()]
    assert drawn == [[str(dot.x), str(dot.y)] for dot in trend.dots]


def test_single_month_is_no_trend():
    assert of(*[9] * 50).trend is None


def test_groups_stand_highest_first_then_others_then_all():
    lines = build(usual()).breakdown.lines
    assert [line.kind for line in lines][-2:] == ["others", "all"]
    single = [line.figure.value for line in lines if line.kind == "group"]
    assert single == sorted(single, reverse=True)


def test_small_group_is_explained():
    assert "fewer than five answers are not shown" in build(usual()).breakdown.hidden


def test_satisfaction_is_headed_by_its_top_box_with_the_mean_beside():
    built = of(*[5] * 30, *[4] * 10, *[3] * 6, *[1] * 4, scale=SATISFACTION)
    assert built.title == f"80{PERCENT} of those who answered are satisfied"
    assert (built.score.figure.text, built.mean.text) == ("80", "4.2")
    assert [part.percent for part in built.parts] == [f"{n}{PERCENT}" for n in (80, 12, 8)]


def test_effort_counts_the_three_highest_steps_of_seven():
    built = of(*[5, 6, 7] * 10, *[4] * 10, scale=EFFORT)
    assert built.score.figure.text == "75"


def test_rate_says_why_it_is_missing():
    assert "No survey was mailed" in of(*[9] * 9, imported=9).rate_words
    assert "Imported answers have no response rate" in of(*[9] * 9, imported=9).rate_words
    assert "too few for a response rate" in of(*[9] * 9, mailed=Mailed(4, 4)).rate_words


def test_rate_has_an_interval_and_its_base():
    built = build(usual())
    assert (built.rate.figure.text, built.rate.figure.interval) == ("28", "26 to 31")
    assert built.rate_words.startswith("256 of 900 surveys mailed were answered.")


def test_basis_names_answers_survey_and_period():
    assert build(usual()).basis == "656 answers to “Customers”, 15 Jan 2026 to 15 Dec 2026"


def test_moment_of_an_answer_is_not_in_the_report():
    assert str(datetime(2026, 3, 15, tzinfo=UTC).time()) not in str(build(usual()))


def test_answers_that_may_be_a_scanners_are_told(give, report):
    give(*[9] * 6)
    give(*[0] * 5, signals="soon")
    give(0, signals="soon", excluded="test")
    words = report().not_counted
    assert "5 counted answers came so fast that a mail scanner may have sent them" in words


def test_a_survey_left_out_of_the_total_is_not_named_as_what_it_rests_on(give, report, session):
    small = factories.survey(session, name="Only begun")
    give(10, 9, 8, 7, 3, 2)
    give(10, 10, of=small)
    built = report()
    assert built.basis.startswith("6 answers to")
    assert "Only begun" not in built.basis
