"""Each comment is read once, by a job; all of them again when the frame or the reader changed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from analysis.reading import Reader
from feedback.ids import spell
from feedback.models import Answer, CommentReading, FrameVersion, ThemeCorrection, ThemeMention
from feedback.models.consent import digest
from feedback.themes import frames, reading
from surveys.models import Job, JobState
from surveys.scope import bind_workspace
from tests import factories
from tests.respond.conftest import invite
from tests.themes.conftest import DELIVERY, NOW, STAFF

assert invite
WORDS = "The parcel was awful, but your staff were friendly."


def readings(session):
    return session.scalars(select(CommentReading).order_by(CommentReading.response_id)).all()


def mentions(session):
    rows = select(ThemeMention.response_id, ThemeMention.theme_id, ThemeMention.sentiment)
    return sorted((a, str(b), c) for a, b, c in session.execute(rows))


def correct(session, row, theme_id, verdict, words=WORDS):
    session.add(
        ThemeCorrection(
            response_id=row.id,
            theme_id=int(theme_id),
            verdict=verdict,
            words_hash=digest(words),
            made_at=NOW,
        )
    )
    session.commit()


def test_a_comment_is_read_for_themes_and_what_it_says_of_each(said, framed, read, session):
    row = said(WORDS, score=6)
    number = framed()
    read()
    (found,) = readings(session)
    assert (found.response_id, found.number, found.score) == (row.id, number, 6)
    assert (found.language, found.is_analysed, found.is_counted) == ("en", True, True)
    assert [(theme, said) for _id, theme, said in mentions(session)] == [
        (DELIVERY, "negative"),
        (STAFF, "positive"),
    ]


def test_without_a_frame_comments_are_read_all_the_same(said, read, session):
    said(WORDS)
    read()
    assert len(readings(session)) == 1
    assert [row.change for row in session.scalars(select(FrameVersion))] == ["begun"]


def test_answers_can_be_written_while_comments_are_being_read(
    said, framed, read, app, monkeypatch, may_write
):
    said(WORDS)
    framed()
    looked, original = [], Reader.read
    monkeypatch.setattr(Reader, "read", lambda *a: looked.append(may_write()) or original(*a))
    read()
    assert looked == [True]


def test_in_a_language_that_is_not_known_nothing_is_said_of_sentiment(said, framed, read, session):
    said("Das Paket kam leider viel zu spät und niemand hat sich gemeldet.", score=2)
    framed(Delivery="de: Paket")
    read()
    (found,) = readings(session)
    assert (found.language, found.is_analysed, found.sentiment) == ("de", False, "")
    assert mentions(session)[0][1:] == (DELIVERY, "")


def test_nothing_is_read_twice_and_a_version_read_again_gives_the_same(said, framed, read, session):
    said(WORDS)
    framed()
    read()
    first = mentions(session)
    read()
    assert session.query(Job).filter_by(kind=reading.READ_WORDS).count() == 1
    session.execute(update(Answer).values(read_by=0))
    read()
    assert mentions(session) == first


def test_a_theme_keeps_its_comments_when_more_arrive(said, framed, read, session):
    for n in range(10):
        said(f"{WORDS} {n}" if n % 2 else f"All fine {n}.")
    framed()
    read()
    before = mentions(session)
    said("A parcel, and another delivery!")
    read()
    assert set(before) < set(mentions(session))


def test_a_changed_frame_reads_history_anew_and_writes_down_what_moved(said, framed, read, session):
    said(WORDS)
    said("Nothing to say.")
    framed()
    read()
    number = framed(Delivery="nothing", Staff="staff")
    read()
    row = session.scalars(select(FrameVersion).where(FrameVersion.number == number)).one()
    assert (row.came_in, row.went_out) == (1, 1)
    assert {found.number for found in readings(session)} == {number}


def test_a_new_name_alone_reads_nothing_anew(said, framed, read, session):
    said(WORDS)
    reads = framed()
    read()
    here = frames.frame_of(session)
    renamed = frames.Theme(DELIVERY, "Parcels", here.frame.by_id[DELIVERY].rules)
    changed = frames.with_theme(here.frame, renamed)
    done = frames.Done(frames.Change.CHANGED, "", None, NOW, here.number)
    row = frames.apply(session, changed, done)
    assert (row.number, row.reads) == (reads + 1, reads)
    session.commit()
    read()
    assert session.query(Job).filter_by(kind=reading.READ_WORDS).count() == 1


def test_a_new_reader_reads_history_anew_as_a_version_of_its_own(
    said, framed, read, session, monkeypatch
):
    said(WORDS)
    framed()
    read()
    monkeypatch.setattr(reading, "VERSION", "next")
    monkeypatch.setattr(frames, "VERSION", "next")
    read()
    newest = session.scalars(select(FrameVersion).order_by(FrameVersion.number.desc())).first()
    assert (newest.change, newest.reader, newest.made_by) == ("reader", "next", None)
    assert readings(session)[0].number == newest.number


def test_of_two_changes_of_one_version_the_second_is_told(framed, session):
    framed()
    here = frames.frame_of(session)
    framed(Staff="staff")
    late = frames.Done(frames.Change.CHANGED, "", None, NOW, here.number)
    with pytest.raises(frames.ChangedMeanwhileError):
        frames.apply(session, here.frame, late)


def test_what_a_person_corrected_wins_over_the_rules(said, framed, read, session):
    row = said(WORDS)
    correct(session, row, DELIVERY, "absent")
    correct(session, row, STAFF, "negative")
    correct(session, row, 0, "neutral")
    framed()
    read()
    assert mentions(session) == [(row.id, STAFF, "negative")]
    assert readings(session)[0].sentiment == "neutral"


def test_a_correction_of_other_words_says_nothing(said, framed, read, session):
    row = said(WORDS)
    correct(session, row, DELIVERY, "absent", words="What they wrote before.")
    framed()
    read()
    assert [theme for _id, theme, _said in mentions(session)] == [DELIVERY, STAFF]


def test_words_that_change_are_read_anew(invite, framed, read, session):
    customer = invite()
    customer.send("9", reason=WORDS)
    framed()
    read()
    customer.send("9", reason="Fine.")
    assert readings(session) == []
    assert mentions(session) == []
    read()
    assert len(readings(session)) == 1
    assert mentions(session) == []


def test_many_are_read_in_batches_with_progress(said, framed, read, session, monkeypatch):
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    for n in range(5):
        said(f"{WORDS} {n}")
    framed()
    read()
    assert len(readings(session)) == 5
    job = session.query(Job).filter_by(kind=reading.READ_WORDS).one()
    assert (job.state, job.done, job.total) == (JobState.DONE, 5, 5)


def test_what_a_killed_worker_left_is_read_by_the_next(said, framed, read, session, monkeypatch):
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    for n in range(5):
        said(f"{WORDS} {n}")
    framed()
    whole, batches = reading.keep, []

    def dies(*given):
        if batches:
            raise RuntimeError("killed")
        batches.append(whole(*given))
        return batches[-1]

    monkeypatch.setattr(reading, "keep", dies)
    read()
    assert len(readings(session)) == 2
    monkeypatch.setattr(reading, "keep", whole)
    session.execute(update(Job).values(run_at=datetime.now(UTC) - timedelta(minutes=1)))
    read()
    assert len(readings(session)) == 5


def test_progress_is_shown_until_all_is_read(said, framed, read, owner):
    said(WORDS)
    framed()
    assert "0 of 1 comments are read" in owner.get("/themes/frame").text
    read()
    assert "comments are read;" not in owner.get("/themes/frame").text


def test_each_workspace_is_read_by_its_own_frame(said, framed, read, session, workspace):
    said(WORDS)
    framed()
    bolt = factories.workspace(session, name="Bolt", slug="bolt")
    bind_workspace(session, bolt.id)
    factories.response(session, factories.survey(session), comment=WORDS)
    read()
    bind_workspace(session, bolt.id)
    assert len(readings(session)) == 1
    assert mentions(session) == []
    bind_workspace(session, workspace.id)
    assert len(mentions(session)) == 2


def test_anonymous_answers_are_never_written_to(framed, read, session, workspace):
    version = factories.survey(session, is_anonymous=True)
    factories.response(session, version, comment=WORDS)
    session.execute(update(Answer).values(read_by=None))
    framed()
    read()
    assert readings(session) == []
    assert set(session.scalars(select(Answer.read_by))) == {None}


@pytest.mark.parametrize(("words", "given"), [("  ", {}), (WORDS, {"excluded": "test"})])
def test_what_is_no_comment_of_a_customer_is_not_kept(said, framed, read, session, words, given):
    said(words, **given)
    framed()
    read()
    assert readings(session) == []


def test_what_came_late_is_kept_and_not_counted(said, framed, read, session):
    said(WORDS, excluded="late")
    framed()
    read()
    assert readings(session)[0].is_counted is False


def test_erasing_a_person_takes_every_finding_with_the_words(said, framed, read, session, owner):
    row = said(WORDS)
    correct(session, row, STAFF, "negative")
    framed()
    read()
    owner.submit(f"/contacts/{spell(row.contact_id)}/erasure")
    assert readings(session) == []
    assert mentions(session) == []
    assert session.scalars(select(ThemeCorrection)).all() == []
