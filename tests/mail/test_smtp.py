"""Each way a hand-over can go, against a server that really talks SMTP."""

import socket

import pytest

from feedback.mail import Verdict
from tests.mail.conftest import letter

SENT, REFUSED, LATER = Verdict.SENT, Verdict.REFUSED, Verdict.LATER
AWAY, UNKNOWN = Verdict.AWAY, Verdict.UNKNOWN


def test_letter_arrives_byte_for_byte(serve, smtp):
    server = serve()
    sealed = letter(text=".\r\n.leading dot\nlast line").sealed()
    assert smtp(server.port).send([sealed])[0].verdict == SENT
    assert server.messages == [sealed.raw]


def test_one_connection_serves_many_letters(serve, smtp):
    server = serve()
    mailer = smtp(server.port)
    for _ in range(20):
        mailer.send([letter().sealed()])
    assert (len(server.messages), server.connections) == (20, 1)


def test_small_packets_are_not_held_back(serve, smtp):
    server = serve()
    mailer = smtp(server.port)
    mailer.send([letter().sealed()])
    no_delay = mailer._open[0]._connection.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    assert no_delay != 0


@pytest.mark.parametrize(
    ("step", "reply", "verdict"),
    [
        ("CONNECT", "421 busy", AWAY),
        ("CONNECT", "554 go away", AWAY),
        ("MAIL", "451 later", AWAY),
        ("MAIL", "550 not your address", AWAY),
        ("RCPT", "450 mailbox busy", LATER),
        ("RCPT", "550 5.1.1 no such user", REFUSED),
        ("RCPT", "421 closing", AWAY),
        ("DATA", "451 try again", LATER),
        ("DATA", "554 no valid recipients", REFUSED),
        ("CONTENT", "452 disk full", LATER),
        ("CONTENT", "554 5.7.1 looks like spam", REFUSED),
        ("CONTENT", "421 closing", AWAY),
        ("CONTENT", "garbled", UNKNOWN),
        ("CONTENT", "250 2.0.0 queued", SENT),
    ],
)
@pytest.mark.parametrize("pipelining", [False, True])
def test_each_reply_has_its_verdict(serve, smtp, step, reply, verdict, pipelining):
    server = serve(replies={step: reply}, pipelining=pipelining)
    (outcome,) = smtp(server.port).send([letter().sealed()])
    assert outcome.verdict == verdict


@pytest.mark.parametrize(
    ("step", "verdict"),
    [("EHLO", AWAY), ("MAIL", AWAY), ("RCPT", AWAY), ("DATA", AWAY), ("CONTENT", UNKNOWN)],
)
@pytest.mark.parametrize("pipelining", [False, True])
def test_a_connection_that_breaks_is_unknown_only_after_the_content(
    serve, smtp, step, verdict, pipelining
):
    server = serve(hang_up_at=step, pipelining=pipelining)
    assert smtp(server.port).send([letter().sealed()])[0].verdict == verdict


def test_reason_repeats_what_the_server_said(serve, smtp):
    server = serve(replies={"RCPT": "550 5.1.1 no such user"})
    reason = smtp(server.port).send([letter().sealed()])[0].reason
    assert reason == "The mail server does not take this address: 550 5.1.1 no such user"


def test_nobody_at_the_port_is_said_in_words(smtp):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    (outcome,) = smtp(port).send([letter().sealed()])
    assert outcome.verdict == AWAY
    assert outcome.reason == f"Nobody answers at 127.0.0.1:{port} (connection refused)."


def test_server_that_never_answers_is_away(smtp):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mailer = smtp(silent.getsockname()[1])
        mailer._timeout = 0.1
        assert "in time" in mailer.send([letter().sealed()])[0].reason


def test_wrong_password_holds_everything_and_is_said(serve, smtp):
    server = serve(replies={"EHLO": "250-hello\r\n250 AUTH PLAIN", "AUTH": "535 wrong"})
    (outcome,) = smtp(server.port, smtp_user="u", smtp_password="p").send([letter().sealed()])
    assert outcome.verdict == AWAY
    assert "user and password" in outcome.reason


def test_server_without_encryption_is_not_written_to(serve, smtp):
    server = serve()
    (outcome,) = smtp(server.port, smtp_security="starttls").send([letter().sealed()])
    assert outcome.verdict == AWAY
    assert server.messages == []


def test_connection_gone_stale_is_opened_again_without_a_word(serve, smtp):
    server = serve(replies={"MAIL": ["250 ok", "421 idle too long", "250 ok"]})
    mailer = smtp(server.port)
    verdicts = [mailer.send([letter().sealed()])[0].verdict for _ in range(2)]
    assert verdicts == [SENT, SENT]
    assert server.connections == 2


def test_letter_after_a_refused_one_goes_out_on_the_same_connection(serve, smtp):
    server = serve(replies={"RCPT": ["550 no", "250 ok"]})
    mailer = smtp(server.port)
    verdicts = [mailer.send([letter().sealed()])[0].verdict for _ in range(2)]
    assert verdicts == [REFUSED, SENT]
    assert "RSET" in server.commands
    assert server.connections == 1


def test_closing_says_goodbye_and_the_next_letter_connects_again(serve, smtp):
    server = serve()
    mailer = smtp(server.port)
    mailer.send([letter().sealed()])
    mailer.close()
    assert mailer.send([letter().sealed()])[0].verdict == SENT
    assert "QUIT" in server.commands


def letters(number):
    return [letter(to=f"c{n}@example.com", message_id=f"{n}@x").sealed() for n in range(number)]


@pytest.mark.parametrize("pipelining", [False, True])
def test_letters_go_side_by_side_and_each_arrives_once(serve, smtp, pipelining):
    server = serve(pipelining=pipelining)
    batch = letters(30)
    outcomes = smtp(server.port, smtp_connections=4).send(batch)
    assert [outcome.verdict for outcome in outcomes] == [SENT] * 30
    assert sorted(server.messages) == sorted(sealed.raw for sealed in batch)
    assert server.connections == 4


def test_server_that_takes_fewer_connections_gets_all_letters_over_those(serve, smtp):
    server = serve(at_once=2)
    outcomes = smtp(server.port, smtp_connections=8).send(letters(9))
    assert [outcome.verdict for outcome in outcomes] == [SENT] * 9
    assert server.connections == 2


def test_a_whole_envelope_travels_at_once_only_where_the_server_offers_it(serve, smtp):
    plain, offers = serve(), serve(pipelining=True)
    for server in (plain, offers):
        server.replies["RCPT"] = "550 5.1.1 no such user"
        smtp(server.port).send(letters(1))
    assert "DATA" not in plain.commands
    assert "DATA" in offers.commands


def test_refused_recipient_of_a_whole_envelope_gets_no_content(serve, smtp):
    server = serve(pipelining=True, replies={"RCPT": ["550 no such user", "250 ok"]})
    outcomes = smtp(server.port, smtp_connections=1).send(letters(2))
    assert [outcome.verdict for outcome in outcomes] == [REFUSED, SENT]
    assert server.messages == [letters(2)[1].raw]


def test_outcomes_stay_with_their_letters(serve, smtp):
    server = serve(replies={"CONTENT": ["250 ok", "554 no", "250 ok", "451 wait", "250 ok"]})
    outcomes = smtp(server.port, smtp_connections=1).send(letters(5))
    assert [outcome.verdict for outcome in outcomes] == [SENT, REFUSED, SENT, LATER, SENT]


def test_nothing_is_tried_behind_a_server_that_went_away(serve, smtp):
    server = serve(replies={"MAIL": ["250 ok", "421 bye", "421 bye", "250 ok"]})
    outcomes = smtp(server.port, smtp_connections=1).send(letters(4))
    assert [outcome.verdict for outcome in outcomes] == [SENT, AWAY]
    assert len(server.messages) == 1


def test_what_was_not_begun_in_time_is_given_back(serve, smtp, monkeypatch):
    monkeypatch.setattr("feedback.mail.smtp.AT_ONCE_SECONDS", 0)
    server = serve()
    outcomes = smtp(server.port, smtp_connections=2).send(letters(6))
    assert len(outcomes) == len(server.messages) == 2


def test_no_content_begins_when_the_look_at_its_reader_is_old(serve, smtp, monkeypatch):
    monkeypatch.setattr("feedback.mail.smtp.OFFER_SECONDS", 0.0)
    server = serve()
    mailer = smtp(server.port, smtp_connections=1)
    assert mailer.ready() is None
    (outcome,) = mailer.send(letters(1))
    assert (outcome.verdict, server.messages) == (AWAY, [])


def test_a_server_that_cannot_be_reached_says_so_before_anything_is_looked_at(smtp):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert "connection refused" in smtp(port).ready().reason
