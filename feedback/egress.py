"""The one way out of the house but mail: a body posted to an address somebody named.

No redirect is followed, no proxy asked, and the address that was looked at is the one that is
connected to, so that a name cannot lead into the house between the look and the call.
"""

import http.client
import socket
import ssl
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from surveys.telling import told

LOOPBACK = ("localhost", "127.0.0.1", "::1")
MOST_BYTES = 64 * 1024
PORTS = {"https": 443, "http": 80}


class UnreachedError(Exception):
    """Nothing left the house; its words say why."""


class SilentError(Exception):
    """It left, and no answer came: nobody knows what became of it."""


@dataclass(frozen=True)
class Reply:
    """What the other side answered."""

    status: int
    body: bytes


def is_at_home(url: str) -> bool:
    """Whether an address names this very machine."""
    return (urlsplit(url).hostname or "") in LOOPBACK


def is_fit(url: str) -> bool:
    """Whether what is not for everybody may go there."""
    place = urlsplit(url)
    if not place.hostname or place.username or place.query:
        return False
    return place.scheme == "https" or (place.scheme == "http" and is_at_home(url))


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, timeout: float, may_be_private: bool
) -> Reply:
    """Post once; raises where nothing left, or where nothing came back."""
    place = urlsplit(url)
    if not is_fit(url):
        raise UnreachedError(
            told("%(hostname)s is not asked without encryption.", hostname=place.hostname or "")
        )
    with closing(http.client.HTTPConnection(place.netloc, timeout=timeout)) as connection:
        connection.sock = _connected(place, timeout, may_be_private=may_be_private)
        try:
            connection.request("POST", place.path or "/", body, {**headers, "Connection": "close"})
            answer = connection.getresponse()
            return Reply(answer.status, answer.read(MOST_BYTES))
        except (OSError, http.client.HTTPException) as error:
            raise SilentError(str(error)) from None


def _connected(place: SplitResult, timeout: float, *, may_be_private: bool) -> socket.socket:
    host, port = place.hostname or "", place.port or PORTS[place.scheme]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise UnreachedError(told("There is no server named %(host)s.", host=host)) from None
    addresses = [str(one[4][0]) for one in found]
    if not may_be_private and not all(ip_address(one).is_global for one in addresses):
        raise UnreachedError(
            told("%(host)s leads to a private address, which is not asked.", host=host)
        )
    try:
        plain = socket.create_connection((addresses[0], port), timeout)
    except OSError:
        raise UnreachedError(
            told("Nobody answers at %(host)s:%(port)s.", host=host, port=str(port))
        ) from None
    if place.scheme != "https":
        return plain
    try:
        return _trusted().wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise UnreachedError(
            told(
                "No secure connection to %(host)s:%(port)s could be made.",
                host=host,
                port=str(port),
            )
        ) from None


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()
