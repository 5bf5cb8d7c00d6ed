"""The language we speak in: phrases from a catalogue that the application hands in.

English sentences stand in the code and are their own keys. Which language is spoken belongs to
the context (a request, a mail being written), never to a process or a form.
"""

from collections import UserString
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from gettext import NullTranslations
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal


@dataclass(frozen=True)
class Speech:
    """A language, and its catalogue of phrases."""

    language: str = "en"
    catalogue: NullTranslations = field(default_factory=NullTranslations)

    @property
    def locale(self) -> str:
        """The language as Babel spells it."""
        return self.language.replace("-", "_")


ENGLISH = Speech()
_spoken: ContextVar[Speech] = ContextVar("speech", default=ENGLISH)


def spoken() -> Speech:
    """Give the language of this context."""
    return _spoken.get()


def speak(speech: Speech) -> None:
    """Speak this language from here on."""
    _spoken.set(speech)


@contextmanager
def speaking(speech: Speech) -> Iterator[None]:
    """Speak this language within."""
    before = _spoken.set(speech)
    try:
        yield
    finally:
        _spoken.reset(before)


def _(sentence: str, /, **values: Any) -> str:
    """Say a sentence in the language spoken; `%(name)s` stands for a value, `%%` for a percent."""
    return _spoken.get().catalogue.gettext(sentence) % values


def counted(one: str, many: str, n: int, /, **values: Any) -> str:
    """Say a sentence that counts something; `%(n)s` is the count as the language writes it."""
    said = _spoken.get().catalogue.ngettext(one, many, n)
    return said % {"n": number(n), **values}


def number(value: float) -> str:
    """Write a whole number as the language does: 12,345 or 12.345."""
    return format_decimal(value, format="#,##0", locale=_spoken.get().locale)


def decimal(value: float, digits: int) -> str:
    """Write a number with so many decimals as the language does: 4.5 or 4,5."""
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    return format_decimal(value, format=pattern, locale=_spoken.get().locale)


def is_rtl() -> bool:
    """Whether the language spoken is written from right to left."""
    return Locale.parse(_spoken.get().locale).text_direction == "rtl"


def day(value: date | datetime) -> str:
    """Write a day: 3 Feb 2026, or as the language writes it."""
    locale = _spoken.get().locale
    if locale == "en":
        return format_date(value, "d MMM y", locale="en")
    return format_skeleton("yMMMd", value, locale=locale)


def noted(sentence: str) -> str:
    """Mark a sentence for the catalogue that is said later, by `_`."""
    return sentence


class Phrase(UserString):
    """A sentence that is said anew, in the language spoken, whenever it is shown."""

    def __init__(self, sentence: str, /, **values: Any) -> None:
        """Keep the English sentence, and what is filled in."""
        self.sentence, self.values = sentence, values

    @property
    def data(self) -> str:  # type: ignore[override]
        """The sentence in the language spoken."""
        return _(self.sentence, **self.values)

    def __mod__(self, values: Any) -> str:  # type: ignore[override]
        """Fill in values: what is filled in is said, and no sentence to look up any more."""
        said: str = _spoken.get().catalogue.gettext(self.sentence) % (
            {**self.values, **values} if isinstance(values, dict) else values
        )
        return said


lazy = Phrase
