"""Time of the stream of comments at 100,000 or 1,000,000 of them, on both databases.

    uv run python -m bench.comments [--size 100000] [--databases sqlite,postgresql] [--runs 5]

The comments are those of bench/corpora/praise, each followed by a number of its own. Each is read
once, and what was found is written for all that repeat it: reading itself is measured elsewhere. A
page is a whole request through the application.
"""

import argparse
import csv
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from statistics import median
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from analysis.reading import Reader
from bench.praise import OWN
from bench.report import database as opened
from bench.report import signed_in
from feedback import create_app
from feedback.accounts import identity
from feedback.config import Settings
from feedback.database import migrate
from feedback.extensions import db
from feedback.models import Answer, CommentReading, FrameVersion, Response, Role, ThemeMention
from feedback.themes import frames, indexed
from feedback.themes.frames import Change, Done
from surveys.db import new_id
from surveys.scope import bind_workspace
from tests import factories

NOW = datetime.now(UTC)
AT_ONCE = 2_000
PAGES = {
    "first page": "/comments",
    "no theme": "/comments?theme=none",
    "urgent": "/comments?show=urgent",
    "disagree": "/comments?show=odd",
    "new": "/comments?state=new",
    "done (none is)": "/comments?state=done",
    "low scores, complaints": "/comments?band=detractor&sentiment=negative",
    "segment": "/comments?part=plan%3DOffice",
    "a frequent word": "/comments?words=the",
    "a rare word": "/comments?words=77777",
    "two words": "/comments?words=support+team",
    "a phrase": "/comments?words=%22the+team%22",
    "a beginning": "/comments?words=deliver*",
    "a word that is not there": "/comments?words=zzzz",
    "a word and a filter": "/comments?words=the&urgency=any",
}


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    for database in asked.databases.split(","):
        with opened(database) as settings:
            start = time.perf_counter()
            token = _filled(settings, asked.size)
            print(f"{database}: filled in {time.perf_counter() - start:.0f} s", flush=True)
            client = signed_in(settings, token)
            for name, address in PAGES.items():
                taken = [_timed(client, address) for _ in range(asked.runs + 1)][1:]
                print(f"{database:<11}{name:<26}{median(taken):>7.0f} ms", flush=True)


def _timed(client: Any, address: str) -> float:
    start = time.perf_counter()
    page = client.get(address)
    taken = time.perf_counter() - start
    assert page.status_code == 200
    return 1000 * taken


def _filled(settings: Settings, size: int) -> str:
    app = create_app(settings)
    migrate(app)
    with app.app_context():
        with Session(db.engine) as session:
            bind_workspace(session, factories.workspace(session).id)
            version = factories.survey(session)
            owner = factories.member(session, role=Role.OWNER)
            made = identity.make_sign_in(session, owner, NOW)
            token = identity.entry_token(str(app.secret_key), made)
            frame = frames.with_pack(frames.frame_of(session).frame, "saas")
            number = frames.apply(session, frame, Done(Change.PACK, "", None, NOW, 0)).reads
            assert session.query(FrameVersion).count() == 1
            session.commit()
            corpus = _read(Reader(frame))
            rows = _comments(version, corpus, size, number)
            while batch := list(islice(rows, AT_ONCE)):
                for model in (Response, Answer, CommentReading, ThemeMention):
                    kept = [each for row in batch for each in row[model]]
                    if kept:
                        session.execute(insert(model), kept)
                said = [(row[Response][0]["id"], row["day"], row["words"]) for row in batch]
                indexed.add(session, said)
                session.commit()
                if batch[0]["words"].endswith(" 0"):  # or checks of keys go on as in empty tables
                    session.execute(text("ANALYZE"))
                    session.commit()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            sqlite = db.engine.dialect.name == "sqlite"
            connection.execute(text("ANALYZE" if sqlite else "VACUUM ANALYZE"))
        db.engine.dispose()
    return token


def _read(reader: Reader) -> list[tuple[dict[str, str], Any]]:
    with OWN.open(encoding="utf-8", newline="") as file:
        return [(said, reader.read(said["words"])) for said in csv.DictReader(file)]


def _comments(version: Any, corpus: Any, size: int, number: int) -> Iterator[dict[Any, Any]]:
    chance = random.Random(5)
    for n in range(size):
        said, found = corpus[n % len(corpus)]
        at = NOW - timedelta(days=chance.randrange(800), minutes=n % 1440)
        about = {"workspace_id": version.workspace_id}
        key, words, score = new_id(), f"{said['words']} {n}", int(said["score"])
        copied = about | {
            "response_id": key, "survey_id": version.survey_id, "answered_on": at.date(),
            "score": score, "is_counted": True,
        }  # fmt: skip
        response = about | {
            "id": key, "survey_id": version.survey_id, "version_id": version.id,
            "submission_id": f"{n:032x}", "score": score, "answered_at": at,
            "answered_on": at.date(), "updated_at": at, "source": "mail", "language": "en",
            "attributes": {"plan": chance.choice(("Starter", "Office", "Enterprise"))},
        }  # fmt: skip
        reading = copied | {
            "question_key": "reason", "number": number, "reader": found.version,
            "language": found.language, "is_analysed": found.is_analysed,
            "sentiment": found.sentiment.value if found.sentiment else "",
            "urgency": found.urgency.value if found.urgency else "",
            "toxicity": found.toxicity.value if found.toxicity else "",
            "disagrees": n % 90 == 0, "state": "",
        }  # fmt: skip
        answer = {"response_id": key, "question_key": "reason", "text": words, "read_by": number}
        mentions = [
            copied | {
                "theme_id": int(m.theme), "sentiment": m.sentiment, "confidence": 1,
                "by_hand": False,
            }
            for m in found.mentions
        ]  # fmt: skip
        yield {
            "day": at.date(), "words": words, Response: [response], Answer: [about | answer],
            CommentReading: [reading], ThemeMention: mentions,
        }  # fmt: skip


if __name__ == "__main__":
    main()
