"""Personal data in a comment: what has a form is found by it, and checked where it can be."""

import re
from collections.abc import Callable, Iterator
from ipaddress import ip_address

import phonenumbers

from analysis.cues.shared import PERSONAL
from analysis.reading.results import Finding
from analysis.reading.streets import streets
from analysis.sentences import Span

MOST = 200
"""Findings of one kind in one comment; a list of addresses is no comment."""

SURE = {
    "email": 0.99, "url": 0.97, "card": 0.97, "iban": 0.99, "ip": 0.95, "key": 0.95,
    "account": 0.9, "phone": 0.9, "street": 0.75,
}  # fmt: skip
"""How often a finding of each kind is right: the structured ones as measured by bench/words.py."""

_GIVEN = dict(PERSONAL)
_CARD = re.compile(r"(?<![\w.])\d(?:[ -]?\d){12,18}(?!\w|[.,]\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b", re.IGNORECASE)
_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)")
_IPV6 = re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])")
_VERSION = re.compile(r"(?:\bv|version|release|firmware|build)\W{0,2}$", re.IGNORECASE)
_URL = re.compile(
    r"\b(?:https?://|www\.\w)[^\s<>\"]{1,300}|(?<![@\w.-])(?:[a-z0-9-]{2,63}\.){1,3}"
    r"(?:(?:com|org|net|info|io|eu|de|fr|nl|ch|co\.uk)(?:/[^\s<>\"]{0,200})?|"
    r"(?:es|it|at)/[^\s<>\"]{1,200})(?![\w@])",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w.,/-])(?<!\d )(?:\+|00|\()?\(?\d(?:[ ()/.\-–]{0,2}\d){6,14}"
    r"(?:\s?(?:x|ext\.?)\s?\d{1,6})?(?!\w|[.,]\d|[ -]\d)"
)
_DATE = re.compile(
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:\s?\d.*)?|(?:19|20)\d\d ?[-–/] ?(?:19|20)\d\d|"
    r"\d{1,3}(?:[ .]\d{3})+|\d{3}-\d{2}-\d{4}|\d{4} ?[-–] ?\d{4})"
)
_CALLED = re.compile(
    r"\b(?:tel|phone|call|ring|mobile|cell|number|fax|text|whatsapp|handy|nummer|telefon|"
    r"erreichbar|numéro|portable|appel\w*|teléfono|móvil|llam\w*)\b\W{0,20}(?:\w+\W+){0,4}$",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"\d{2,5}(?:[ ./-]\d{2,7}){2,4}(?:\s?x\d+)?")
_SSN = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_REGIONS = ("US", "GB", "DE", "FR", "ES")


def personal(text: str) -> tuple[Finding, ...]:
    """Find personal data that has a form: addresses, numbers, links, streets.

    Parameters
    ----------
    text : str
        A comment, in any language.

    Returns
    -------
    tuple of Finding
        Kind "personal", each with one span, in order and disjoint; of two that overlap the one
        that is found first by the order of `SURE`. Cards and IBANs are checked by their check
        digits, IP addresses and telephone numbers by their plans.

    Examples
    --------
    >>> text = "Mail ann@bolt.example, card 4532 2766 4457 7020, not 4532 2766 4457 7021."
    >>> [(found.value, text[slice(*found.spans[0])]) for found in personal(text)]
    [('email', 'ann@bolt.example'), ('card', '4532 2766 4457 7020')]
    """
    if not any(sign.isdigit() or sign in "@/." for sign in text):
        return tuple(_finding("street", span) for span in streets(text))
    taken: list[tuple[Span, str]] = []
    for kind, look in _LOOKS.items():
        if kind in _NEED_DIGITS and not any(sign.isdigit() for sign in text):
            continue
        for count, span in enumerate(look(text)):
            if count >= MOST:
                break
            if not any(span[0] < end and start < span[1] for (start, end), _kind in taken):
                taken.append((span, kind))
    return tuple(_finding(kind, span) for span, kind in sorted(taken))


def has_luhn(digits: str) -> bool:
    """Whether the last digit fits the others, as on every card (ISO/IEC 7812-1).

    Examples
    --------
    >>> has_luhn("4532276644577020"), has_luhn("4532276644577021")
    (True, False)
    """
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def is_iban(said: str) -> bool:
    """Whether the check digits of an IBAN fit (ISO 13616).

    Examples
    --------
    >>> is_iban("DE89 3704 0044 0532 0130 00"), is_iban("DE88 3704 0044 0532 0130 00")
    (True, False)
    """
    bare = said.replace(" ", "").upper()
    if not 15 <= len(bare) <= 34 or sum(sign.isdigit() for sign in bare) < 8:
        return False
    return int("".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])) % 97 == 1


def _finding(kind: str, span: Span) -> Finding:
    return Finding("personal", kind, SURE[kind], (span,))


def _emails(text: str) -> Iterator[Span]:
    if "@" in text:
        yield from (_stripped(found) for found in _GIVEN["email"].finditer(text))


def _urls(text: str) -> Iterator[Span]:
    if "." in text:
        yield from (_stripped(found) for found in _URL.finditer(text))


def _cards(text: str) -> Iterator[Span]:
    for found in _CARD.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        if has_luhn(digits) and digits[0] in "3456":
            yield found.span()


def _ibans(text: str) -> Iterator[Span]:
    for found in _IBAN.finditer(text):
        end = _iban_end(found.group())
        if end:
            yield found.start(), found.start() + end


def _iban_end(said: str) -> int:
    """Where an IBAN ends that words follow: the longest beginning whose check digits fit."""
    ends = [at for at in range(len(said), 14, -1) if at == len(said) or said[at] == " "]
    return next((end for end in ends if is_iban(said[:end])), 0)


def _ips(text: str) -> Iterator[Span]:
    for pattern in (_IPV4, _IPV6):
        for found in pattern.finditer(text):
            if _is_ip(found.group()) and not _VERSION.search(text[: found.start()][-12:]):
                yield found.span()


def _is_ip(said: str) -> bool:
    try:
        ip_address(said)
    except ValueError:
        return False
    return any(sign.isdigit() for sign in said)


def _keys(text: str) -> Iterator[Span]:
    yield from (found.span() for found in _GIVEN["key"].finditer(text))


def _accounts(text: str) -> Iterator[Span]:
    for pattern in (_SSN, _GIVEN["account"]):
        yield from (found.span() for found in pattern.finditer(text))


def _phones(text: str) -> Iterator[Span]:
    for found in _PHONE.finditer(text):
        said = found.group()
        if _DATE.fullmatch(said.strip()):
            continue
        is_called = _CALLED.search(text[max(0, found.start() - 60) : found.start()])
        has_form = said[0] in "+0(" or _GROUPED.fullmatch(said)
        if (is_called or has_form) and _is_possible(said):
            yield found.span()


def _is_possible(said: str) -> bool:
    regions = (None,) if said.startswith("+") else _REGIONS
    bare = re.split(r"\s?(?:x|ext)", said, maxsplit=1)[0]
    bare = f"+{bare[2:]}" if bare.startswith("00") else bare
    for region in (None,) if bare.startswith("+") else regions:
        try:
            number = phonenumbers.parse(bare, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            return True
    return False


def _stripped(found: re.Match[str]) -> Span:
    return found.start(), found.start() + len(found.group().rstrip(".,;:!?)'\"»”]"))


_LOOKS: dict[str, Callable[[str], Iterator[Span]]] = {
    "email": _emails,
    "url": _urls,
    "iban": _ibans,
    "card": _cards,
    "ip": _ips,
    "key": _keys,
    "account": _accounts,
    "phone": _phones,
    "street": streets,
}
_NEED_DIGITS = frozenset(("card", "iban", "phone", "account"))
