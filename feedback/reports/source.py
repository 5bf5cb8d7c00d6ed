"""Where a report's counts come from: `counts.reading`, or `counts.scanning` to compute it anew."""

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy.orm import Session

from feedback.counts.derived import Derived, Group
from feedback.counts.reading import Asked, Daily, Kind, Value


class Source(Protocol):
    """What a report asks for."""

    def daily(
        self, session: Session, surveys: Sequence[int], *, anonymous: bool = False
    ) -> list[Daily]:
        """Give all days of some surveys."""

    def values(self, session: Session, surveys: Sequence[int], name: str) -> list[Value]:
        """Give the values of an attribute."""

    def largest(
        self,
        session: Session,
        surveys: Sequence[int],
        names: Sequence[str],
        *,
        least: int,
        most: int,
    ) -> dict[str, list[tuple[str, int]]]:
        """Give the largest values of several attributes."""

    def wide(self, session: Session, surveys: Sequence[int], name: str) -> set[int]:
        """Tell in which surveys an attribute is not counted by value."""

    def groups(self, session: Session, wanted: Sequence[Value], name: str) -> list[Group]:
        """Give the days of some values."""

    def kinds(self, session: Session, surveys: Sequence[int], of: Kind) -> list[Group]:
        """Give the days of each language, channel or version of answers."""

    def told(self, session: Session, surveys: Sequence[int], kind: Derived) -> list[Group]:
        """Give the days of groups that follow from other rows than the answer's own."""

    def asked(self, session: Session, surveys: Sequence[int]) -> list[Asked]:
        """Tell how many were asked when."""
