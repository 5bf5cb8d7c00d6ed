"""A letter's bytes with holes in them: written once for a campaign, filled for each person.

Writing and encoding a whole message takes a millisecond, filling its holes a fiftieth of that.
A signed token always has the same length and letters that quoted-printable leaves alone, so the
lines of all letters break at the same places, and the token itself at the same letter.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from feedback.mail.letter import Letter, Sealed, one_line, plain_address
from feedback.mail.mime import mailbox

SOFT_BREAK = b"=\r\n"


@dataclass(frozen=True)
class Hole:
    """A stretch of one value: the whole, or as much as stands on one line."""

    name: str
    start: int
    stop: int | None = None


@dataclass(frozen=True)
class Person:
    """What goes into the holes."""

    address: str
    name: str
    tokens: Mapping[str, str]
    """The name of each token → this person's own."""
    message_id: str
    return_path: str = ""


@dataclass(frozen=True)
class Press:
    """Prints one letter for many people."""

    subject: str
    parts: tuple[bytes | Hole, ...]

    @classmethod
    def of(cls, specimen: Letter, tokens: Mapping[str, str]) -> "Press":
        """Cut a letter open where its tokens stand, and at what else is each person's own."""
        mark = secrets.token_hex(16)
        marked = replace(specimen, to=f"{mark}@press.example", to_name="", message_id=mark)
        raw = marked.sealed().raw
        places = {name: _broken(token) for name, token in tokens.items()}
        places |= {
            "to": re.escape(f"{mark}@press.example").encode(),
            "message_id": mark.encode(),
            "date": re.escape(_date(specimen.at.replace(microsecond=0))),
        }
        parts: list[bytes | Hole] = []
        end = 0
        for found in re.finditer(_any_of(places), raw):
            name = str(found.lastgroup)
            parts += [raw[end : found.start()], *_stretches(name, found.group())]
            end = found.end()
        missing = places.keys() - {part.name for part in parts if isinstance(part, Hole)}
        if missing:
            raise ValueError(f"the letter has no place for {sorted(missing)}")
        return cls(one_line(specimen.subject), (*parts, raw[end:]))

    def letter(self, person: Person, *, at: datetime) -> Sealed:
        """Fill the holes for one person."""
        recipient = plain_address(person.address)
        values = {name: token.encode("ascii") for name, token in person.tokens.items()}
        values["to"] = mailbox(one_line(person.name), recipient).encode("ascii")
        values["message_id"] = person.message_id.encode("ascii")
        values["date"] = _date(at.replace(microsecond=0))
        raw = b"".join(
            [
                part if isinstance(part, bytes) else values[part.name][part.start : part.stop]
                for part in self.parts
            ]
        )
        return Sealed(recipient, self.subject, raw, at, person.return_path)


def _any_of(places: Mapping[str, bytes]) -> bytes:
    return b"|".join(b"(?P<%s>%s)" % (name.encode(), place) for name, place in places.items())


def _broken(token: str) -> bytes:
    """The token, wherever a line may break inside it."""
    return rb"(?:=\r\n)?".join(re.escape(letter).encode("ascii") for letter in token)


def _stretches(name: str, found: bytes) -> list[bytes | Hole]:
    stretches: list[bytes | Hole] = []
    start = 0
    for piece in found.split(SOFT_BREAK):
        stretches += [Hole(name, start, start + len(piece)), SOFT_BREAK]
        start += len(piece)
    if len(stretches) == 2:
        return [Hole(name, 0)]
    return stretches[:-1]


@lru_cache(maxsize=4)
def _date(at: datetime) -> bytes:
    return format_datetime(at).encode("ascii")
