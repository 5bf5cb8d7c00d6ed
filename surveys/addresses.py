"""E-mail addresses: whether one can be written to, and how it is kept."""

import re
from functools import lru_cache

from email_validator import (
    SPECIAL_USE_DOMAIN_NAMES,
    EmailNotValidError,
    ValidatedEmail,
    validate_email,
)

# Nearly all addresses are plain; the full check takes fifty times as long.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
PLAIN = re.compile(
    rf"(?=.{{3,254}}\Z)(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[A-Za-z]{{2,63}}",
)
# A company's own domain may well be .local or .test: whether mail gets there, its server knows.
SPECIAL_USE_DOMAIN_NAMES.clear()
MORE_THAN_ONE = re.compile(r"[,;]|@.*@")


class AddressProblemError(ValueError):
    """Not an address that mail can be sent to; its words complete “The e-mail …”."""


def normal_address(text: str) -> str:
    """Give the address as it is to be kept; AddressProblemError where there is none."""
    if PLAIN.fullmatch(text) and "xn--" not in text.lower() and "--" not in text.partition("@")[2]:
        local, _, domain = text.partition("@")
        return f"{local}@{domain.lower()}"
    return _checked(text)


def validated(address: str, *, local: bool = False) -> ValidatedEmail:
    """Check how an address is written; `local` also takes a host without a dot (localhost).

    EmailNotValidError where it is none; nothing is looked up.
    """
    return validate_email(address, check_deliverability=False, globally_deliverable=not local)


@lru_cache(maxsize=4096)
def _checked(text: str) -> str:
    if any(sign in text for sign in "\r\n"):
        raise AddressProblemError("goes over several lines")
    if "@" not in text:
        raise AddressProblemError("has no @")
    if MORE_THAN_ONE.search(text) and '"' not in text:
        raise AddressProblemError("is more than one address")
    if any(sign.isspace() for sign in text):
        raise AddressProblemError("has a space in it")
    if text.startswith('"'):
        raise AddressProblemError("has a quoted part before the @, which is not supported")
    if "<" in text or ">" in text:
        raise AddressProblemError("has more around it than the address")
    try:
        return validated(text).normalized
    except EmailNotValidError:
        raise AddressProblemError("is not a valid address") from None
