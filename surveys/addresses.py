"""E-mail addresses: whether one can be written to, and how it is kept."""

import re
from functools import lru_cache

from email_validator import (
    SPECIAL_USE_DOMAIN_NAMES,
    EmailNotValidError,
    ValidatedEmail,
    validate_email,
)

from surveys.telling import told

# Nearly all addresses are plain; the full check takes fifty times as long.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
PLAIN = re.compile(
    rf"(?=.{{3,254}}\Z)(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[A-Za-z]{{2,63}}",
)
# A company's own domain may well be .local or .test: whether mail gets there, its server knows.
SPECIAL_USE_DOMAIN_NAMES.clear()
MORE_THAN_ONE = re.compile(r"[,;]|@.*@")


CONTROL = re.compile(r"[\x01-\x1f\x7f-\x9f\u2028\u2029\s]+")


class AddressProblemError(ValueError):
    """Not an address that mail can be sent to; the sentence says why."""


def normal_address(text: str) -> str:
    """Give the address as it is to be kept; AddressProblemError where there is none."""
    if PLAIN.fullmatch(text) and "xn--" not in text.lower() and "--" not in text.partition("@")[2]:
        local, _, domain = text.partition("@")
        return f"{local}@{domain.lower()}"
    return _checked(text)


def shown(text: str) -> str:
    """Quote somebody's words in a sentence, cut to a readable length, on one line."""
    text = CONTROL.sub(" ", text)
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


def validated(address: str, *, local: bool = False) -> ValidatedEmail:
    """Check how an address is written; `local` also takes a host without a dot (localhost).

    EmailNotValidError where it is none; nothing is looked up.
    """
    return validate_email(address, check_deliverability=False, globally_deliverable=not local)


@lru_cache(maxsize=4096)
def _checked(text: str) -> str:
    if any(sign in text for sign in "\r\n"):
        raise AddressProblemError(
            told("The e-mail %(address)s goes over several lines.", address=shown(text))
        )
    if "@" not in text:
        raise AddressProblemError(told("The e-mail %(address)s has no @.", address=shown(text)))
    if MORE_THAN_ONE.search(text) and '"' not in text:
        raise AddressProblemError(
            told("The e-mail %(address)s is more than one address.", address=shown(text))
        )
    if any(sign.isspace() for sign in text):
        raise AddressProblemError(
            told("The e-mail %(address)s has a space in it.", address=shown(text))
        )
    if text.startswith('"'):
        raise AddressProblemError(
            told(
                "The e-mail %(address)s has a quoted part before the @, which is not supported.",
                address=shown(text),
            )
        )
    if "<" in text or ">" in text:
        raise AddressProblemError(
            told("The e-mail %(address)s has more around it than the address.", address=shown(text))
        )
    try:
        return validated(text).normalized
    except EmailNotValidError:
        raise AddressProblemError(
            told("The e-mail %(address)s is not a valid address.", address=shown(text))
        ) from None
