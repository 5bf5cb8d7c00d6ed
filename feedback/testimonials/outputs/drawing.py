"""Pictures of quotes: set by typst, which breaks lines, mixes directions and finds fonts itself."""

import json
import re
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import typst

from feedback.appearance import DARK_PAGE, LIGHT_PAGE, Accent, written
from feedback.lettering import breakable, fonts, is_rtl, language_of

TEMPLATE = Path(__file__).with_name("card.typ").read_bytes()
CHECK = b"#set text(font: json(bytes(sys.inputs.fonts)))\n#json(bytes(sys.inputs.words))"
FONTS = ("Source Serif 4", "Libertinus Serif", "Noto Naskh Arabic", "Noto Serif Hebrew")
CHINESE, JAPANESE, KOREAN = "Noto Serif CJK SC", "Noto Serif CJK JP", "Noto Serif CJK KR"
LONGEST = 2_000
"""Letters beyond which no picture is tried; the smallest type takes fewer."""


class TooLongError(ValueError):
    """The words do not fit, however small the type may be; nothing is cut off in silence."""


class NoFontError(LookupError):
    """This machine has no font for some letters; they would be empty boxes."""

    def __init__(self, letters: str) -> None:
        """Name the letters."""
        super().__init__(letters)
        self.letters = letters


@dataclass(frozen=True)
class Shape:
    """A picture's size in pixels, with the type that fits it, in units."""

    width: int
    height: int
    unit: float
    inset: float
    most: float
    least: float


SHAPES = {
    "wide": Shape(1200, 630, unit=16, inset=4, most=4, least=1.5),
    "square": Shape(1080, 1080, unit=19, inset=4.2, most=4, least=1.5),
    "story": Shape(1080, 1920, unit=23, inset=4.2, most=3.8, least=1.5),
}


@dataclass(frozen=True)
class Look:
    """Colours that read on each other at 4.5:1."""

    paper: str
    ink: str
    quiet: str
    accent: str
    rule: str


@dataclass(frozen=True)
class Card:
    """All that a picture says."""

    quote: str
    named: str
    beside: tuple[str, ...]
    """What stands under the name: the day, an incentive, a relation."""
    lines: tuple[str, ...]
    """What stands at the foot: how typical it is, where to verify it."""
    company: str
    language: str


def looks(accent: str) -> dict[str, Look]:
    """Give the three looks in a workspace's colour: light, dark, and the colour itself."""
    bent = Accent.of(accent)
    ink = bent.light_ink
    return {
        "light": Look(written(LIGHT_PAGE), "#1d1c1a", "#625f58", bent.light, "#e5e1da"),
        "dark": Look(written(DARK_PAGE), "#efece5", "#a9a498", bent.dark, "#33302b"),
        "bold": Look(bent.light, ink, ink, ink, ink),
    }


@lru_cache(maxsize=32)
def draw(card: Card, shape: str, look: Look, kind: str) -> bytes:
    """Draw a picture; TooLongError, or NoFontError where letters would be empty boxes."""
    size = SHAPES[shape]
    if len(card.quote) > LONGEST:
        raise TooLongError
    found = fonts_of(card.quote)
    check_letters(
        found, "\n".join((card.quote, card.named, *card.beside, *card.lines, card.company))
    )
    words = asdict(card) | {
        "quote": breakable(card.quote),
        "quote_rtl": is_rtl(card.quote),
        "quote_language": language_of(card.quote),
        "named": breakable(card.named),
        "named_rtl": is_rtl(card.named),
        "rtl": is_rtl("".join(card.lines)),
        "fonts": found,
    }
    try:
        drawn = typst.compile(
            TEMPLATE,
            font_paths=fonts(),
            format="svg" if kind == "svg" else "png",
            ppi=72,
            sys_inputs={"card": json.dumps(words | asdict(size) | asdict(look))},
        )
    except typst.TypstError as error:
        if "it does not fit" not in str(error):
            raise
        raise TooLongError from error
    assert isinstance(drawn, bytes)
    return drawn


def check_letters(found: list[str], words: str) -> None:
    """Refuse letters that no font has: only the archive form of PDF minds them."""
    try:
        typst.compile(
            CHECK,
            font_paths=fonts(),
            format="pdf",
            pdf_standards="a-2b",
            sys_inputs={"words": json.dumps(words), "fonts": json.dumps(found)},
        )
    except typst.TypstError as error:
        letters = re.findall(r'the text `"(.+?)"` could not', error.diagnostic)
        raise NoFontError(" ".join(dict.fromkeys(letters))[:60]) from error


def fonts_of(words: str) -> list[str]:
    """Name the fonts that words are set in, the first that has a letter first."""
    by_language = {"ja": JAPANESE, "ko": KOREAN}
    east = by_language.get(language_of(words), CHINESE)
    return [*FONTS, east, "Noto Color Emoji"]
