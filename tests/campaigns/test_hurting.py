"""Whoever is hurt is asked for no favour: by no campaign, and on no page."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from feedback.models.hurt import low_answers
from surveys import sending
from surveys.asking import Ask, review
from surveys.hurting import (
    HURTING,
    UnguardedFavourError,
    is_hurt,
    may_be_asked_a_favour,
    score_hurts,
)
from surveys.models import (
    Campaign,
    CampaignKind,
    Favour,
    Invitation,
    PeaceReason,
    Skip,
    Skipped,
    SurveyKind,
)
from surveys.peace import leave_in_peace, lift
from surveys.planning import begin
from surveys.rules import AskingRules
from surveys.scheduling import Schedule
from surveys.triggering import happened
from tests import factories
from tests.factories import NOW

NPS = SurveyKind.RELATIONSHIP_NPS


@pytest.fixture
def carla(session, workspace):
    return factories.contact(session)


def answered(session, who, score, *, days=1, kind=NPS, **given):
    version = factories.survey(session, kind=kind)
    at = NOW - timedelta(days=days)
    return factories.response(
        session, version, score=score, contact_id=who.id, answered_at=at, **given
    )


def may(session, who):
    return may_be_asked_a_favour(session, who.id, low_answers, NOW)


@pytest.mark.parametrize(
    ("kind", "score", "hurt"),
    [
        (NPS, 0, True),
        (NPS, 6, True),
        (NPS, 7, False),
        (SurveyKind.TRANSACTIONAL_NPS, 6, True),
        (SurveyKind.CSAT, 3, True),
        (SurveyKind.CSAT, 4, False),
        (SurveyKind.CES, 4, True),
        (SurveyKind.CES, 5, False),
    ],
)
def test_a_low_score_hurts_on_its_own_scale(session, carla, kind, score, hurt):
    answered(session, carla, score, kind=kind)
    assert score_hurts(kind, score) is hurt
    assert may(session, carla) is not hurt


def test_every_kind_of_survey_says_what_is_low():
    assert set(HURTING) == set(SurveyKind)


@pytest.mark.parametrize(("days", "hurt"), [(59, True), (61, False)])
def test_hurt_lasts_sixty_days(session, carla, days, hurt):
    answered(session, carla, 3, days=days)
    assert may(session, carla) is not hurt


def test_an_old_answer_changed_for_the_worse_is_a_new_one(session, carla):
    answered(session, carla, 3, days=200, updated_at=NOW - timedelta(days=1))
    assert not may(session, carla)


def test_one_low_answer_among_high_ones_hurts(session, carla):
    for score in (10, 2, 9):
        answered(session, carla, score)
    assert not may(session, carla)


@pytest.mark.parametrize("reason", PeaceReason)
def test_whoever_is_left_in_peace_is_asked_no_favour_until_it_is_lifted(session, carla, reason):
    leave_in_peace(session, carla.id, reason, now=NOW)
    assert not may(session, carla)
    lift(session, carla.id, now=NOW)
    assert may(session, carla)


def test_somebody_elses_low_answer_is_not_theirs(session, carla):
    answered(session, factories.contact(session), 0)
    assert may(session, carla)


def test_nobody_unknown_is_asked_a_favour(session, workspace):
    assert not may_be_asked_a_favour(session, 1, low_answers, NOW)


def question(app, favour, look=low_answers):
    return Ask(1, {}, AskingRules(0), NOW, str(app.secret_key), favour, look)


@pytest.mark.parametrize("favour", Favour)
def test_no_favour_is_built_without_looking_who_is_hurt(app, favour):
    with pytest.raises(UnguardedFavourError):
        question(app, favour, None)
    with pytest.raises(UnguardedFavourError):
        is_hurt(None, NOW)


@pytest.mark.parametrize("favour", Favour)
def test_campaign_for_a_favour_spares_the_hurt(app, session, carla, favour):
    answered(session, carla, 6)
    answered(session, factories.contact(session), 9)
    found = review(session, question(app, favour))
    assert (found.asked, found.skipped) == (1, {Skip.HURT: 1})


def test_event_asks_the_hurt_for_no_favour(app, session, carla):
    version = factories.survey(session)
    answered(session, carla, 2)
    begin(session, triggered(version, Favour.REFERRAL), question(app, Favour.REFERRAL))
    told = {"at": NOW, "now": NOW, "key": str(app.secret_key), "low_answers": low_answers}
    assert happened(session, carla.id, "order", **told) == []
    reasons = session.scalars(select(Skipped.reason).where(Skipped.contact_id == carla.id))
    assert reasons.all() == [Skip.HURT]


@pytest.mark.parametrize(("favour", "letters"), [(Favour.REFERRAL, 0), (None, 1)])
def test_whoever_is_hurt_since_the_favour_was_queued_is_spared_too(
    app, session, deliver, post, carla, favour, letters
):
    version = factories.survey(session)
    begin(session, triggered(version, favour), question(app, favour))
    told = {"at": NOW, "now": NOW, "key": str(app.secret_key), "low_answers": low_answers}
    (queued,) = happened(session, carla.id, "order", **told)
    answered(session, carla, 2)
    deliver()
    assert len(post.letters) == letters
    row = session.get_one(Invitation, (carla.workspace_id, queued))
    assert row.error == (None if letters else sending.HURT)


def triggered(version, favour):
    return Campaign(
        id=1,
        survey_id=version.survey_id,
        version_id=version.id,
        name="After an order",
        kind=CampaignKind.TRIGGERED,
        schedule=Schedule(event="order").stored(),
        favour=favour,
        created_at=NOW,
    )


def test_an_honest_question_may_be_put_to_the_hurt(app, session, carla):
    answered(session, carla, 6)
    assert review(session, question(app, None)).asked == 1
