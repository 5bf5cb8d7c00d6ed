"""Groups of two attributes, one within the other, leave nobody or at least five people over."""

import random
from datetime import UTC, datetime
from itertools import combinations, product

import numpy as np
import pytest
from sqlalchemy import select

from feedback.counts.derived import EARLY, LATE
from feedback.counts.folding import fold_all
from feedback.extensions import db
from feedback.models import Response, TallyBeside
from feedback.reports import deciding, settling
from feedback.reports.beside import Laid, barred
from feedback.reports.carried import Carried
from feedback.reports.selection import SPEED
from feedback.worker import run_next_job
from tests import factories

DAYS = 6


def shown_of(laid, out, places):
    """Give all sets of people that are shown of an attribute, as bits."""
    codes = [laid.groups if code in out else code for code in laid.codes.tolist()]
    if len(out) == laid.groups:
        return set()
    starts = (0, *laid.ends[:-1])
    found = set()
    for start, end in product(starts, laid.ends):
        for group in {*codes}:
            inside = (p for p, at in enumerate(places) if start <= at < end and codes[p] == group)
            found.add(sum(1 << p for p in inside))
    return found - {0}


def few_left(one, other):
    return any(0 < (a ^ b).bit_count() < 5 and a & b in (a, b) for a, b in product(one, other))


def laid_out(draw, places, like):
    """Make an attribute that goes along with another one, cut so that each block has five."""
    groups, loose = draw.choice([1, 2, 3]), draw.choice([0.05, 1])
    codes = [draw.randint(0, groups) if draw.random() < loose else a % (groups + 1) for a in like]
    ends, found = [], np.zeros(groups + 1, dtype=int)
    for day in range(DAYS):
        found += np.bincount(
            [c for c, at in zip(codes, places, strict=True) if at == day], minlength=groups + 1
        )
        if not ((found > 0) & (found < 5)).any():
            ends.append(day + 1)
            found[:] = 0
    if not ends:
        return None
    block = np.searchsorted(ends, places, side="right")
    keep = (*ends[:-1], DAYS)
    rest = np.bincount(
        [c for c, b in zip(codes, block, strict=True) if b >= len(ends) - 1], minlength=groups + 1
    )
    return None if ((rest > 0) & (rest < 5)).any() else Laid(groups, np.array(codes), keep)


@pytest.mark.parametrize("seed", range(40))
def test_groups_are_barred_exactly_where_few_are_left_over(seed):
    draw = random.Random(seed)
    tried = 0
    while tried < 5:
        places = np.array(sorted(draw.choices(range(DAYS), k=draw.choice([20, 40, 60]))))
        like = [draw.randrange(3) for _ in places]
        laid = [one for _ in range(4) if (one := laid_out(draw, places, like))]
        if len(laid) < 2:
            continue
        tried += 1
        out = barred(places, laid)
        sets = [shown_of(one, joined, places) for one, joined in zip(laid, out, strict=True)]
        every = [shown_of(one, (), places) for one in laid]
        assert not any(few_left(a, b) for a, b in combinations(sets, 2))
        assert any(out) == any(few_left(a, b) for a, b in combinations(every, 2))


@pytest.fixture
def cities(session, survey):
    """Ten people of Bonn and three more of Germany; twenty of Lyon and three more of France."""
    give_all(session, survey, [("Bonn", "Germany")] * 10 + [("", "Germany")] * 3)
    give_all(session, survey, [("Lyon", "France")] * 20 + [("", "France")] * 3)


IN_CITIES = {"Bonn": 10, "Lyon": 20, "": 6}


def give_all(session, survey, places, day=1):
    at = datetime(2026, 3, day, 12, tzinfo=UTC)
    for place in places:
        said = {name: text for name, text in zip(("city", "country"), place, strict=True) if text}
        factories.response(session, survey, score=9, answered_at=at, attributes=said)
    session.flush()


def groups(counted, by):
    return {group.value: group.n for group in counted(by=by)[0].groups.shown.alone}


@pytest.mark.usefixtures("cities")
def test_a_country_that_leaves_three_people_beside_its_city_is_among_the_others(counted):
    assert groups(counted, "country") == {}
    assert groups(counted, "city") == IN_CITIES


def test_a_country_with_five_people_beside_its_city_is_shown(session, survey, counted):
    give_all(session, survey, [("Bonn", "Germany")] * 10 + [("Köln", "Germany")] * 6)
    give_all(session, survey, [("Lyon", "France")] * 20)
    assert groups(counted, "country") == {"France": 20, "Germany": 16}


def asked_and_not(early, late, others):
    """Give answers of those who were asked, all of Germany, and of others."""
    day = datetime(2026, 3, 1, tzinfo=UTC).date()
    return [
        *[Carried(1, day, {SPEED: EARLY, "country": "Germany"})] * early,
        *[Carried(1, day, {SPEED: LATE, "country": "Germany"})] * late,
        *[Carried(1, day, {"country": country}) for country in others],
    ]


def test_early_and_late_answers_are_looked_at_together(session):
    few = asked_and_not(20, 20, ["Germany"] * 2 + ["France"] * 9)
    found = settling.of_people((1,), few)
    assert found[SPEED].barred >= {EARLY, LATE}


def test_early_and_late_answers_are_shown_where_five_others_are_left(session):
    found = settling.of_people((1,), asked_and_not(20, 20, ["Germany"] * 5 + ["France"] * 9))
    assert found[SPEED].barred == frozenset()


@pytest.fixture
def large(monkeypatch):
    """Treat every survey as one with so many answers that a job has to look at it."""
    monkeypatch.setattr(settling, "AT_ONCE", 0)


@pytest.fixture
def hold(app, session, workspace):
    """Give a function: fold what waits and let the job look; whether there was anything."""

    def fold_and_look():
        fold_all(session.connection(), workspace.id)
        session.commit()
        with app.app_context():
            due = deciding.plan(db.session(), datetime.now(UTC))
            while run_next_job():
                pass
        session.expire_all()
        return due

    return fold_and_look


@pytest.mark.usefixtures("cities", "large")
def test_groups_of_a_large_survey_wait_until_they_were_looked_at(counted):
    found = counted(by="city")[0].groups
    assert (found.shown.alone, found.is_known) == ((), False)


@pytest.mark.usefixtures("cities", "large")
def test_a_job_finds_the_same_for_a_large_survey(hold, counted):
    assert hold()
    assert (groups(counted, "city"), groups(counted, "country")) == (IN_CITIES, {})


@pytest.mark.usefixtures("large")
def test_answers_after_the_look_belong_to_the_last_block(session, survey, hold, counted):
    for day in (1, 2):
        give_all(session, survey, [("Bonn", "")] * 10 + [("Lyon", "")] * 10, day)
    hold()
    give_all(session, survey, [("Bonn", "")] * 10 + [("Lyon", "")] * 10, 3)
    days = {group.value: list(group.days) for group in counted(by="city")[0].groups.shown.alone}
    assert [day.day for day in days["Bonn"]] == [1, 2]
    assert groups(counted, "city") == {"Bonn": 30, "Lyon": 30}


@pytest.mark.usefixtures("cities")
def test_a_survey_is_looked_at_again_only_after_its_answers_changed(session, hold):
    assert (hold(), hold()) == (True, False)
    session.scalars(select(Response)).first().score = 3
    assert hold()
    row = session.scalars(select(TallyBeside)).one()
    assert (row.changes, row.n) == (row.decided, 36)


def test_only_the_largest_groups_of_all_surveys_are_told_where_others_are_known(
    session, survey, counted
):
    other = factories.survey(session)
    for number in range(12):
        give_all(session, survey, [(f"A{number}", "")] * 6)
        give_all(session, other, [(f"B{number}", "")] * 7)
    shown = counted(by="city")[0].groups.shown
    assert (len(shown.alone), shown.others, sum(shown.untold)) == (12, None, 72)
