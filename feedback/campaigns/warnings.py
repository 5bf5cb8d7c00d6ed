"""What an owner should know before mail leaves."""

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import current_app, g

from feedback.config import Settings
from surveys.models import Channel
from surveys.speech import _, noted

_LOCAL_LINKS = noted(
    "The links begin with %(address)s, which only this machine can open. Set HARK_BASE_URL to "
    "the address your customers reach."
)


def warnings(channel: Channel) -> list[str]:
    """Name what would make this sending go wrong, or look wrong."""
    find = _of_texts if channel == Channel.SMS else _found
    return list(find(current_app.extensions["settings"]))


def _of_texts(settings: Settings) -> Iterator[str]:
    if not settings.sms_account:
        yield _(
            "No provider of text messages is set (HARK_SMS_ACCOUNT), so the texts stay in the "
            "local outbox here and reach nobody."
        )
    elif _is_local(settings.base_url):
        yield _(_LOCAL_LINKS, address=settings.base_url)


def _found(settings: Settings) -> Iterator[str]:
    if not settings.smtp_host:
        yield _(
            "No mail server is set (HARK_SMTP_HOST), so the mail stays in the local outbox here "
            "and reaches nobody."
        )
    elif _is_local(settings.base_url):
        yield _(_LOCAL_LINKS, address=settings.base_url)
    if not g.workspace.postal_address:
        yield _(
            "The mail names no postal address. Many countries ask for one; set it under Workspace."
        )


def _is_local(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
