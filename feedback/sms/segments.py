"""How long a text is for those who charge by the part: GSM 03.38 letters, or UCS-2.

160 letters of the telephone's own alphabet fit into one message and 153 into each part of
several; one sign outside it turns the whole text to UCS-2, and these become 70 and 67.
"""

from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = frozenset("^{}\\[~]|€\f")
"""Signs of the alphabet's extension: each takes two places."""


@dataclass(frozen=True)
class Length:
    """How long a text is."""

    places: int
    parts: int
    is_plain: bool
    """Whether it stands in the telephone's own alphabet."""


def measured(text: str) -> Length:
    """Count the places and parts of a text."""
    is_plain = set(text) <= BASIC | TWICE
    widths = [_width(sign, is_plain=is_plain) for sign in text]
    alone, together = (160, 153) if is_plain else (70, 67)
    places = sum(widths)
    return Length(places, 1 if places <= alone else _parts(widths, together), is_plain)


def _width(sign: str, *, is_plain: bool) -> int:
    if is_plain:
        return 2 if sign in TWICE else 1
    return 2 if ord(sign) > 0xFFFF else 1


def _parts(widths: list[int], room: int) -> int:
    """No sign is torn apart: what does not fit whole begins the next part."""
    parts, left = 1, room
    for width in widths:
        if width > left:
            parts, left = parts + 1, room
        left -= width
    return parts
