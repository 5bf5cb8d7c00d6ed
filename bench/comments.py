"""Time of the stream of comments at 100,000 or 1,000,000 of them, on both databases.

    uv run python -m bench.comments [--size 100000] [--databases sqlite,postgresql] [--keep FOLDER]

The comments are those of bench/corpora/praise, each followed by a number of its own. Each is read
once, and what was found is written for all that repeat it: reading itself is `bench.reading`. Pages
are asked of the real server, as `bench.report` does.
"""

import argparse
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from analysis.reading import Reader
from bench import house
from bench.visits import visitor
from feedback.config import Settings
from feedback.models import Answer, CommentReading, FrameVersion, Response, ThemeMention
from feedback.themes import frames, indexed
from feedback.themes.frames import Change, Done
from surveys.db import new_id

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
    "explorer": "/themes/explorer?every=all",
    "explorer, a quarter": "/themes/explorer?every=quarter",
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
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--pages", default="", help="only those whose name has these letters")
    parser.add_argument("--keep", type=Path, help="folder of databases that are filled once")
    asked = parser.parse_args()
    print(f"{'database':<11}{'page':<26}{'cold':>8}{'p50':>8}{'p95':>8}{'work':>8}   ms")
    for kind in asked.databases.split(","):
        kept = asked.keep / f"comments-{kind}-{asked.size}" if asked.keep else None
        with house.database(kind, kept) as settings:
            _measure(settings, kind, _filled(settings, asked.size), asked)


def _measure(settings: Settings, kind: str, token: str, asked: argparse.Namespace) -> None:
    with visitor(settings, token) as one:
        for name, address in PAGES.items():
            if asked.pages in name:
                found = one.times(address, asked.runs)
                figures = "".join(f"{ms:>8,.0f}" for ms in vars(found).values())
                print(f"{kind:<11}{name:<26}{figures}   {one.memory():,.0f} MB", flush=True)
    print(f"{kind:<11}load {house.load()}", flush=True)


def _filled(settings: Settings, size: int) -> str:
    noted = settings.data / "sign-in"
    if noted.exists():
        return noted.read_text()
    start = time.perf_counter()
    with house.founded(settings) as (session, version, token):
        house.hurry()
        frame = frames.with_pack(frames.frame_of(session).frame, "saas")
        number = frames.apply(session, frame, Done(Change.PACK, "", None, NOW, 0)).reads
        assert session.query(FrameVersion).count() == 1
        session.commit()
        reader = Reader(frame)
        read = [(said, reader.read(said["words"])) for said in house.corpus()]
        rows = _comments(version, read, size, number)
        with house.counted_after():
            _write(session, rows)
    print(f"filled in {time.perf_counter() - start:,.0f} s", flush=True)
    noted.write_text(token)
    return token


def _write(session: Session, rows: Iterator[dict[Any, Any]]) -> None:
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


def _comments(version: Any, corpus: Any, size: int, number: int) -> Iterator[dict[Any, Any]]:
    chance = random.Random(5)
    for n in range(size):
        said, found = corpus[n % len(corpus)]
        at = NOW - timedelta(days=800 - n * 800 // size, minutes=n % 1440)
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
