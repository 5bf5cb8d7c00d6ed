"""Undo and redo of a draft: every step back and forth, none lost, none after publishing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from surveys import drafts, undoing
from surveys.definition import Question
from surveys.models import DraftStep, SurveyKind
from surveys.templates import TEMPLATES
from tests.factories import NOW

LATER = timedelta(minutes=1)


@pytest.fixture
def survey(session, workspace):
    template = TEMPLATES[SurveyKind.RELATIONSHIP_NPS]
    return drafts.begin(session, template, company="Acme", now=NOW)


@pytest.fixture
def desk(session, survey):
    return Desk(session, survey)


class Desk:
    """Somebody at the editor, with a clock that moves a minute at each change."""

    def __init__(self, session, survey):
        self.session, self.survey, self.now = session, survey, NOW

    def save(self, after=LATER, **words):
        self.now += after
        sheet = drafts.read(self.session, self.survey).sheet
        name = words.pop("name", sheet.name)
        changed = drafts.Sheet(name, replace(sheet.asks, **words))
        drafts.save(self.session, self.survey, changed, seen=sheet.stamp, now=self.now)

    def undo(self):
        return drafts.undo(self.session, self.survey, now=self.now)

    def redo(self):
        return drafts.redo(self.session, self.survey, now=self.now)

    @property
    def subject(self):
        return drafts.read(self.session, self.survey).sheet.asks.subject

    @property
    def steps(self):
        return self.session.scalar(select(func.count()).select_from(DraftStep))


def test_a_change_is_taken_back_and_made_again(desk, session, survey):
    first = desk.subject
    desk.save(subject="Hello")
    assert undoing.ways(session, survey) == (True, False)
    assert desk.undo().sheet.asks.subject == first
    assert undoing.ways(session, survey) == (False, True)
    assert desk.redo().sheet.asks.subject == "Hello"


def test_the_name_is_part_of_it(desk, survey):
    desk.save(name="Guests")
    desk.undo()
    assert survey.name == TEMPLATES[SurveyKind.RELATIONSHIP_NPS].label


def test_a_removed_question_comes_back_whole(desk, session, survey):
    kept = Question("qa", "rating", "How good?", hint="Really")
    both = drafts.read(session, survey).sheet.asks.questions
    desk.save(questions=(*both, kept))
    desk.save(questions=both)
    assert desk.undo().sheet.asks.question("qa") == kept


def test_words_typed_in_one_go_are_one_step(desk):
    first = desk.subject
    for letters in ("H", "He", "Hello"):
        desk.save(subject=letters, after=timedelta(seconds=3))
    assert desk.undo().sheet.asks.subject == first


def test_after_a_pause_it_is_a_step_of_its_own(desk):
    desk.save(subject="Hello")
    desk.save(subject="Hello you")
    assert desk.undo().sheet.asks.subject == "Hello"


def test_a_change_after_undoing_ends_what_could_be_made_again(desk, session, survey):
    desk.save(subject="One")
    desk.undo()
    desk.save(subject="Two")
    assert undoing.ways(session, survey) == (True, False)
    assert desk.redo().sheet.asks.subject == "Two"


def test_with_nothing_to_undo_it_stays(desk):
    first = desk.subject
    assert desk.undo().sheet.asks.subject == first
    assert desk.redo().sheet.asks.subject == first


def test_published_words_are_not_undone(desk, session, survey):
    desk.save(subject="Hello")
    stamp = drafts.read(session, survey).sheet.stamp
    version = drafts.publish(session, survey, seen=stamp, now=NOW)
    assert desk.steps == 0
    desk.undo()
    assert version.definition["subject"] == "Hello"


def test_only_so_many_steps_are_kept(desk):
    for n in range(undoing.MOST_STEPS + 10):
        desk.save(subject=f"Hello {n}")
    assert desk.steps == undoing.MOST_STEPS


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.sampled_from(["save", "undo", "redo"]), max_size=14))
def test_any_way_through_the_steps_is_that_of_two_stacks(desk, session, survey, moves):
    undoing.forget(session, survey)
    back, forth = [], []
    for number, move in enumerate(moves):
        now = desk.subject
        if move == "save":
            desk.save(subject=f"{number} {desk.now}")
            back.append(now)
            forth.clear()
        elif move == "undo":
            desk.undo()
            if back:
                forth.append(now)
                assert desk.subject == back.pop()
        else:
            desk.redo()
            if forth:
                back.append(now)
                assert desk.subject == forth.pop()
