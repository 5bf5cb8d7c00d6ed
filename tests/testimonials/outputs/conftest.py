"""Every way in which a published quote leaves the house, as the public or a member fetches it."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from werkzeug.serving import make_server

from feedback.models import Publication, Purpose

EVERYWHERE = [purpose.value for purpose in Purpose]


@dataclass(frozen=True)
class Output:
    """Where it is fetched, and what its author must have allowed."""

    path: str
    purpose: Purpose
    is_one: bool = False
    """Whether it is the address of one quote, which leaves a tombstone."""
    by_member: bool = False
    holds_words: bool = True


OUTPUTS = {
    "wall": Output("/wall/acme", Purpose.WEBSITE),
    "carousel": Output("/wall/acme/carousel", Purpose.WEBSITE),
    "badge": Output("/wall/acme/badge", Purpose.WEBSITE, holds_words=False),
    "one quote": Output("/wall/acme/{id}", Purpose.WEBSITE, is_one=True),
    "data": Output("/wall/acme.json", Purpose.WEBSITE),
    "data of one quote": Output("/wall/acme/{id}.json", Purpose.WEBSITE, is_one=True),
    "feed": Output("/wall/acme/feed.xml", Purpose.WEBSITE),
    "oembed": Output(
        "/embed/oembed?url=http://hark.test/wall/acme/{id}",
        Purpose.WEBSITE,
        is_one=True,
        holds_words=False,
    ),
    "picture": Output("/wall/acme/{id}/wide.svg", Purpose.SOCIAL, is_one=True, holds_words=False),
    "slides": Output("/testimonials/slides.pptx", Purpose.SALES, by_member=True, holds_words=False),
}


@pytest.fixture
def public_id(session):
    """Give a function: the public name of the newest publication."""

    def read():
        query = session.query(Publication.public_id).order_by(Publication.id.desc())
        return query.limit(1).scalar()

    return read


@pytest.fixture
def fetch(client, marketer, public_id):
    """Give a function: fetch an output, of the newest quote where it is of one."""

    def get(name, **kwargs):
        output = OUTPUTS[name]
        visitor = marketer if output.by_member else client
        return visitor.get(output.path.format(id=public_id()), **kwargs)

    return get


@pytest.fixture
def hark(app) -> Iterator[str]:
    """The application behind a real server; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
