"""Drafts and versions: what is published stays, and no words are lost between two tabs."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, update

from surveys import drafts
from surveys.checks import UnfitError
from surveys.definition import Definition, Question
from surveys.models import Survey, SurveyKind, Version
from surveys.models.survey import FrozenVersionError
from surveys.templates import TEMPLATES
from tests import factories
from tests.factories import NOW

RATING = Question("qa", "rating", "How good was the guide?")


@pytest.fixture
def survey(session, workspace):
    template = TEMPLATES[SurveyKind.RELATIONSHIP_NPS]
    return drafts.begin(session, template, company="Acme", now=NOW)


def saved(session, survey, seen="", **words):
    """Save with some words changed; seen as it is unless told."""
    sheet = drafts.read(session, survey).sheet
    changed = replace(sheet, asks=replace(sheet.asks, **words))
    return drafts.save(session, survey, changed, seen=seen or sheet.stamp, now=NOW)


def with_extra(session, survey, *questions):
    asks = drafts.read(session, survey).sheet.asks
    return saved(session, survey, questions=(*asks.questions[:2], *questions))


def published(session, survey):
    stamp = drafts.read(session, survey).sheet.stamp
    version = drafts.publish(session, survey, seen=stamp, now=NOW)
    session.commit()
    return version


def test_a_new_survey_is_a_draft(session, survey):
    assert [v.number for v in drafts.read(session, survey).versions] == [1]
    assert drafts.read(session, survey).unpublished is not None


def test_saving_changes_the_draft(session, survey):
    saved(session, survey, subject="Hello")
    session.commit()
    assert drafts.read(session, survey).sheet.asks.subject == "Hello"


def test_publishing_freezes_the_draft(session, survey):
    version = published(session, survey)
    version.definition = factories.definition().stored()
    with pytest.raises(FrozenVersionError):
        session.flush()


@pytest.mark.parametrize("column, value", [("number", 9), ("published_at", None)])
def test_nothing_of_a_published_version_changes_not_even_its_being_published(
    session, survey, column, value
):
    version = published(session, survey)
    setattr(version, column, value)
    with pytest.raises(FrozenVersionError):
        session.flush()


def test_a_published_version_cannot_be_changed_inside_its_definition(session, survey):
    version = published(session, survey)
    version.definition["subject"] = "Other"
    with pytest.raises(FrozenVersionError):
        session.flush()


def test_a_published_version_cannot_be_deleted(session, survey):
    session.delete(published(session, survey))
    with pytest.raises(FrozenVersionError):
        session.flush()


@pytest.mark.parametrize("statement", [update(Version).values(number=7), delete(Version)])
def test_versions_cannot_be_changed_in_bulk_past_the_guard(session, survey, statement):
    with pytest.raises(FrozenVersionError):
        session.execute(statement)


def test_saving_after_publishing_makes_the_next_version(session, survey):
    first = published(session, survey)
    saved(session, survey, subject="Hello again")
    session.commit()
    assert [v.number for v in drafts.read(session, survey).versions] == [2, 1]
    assert Definition.of(first.definition).subject != "Hello again"


def test_saving_the_same_words_makes_no_version(session, survey):
    published(session, survey)
    saved(session, survey)
    assert len(drafts.read(session, survey).versions) == 1


def test_publishing_twice_publishes_once(session, survey):
    published(session, survey)
    assert published(session, survey) is None


def test_a_reworded_question_is_published_under_a_new_key(session, survey):
    with_extra(session, survey, RATING)
    published(session, survey)
    with_extra(session, survey, replace(RATING, text="How good was the food?"))
    second = Definition.of(published(session, survey).definition)
    assert second.questions[2].key != RATING.key


def test_a_question_that_only_moved_keeps_its_key(session, survey):
    other = Question("qb", "text", "Anything else?")
    with_extra(session, survey, RATING, other)
    published(session, survey)
    with_extra(session, survey, other, RATING)
    second = Definition.of(published(session, survey).definition)
    assert [q.key for q in second.questions[2:]] == ["qb", "qa"]


def test_a_key_rested_for_a_version_is_not_given_to_other_words(session, survey):
    with_extra(session, survey, RATING)
    published(session, survey)
    with_extra(session, survey)
    published(session, survey)
    with_extra(session, survey, replace(RATING, text="Something else?"))
    third = Definition.of(published(session, survey).definition)
    assert third.questions[2].key != RATING.key


def test_the_second_tab_is_told_and_overwrites_nothing(session, survey):
    opened = drafts.read(session, survey).sheet.stamp
    saved(session, survey, subject="First tab")
    session.commit()
    with pytest.raises(drafts.ConflictError) as conflict:
        saved(session, survey, seen=opened, subject="Second tab")
    assert conflict.value.stored.asks.subject == "First tab"
    assert drafts.read(session, survey).sheet.asks.subject == "First tab"


def test_two_tabs_that_say_the_same_do_not_clash(session, survey):
    opened = drafts.read(session, survey).sheet.stamp
    saved(session, survey, subject="Same")
    assert saved(session, survey, seen=opened, subject="Same").sheet.asks.subject == "Same"


def test_a_tab_opened_before_publishing_may_go_on(session, survey):
    opened = drafts.read(session, survey).sheet.stamp
    published(session, survey)
    assert saved(session, survey, seen=opened, subject="Next").versions[0].number == 2


def test_publishing_what_somebody_else_wrote_is_refused(session, survey):
    opened = drafts.read(session, survey).sheet.stamp
    saved(session, survey, subject="Somebody else")
    with pytest.raises(drafts.ConflictError):
        drafts.publish(session, survey, seen=opened, now=NOW)


def test_an_unfinished_draft_is_not_published(session, survey):
    draft = saved(session, survey, subject="")
    with pytest.raises(drafts.UnfinishedError, match="subject"):
        drafts.publish(session, survey, seen=draft.sheet.stamp, now=NOW)
    assert drafts.read(session, survey).unpublished is not None


def test_what_cannot_be_saved_leaves_the_draft_as_it_was(session, survey):
    with pytest.raises(UnfitError):
        saved(session, survey, subject="Two\nlines")
    assert "Two" not in drafts.read(session, survey).sheet.asks.subject


def test_a_draft_thrown_away_brings_the_published_words_back(session, survey):
    published(session, survey)
    saved(session, survey, subject="Never mind")
    drafts.discard(session, survey)
    session.commit()
    assert [v.number for v in drafts.read(session, survey).versions] == [1]


def test_a_survey_never_published_goes_with_its_draft(session, survey):
    drafts.discard(session, survey)
    session.commit()
    assert session.query(Survey).count() == 0


def test_old_answers_keep_the_version_they_answered(session, survey):
    first = published(session, survey)
    answer = factories.response(session, first, score=9)
    saved(session, survey, subject="Next")
    published(session, survey)
    assert answer.version_id == first.id


def test_closing_twice_keeps_the_first_moment(survey):
    survey.close(NOW)
    survey.close(NOW.replace(year=2030))
    assert survey.closed_at == NOW


def test_a_closed_survey_can_be_opened_again(survey):
    survey.close(NOW)
    survey.reopen()
    assert survey.closed_at is None
