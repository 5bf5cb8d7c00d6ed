"""A figure as somebody else published it: read as people write it, and what makes it unsound."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from surveys.speech import noted
from surveys.telling import told

NPS, CSAT, CES = "nps", "csat", "ces"
LOWEST = {NPS: -100, CSAT: 0, CES: 0}
STEPS = {CSAT: 5, CES: 7}
"""Up to which a share in percent is far likelier a mean, written for one."""
FEWEST = 5
LONGEST_NAME, LONGEST_PERIOD, LONGEST_SOURCE, LONGEST_LINK = 120, 40, 200, 400
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
FIGURE = re.compile(r"[+-]?\d{1,3}(?:[.,]\d+)?%?")
COUNT = re.compile(r"\d+(?:[.,]0+)?|\d{1,3}(?:[.,' \u2019]\d{3})+")
TOO_LONG = noted("At most %(most)s letters. Shorten it.")


@dataclass(frozen=True, slots=True)
class Published:
    """A score of others, as it was published."""

    measure: str
    """NPS, CSAT or CES."""
    name: str
    value: float
    """An NPS from -100 to 100, or percent."""
    period: str
    source: str
    low: float | None = None
    high: float | None = None
    """The limits of its 95 % interval."""
    n: int | None = None
    link: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same figure, entered again."""
        return self.measure, self.name.casefold(), self.period.casefold()

    @property
    def year(self) -> int:
        """The last year that its period names."""
        return max(map(int, YEAR.findall(self.period)), default=0)


def figure(text: str) -> float | None:
    """Read 42, −3, 42,5 or 61 %; None where it is nothing of the kind."""
    written = _plain(text).replace(" ", "")
    return float(written.rstrip("%").replace(",", ".")) if FIGURE.fullmatch(written) else None


def count(text: str) -> int | None:
    """Read 1200, 1,200, 1.200 or 1 200; None where it is nothing of the kind."""
    written = _plain(text).strip()
    if not COUNT.fullmatch(written) or len(written) > 15:
        return None
    whole = re.sub(r"[.,]0+$", "", written) if re.fullmatch(r"\d+[.,]0{1,2}", written) else written
    return int(re.sub(r"\D", "", whole))


def line(text: str) -> str:
    """Give words in one line."""
    return " ".join("".join(s if s.isprintable() else " " for s in text).split())


def problems(found: Published) -> Iterator[tuple[str, str]]:
    """Give what is wrong, each with the name of its field."""
    yield from _of_words(found)
    yield from _of_value(found)
    yield from _of_limits(found)
    if found.n is not None and found.n < FEWEST:
        yield "n", told("Fewer than five answers say nothing. Leave it out, or look again.")
    if found.link and not _is_address(found.link):
        yield "link", told("A link begins with https:// and names a site. Correct it, or leave it.")


def _of_words(found: Published) -> Iterator[tuple[str, str]]:
    if not any(letter.isalnum() for letter in found.name):
        yield "name", told("Say whose figure it is, such as “SaaS, Europe”.")
    if not any(letter.isalpha() for letter in found.source):
        yield "source", told("Say who published it and where: a figure without a source is none.")
    if not YEAR.search(found.period):
        yield "period", told("Say when it was measured, with the year: 2025 or Q1 2026.")
    longest = {"name": LONGEST_NAME, "period": LONGEST_PERIOD, "source": LONGEST_SOURCE}
    for name, most in longest.items():
        if len(getattr(found, name)) > most:
            yield name, told(TOO_LONG, most=most)


def _of_value(found: Published) -> Iterator[tuple[str, str]]:
    lowest = LOWEST[found.measure]
    if not lowest <= found.value <= 100:
        yield "value", told("It has to lie between %(low)s and 100.", low=str(lowest))
    elif found.measure == NPS and 0 < abs(found.value) < 1:
        yield "value", told("An NPS runs from -100 to 100. Write 42 instead of 0.42.")
    elif 0 < found.value <= STEPS.get(found.measure, 0):
        yield (
            "value",
            told(
                "That looks like a mean, which is never held against a share. "
                "Write the share in percent, such as 83."
            ),
        )


def _of_limits(found: Published) -> Iterator[tuple[str, str]]:
    low, high = found.low, found.high
    if low is None and high is None:
        return
    if low is None or high is None:
        yield "low", told("An interval has two limits. Write both, or none.")
    elif not LOWEST[found.measure] <= low <= found.value <= high <= 100 or low == high:
        yield (
            "low",
            told("The value has to lie within its interval, and the interval on the scale."),
        )


def _is_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return False
    fine = parts.scheme == "https" and "." in host.strip(".") and not parts.username
    return fine and link.isprintable() and " " not in link and len(link) <= LONGEST_LINK


def _plain(text: str) -> str:
    """Write digits, signs and blanks of any script as English does."""
    plain = (str(unicodedata.decimal(s)) if s.isdecimal() else s for s in text.strip())
    table = str.maketrans({"−": "-", "‐": "-", "–": "-", "٫": ".", "٬": ",", "٪": "%"})
    written = "".join(plain).translate(table)
    return re.sub(r"[\s\u200e\u200f\u061c]+", " ", written).strip()
