"""What a company asks everybody who answers to pass on: the same of all, whatever they answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from surveys.telling import told

MOST_SITES = 6
LONGEST_LABEL = 60


class SharingProblemError(ValueError):
    """A line that is no address; its words say which."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place to write a review at."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Sharing:
    """The ask as a whole."""

    words: str = ""
    """The company's own words; empty for ours."""
    sites: tuple[Site, ...] = ()
    refers: bool = False
    """Whether customers get a link of their own to pass on."""
    home: str = ""
    """Where that link leads in the end."""

    @classmethod
    def of(cls, stored: Mapping[str, Any] | None) -> "Sharing":
        """Read the stored form back."""
        kept = stored or {}
        sites = tuple(Site(label, address) for label, address in kept.get("sites", ()))
        return cls(
            kept.get("words", ""), sites, bool(kept.get("refers")), str(kept.get("home", ""))
        )

    @property
    def stored(self) -> dict[str, Any]:
        """Give the form that is kept with the workspace."""
        sites = [[site.label, site.address] for site in self.sites]
        return {"words": self.words, "sites": sites, "refers": self.refers, "home": self.home}

    @property
    def asks(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.sites or (self.refers and self.home))

    @property
    def lines(self) -> str:
        """Give the sites as they are written in the form."""
        return "\n".join(f"{site.label} {site.address}" for site in self.sites)


def read_sites(text: str) -> tuple[Site, ...]:
    """Read sites, one a line: a name if wanted, then an address that begins with https://."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_SITES:
        raise SharingProblemError(
            told("%(n)s are the most: who has more to choose from chooses none.", n=MOST_SITES)
        )
    return tuple(_site(line) for line in lines)


def _site(line: str) -> Site:
    label, _gap, address = line.rpartition(" ")
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    fine = parts.scheme in ("https", "http") and "." in host and not parts.username
    if not fine or not address.isprintable() or len(address) > 400:
        raise SharingProblemError(
            told(
                "“%(line)s” ends with no address such as https://example.com.",
                line=line[:80],
            )
        )
    return Site((" ".join(label.split()) or host.removeprefix("www."))[:LONGEST_LABEL], address)
