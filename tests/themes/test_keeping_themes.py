"""A theme keeps its comments whatever else arrives: what comes later moves nothing."""

from datetime import UTC, datetime

from sqlalchemy import select

from feedback.extensions import db
from feedback.models import CommentReading, ThemeMention, ThemeProposal
from feedback.themes import looking
from feedback.worker import run_next_job
from surveys.scope import bound_workspace
from tests.analysis.reading.test_proposals import SUBJECTS
from tests.themes.test_proposals import PLACES

SAID = (
    "The parcel for {} came late",
    "Your staff in {} were lovely to us",
    "The parcel was fine but the waiter in {} was rude",
)
LEFT_OVER = SUBJECTS["parking"], SUBJECTS["music"]


def test_a_theme_keeps_its_comments_when_a_tenth_more_arrive(said, framed, read, session, app):
    framed()
    old = [each.format(place, n) for n, place in enumerate(PLACES) for each in (*SAID, *LEFT_OVER)]
    numbers = {said(words).id for words in old}
    read()
    before = _mentions(session, numbers)
    for place in PLACES[: len(old) // 10]:
        said(f"The loyalty app forgot my points in {place}, and the parcel was wet")
    read()
    looking.plan(session, bound_workspace(session), datetime.now(UTC), asked=True)
    session.commit()
    _look_over(app)
    assert len(session.scalars(select(CommentReading)).all()) == 1.1 * len(old)
    assert session.scalars(select(ThemeProposal)).all()
    assert len(before) == 4 * len(PLACES)
    assert _mentions(session, numbers) == before


def _look_over(app):
    with app.app_context():
        while run_next_job():
            """Group what is left over, all of it anew."""
        db.session.remove()


def _mentions(session, numbers):
    session.rollback()
    rows = select(ThemeMention.response_id, ThemeMention.theme_id, ThemeMention.sentiment)
    found = session.execute(rows.where(ThemeMention.response_id.in_(numbers)))
    return sorted(tuple(row) for row in found)
