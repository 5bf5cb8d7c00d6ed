"""Corrections teach: offered only where they beat the rules, applied by a person, taken back."""

import pytest
from sqlalchemy import select

from feedback.ids import spell
from feedback.models import CommentReading, FrameVersion, ThemeLesson
from feedback.themes import frames, teaching, trying
from tests import factories
from tests.analysis.reading.test_learning import MONEY, OTHER
from tests.themes.conftest import DELIVERY, NOW
from tests.themes.test_reading_words import correct, mentions


@pytest.fixture
def corrected(session, version, framed, read, monkeypatch):
    """Give a function: so many comments are read and corrected, as the rules say or by money."""

    def make(n=220, *, agrees=False):
        framed(Delivery="the price")
        for at in range(n):
            about_money = at % 2 == 0
            words = f"{(MONEY if about_money else OTHER)[at // 2 % 4]} number {at}"
            row = factories.response(session, version, comment=words, answered_at=NOW)
            found = "the price" in words
            right = found if agrees else about_money
            correct(session, row, DELIVERY, "negative" if right else "absent", words=words)
        read()

    return make


@pytest.fixture
def learn(owner, read):
    """Give a function: an owner has the worker learn."""

    def run():
        owner.submit("/themes/learning/lessons", page="/themes/learning")
        read()

    return run


def lesson(session):
    session.rollback()
    return session.scalars(select(ThemeLesson).order_by(ThemeLesson.id.desc())).first()


def press(owner, row, what):
    owner.submit(f"/themes/learning/lessons/{spell(row.id)}/{what}", page="/themes/learning")


def test_what_beats_the_rules_is_offered_with_its_figures(corrected, learn, owner, session):
    corrected()
    learn()
    row = lesson(session)
    assert (row.state, row.corrections) == ("offered", 220)
    assert row.mended > row.spoiled
    shown = owner.get("/themes/learning").text
    assert f"it is right {row.mended} times and the rules {row.spoiled} times" in shown
    assert "95 % interval" in shown
    assert "Use it" in shown


def test_what_does_not_beat_the_rules_is_not_offered(corrected, learn, owner, session):
    corrected(agrees=True)
    learn()
    row = lesson(session)
    assert row.state == "worse"
    assert "Use it" not in owner.get("/themes/learning").text
    press(owner, row, "use")
    assert frames.frame_of(session).lesson_id is None


def test_too_few_corrections_teach_nothing(corrected, learn, owner, session):
    corrected(20)
    assert "Learning begins at 200" in owner.get("/themes/learning").text
    learn()
    assert lesson(session) is None


def test_learning_alone_moves_no_comment(corrected, learn, said, read, session):
    corrected()
    said("this costs us a fortune")
    read()
    before = mentions(session)
    learn()
    assert mentions(session) == before


def test_the_effect_on_history_is_what_applying_it_does(
    corrected, learn, said, read, owner, session
):
    corrected()
    row = said("this costs a fortune")
    said("the room was nice again")
    read()
    learn()
    came, went = lesson(session).effects[DELIVERY]
    assert (came, went) == (1, 0)
    press(owner, lesson(session), "use")
    read()
    assert (row.id, DELIVERY) in {(number, theme) for number, theme, _said in mentions(session)}
    newest = session.scalars(select(FrameVersion).order_by(FrameVersion.number.desc())).first()
    assert (newest.change, newest.came_in, newest.went_out) == ("learned", came, went)


def test_ids_of_themes_are_the_same_before_and_after(corrected, learn, read, owner, session):
    corrected()
    learn()
    before = [theme.id for theme in frames.frame_of(session).frame.themes]
    press(owner, lesson(session), "use")
    read()
    assert [theme.id for theme in frames.frame_of(session).frame.themes] == before


def test_it_can_be_gone_back_on(corrected, learn, said, read, owner, session):
    corrected()
    said("this costs a fortune")
    read()
    before = mentions(session)
    learn()
    press(owner, lesson(session), "use")
    read()
    assert mentions(session) != before
    owner.submit("/themes/learning/end", page="/themes/learning")
    read()
    assert mentions(session) == before
    assert frames.frame_of(session).lesson_id is None


def test_what_is_declined_is_not_offered_any_more(corrected, learn, owner, session):
    corrected()
    learn()
    press(owner, lesson(session), "refusal")
    assert lesson(session).state == "declined"
    press(owner, lesson(session), "use")
    assert frames.frame_of(session).lesson_id is None


def test_what_was_learned_by_other_rules_is_not_applied(corrected, learn, framed, owner, session):
    corrected()
    learn()
    framed(Delivery="parcel")
    press(owner, lesson(session), "use")
    session.rollback()
    assert frames.frame_of(session).lesson_id is None


def test_a_changed_theme_keeps_what_was_learned(corrected, learn, read, owner, session, framed):
    corrected()
    learn()
    press(owner, lesson(session), "use")
    session.rollback()
    framed(Delivery="the price, parcel")
    assert frames.frame_of(session).lesson_id == lesson(session).id


def test_a_trial_reads_with_what_was_learned(corrected, learn, said, read, owner, session):
    corrected()
    learn()
    press(owner, lesson(session), "use")
    said("this costs a fortune")
    read()
    trial = trying.tried(session, frames.frame_of(session).frame.by_id[DELIVERY])
    assert (trial.came_in, trial.went_out) == (0, 0)


def test_history_is_looked_at_in_batches_with_progress(corrected, learn, session, monkeypatch):
    monkeypatch.setattr(teaching, "AT_ONCE", 50)
    corrected()
    learn()
    assert lesson(session).examined == len(session.scalars(select(CommentReading)).all())
