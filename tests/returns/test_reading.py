"""Returned mail: told apart as its servers meant it, and never to a living person's loss."""

import time
from dataclasses import replace

import pytest

from surveys.links import Link
from surveys.return_path import links_in, mark
from surveys.returns import Kind, read
from tests.returns.fixtures import FIXTURES, reasons
from tests.returns.hostile import HOSTILE
from tests.returns.odd import ODD, block, report
from tests.returns.servers import PLAIN, REPORTS

GIVES_UP = {Kind.HARD, Kind.COMPLAINT}


def as_read():
    return [(fixture, read(fixture.raw).kind) for fixture in FIXTURES]


def test_there_are_more_than_200_of_every_kind():
    assert len({fixture.raw for fixture in FIXTURES}) >= 400
    assert {fixture.kind for fixture in FIXTURES} == set(Kind) - {Kind.UNDELIVERED}


def test_at_least_95_percent_are_told_right():
    wrong = [(f.name, f.kind, kind) for f, kind in as_read() if f.kind != kind]
    print(f"{len(FIXTURES) - len(wrong)} of {len(FIXTURES)} right")
    assert len(wrong) <= 0.05 * len(FIXTURES), wrong


def test_no_refusal_of_us_gives_a_person_up():
    refused = [(f.name, kind) for f, kind in as_read() if f.kind == Kind.POLICY]
    assert len(refused) > 100
    assert [name for name, kind in refused if kind in GIVES_UP] == []


def test_nobody_is_given_up_who_can_still_be_reached():
    living = [(f.name, f.kind, kind) for f, kind in as_read() if f.kind not in GIVES_UP]
    assert [row for row in living if row[2] in GIVES_UP] == []


@pytest.mark.parametrize("name, kind, raw", ODD, ids=[row[0] for row in ODD])
def test_odd_mail_means_what_it_says(name, kind, raw):
    assert read(raw).kind == kind


@pytest.mark.parametrize("server", [*REPORTS, *PLAIN], ids=lambda server: server.__name__)
def test_each_server_is_understood_whatever_the_reason(server):
    wrong = [r.said for r in reasons() if read(server(r).encode()).kind != r.kind]
    assert len(wrong) <= 0.05 * len(reasons()), wrong


@pytest.mark.parametrize("code", ["5.7.1", "5.7.26", "4.7.0", "5.6.0", "5.1.8", "5.3.4"])
@pytest.mark.parametrize("said", ["550 user unknown", "554 no such mailbox", "550 5.1.1 unknown"])
def test_a_code_of_policy_wins_over_words_of_an_unknown_user(code, said):
    assert read(report(block(code, said))).kind == Kind.POLICY


def test_what_nobody_understands_is_soft():
    assert read(report(block("5.9.9", "550 blah blah"))).kind == Kind.SOFT


def test_the_reason_and_the_address_are_kept():
    found = read(report(block("5.1.1", "550 5.1.1 User unknown")))
    assert (found.recipient, found.status) == ("carla@x.example", "5.1.1")
    assert found.words == "550 5.1.1 User unknown"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_is_read_quickly_and_gives_nobody_up(name):
    began = time.process_time()
    found = read(HOSTILE[name])
    assert time.process_time() - began < 5
    assert len(found.words) <= 400
    assert links_in("key", found.addressed + found.quoted) == set()


def test_no_control_sign_is_left_in_what_is_shown():
    said = "550 5.1.1 a\x00b\x1b[31m <script>alert(1)</script>\r\n\tBcc: all@x.example"
    found = read(report(block("5.1.1", said)))
    assert not any(ord(sign) < 32 for sign in found.words + found.recipient + found.status)


@pytest.mark.parametrize("server", [*REPORTS, *PLAIN], ids=lambda server: server.__name__)
def test_the_mail_it_speaks_of_is_found(server):
    link = Link(7, 2**60)
    raw = server(reasons()[0]).replace("TOKEN", mark("key", link)).encode()
    found = read(raw)
    assert links_in("key", found.addressed) == {link}
    assert links_in("key", replace(found, addressed="").quoted) == {link}
