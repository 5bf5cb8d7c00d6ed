"""What an owner should know before mail leaves."""

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import current_app, g

from feedback.config import Settings


def warnings() -> list[str]:
    """Name what would make this sending go wrong, or look wrong."""
    return list(_found(current_app.extensions["settings"]))


def _found(settings: Settings) -> Iterator[str]:
    if not settings.smtp_host:
        yield (
            "No mail server is set (HARK_SMTP_HOST), so the mail stays in the local outbox here "
            "and reaches nobody."
        )
    elif _is_local(settings.base_url):
        yield (
            f"The links in the mail begin with {settings.base_url}, which only this machine can "
            "open. Set HARK_BASE_URL to the address your customers reach."
        )
    if not g.workspace.postal_address:
        yield (
            "The mail names no postal address. Many countries ask for one; set it under Workspace."
        )


def _is_local(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
