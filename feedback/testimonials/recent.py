"""Counts of a workspace, made anew once a minute: public pages are asked often."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from surveys.scope import bound_workspace

Counts = TypeVar("Counts")
KEPT = timedelta(seconds=60)


class Recent(Generic[Counts]):
    """What was counted of each workspace within the last minute.

    Only counts may be a minute old; the quotes beside them are read at every request.
    """

    def __init__(self, count: Callable[[Session, datetime], Counts]) -> None:
        """Start with nothing kept."""
        self._count = count
        self._kept: dict[int, tuple[datetime, Counts]] = {}

    def of(self, session: Session, now: datetime) -> Counts:
        """Give the counts of the bound workspace."""
        workspace = bound_workspace(session)
        counted_at, counts = self._kept.get(workspace, (None, None))
        if counts is None or counted_at is None or now - counted_at > KEPT:
            counts = self._count(session, now)
            self._kept[workspace] = (now, counts)
        return counts
