"""What the inbox is asked to show: a list, filters from the address, and how they read back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from feedback.ids import page_number

LISTS = ("new", "shortlisted", "published", "declined", "held", "ended")
LENGTHS = ("", "short", "right", "long")
RATINGS = ("", "9-10", "7-8", "0-6")
AGREED = ("", "yes", "no")
LONGEST_SEARCH = 100
NAMES = ("words", "part", "language", "rating", "length", "agreed", "named")


@dataclass(frozen=True)
class Sieve:
    """Which comments are asked for."""

    list: str = "new"
    words: str = ""
    """Words that stand in it, for a theme."""
    part: str = ""
    """An attribute and its value, as 'plan=Office': a product or a segment."""
    language: str = ""
    rating: str = ""
    length: str = ""
    agreed: str = ""
    named: bool = False
    page: int = 1

    @classmethod
    def of(cls, asked: MultiDict[str, str]) -> "Sieve | None":
        """Read an address; None where it asks for a list there is not."""
        list_ = asked.get("show", "new")
        if list_ not in LISTS:
            return None
        return cls(
            list_,
            words=" ".join(asked.get("words", "").split())[:LONGEST_SEARCH],
            part=asked.get("part", "")[:400],
            language=asked.get("language", "")[:8],
            rating=_one_of(RATINGS, asked.get("rating")),
            length=_one_of(LENGTHS, asked.get("length")),
            agreed=_one_of(AGREED, asked.get("agreed")),
            named=bool(asked.get("named")),
            page=page_number(asked),
        )

    @property
    def attribute(self) -> tuple[str, str] | None:
        """The attribute and the value it is to have."""
        name, found, value = self.part.partition("=")
        return (name, value) if found and name else None

    @property
    def filters(self) -> dict[str, Any]:
        """The filters in use, by the names they have in the address."""
        return {name: getattr(self, name) for name in NAMES if getattr(self, name)}

    def address(self, **changed: Any) -> dict[str, Any]:
        """Give what an address carries to ask for this, or for something else than this."""
        asked = {"show": self.list, **self.filters, "page": self.page, **changed}
        asked["named"] = "1" if asked.get("named") else ""
        usual: Mapping[str, Any] = {"show": "new", "page": 1}
        return {name: v for name, v in asked.items() if v and v != usual.get(name)}

    @property
    def query(self) -> str:
        """The same as one string, to come back here after a decision."""
        return urlencode(self.address())


def _one_of(known: tuple[str, ...], given: str | None) -> str:
    return given if given and given in known else ""
