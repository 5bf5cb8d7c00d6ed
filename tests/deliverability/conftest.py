"""Name servers that know what a test tells them."""

from dataclasses import dataclass, field

import pytest

from feedback.deliverability.lookup import NoAnswerError
from feedback.deliverability.sender import MailSender


@dataclass
class Names:
    """A resolver with a few names; `away` answers nothing at all."""

    txt: dict = field(default_factory=dict)
    hosts: dict = field(default_factory=dict)
    ptr: dict = field(default_factory=dict)
    away: bool = False
    asked: int = 0

    def texts(self, name):
        return self._of(self.txt, name)

    def addresses(self, host):
        return self._of(self.hosts, host)

    def names(self, address):
        return self._of(self.ptr, address)

    def _of(self, known, name):
        self.asked += 1
        if self.away:
            raise NoAnswerError(name)
        return known.get(name, [])


KEY = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A" + "A" * 360
GOOD = {
    "acme.example": ["v=spf1 include:_spf.provider.example -all", "other=1"],
    "hark._domainkey.acme.example": [f"v=DKIM1; k=rsa; p={KEY}"],
    "_dmarc.acme.example": ["v=DMARC1; p=none; rua=mailto:a@acme.example"],
}


@pytest.fixture
def acme():
    return MailSender("acme.example", "acme.example", "smtp.acme.example")


@pytest.fixture
def names():
    return Names(
        dict(GOOD),
        {"smtp.acme.example": ["8.8.4.4"], "out.acme.example": ["8.8.4.4"]},
        {"8.8.4.4": ["out.acme.example"]},
    )
