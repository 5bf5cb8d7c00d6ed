"""Touchpoints: making one with an address of its own, and the sites of its widget."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from surveys.models import Survey, Touchpoint, TouchpointKind
from surveys.telling import told

LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Without letters that look alike on a poster."""
LENGTH = 8
MOST_SITES = 20


class UnreadableSiteError(ValueError):
    """What was written is not the address of a site."""


def make(
    session: Session,
    survey: Survey,
    kind: TouchpointKind,
    *,
    name: str,
    sites: Sequence[str] = (),
    by: int,
    now: datetime,
) -> Touchpoint:
    """Open a place where anybody may answer a survey."""
    place = Touchpoint(
        survey_id=survey.id,
        kind=kind,
        name=name,
        code="".join(secrets.choice(LETTERS) for _ in range(LENGTH)),
        sites=list(sites),
        made_by=by,
        created_at=now,
    )
    session.add(place)
    session.flush()
    return place


def end(place: Touchpoint, now: datetime) -> None:
    """Take no more answers there; ending twice keeps the first moment."""
    place.ended_at = place.ended_at or now


def origins(written: str) -> list[str]:
    """Read the sites somebody wrote, one a line, as the origins a browser would name."""
    found = dict.fromkeys(_origin(line) for line in written.split() if line.strip())
    if len(found) > MOST_SITES:
        raise UnreadableSiteError(told("Up to %(most)s sites can be named.", most=MOST_SITES))
    return list(found)


def _origin(line: str) -> str:
    line = line if "://" in line else f"https://{line}"
    try:
        parts = urlsplit(line)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if parts.scheme not in ("http", "https") or not host or not host.isascii():
        raise UnreadableSiteError(told("“%(line)s” is not the address of a site.", line=line[:80]))
    usual = {"http": 80, "https": 443}[parts.scheme]
    at = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{at}" + (f":{port}" if port and port != usual else "")
