"""DKIM (RFC 6376): the key with which receivers verify our signature."""

from base64 import b64decode
from binascii import Error

from feedback.deliverability.finding import Finding, Record, State
from feedback.deliverability.lookup import Resolver
from feedback.deliverability.sender import MailSender
from surveys.speech import noted
from surveys.telling import told

NAME = "DKIM"
COMMON = (
    "hark",
    "default",
    "dkim",
    "mail",
    "google",
    "selector1",
    "selector2",
    "s1",
    "s2",
    "k1",
    "smtp",
    "mx",
)
"""What mail servers and providers call their key where nobody says otherwise."""
SHORT_KEY_BYTES = 200
"""An RSA key of 1,024 bits takes 162 bytes, one of 2,048 bits 294."""


def check_dkim(sender: MailSender, resolver: Resolver) -> Finding:
    """Look for the key under the name it is said to have, or under the usual ones."""
    for selector in (sender.selector,) if sender.selector else COMMON:
        name = f"{selector}._domainkey.{sender.domain}"
        for text in resolver.texts(name):
            tags = _tags(text)
            if "p" in tags:
                return _read(name, tags)
    return _missing(sender)


def _read(name: str, tags: dict[str, str]) -> Finding:
    if not tags["p"]:
        return Finding(
            NAME,
            State.BAD,
            told("The key at %(name)s is withdrawn.", name=name),
            noted("Put your mail server's public key there."),
            Record(name, "TXT", "v=DKIM1; k=rsa; p=…"),
        )
    size = _size(tags["p"])
    if size == 0:
        return Finding(
            NAME,
            State.BAD,
            told("The key at %(name)s is damaged.", name=name),
            noted("Copy it there again."),
        )
    if tags.get("k", "rsa") == "rsa" and size < SHORT_KEY_BYTES:
        return Finding(
            NAME,
            State.WARN,
            told("The key at %(name)s is short.", name=name),
            noted("Let your mail server make one of 2,048 bits."),
        )
    return Finding(
        NAME, State.GOOD, told("Receivers find the key of our signature at %(name)s.", name=name)
    )


def _missing(sender: MailSender) -> Finding:
    if sender.selector:
        name = f"{sender.selector}._domainkey.{sender.domain}"
        return Finding(
            NAME,
            State.BAD,
            told(
                "There is no key at %(name)s, so receivers cannot verify our signature.", name=name
            ),
            noted("Let your mail server sign, and put its public key there in place of the dots."),
            Record(name, "TXT", "v=DKIM1; k=rsa; p=…"),
        )
    return Finding(
        NAME,
        State.WARN,
        told("%(domain)s has no key under the usual names.", domain=sender.domain),
        noted(
            "Let your mail server sign, publish its key, and set HARK_DKIM_SELECTOR to "
            "the key's name."
        ),
        Record(f"hark._domainkey.{sender.domain}", "TXT", "v=DKIM1; k=rsa; p=…"),
    )


def _tags(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): "".join(value.split()) for name, _, value in pairs}


def _size(key: str) -> int:
    try:
        return len(b64decode(key, validate=True))
    except (Error, ValueError):
        return 0
