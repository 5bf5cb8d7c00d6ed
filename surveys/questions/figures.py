"""Reading a number the way people type it, in any country, and never a wrong one silently."""

import re
import unicodedata
from decimal import Decimal

from surveys.questions.base import echo
from surveys.speech import _, counted

LONGEST = 60
LARGEST = 10**12
MOST_DECIMALS = 3

_MINUS = str.maketrans({"−": "-", "–": "-", "٫": "⁄", "\u00a0": " ", "\u202f": " "})
_SPACED = re.compile(r"\d{1,3}(?:[ '’٬]\d{3})+(?![ '’٬\d])")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{2,3})*,\d{3}")
_BODY = re.compile(r"(\d*)(?:[.,⁄](\d*))?")


def read_figure(given: str, *, decimals: int, unit: str = "") -> Decimal:
    """Read “1.234,5”, “1,234.5”, “1 234.5” or “١٢٫٥”; ValueError says why it cannot be read.

    “1.234” is a thousand and more to one reader and one and a bit to the next: where the
    question takes decimals, nobody guesses.
    """
    text = _plain(given, unit)
    sign, body = (-1, text[1:].strip()) if text[:1] == "-" else (1, text.removeprefix("+"))
    if len(text) > LONGEST or not any(map(str.isdigit, body)):
        raise ValueError(unreadable(given))
    whole, part = _split(body, decimals, given)
    part = part.rstrip("0")
    if len(part) > decimals:
        raise ValueError(_too_fine(decimals, given))
    if len(whole.lstrip("0")) > len(str(LARGEST)) - 1:
        raise ValueError(_("%(given)s is more than can be kept here.", given=echo(given.strip())))
    return sign * Decimal(f"{whole or '0'}.{part or '0'}") + 0


def written(value: float, decimals: int = MOST_DECIMALS) -> str:
    """Write a number plainly: no thousands marked, no zeros at the end."""
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def retyped(value: float) -> str:
    """Write a number so that it is read as the same again: 1.2340, which nobody takes for 1,234."""
    text = written(value)
    return f"{text}0" if text[-4:-3] == "." else text


def only_whole(given: str) -> str:
    """Say that a number with decimals does not count here."""
    return _("Only whole numbers count here, not %(given)s.", given=echo(given.strip()))


def unreadable(given: str) -> str:
    """Say that this is no number."""
    return _("“%(given)s” is not a number we can read.", given=echo(given.strip()))


def _plain(given: str, unit: str) -> str:
    """Take off the unit, and write every script's digits as ours."""
    text = given.strip()
    if unit and text.casefold().endswith(unit.casefold()):
        text = text[: -len(unit)].strip()
    elif unit and text.casefold().startswith(unit.casefold()):
        text = text[len(unit) :].strip()
    if len(text) > LONGEST:
        return text
    text = text.translate(_MINUS)
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _split(body: str, decimals: int, given: str) -> tuple[str, str]:
    """Tell the digits before the decimal sign from those behind it."""
    spaced = _SPACED.match(body)
    if spaced:
        body = re.sub(r"\D", "", spaced[0]) + body[spaced.end() :]
    elif len({".", ","} & set(body)) == 2:
        at = max(body.rfind("."), body.rfind(","))
        if not _GROUPED.fullmatch(body[:at]):
            raise ValueError(unreadable(given))
        body = re.sub(r"\D", "", body[:at]) + body[at:]
    elif _GROUPED.fullmatch(body):
        once = body.count(".") + body.count(",") == 1
        if once and decimals and not body.startswith("0"):
            raise ValueError(_ambiguous(body, decimals, given))
        if not once or not body.startswith("0"):
            body = re.sub(r"\D", "", body)
    found = _BODY.fullmatch(body)
    if not found:
        raise ValueError(unreadable(given))
    return found[1], found[2] or ""


def _ambiguous(body: str, decimals: int, given: str) -> str:
    large = re.sub(r"\D", "", body)
    small = body[: len(body) - 3 + decimals] if decimals < 3 else f"{body}0"
    return _(
        "%(given)s can be read in two ways. Write %(large)s or %(small)s.",
        given=echo(given.strip()),
        large=large,
        small=small,
    )


def _too_fine(decimals: int, given: str) -> str:
    if not decimals:
        return only_whole(given)
    return counted(
        "%(given)s is too fine: one decimal at most.",
        "%(given)s is too fine: %(n)s decimals at most.",
        decimals,
        given=echo(given.strip()),
    )
