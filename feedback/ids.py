"""Numbers that come from outside: row ids and pages, none larger than a database can hold."""

from collections.abc import Iterable

from werkzeug.datastructures import MultiDict
from werkzeug.routing import BaseConverter, ValidationError

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LARGEST = 2**63 - 1
LETTERS = 13
DIGITS = len(str(LARGEST))
LAST_PAGE = 100_000


def spell(number: int) -> str:
    """Write an id in base 32 (Crockford's letters)."""
    letters = ""
    while True:
        number, digit = divmod(number, 32)
        letters = ALPHABET[digit] + letters
        if not number:
            return letters


def read(letters: str) -> int:
    """Read an id back; ValueError where it is none."""
    if len(letters) > LETTERS:
        raise ValueError("no such id")
    number = 0
    for letter in letters:
        number = number * 32 + ALPHABET.index(letter)
    if number > LARGEST:
        raise ValueError("no such id")
    return number


def numbers(given: Iterable[str]) -> list[int]:
    """Read the ids that a form carries in digits; whatever is none is left out."""
    digits = (each for each in given if each.isascii() and each.isdecimal())
    return [int(each) for each in digits if len(each) <= DIGITS and int(each) <= LARGEST]


def number(given: str | None) -> int:
    """Read one id as addresses spell it; 0, which is nobody's, where it is none."""
    try:
        return read(given or "0")
    except ValueError:
        return 0


def page_number(asked: MultiDict[str, str]) -> int:
    """Read which page of a list is asked for; the first one where that is none."""
    return min(max(1, asked.get("page", 1, int)), LAST_PAGE)


class IdConverter(BaseConverter):
    """`<id:survey_id>` in a route."""

    regex = f"[{ALPHABET}]{{1,{LETTERS}}}"

    def to_python(self, value: str) -> int:
        """Read the id, or let the route not match."""
        try:
            return read(value)
        except ValueError:
            raise ValidationError from None

    def to_url(self, value: int) -> str:
        """Write the id."""
        return spell(value)
