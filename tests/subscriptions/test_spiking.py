"""Themes that rise: told when they do, seldom when they do not, and once."""

from datetime import date, timedelta

import numpy as np
import pytest

from analysis.reading import Frame, Rule, Theme
from feedback.models import CommentReading, FrameVersion, SubscriptionKind, ThemeMention
from feedback.models.subscription import Cadence
from feedback.subscriptions.spiking import LOOKS, Spoken, first_rise, spikes
from tests import factories
from tests.factories import NOW
from tests.subscriptions.conftest import text_of

TODAY = NOW.date()
FIRST = date(2026, 7, 1)
DELIVERY, PRICE = 11, 12


def spoken(rates, *, per_day=10, seed=1, days=510):
    """Draw comments of many days, each theme mentioned at the rate of its day."""
    draw, comments, mentions = np.random.default_rng(seed), {}, {theme: {} for theme in rates}
    for back in range(days):
        day = TODAY - timedelta(days=back)
        comments[day] = per_day
        for theme, rate in rates.items():
            mentions[theme][day] = int(draw.binomial(per_day, rate(day)))
    return Spoken(comments, mentions)


def steady(rate):
    return lambda _day: rate


def rising(rate, to, last=10):
    return lambda day: to if day > TODAY - timedelta(days=last) else rate


def test_a_theme_that_rises_is_found_and_no_other():
    found = spikes(
        spoken({DELIVERY: rising(0.1, 0.5), PRICE: steady(0.1)}), [DELIVERY, PRICE], TODAY, 1
    )
    assert [spike.theme for spike in found] == [DELIVERY]
    assert found[0].usual.value == pytest.approx(10, abs=2)


def test_false_alarms_keep_their_distance():
    """Half a year of looks at ten themes: by Ville at most half of the workspaces hear one.

    The share is at the ceiling all the time, the worst case that the promise covers.
    """
    draw, alarms = np.random.default_rng(7), 0
    for _workspace in range(30):
        for _theme in range(10):
            drawn = draw.binomial(8, 0.12, 184)
            days = [(int(k), 8 - int(k)) for k in drawn]
            alarms += first_rise(0.12, days, LOOKS * 10) is not None
    assert alarms <= 30 * 184 / LOOKS


def test_few_comments_in_the_year_before_say_nothing():
    assert spikes(spoken({DELIVERY: rising(0.1, 0.9)}, days=150), [DELIVERY], TODAY, 1) == []


def test_fewer_than_five_mentions_say_nothing():
    drawn = spoken({DELIVERY: steady(0)})
    drawn.mentions[DELIVERY].update({TODAY - timedelta(days=d): 1 for d in range(4)})
    assert spikes(drawn, [DELIVERY], TODAY, 1) == []


def test_a_rise_of_long_ago_is_no_news():
    rate = lambda day: 0.6 if FIRST < day < FIRST + timedelta(days=20) else 0.1  # noqa: E731
    assert spikes(spoken({DELIVERY: rate}), [DELIVERY], TODAY, 1) == []


@pytest.mark.parametrize("ceiling", [0, 1])
def test_a_theme_in_none_or_all_comments_has_no_alarm(ceiling):
    assert first_rise(ceiling, [(5, 5)] * 50, LOOKS) is None


@pytest.fixture
def version(session, workspace):
    """A survey, and a frame of one theme."""
    theme = Theme(str(DELIVERY), "Delivery", (Rule("late"),))
    given = {"reader": "1", "change": "added", "about": "Delivery", "made_at": NOW}
    session.add(FrameVersion(number=1, reads=1, themes=Frame((theme,)).as_data(), **given))
    return factories.survey(session)


def comment(session, version, day, *, late, number=1):
    at = NOW - timedelta(days=(TODAY - day).days)
    row = factories.response(session, version, comment="It was late", answered_at=at)
    copied = {
        "response_id": row.id,
        "survey_id": row.survey_id,
        "answered_on": row.answered_on,
        "score": row.score,
        "is_counted": True,
        "sentiment": "negative",
    }
    about = {"reader": "1", "language": "en", "is_analysed": True}
    about |= {"urgency": "", "toxicity": "", "disagrees": False}
    session.add(CommentReading(**copied, **about, number=number))
    session.flush()
    if late:
        session.add(ThemeMention(**copied, theme_id=DELIVERY, confidence=1, by_hand=False))


def story(session, version, *, number=1):
    """A year with one comment of ten about it, then days with nine of ten."""
    for i in range(120):
        comment(session, version, FIRST - timedelta(days=3 * i + 1), late=i % 10 == 0)
    for i in range(30):
        at = TODAY - timedelta(days=1 + i // 6)
        comment(session, version, at, late=i % 10 != 0, number=number)
    session.commit()


def test_it_is_told_by_mail_once_a_quarter(session, version, order, worker, post):
    story(session, version)
    order(kind=SubscriptionKind.THEME, title="Watch", cadence=Cadence.DAY)
    for _ in range(3):
        worker.work()
        worker.pass_(days=1)
    assert len(post.letters) == 1
    mail = text_of(post.letters[0])
    assert "Delivery" in mail
    assert "of the 30 comments" in mail
    assert "once a year" in mail


def test_comments_that_wait_to_be_read_anew_are_not_counted(session, version, order, worker, post):
    story(session, version, number=0)
    order(kind=SubscriptionKind.THEME, title="Watch", cadence=Cadence.DAY)
    worker.work()
    assert post.letters == []


def test_without_themes_nothing_is_told(session, workspace, order, worker, post):
    order(kind=SubscriptionKind.THEME, title="Watch", cadence=Cadence.DAY)
    worker.work()
    assert post.letters == []


def test_it_cannot_be_ordered_of_one_group(owner):
    form = {"title": "x", "kind": "theme", "attribute": "region", "value": "North"}
    form |= {"timezone": "UTC", "language": "en", "addresses": ""}
    answer = owner.submit("/report/subscriptions/alerts/new", form)
    assert answer.status_code == 422
    assert "of all together only" in answer.text


def test_the_more_themes_are_watched_the_more_evidence_each_needs():
    drawn = spoken({DELIVERY: rising(0.1, 0.4)})
    alone, many = (spikes(drawn, range(1, n), TODAY, 1) for n in (DELIVERY + 1, 3000))
    assert alone[0].day < many[0].day
