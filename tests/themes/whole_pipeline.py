"""Everything that reads words, in a process of its own: prints what was found, and nothing else.

    python -m tests.themes.whole_pipeline FOLDER

Sockets to anywhere are forbidden from the first line on.
"""

import json
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

REACHED: list[str] = []
REAL = socket.socket


class Forbidden(REAL):
    """A socket that says that somebody wanted to leave the machine."""

    def __init__(self, family: int = -1, *args: Any, **more: Any) -> None:
        if family != socket.AF_UNIX:
            REACHED.append(str(family))
            raise OSError("the network is cut")
        super().__init__(family, *args, **more)


def forbidden(*_given: Any, **_more: Any) -> Any:
    REACHED.append("a name was looked up")
    raise OSError("the network is cut")


socket.socket = Forbidden  # type: ignore[misc]
socket.getaddrinfo = socket.create_connection = forbidden


def main(folder: Path) -> None:
    from sqlalchemy import select

    from feedback import create_app
    from feedback.config import Settings
    from feedback.database import migrate
    from feedback.extensions import db
    from feedback.models import (
        Answer,
        CommentReading,
        ThemeLesson,
        ThemeMention,
        ThemeProposal,
        WordCopies,
    )
    from feedback.themes import reading as words
    from feedback.themes import teaching
    from feedback.worker import run_next_job

    app = create_app(Settings(data=folder))
    migrate(app)
    with app.app_context():
        session = db.session()
        workspace_id = _filled(session)
        words.plan(session, datetime.now(UTC))
        while run_next_job():
            """Read, then look over what is left."""
        teaching.plan(session, workspace_id, datetime.now(UTC))
        while run_next_job():
            """Learn."""
        words_of = select(Answer.response_id, Answer.text).where(Answer.text.is_not(None))
        said = dict(session.execute(words_of).all())
        lesson = session.scalars(select(ThemeLesson)).one()
        found = {
            "readings": sorted(
                [said[r.response_id], r.language, r.sentiment, r.urgency, r.open_masks]
                for r in session.scalars(select(CommentReading))
            ),
            "mentions": sorted(
                [said[m.response_id], m.theme_id, m.sentiment]
                for m in session.scalars(select(ThemeMention))
            ),
            "proposals": sorted([p.phrase, p.size] for p in session.scalars(select(ThemeProposal))),
            "copies": sorted(c.n for c in session.scalars(select(WordCopies))),
            "lesson": [lesson.state, lesson.mended, lesson.spoiled, lesson.effects],
        }
    print(json.dumps({"reached": REACHED, "found": found}, sort_keys=True))


def _filled(session: Any) -> int:
    """Sixty comments of no theme, forty copies, and 220 that were corrected."""
    from analysis.reading import Frame, Theme, parse_rules
    from feedback.themes import frames
    from feedback.themes.frames import Change, Done
    from surveys.scope import bind_workspace
    from tests import factories
    from tests.analysis.reading.test_learning import MONEY, OTHER
    from tests.themes.conftest import DELIVERY, NOW
    from tests.themes.test_proposals import MUSIC, PARKING, PLACES
    from tests.themes.test_reading_words import correct

    workspace = factories.workspace(session)
    bind_workspace(session, workspace.id)
    version = factories.survey(session)
    frame = Frame((Theme(DELIVERY, "Price", parse_rules("the price")),))
    frames.apply(session, frame, Done(Change.ADDED, "", None, NOW, 0))
    texts = [each.format(place, n) for n, place in enumerate(PLACES) for each in (PARKING, MUSIC)]
    texts += [f"Ban the new fee NOW, dear Anna Schmidt! #{n}" for n in range(40)]
    for text in texts:
        factories.response(session, version, comment=text, answered_at=NOW)
    for at in range(220):
        about = at % 2 == 0
        text = f"{(MONEY if about else OTHER)[at // 2 % 4]} number {at}"
        row = factories.response(session, version, comment=text, answered_at=NOW)
        correct(session, row, DELIVERY, "negative" if about else "absent", words=text)
    session.commit()
    return int(workspace.id)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
