"""The bytes of a message: headers that nobody breaks out of, and lines that clients can read."""

import re
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.mail import UnwritableAddressError
from feedback.mail.letter import one_line, plain_address
from tests.mail.conftest import letter

HEADERS = [
    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted",
    "X-Auto-Response-Suppress", "Precedence", "List-Unsubscribe", "List-Unsubscribe-Post",
    "Content-Type", "MIME-Version",
]  # fmt: skip
NASTY = [
    "Carla\r\nBcc: eve@evil.example",
    "Carla\nSubject: other\n\nbody",
    "a\0b",
    "\u202eneslo\u202c",
    "👩‍👩‍👧 Family",
    'quote " and \\ back',
    "<carla@evil.example>",
    "a@b.example, eve@evil.example",
    "=?utf-8?q?eve?=",
    "(comment) ; group: x;",
    "אבג דהו",
    "ü" * 400,
    "x" * 400,
    "\u2028line\u2029para",
    "\ud800",
    " ",
    "",
]


def parsed(raw):
    return message_from_bytes(raw, policy=default)


def head(raw):
    return raw.partition(b"\r\n\r\n")[0]


def check_whole(raw):
    """One recipient, no header of somebody else's, two parts, lines that any server takes."""
    message = parsed(raw)
    assert sorted(message.keys()) == sorted(HEADERS)
    assert [a.addr_spec for a in message["To"].addresses] == ["carla@example.com"]
    assert [a.addr_spec for a in message["From"].addresses] == ["ask@acme.example"]
    assert [p.get_content_type() for p in message.iter_parts()] == ["text/plain", "text/html"]
    assert not [d for p in message.walk() for d in p.defects]
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\0" not in raw
    assert not re.search(rb"[^\r]\n|\r[^\n]", raw)
    for word in re.findall(rb"=\?[^?]+\?[bq]\?[^?]*\?=", head(raw), re.IGNORECASE):
        assert len(word) <= 75
    raw.decode("ascii")


@pytest.mark.parametrize("nasty", NASTY)
def test_nasty_names_and_subjects_stay_in_their_header(nasty):
    check_whole(
        letter(to_name=nasty, sender_name=nasty, subject=nasty, reply_to="r@acme.example")
        .sealed()
        .raw
    )


@settings(max_examples=1000, deadline=None)
@given(name=st.text(max_size=120), subject=st.text(max_size=300), body=st.text(max_size=300))
def test_no_name_subject_or_body_breaks_a_message(name, subject, body):
    sealed = letter(
        to_name=name, sender_name=name[::-1], subject=subject, text=body, html=body,
        reply_to="r@acme.example",
    ).sealed()  # fmt: skip
    check_whole(sealed.raw)


@pytest.mark.parametrize(
    "name", ["Carla Customer", "Zoë Müller", "אבג", "O'Hara, Jr.", "👩‍👩‍👧 Fam"]
)
def test_names_arrive_as_they_are_written(name):
    message = parsed(letter(to_name=name).sealed().raw)
    assert message["To"].addresses[0].display_name == name


def test_subject_arrives_as_one_line_that_nothing_turns_round():
    message = parsed(letter(subject="How\r\nare\0 we \u202edoing?").sealed().raw)
    assert message["Subject"] == "How are we doing?"


def test_text_arrives_as_it_was_written():
    text = "Grüße\n\nשלום 👋\n" + "long " * 300 + "\n.\n"
    message = parsed(letter(text=text).sealed().raw)
    assert message.get_body(["plain"]).get_content().replace("\r\n", "\n") == text


def test_unsubscribe_headers_are_whole_lines():
    url = "https://survey.a-rather-long-company-name.example/u/" + "k" * 66
    lines = head(letter(unsubscribe_url=url).sealed().raw).split(b"\r\n")
    assert f"List-Unsubscribe: <{url}>".encode() in lines
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines


def test_answering_machines_are_asked_to_keep_still():
    message = parsed(letter().sealed().raw)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Precedence"] == "bulk"


def test_international_domain_is_written_in_ascii():
    assert letter(to="carla@bücher.example").sealed().recipient == "carla@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "carla",
        "a@b@c.example",
        "a b@c.example",
        "a@c.example\r\nBcc: x@y.example",
        "ü@c.example",
        "a@c.example,b@c.example",
        "<a@c.example>",
    ],
)
def test_what_is_no_address_is_refused_in_words(address):
    with pytest.raises(UnwritableAddressError, match="address"):
        letter(to=address).sealed()


def test_one_line_keeps_words_of_any_language():
    assert one_line("  Ça va,\r\n שלום 👩‍👩‍👧 \u202e ") == "Ça va, שלום 👩‍👩‍👧"


@pytest.mark.parametrize("address", ["ann@corp.local", "ann@shop.test", "feedback@localhost"])
def test_a_companys_own_domain_can_be_written_to(address):
    assert plain_address(address) == address
