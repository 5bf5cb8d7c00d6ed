"""Thousands of hostile people, companies and surveys: each mail reads back as it was meant."""

import random

import pytest

from feedback.campaigns.addressing import Desk
from feedback.campaigns.delivery import Recipient
from feedback.mail import UnwritableAddressError
from feedback.mail.invitation import invitation
from feedback.mail.letter import one_line
from surveys.definition import Question
from surveys.models import Workspace
from tests import factories
from tests.factories import NOW
from tests.mail.test_letter import HEADERS, parsed

PIECES = [
    "\r\nBcc: eve@evil.example", "\nX-Evil: 1", "\r\n\r\n<script>", "\0", "\r", "\x0b", "\x1b[31m",
    "\u2028", "\u2029", "\u0085", "\u202e", "\u202c", "\u2066", "\u200f", "\ufeff", "\ud800",
    "שלום", "مرحبا", "日本語", "👩‍👩‍👧", "🏳️‍🌈", "é", "e\u0301", "ß", "Ω", "\U000e0041",
    '"', "\\", "<", ">", "@", ",", ";", ":", "(", ")", "[", "=", "=?utf-8?q?eve?=",
    "=0D=0ABcc: e@e",
    "{{7*7}}", "{% raw %}", "${x}", "%(name)s", "--=_boundary", ".", "\r\n.\r\n", "&amp;", "'",
    "Carla", "Customer", " ", "  ", "x" * 80, "ü" * 40, "to=eve@evil.example",
]  # fmt: skip
ADDRESSES = ["carla@example.com", "o'hara+x@example.com", "a.b@sub.example.co.uk", "C@b.museum"]
BROKEN = ["carla@example.com\r\nBcc: eve@evil.example", "a@b.example, eve@evil.example", "a\0@b.c"]


def words(chance, most=6):
    return "".join(chance.choice(PIECES) for _ in range(chance.randint(0, most)))


def storable(chance):
    """What a database has given back: half a sign is refused there."""
    return words(chance).replace("\ud800", "")


def press(desk, chance):
    """Set up the mail of a hostile company's hostile survey."""
    settings = {"low": storable(chance), "high": storable(chance)}
    question = Question("score", "nps", storable(chance) or "?", settings=settings)
    asks = factories.definition(
        subject=storable(chance), invitation=storable(chance), questions=(question,), language="en"
    )
    company = Workspace(
        id=7,
        name=storable(chance) or "Acme",
        accent="#0f6b5c",
        ask_gap_days=90,
        sender_name=storable(chance),
        reply_to=chance.choice(["", "reply@acme.example"]),
        postal_address=storable(chance),
    )
    return desk.set_up(invitation(asks, company, sender=desk.sender), at=NOW), asks, company


def check(raw, address, asks, company):
    message = parsed(raw)
    wanted = {*HEADERS, "Content-Language"} - ({"Reply-To"} if not company.reply_to else set())
    assert sorted(message.keys()) == sorted(wanted)
    local, _, domain = address.partition("@")
    assert [a.addr_spec for a in message["To"].addresses] == [f"{local}@{domain.lower()}"]
    assert [a.addr_spec for a in message["From"].addresses] == ["ask@acme.example"]
    parts = list(message.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert not [defect for part in message.walk() for defect in part.defects]
    assert all("/r/" in part.get_content() for part in parts)
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\0" not in raw
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    subject = str(message["Subject"])
    assert "".join(subject.split()) == "".join(one_line(asks.subject).split())


@pytest.mark.parametrize(
    ("companies", "people"), [(12, 50), pytest.param(100, 100, marks=pytest.mark.slow)]
)
def test_no_word_of_anybody_adds_a_header_a_recipient_or_a_part(app, companies, people):
    chance, desk = random.Random(20261125), Desk.of(app)
    with app.app_context():
        for _ in range(companies):
            mail, asks, company = press(desk, chance)
            for number in range(people):
                address = chance.choice(ADDRESSES)
                who = Recipient(number + 1, NOW, address, words(chance))
                sealed = desk.letter(mail, 7, who, at=NOW)
                assert sealed.recipient.casefold() == address.casefold()
                check(sealed.raw, address, asks, company)


@pytest.mark.parametrize("address", BROKEN)
def test_address_that_holds_more_than_one_line_or_person_is_refused(app, address):
    desk = Desk.of(app)
    with app.app_context():
        mail, _, _ = press(desk, random.Random(1))
    with pytest.raises(UnwritableAddressError):
        desk.letter(mail, 7, Recipient(1, NOW, address, "Carla"), at=NOW)
