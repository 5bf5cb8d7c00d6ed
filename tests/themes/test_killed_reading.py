"""A worker killed while it reads comments: the next one goes on, nothing is lost or doubled."""

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from analysis.reading import Reader
from feedback.models import (
    Answer,
    CommentReading,
    CommentWords,
    Response,
    ThemeMention,
)
from feedback.themes import frames
from surveys.db import new_id
from tests import factories
from tests.factories import NOW

ROOT = Path(__file__).parents[2]
MANY = 1_200
SAID = (
    "The delivery came late again and nobody answered the phone.",
    "Friendly support, they solved it within an hour.",
    "Too expensive for what it does.",
)


@pytest.fixture
def version(session, workspace):
    version = factories.survey(session)
    made = {"workspace_id": workspace.id, "survey_id": version.survey_id}
    made |= {"version_id": version.id, "score": 3, "answered_at": NOW, "answered_on": NOW.date()}
    made |= {"updated_at": NOW, "source": "import", "language": "en", "attributes": {}}
    rows = [made | {"id": new_id(), "submission_id": f"{n:032x}"} for n in range(MANY)]
    said = {"workspace_id": workspace.id, "question_key": "reason"}
    session.execute(insert(Response), rows)
    words = [
        said | {"response_id": row["id"], "text": f"{SAID[n % 3]} {n}"}
        for n, row in enumerate(rows)
    ]
    session.execute(insert(Answer), words)
    frames.apply(
        session,
        frames.with_pack(frames.frame_of(session).frame, "retail"),
        frames.Done(frames.Change.PACK, "", None, NOW, 0),
    )
    session.commit()
    return version


def test_nothing_is_lost_or_doubled_where_a_worker_is_killed_while_it_reads(
    session, version, settings
):
    read = 0
    for turn in range(2):
        worker = _start(settings, turn)
        while _read(session) < read + 200 and worker.poll() is None:
            time.sleep(0.01)
        time.sleep(0.08)  # into the middle of the next batch
        worker.kill()
        worker.wait()
        read = _read(session)
        assert 0 < read < MANY, f"kill {turn} came too late or too early"
    assert _start(settings, 2).wait() == 0
    session.expire_all()
    reader, mentioned = Reader(frames.frame_of(session).frame), Counter()
    for number, words in session.execute(select(Answer.response_id, Answer.text)):
        mentioned.update((number, int(each.theme)) for each in reader.read(words).mentions)
    pairs = select(ThemeMention.response_id, ThemeMention.theme_id)
    found = Counter((number, theme) for number, theme in session.execute(pairs))
    read, findable = (_count(session, model) for model in (CommentReading, CommentWords))
    assert (read, findable, found) == (MANY, MANY, mentioned)


def _read(session):
    session.rollback()
    return _count(session, CommentReading)


def _count(session, model):
    return session.scalar(select(func.count()).select_from(model)) or 0


def _start(settings, turn):
    """Start a worker that reads, so much later that the killed one's lease is over."""
    given = {"HARK_DATA": str(settings.data), "HARK_DATABASE_URL": settings.database_url}
    command = [sys.executable, "-m", "bench.reading", "--work", str(turn)]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | given)
