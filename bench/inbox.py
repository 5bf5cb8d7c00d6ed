"""Time of the testimonial inbox at 100,000 comments, and of judging them, on both databases.

    uv run python -m bench.inbox [--size 100000] [--databases sqlite,postgresql] [--runs 20]
    uv run python -m bench.inbox --size 100 --letters 50000     # comments as long as they may be

The comments are those of bench/corpora/praise, each followed by a number of its own, from as many
customers; up to 2,000 of their authors agreed. With --letters each is repeated to that length.
Pages are asked of the real server, as `bench.report` does.
"""

import argparse
import random
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert

from bench import house
from bench.visits import visitor
from feedback.config import Settings
from feedback.extensions import db
from feedback.models import Answer, Consent, Response
from feedback.testimonials import judging
from feedback.worker import run_next_job
from surveys.db import new_id
from surveys.models import Contact

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
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--letters", type=int, default=0)
    asked = parser.parse_args()
    print(f"{'database':<11}{'page':<20}{'cold':>8}{'p50':>8}{'p95':>8}{'work':>8}   ms")
    for kind in asked.databases.split(","):
        with house.database(kind) as settings:
            token = _filled(settings, asked.size, asked.letters)
            pages = _pages(house.signed_in(settings, token), alone=bool(asked.letters))
            with visitor(settings, token) as one:
                for name, address in pages.items():
                    found = one.times(address, asked.runs, must_say="praise-")
                    figures = "".join(f"{ms:>8,.0f}" for ms in vars(found).values())
                    print(f"{kind:<11}{name:<20}{figures}", flush=True)
            print(f"{kind:<11}load {house.load()}", flush=True)


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


def _filled(settings: Settings, size: int, letters: int) -> str:
    with house.founded(settings) as (session, version, token):
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
    return token


def _comments(version: Any, size: int, letters: int) -> Iterator[dict[Any, dict[str, Any]]]:
    chance = random.Random(5)
    corpus = house.corpus()
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
