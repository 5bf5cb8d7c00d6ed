"""Asking name servers: what is there, what is not, and that nobody answers."""

from collections.abc import Sequence
from typing import Protocol

import dns.exception
import dns.resolver
import dns.reversename
from dns.rdtypes.ANY.TXT import TXT

SECONDS = 3.0


class NoAnswerError(Exception):
    """No name server answered: nothing is known."""


class Resolver(Protocol):
    """Looks names up; an empty answer means that there is nothing."""

    def texts(self, name: str) -> Sequence[str]:
        """Give the TXT records of a name, each put together."""

    def addresses(self, host: str) -> Sequence[str]:
        """Give the addresses of a host."""

    def names(self, address: str) -> Sequence[str]:
        """Give the names an address has (PTR)."""


class NameServers:
    """The name servers of this machine."""

    def __init__(self, seconds: float = SECONDS) -> None:
        """Wait no longer than this for one answer."""
        self._seconds = seconds

    def texts(self, name: str) -> Sequence[str]:
        """Give the TXT records of a name, each put together."""
        found = [record for record in self._ask(name, "TXT") if isinstance(record, TXT)]
        return [b"".join(record.strings).decode("utf-8", "replace") for record in found]

    def addresses(self, host: str) -> Sequence[str]:
        """Give the addresses of a host."""
        return [str(record) for kind in ("A", "AAAA") for record in self._ask(host, kind)]

    def names(self, address: str) -> Sequence[str]:
        """Give the names an address has (PTR)."""
        name = str(dns.reversename.from_address(address))
        return [str(record).rstrip(".") for record in self._ask(name, "PTR")]

    def _ask(self, name: str, kind: str) -> Sequence[dns.rdata.Rdata]:
        try:
            found = dns.resolver.resolve(name, kind, lifetime=self._seconds, search=False)
            return list(found.rrset or ())
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, OSError) as error:
            raise NoAnswerError(f"{name} could not be looked up") from error
