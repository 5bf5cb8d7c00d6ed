"""Each look-up: what is in order, what is not, and the record that mends it."""

from dataclasses import replace

import pytest

from feedback.deliverability.check import CHECKS, Inspector
from feedback.deliverability.dkim import check_dkim
from feedback.deliverability.dmarc import check_dmarc
from feedback.deliverability.finding import State
from feedback.deliverability.ptr import check_ptr
from feedback.deliverability.spf import check_spf
from tests.deliverability.conftest import KEY, Names

DKIM, DMARC = "hark._domainkey.acme.example", "_dmarc.acme.example"


@pytest.mark.parametrize("name", CHECKS)
def test_what_is_in_order_is_said_to_be(acme, names, name):
    found = CHECKS[name](acme, names)
    assert (found.state, found.fix, found.record) == (State.GOOD, "", None)


@pytest.mark.parametrize("name", CHECKS)
def test_what_is_missing_comes_with_what_to_fix(acme, name):
    found = CHECKS[name](acme, Names())
    assert found.state in (State.BAD, State.WARN)
    assert found.fix
    assert name == "PTR" or found.record.kind == "TXT"


@pytest.mark.parametrize("name", CHECKS)
def test_nobody_answering_is_not_known_and_blocks_nothing(acme, name):
    found = {f.name: f for f in Inspector(Names(away=True), acme).findings()}
    assert found[name].state == State.UNKNOWN
    assert "could not be looked up" in found[name].sentence


@pytest.mark.parametrize(
    "records, state, record",
    [
        (["v=spf1 ip4:8.8.4.0/24 ~all"], "good", None),
        (["v=spf1 ip4:8.8.8.0/24 ~all"], "warn", "v=spf1 ip4:8.8.8.0/24 a:smtp.acme.example ~all"),
        (["v=spf1 a:smtp.acme.example -all"], "good", None),
        (["V=SPF1 MX -ALL"], "good", None),
        (["v=spf1 a -all"], "warn", "v=spf1 a a:smtp.acme.example ~all"),
        (["v=spf1 ip4:nonsense -all"], "warn", "v=spf1 ip4:nonsense a:smtp.acme.example ~all"),
        (["v=spf1 +all"], "bad", "v=spf1 ~all"),
        (["v=spf1 mx all"], "bad", "v=spf1 mx ~all"),
        (["v=spf1 mx -all", "v=spf1 a mx ~all"], "bad", "v=spf1 mx a ~all"),
        (["v=spf10 mx -all"], "bad", "v=spf1 a:smtp.acme.example ~all"),
        (["v=spf1 " + " ".join(f"include:{n}.example" for n in range(11)) + " -all"], "bad", None),
    ],
)
def test_spf_is_read_as_receivers_read_it(acme, names, records, state, record):
    names.txt["acme.example"] = records
    found = check_spf(acme, names)
    assert found.state == state
    assert (found.record.value if found.record else None) == record


def test_spf_is_looked_up_where_mail_returns_to(acme, names):
    names.txt["back.acme.example"] = ["v=spf1 mx -all"]
    sender = replace(acme, return_domain="back.acme.example")
    assert check_spf(sender, names).state == State.GOOD
    names.txt.pop("back.acme.example")
    assert check_spf(sender, names).record.name == "back.acme.example"


@pytest.mark.parametrize(
    "text, state",
    [
        (f"v=DKIM1; p={KEY}", "good"),
        (f"p={KEY[:100]} {KEY[100:]}", "good"),
        ("v=DKIM1; k=ed25519; p=" + "A" * 44, "good"),
        ("v=DKIM1; p=" + "A" * 216, "warn"),
        ("v=DKIM1; p=", "bad"),
        ("v=DKIM1; p=!!", "bad"),
        ("v=spf1 -all", "warn"),
    ],
)
def test_the_key_of_the_signature_is_read(acme, names, text, state):
    names.txt[DKIM] = [text]
    assert check_dkim(acme, names).state == state


def test_a_key_is_found_under_the_name_the_settings_give(acme, names):
    sender = replace(acme, selector="x2026")
    assert check_dkim(sender, names).state == State.BAD
    names.txt["x2026._domainkey.acme.example"] = names.txt[DKIM]
    assert check_dkim(sender, names).state == State.GOOD


def test_a_key_is_found_under_usual_names(acme, names):
    names.txt["selector1._domainkey.acme.example"] = names.txt.pop(DKIM)
    assert check_dkim(acme, names).state == State.GOOD


@pytest.mark.parametrize(
    "records, state",
    [
        (["v=DMARC1; p=reject"], "good"),
        (["V=dmarc1;p=QUARANTINE"], "good"),
        (["v=DMARC1"], "bad"),
        (["v=DMARC1; p=maybe"], "bad"),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], "bad"),
    ],
)
def test_the_policy_is_read(acme, names, records, state):
    names.txt[DMARC] = records
    assert check_dmarc(acme, names).state == state


def test_the_policy_of_the_domain_above_counts(acme, names):
    assert check_dmarc(replace(acme, domain="mail.acme.example"), names).state == State.GOOD


def test_a_return_path_elsewhere_leaves_all_to_dkim(acme, names):
    found = check_dmarc(replace(acme, return_domain="bounces.provider.example"), names)
    assert found.state == State.WARN
    assert "HARK_RETURN_PATH" in found.fix


def test_a_name_that_does_not_lead_back_is_told(acme, names):
    names.ptr["8.8.4.4"] = ["elsewhere.example"]
    found = check_ptr(acme, names)
    assert (found.state, found.record.name) == (State.WARN, "4.4.8.8.in-addr.arpa")


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.1", "fd00::1"])
def test_a_server_in_the_own_network_is_not_judged(acme, names, address):
    names.hosts["smtp.acme.example"] = [address]
    assert check_ptr(acme, names).state == State.UNKNOWN


def test_findings_are_remembered_for_a_while(acme, names):
    now = [0.0]
    inspector = Inspector(names, acme, clock=lambda: now[0])
    first = inspector.findings()
    asked = names.asked
    assert inspector.findings() == first
    assert names.asked == asked
    now[0] = 301
    inspector.findings()
    assert names.asked > asked


def test_what_nobody_answered_is_asked_again_at_once(acme, names):
    names.away = True
    inspector = Inspector(names, acme)
    assert {f.state for f in inspector.findings()} == {State.UNKNOWN}
    names.away = False
    assert {f.state for f in inspector.findings()} == {State.GOOD}


def test_slow_name_servers_keep_nobody_waiting(acme, names):
    import threading
    import time

    free = threading.Event()
    names.names = lambda _address: free.wait(20) and []
    began = time.monotonic()
    found = {f.name: f.state for f in Inspector(names, acme, patience=0.2).findings()}
    free.set()
    assert time.monotonic() - began < 5
    assert found == {"SPF": "good", "DKIM": "good", "DMARC": "good", "PTR": "unknown"}


def test_a_sender_at_nobody_s_domain_is_told_so(acme):
    (found,) = Inspector(Names(), replace(acme, domain="localhost")).findings()
    assert (found.state, "HARK_MAIL_FROM" in found.fix) == (State.BAD, True)
