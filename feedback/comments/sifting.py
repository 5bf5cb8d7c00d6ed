"""Which comments are asked for: a list, filters from the address, and how they read back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from feedback import ids
from feedback.themes.corrected import SENTIMENTS

LISTS = ("all", "urgent", "odd")
STATES = ("new", "todo", "done")
URGENCIES = ("safety", "legal", "leaving", "money", "stuck", "contact", "again", "spread")
RUDE = ("profanity", "insult", "slur", "threat")
BANDS = ("promoter", "passive", "detractor")
NO_THEME = "none"
UNKNOWN = "unknown"
"""Of the sentiment: not analysed."""
LONGEST_SEARCH = 200
NAMES = (
    *("words", "state", "theme", "sentiment", "urgency", "rude", "band", "survey", "language"),
    *("since", "until", "part"),
)


@dataclass(frozen=True)
class After:
    """The last comment of the page before."""

    day: date
    response_id: int

    @classmethod
    def of(cls, written: str) -> "After | None":
        """Read it from an address; None where it is none."""
        day, _dot, number = written.partition(".")
        try:
            return cls(date.fromisoformat(day), ids.read(number))
        except ValueError:
            return None

    def __str__(self) -> str:
        """Write it for an address."""
        return f"{self.day.isoformat()}.{ids.spell(self.response_id)}"


@dataclass(frozen=True)
class Sieve:
    """Which comments are asked for."""

    list: str = "all"
    words: str = ""
    """Words that stand in it, as `analysis.search` reads them."""
    state: str = ""
    theme: str = ""
    """Its id spelled, or "none"."""
    sentiment: str = ""
    """Of what is said of the theme, where one is chosen; otherwise of the whole comment."""
    urgency: str = ""
    rude: str = ""
    band: str = ""
    survey: str = ""
    language: str = ""
    since: str = ""
    until: str = ""
    part: str = ""
    """An attribute and its value, as 'plan=Office'."""
    after: After | None = None

    @classmethod
    def of(cls, asked: MultiDict[str, str]) -> "Sieve | None":
        """Read an address; None where it asks for a list there is not."""
        list_ = asked.get("show", "all")
        if list_ not in LISTS:
            return None
        return cls(
            list_,
            words=" ".join(asked.get("words", "").replace("\0", " ").split())[:LONGEST_SEARCH],
            state=_one_of(STATES, asked.get("state")),
            theme=_one_of((NO_THEME,), asked.get("theme")) or _id(asked.get("theme", "")),
            sentiment=_one_of((*SENTIMENTS, UNKNOWN), asked.get("sentiment")),
            urgency=_one_of(("any", *URGENCIES), asked.get("urgency")),
            rude=_one_of(("any", *RUDE), asked.get("rude")),
            band=_one_of(BANDS, asked.get("band")),
            survey=_id(asked.get("survey", "")),
            language=asked.get("language", "").replace("\0", "")[:8],
            since=_day(asked.get("since", "")),
            until=_day(asked.get("until", "")),
            part=asked.get("part", "").replace("\0", "")[:400],
            after=After.of(asked.get("after", "")),
        )

    @property
    def theme_id(self) -> int:
        """The theme's number; 0 where none is chosen."""
        return ids.read(self.theme) if self.theme not in ("", NO_THEME) else 0

    @property
    def survey_id(self) -> int:
        """The survey's number; 0 where none is chosen."""
        return ids.read(self.survey) if self.survey else 0

    @property
    def attribute(self) -> tuple[str, str] | None:
        """The attribute and the value it is to have."""
        name, found, value = self.part.partition("=")
        return (name, value) if found and name else None

    @property
    def filters(self) -> dict[str, str]:
        """The filters in use, by the names they have in the address."""
        return {name: getattr(self, name) for name in NAMES if getattr(self, name)}

    @property
    def hidden(self) -> dict[str, str]:
        """The filters that stand folded away below the search."""
        return {k: v for k, v in self.filters.items() if k not in ("words", "state")}

    def address(self, **changed: Any) -> dict[str, Any]:
        """Give what an address carries to ask for this, or for something else than this."""
        asked = {"show": self.list, **self.filters, "after": str(self.after or ""), **changed}
        usual: Mapping[str, Any] = {"show": "all"}
        return {name: v for name, v in asked.items() if v and v != usual.get(name)}

    @property
    def query(self) -> str:
        """The same as one string, to come back here after a decision."""
        return urlencode(self.address())

    @property
    def from_the_top(self) -> "Sieve":
        """The same list from its first page."""
        return replace(self, after=None)


def _one_of(known: tuple[str, ...], given: str | None) -> str:
    return given if given and given in known else ""


def _id(written: str) -> str:
    try:
        return ids.spell(ids.read(written)) if written else ""
    except ValueError:
        return ""


def _day(written: str) -> str:
    try:
        return date.fromisoformat(written).isoformat() if len(written) <= 10 else ""
    except ValueError:
        return ""
