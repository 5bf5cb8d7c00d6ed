"""Customers who wrote something, a frame to read it by, and a worker that reads."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from analysis.reading import VERSION, Frame, Theme, parse_rules
from feedback.extensions import db
from feedback.models import Answer, CommentReading, Response, ThemeMention
from feedback.themes import frames, reading
from feedback.themes.frames import Change, Done
from feedback.worker import run_next_job
from surveys.db import new_id
from surveys.definition import REASON_KEY
from tests import factories

DELIVERY, STAFF = "7001", "7002"
NOW = datetime.now(UTC)


@pytest.fixture
def version(session, workspace):
    """The survey everybody answered."""
    return factories.survey(session)


@pytest.fixture
def said(session, version):
    """Give a function: a customer answers; the response."""

    def make(words, score=9, **given):
        if "contact_id" not in given:
            given["contact_id"] = factories.contact(session).id
        given.setdefault("answered_at", NOW)
        row = factories.response(session, version, score=score, comment=words, **given)
        session.commit()
        return row

    return make


@pytest.fixture
def framed(session, workspace):
    """Give a function: a frame is applied, two themes unless told; its number."""

    def make(**rules):
        rules = rules or {"Delivery": "parcel, delivery", "Staff": "waiter, staff"}
        ids = {"Delivery": DELIVERY, "Staff": STAFF}
        frame = Frame(
            tuple(
                Theme(ids.get(name) or frames.new_theme_id(), name, parse_rules(words))
                for name, words in rules.items()
            )
        )
        number = frames.frame_of(session).number
        row = frames.apply(session, frame, Done(Change.ADDED, "", None, NOW, number))
        session.commit()
        return row.number

    return make


@pytest.fixture
def read(app, session):
    """Give a function: the worker reads whatever waits."""

    def run():
        session.commit()
        with app.app_context():
            reading.plan(db.session(), datetime.now(UTC))
            while run_next_job():
                pass
            db.session.remove()
        session.rollback()

    return run


@dataclass
class Spoken:
    """A comment that was read: its score, and what it says of which theme."""

    score: int | None
    themes: dict[str, str] = field(default_factory=dict)
    at: datetime = NOW
    attributes: dict[str, str] = field(default_factory=dict)
    is_analysed: bool = True
    contact_id: int | None = None


@pytest.fixture
def spoken(session, version):
    """Give a function: many customers wrote, and the worker has read them."""

    def make(several, of=None):
        for each in several:
            _spoken(session, of or version, each)
        session.commit()

    return make


def _spoken(session, version, each):
    about = {"survey_id": version.survey_id, "score": each.score, "answered_on": each.at.date()}
    row = Response(
        id=new_id(), version_id=version.id, submission_id=f"{new_id():032x}", source="mail",
        answered_at=each.at, updated_at=each.at, attributes=each.attributes,
        contact_id=each.contact_id, **about,
    )  # fmt: skip
    words = Answer(response_id=row.id, question_key=REASON_KEY, text="words", read_by=1)
    found = CommentReading(
        response_id=row.id, number=1, reader=VERSION, language="en", is_analysed=each.is_analysed,
        sentiment="", urgency="", toxicity="", disagrees=False, is_counted=True,
        contact_id=each.contact_id, **about,
    )  # fmt: skip
    for several in ([row], [words], [found]):
        session.add_all(several)
        session.flush()
    session.add_all(
        ThemeMention(
            response_id=row.id, theme_id=int(theme), sentiment=tone, confidence=1.0,
            by_hand=False, is_counted=True, **about,
        )
        for theme, tone in each.themes.items()
    )  # fmt: skip
