"""What no theme caught is proposed, never moved; what people decide of it stays."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select

from analysis.reading import copies
from feedback.extensions import db
from feedback.ids import spell
from feedback.models import CommentReading, ThemeProposal, WordCopies
from feedback.themes import frames, looking
from feedback.worker import run_next_job
from surveys.models import Job
from tests.analysis.reading.test_proposals import SUBJECTS
from tests.analysis.reading.test_sentence_model import TINY
from tests.themes.conftest import NOW
from tests.themes.test_frame import form_of

PLACES = [
    "Aldgate",
    "Bexley",
    "Camden",
    "Dalston",
    "Ealing",
    "Finchley",
    "Greenwich",
    "Harrow",
    "Islington",
    "Kilburn",
    "Lambeth",
    "Mayfair",
    "Newham",
    "Osterley",
    "Peckham",
    "Rotherhithe",
    "Southwark",
    "Tottenham",
    "Uxbridge",
    "Vauxhall",
    "Wapping",
    "Yeading",
    "Acton",
    "Barking",
    "Clapham",
    "Deptford",
    "Edgware",
    "Fulham",
    "Hackney",
    "Kew",
]
"""Copies that differ in numbers alone are one voice: these differ in a word."""
PARKING, MUSIC = SUBJECTS["parking"], SUBJECTS["music"]


@pytest.fixture
def talked(said, framed, read):
    """Sixty comments about two things that no theme names; all are read and looked over."""
    framed()
    for n, place in enumerate(PLACES):
        said(PARKING.format(place, n), answered_at=NOW)
        said(MUSIC.format(place, n), answered_at=NOW)
    read()


@pytest.fixture
def look(app, session, workspace):
    """Give a function: somebody has the comments looked over, and the worker does."""

    def run():
        session.commit()
        with app.app_context():
            from surveys.scope import bind_workspace

            bind_workspace(db.session(), workspace.id)
            looking.plan(db.session(), workspace.id, NOW, asked=True)
            while run_next_job():
                """Go on."""
            db.session.remove()
        session.rollback()

    return run


def open_ones(session, state="open"):
    session.rollback()
    return session.scalars(select(ThemeProposal).where(ThemeProposal.state == state)).all()


def the_one_about(session, words):
    return next(row for row in open_ones(session) if words in row.phrase)


def test_what_comments_without_a_theme_share_is_proposed_with_their_words(talked, session, owner):
    phrases = " ".join(row.phrase for row in open_ones(session))
    assert "parking" in phrases
    assert "loud" in phrases
    shown = owner.get("/themes/proposals")
    assert "60 comments have no theme" in shown.text
    assert "no parking spot anywhere" in shown.text


def test_a_proposal_becomes_a_theme_only_after_its_effect_was_seen(talked, session, owner):
    found = the_one_about(session, "parking")
    begin = owner.get(f"/themes/proposals/{spell(found.id)}/theme", follow_redirects=True)
    assert found.phrase in begin.text
    given = {"name": "Parking", "rules": "parking spot", "excludes": "", "parent": "", "owner": ""}
    seen = owner.submit("/themes/frame/theme", given | form_of(begin.text))
    assert frames.frame_of(session).frame.themes[-1].name != "Parking"
    owner.submit("/themes/frame/theme", given | form_of(seen.text) | {"apply": "1"})
    session.rollback()
    theme = frames.frame_of(session).frame.themes[-1]
    assert theme.name == "Parking"
    (taken,) = open_ones(session, "taken")
    assert (taken.id, taken.theme_id) == (found.id, int(theme.id))


def test_a_proposals_words_can_go_into_a_theme_that_is_there(talked, session, owner):
    found = the_one_about(session, "parking")
    theme = frames.frame_of(session).frame.themes[0]
    path = f"/themes/proposals/{spell(found.id)}/theme?into={theme.id}"
    shown = owner.get(path, follow_redirects=True)
    assert f"{theme.rules[0].words}\n" in shown.text
    assert found.phrase in shown.text


def test_what_is_ignored_stays_ignored_when_it_is_looked_over_again(talked, session, owner, look):
    found = the_one_about(session, "parking")
    owner.submit(f"/themes/proposals/{spell(found.id)}/ignoring", page="/themes/proposals")
    look()
    assert all("parking" not in row.phrase for row in open_ones(session))
    assert [row.id for row in open_ones(session, "ignored")] == [found.id]
    owner.submit(f"/themes/proposals/{spell(found.id)}/return", page="/themes/proposals")
    assert the_one_about(session, "parking").id == found.id


def test_whoever_only_reads_reports_sees_proposals_and_decides_nothing(talked, session, executive):
    shown = executive.get("/themes/proposals")
    assert "parking" in shown.text
    assert "Ignore" not in shown.text


def test_a_look_says_how_far_it_is(talked, session, owner):
    owner.submit("/themes/proposals/looks", page="/themes/proposals")
    shown = owner.get("/themes/proposals").text
    assert 'role="progressbar"' in shown
    assert "are being looked over" in shown


def test_no_more_is_compared_than_memory_allows(talked, session, look, monkeypatch):
    monkeypatch.setattr(looking, "MOST", 20)
    monkeypatch.setattr(looking, "AT_ONCE", 7)
    look()
    assert all(row.compared == 20 and row.pool == 60 for row in open_ones(session))


def test_every_comment_is_drawn_once_where_there_are_few(talked, session, monkeypatch):
    monkeypatch.setattr(looking, "AT_ONCE", 7)
    drawn = [number for number, _words in looking._drawn(session, 60)]
    assert sorted(drawn) == sorted(session.scalars(select(CommentReading.response_id)))


def test_an_unasked_look_rests_for_an_hour(talked, said, read, session):
    before = session.query(Job).filter_by(kind=looking.LOOK_OVER).one().finished_at
    said("One more comment.")
    read()
    assert session.query(Job).filter_by(kind=looking.LOOK_OVER).one().finished_at == before


def test_many_copies_of_one_text_are_one_voice_and_no_landslide(said, framed, read, session, owner):
    framed()
    for n in range(40):
        said(f"Ban the new fee NOW, your waiter is rude! #{n}")
    said("Something else altogether was nice.")
    read()
    (row,) = session.scalars(select(WordCopies))
    assert row.n == 40
    assert "Ban the new fee NOW" in owner.get("/themes/proposals").text
    assert "39 of them copies" in owner.get("/themes/frame").text
    assert open_ones(session) == []


def test_copies_are_known_by_the_same_number_in_every_process():
    assert copies.fingerprint("Ban the new fee now, 12 times") == -1427523676026247107


def test_what_four_people_say_by_chance_is_no_campaign(said, framed, read, session):
    framed()
    for _ in range(copies.LEAST - 1):
        said("There is nothing to add.")
    read()
    assert session.scalars(select(WordCopies)).all() == []


def test_what_is_said_all_the_year_round_is_no_campaign(said, framed, read, session):
    framed()
    for week in range(12):
        said("The price of it is too high.", answered_at=NOW - timedelta(days=4 * week))
    for day in range(6):
        said("Ban the new fee now!", answered_at=NOW - timedelta(days=100 + 2 * day))
    said("Ban the new fee now!", answered_at=NOW - timedelta(days=200))
    read()
    (row,) = session.scalars(select(WordCopies))
    last = (NOW - timedelta(days=100)).date()
    assert (row.n, row.first_on, row.last_on) == (6, last - timedelta(days=10), last)


def test_a_sentence_model_that_is_not_there_is_told_and_words_are_compared(
    app, talked, look, session, tmp_path, caplog, monkeypatch
):
    given = app.extensions["settings"].model_copy(update={"sentence_model": tmp_path / "gone"})
    monkeypatch.setitem(app.extensions, "settings", given)
    before = sorted(row.phrase for row in open_ones(session))
    with caplog.at_level(logging.WARNING, "hark.themes"):
        look()
    assert "sentence model not used" in caplog.text
    assert sorted(row.phrase for row in open_ones(session)) == before


def test_a_sentence_model_that_is_given_says_what_belongs_together(
    app, said, framed, read, look, session, monkeypatch
):
    given = app.extensions["settings"].model_copy(update={"sentence_model": TINY})
    monkeypatch.setitem(app.extensions, "settings", given)
    framed()
    for n, place in enumerate(PLACES):
        about = "parking" if n % 2 else "music"
        said(f"{about} {place}town {about}", answered_at=NOW)
    read()
    look()
    assert sorted(row.size for row in open_ones(session)) == [15, 15]
