"""Time of the testimonial inbox at 100,000 comments, and of judging them, on both databases.

    uv run python -m bench.inbox [--size 100000] [--databases sqlite,postgresql] [--runs 7]
    uv run python -m bench.inbox --size 100 --letters 50000     # comments as long as they may be

The comments are those of bench/corpora/praise, each followed by a number of its own, from as many
customers; up to 2,000 of their authors agreed. With --letters each is repeated to that length. A
page is a whole request through the application.
"""

import argparse
import csv
import random
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from statistics import median
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from bench.praise import OWN
from bench.report import database as opened
from bench.report import signed_in
from feedback import create_app
from feedback.accounts import identity
from feedback.config import Settings
from feedback.database import migrate
from feedback.extensions import db
from feedback.models import Answer, Consent, Response, Role
from feedback.testimonials import judging
from feedback.worker import run_next_job
from surveys.db import new_id
from surveys.models import Contact
from surveys.scope import bind_workspace
from tests import factories

NOW = datetime.now(UTC)
AGREED = 2_000
PAGES = {
    "first page": "/testimonials",
    "page 12": "/testimonials?page=12",
    "held back": "/testimonials?show=held",
    "words": "/testimonials?words=delivery",
    "segment and score": "/testimonials?part=plan%3DOffice&rating=9-10",
    "agreed": "/testimonials?agreed=yes",
}


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--letters", type=int, default=0)
    asked = parser.parse_args()
    for database in asked.databases.split(","):
        with opened(database) as settings:
            token = _filled(settings, asked.size, asked.letters)
            client = signed_in(settings, token)
            for name, address in _pages(client, alone=bool(asked.letters)).items():
                taken = [_timed(client, address) for _ in range(asked.runs + 1)][1:]
                print(f"{database:<11}{name:<20}{median(taken):>7.0f} ms", flush=True)


def _pages(client: Any, *, alone: bool) -> dict[str, str]:
    """Give the pages to open: of the list, or of one comment and of one that may be quoted."""
    if not alone:
        return PAGES
    listed = client.get("/testimonials").text, client.get("/testimonials?agreed=yes").text
    links = r"/testimonials/comments/\w+", r"/testimonials/\w{10,}"
    found = [re.search(f'href="({link})', page) for link, page in zip(links, listed, strict=True)]
    assert all(found)
    comment, quote = (one.group(1) for one in found if one)
    return {"first page": "/testimonials", "comment": comment, "quote": quote}


def _timed(client: Any, address: str) -> float:
    start = time.perf_counter()
    page = client.get(address)
    taken = time.perf_counter() - start
    assert page.status_code == 200
    assert "praise-" in page.text
    return 1000 * taken


def _filled(settings: Settings, size: int, letters: int) -> str:
    app = create_app(settings)
    migrate(app)
    with app.app_context():
        with Session(db.engine) as session:
            bind_workspace(session, factories.workspace(session).id)
            version = factories.survey(session)
            owner = factories.member(session, role=Role.OWNER)
            made = identity.make_sign_in(session, owner, NOW)
            token = identity.entry_token(str(app.secret_key), made)
            session.commit()
            for rows in _batches(_comments(version, size, letters), 5_000):
                for model in (Contact, Response, Answer, Consent):
                    kept = [row[model] for row in rows if model in row]
                    if kept:
                        session.execute(insert(model), kept)
                session.commit()
        start = time.perf_counter()
        judging.plan(db.session(), NOW)
        while run_next_job():
            pass
        took = time.perf_counter() - start
        print(f"judged {size:,} comments in {took:.0f} s, {size / took:.0f} /s", flush=True)
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            sqlite = db.engine.dialect.name == "sqlite"
            connection.execute(text("ANALYZE" if sqlite else "VACUUM ANALYZE"))
        db.engine.dispose()
    return token


def _comments(version: Any, size: int, letters: int) -> Iterator[dict[Any, dict[str, Any]]]:
    chance = random.Random(5)
    with OWN.open(encoding="utf-8", newline="") as file:
        corpus = list(csv.DictReader(file))
    for n in range(size):
        said = corpus[n % len(corpus)]
        at = NOW - timedelta(days=chance.randrange(800), minutes=n % 1440)
        about = {"workspace_id": version.workspace_id}
        who, number = new_id(), new_id()
        words = f"{said['words']} {n}"
        if letters:
            words = (f"{words} " * (letters // len(words) + 1))[:letters].strip()
        contact = {
            "id": who, "key": f"c{n}@x.example", "email": f"c{n}@x.example", "created_at": at,
            "updated_at": at,
        }  # fmt: skip
        response = {
            "id": number, "survey_id": version.survey_id, "version_id": version.id,
            "contact_id": who, "submission_id": f"{n:032x}", "score": int(said["score"]),
            "answered_at": at, "answered_on": at.date(), "updated_at": at, "source": "mail",
            "attributes": {"plan": chance.choice(("Starter", "Office", "Enterprise"))},
            "language": "en",
        }  # fmt: skip
        answer = {"response_id": number, "question_key": "reason", "text": words}
        row = {Contact: contact | about, Response: response | about, Answer: answer | about}
        if n % (size // AGREED or 10) == 0:
            row[Consent] = about | {
                "id": new_id(), "response_id": number, "words": words, "words_hash": "x",
                "attribution": "full", "named_as": f"C. {n}", "purposes": ["website"],
                "wording_version": "1", "wording_hash": "x", "locale": "en", "channel": "page",
                "given_at": at, "expires_at": NOW + timedelta(days=700),
            }  # fmt: skip
        yield row


def _batches(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while batch := list(islice(rows, size)):
        yield batch


if __name__ == "__main__":
    main()
