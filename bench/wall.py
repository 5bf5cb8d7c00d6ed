"""Time of the public wall with ten thousand quotes, and of a picture.

    uv run python -m bench.wall [--quotes 10000] [--databases sqlite,postgresql]

Whole requests through the application, without the network: the first page, the last one, data,
feed, one quote, and a picture drawn anew.
"""

import argparse
import time
from statistics import quantiles

from flask.testing import FlaskClient
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from bench.house import database as opened
from feedback import create_app
from feedback.config import Settings
from feedback.database import migrate
from feedback.ids import spell
from feedback.models import Publication
from feedback.testimonials.outputs.drawing import SHAPES, Card, draw, looks
from surveys.scope import bind_workspace
from tests import factories
from tests.testimonials.outputs.many import many


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quotes", type=int, default=10_000)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--runs", type=int, default=20)
    asked = parser.parse_args()
    for database in asked.databases.split(","):
        with opened(database) as settings:
            _measure(settings, database, asked.quotes, asked.runs)
    for shape in SHAPES:
        _time("picture", shape, lambda n, shape=shape: _draw(n, shape), asked.runs)


def _measure(settings: Settings, database: str, quotes: int, runs: int) -> None:
    app = create_app(settings)
    migrate(app)
    first, last = _filled(settings, quotes)
    client: FlaskClient = app.test_client()
    for name, path in {
        "first page": "/wall/acme",
        "last page": f"/wall/acme?before={last}",
        "data": "/wall/acme.json",
        "feed": "/wall/acme/feed.xml",
        "one quote": f"/wall/acme/{first}",
    }.items():
        assert client.get(path).status_code == 200, path
        _time(database, name, lambda _, path=path: client.get(path), runs)


def _filled(settings: Settings, quotes: int) -> tuple[str, str]:
    engine = create_engine(settings.database)
    with Session(engine) as session:
        acme = factories.workspace(session, name="Acme", slug="acme")
        bind_workspace(session, acme.id)
        many(session, factories.survey(session), quotes)
        session.commit()
        if engine.dialect.name == "postgresql":  # which does so by itself within a minute
            session.execute(text("ANALYZE"))
            session.commit()
        ordered = session.query(Publication).order_by(Publication.id).all()
        return ordered[-1].public_id, spell(ordered[min(24, quotes - 1)].id)


def _draw(number: int, shape: str) -> None:
    words = f"“Number {number}. {'It saves us hours a week. ' * 6}”"
    card = Card(words, "Ann Able", ("3 Feb 2026",), ("5 of 9 agreed.",), "Acme", "en")
    draw(card, shape, looks("#0f6b5c")["light"], "png")


def _time(where: str, what: str, do: object, runs: int) -> None:
    took = []
    for number in range(runs):
        began = time.perf_counter()
        do(number)  # type: ignore[operator]
        took.append(1_000 * (time.perf_counter() - began))
    p50, p95 = quantiles(took, n=20)[9], quantiles(took, n=20)[18]
    print(f"{where:<11}{what:<12}{p50:9.1f}{p95:9.1f}   ms (p50, p95 of {runs})")


if __name__ == "__main__":
    main()
