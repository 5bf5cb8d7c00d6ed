"""The look-ups as name servers answer them, on a real socket."""

import socket
import threading

import dns.flags
import dns.message
import dns.resolver
import dns.rrset
import pytest

from feedback.deliverability.lookup import NameServers, NoAnswerError

ZONE = {
    ("acme.example.", "TXT"): ['"v=spf1 " "mx -all"', '"other"'],
    ("acme.example.", "A"): ["8.8.4.4"],
    ("4.4.8.8.in-addr.arpa.", "PTR"): ["out.acme.example."],
}


@pytest.fixture
def server(monkeypatch):
    """A name server with one zone; names under `silent.` get no answer."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as open_socket:
        open_socket.bind(("127.0.0.1", 0))
        open_socket.settimeout(5)
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], open_socket.getsockname()[1]
        monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
        threading.Thread(target=_serve, args=(open_socket,), daemon=True).start()
        yield


def _serve(open_socket):
    while True:
        try:
            raw, peer = open_socket.recvfrom(4096)
        except OSError:
            return
        query = dns.message.from_wire(raw)
        asked = query.question[0]
        name, kind = asked.name.to_text(), asked.rdtype.name
        if name.startswith("silent."):
            continue
        reply = dns.message.make_response(query)
        if (name, kind) in ZONE:
            reply.answer = [dns.rrset.from_text(name, 60, "IN", kind, *ZONE[name, kind])]
        elif name not in {known for known, _ in ZONE}:
            reply.set_rcode(3)
        open_socket.sendto(reply.to_wire(), peer)


def test_records_are_put_together(server):
    assert sorted(NameServers().texts("acme.example")) == ["other", "v=spf1 mx -all"]
    assert NameServers().addresses("acme.example") == ["8.8.4.4"]
    assert NameServers().names("8.8.4.4") == ["out.acme.example"]


def test_what_is_not_there_is_empty(server):
    assert NameServers().texts("nothing.example") == []
    assert NameServers().names("8.8.8.8") == []


@pytest.mark.parametrize("name", ["silent.example", "a" * 64 + ".example", "a..b"])
def test_no_answer_is_told_apart_from_nothing(server, name):
    with pytest.raises(NoAnswerError):
        NameServers(seconds=0.3).texts(name)
