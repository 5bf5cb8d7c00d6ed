"""What setting words on paper, slides and pictures has to know of their letters."""

import re
import unicodedata
from functools import cache

import typst

UNBROKEN = re.compile(r"[!-~\u00a1-\u024f\u0370-\u052f]{25,}")
"""A run that no line can break: an address, or a key held down."""
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FONTS = ("Libertinus Serif", "Noto Naskh Arabic", "Noto Serif Hebrew")
EAST = {"ja": "Noto Serif CJK JP", "ko": "Noto Serif CJK KR"}
HAN, KANA, HANGUL = "CJK", ("HIRAGANA", "KATAKANA"), "HANGUL"


def is_rtl(words: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    for letter in words:
        kind = unicodedata.bidirectional(letter)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def language_of(words: str) -> str:
    """Guess what typst has to know: the shapes of Han letters, and where lines may break."""
    names = [unicodedata.name(letter, "") for letter in words[:400]]
    if any(name.startswith(KANA) for name in names):
        return "ja"
    if any(name.startswith(HANGUL) for name in names):
        return "ko"
    return "zh" if any(name.startswith(HAN) for name in names) else "en"


def breakable(words: str) -> str:
    """Let long runs of letters break anywhere."""
    return UNBROKEN.sub(lambda run: "\u200b".join(run.group()), words)


def fonts_for(language: str) -> list[str]:
    """Name the fonts of a paper, the first that has a letter sets it."""
    return [*FONTS, EAST.get(language, "Noto Serif CJK SC"), "Noto Color Emoji"]


@cache
def fonts() -> typst.Fonts:
    """Look the machine's fonts up once; typst brings one for Latin, Greek and Cyrillic."""
    return typst.Fonts()
