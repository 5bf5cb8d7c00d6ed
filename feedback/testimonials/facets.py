"""What the inbox can be filtered by: languages of comments, attributes of the newest answers."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.models import Response
from feedback.testimonials import inbox

SAMPLE = 500
MOST_VALUES, LONGEST_VALUE = 12, 60


@dataclass(frozen=True)
class Facets:
    """The choices of two filters."""

    languages: tuple[str, ...]
    parts: dict[str, tuple[str, ...]]
    """Of each attribute with few values, those."""


def read(session: Session) -> Facets:
    """Read the choices."""
    return Facets(tuple(inbox.languages(session)), parts(session))


def parts(session: Session) -> dict[str, tuple[str, ...]]:
    """Give the attributes of the newest answers that have few values, with those."""
    newest = select(Response.attributes).order_by(Response.answered_at.desc()).limit(SAMPLE)
    found: dict[str, set[str]] = defaultdict(set)
    for attributes in session.scalars(newest):
        for name, value in attributes.items():
            if value and len(str(value)) <= LONGEST_VALUE:
                found[name].add(str(value).strip())
    return {
        name: tuple(sorted(values))
        for name, values in sorted(found.items())
        if 1 < len(values) <= MOST_VALUES
    }
