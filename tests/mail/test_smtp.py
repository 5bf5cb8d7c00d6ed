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
    assert smtp(server.port).send(sealed).verdict == SENT
    assert server.messages == [sealed.raw]


def test_one_connection_serves_many_letters(serve, smtp):
    server = serve()
    mailer = smtp(server.port)
    for _ in range(20):
        mailer.send(letter().sealed())
    assert (len(server.messages), server.connections) == (20, 1)


def test_small_packets_are_not_held_back(serve, smtp):
    server = serve()
    mailer = smtp(server.port)
    mailer.send(letter().sealed())
    no_delay = mailer._connection.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
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
def test_each_reply_has_its_verdict(serve, smtp, step, reply, verdict):
    server = serve(replies={step: reply})
    outcome = smtp(server.port).send(letter().sealed())
    assert outcome.verdict == verdict


@pytest.mark.parametrize(
    ("step", "verdict"),
    [("EHLO", AWAY), ("MAIL", AWAY), ("RCPT", AWAY), ("DATA", AWAY), ("CONTENT", UNKNOWN)],
)
def test_a_connection_that_breaks_is_unknown_only_after_the_content(serve, smtp, step, verdict):
    server = serve(hang_up_at=step)
    assert smtp(server.port).send(letter().sealed()).verdict == verdict


def test_reason_repeats_what_the_server_said(serve, smtp):
    server = serve(replies={"RCPT": "550 5.1.1 no such user"})
    reason = smtp(server.port).send(letter().sealed()).reason
    assert reason == "The mail server does not take this address: 550 5.1.1 no such user"


def test_nobody_at_the_port_is_said_in_words(smtp):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    outcome = smtp(port).send(letter().sealed())
    assert outcome.verdict == AWAY
    assert outcome.reason == f"Nobody answers at 127.0.0.1:{port} (connection refused)."


def test_server_that_never_answers_is_away(smtp):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mailer = smtp(silent.getsockname()[1])
        mailer._timeout = 0.1
        assert "in time" in mailer.send(letter().sealed()).reason


def test_wrong_password_holds_everything_and_is_said(serve, smtp):
    server = serve(replies={"EHLO": "250-hello\r\n250 AUTH PLAIN", "AUTH": "535 wrong"})
    outcome = smtp(server.port, smtp_user="u", smtp_password="p").send(letter().sealed())
    assert outcome.verdict == AWAY
    assert "user and password" in outcome.reason


def test_server_without_encryption_is_not_written_to(serve, smtp):
    server = serve()
    outcome = smtp(server.port, smtp_security="starttls").send(letter().sealed())
    assert outcome.verdict == AWAY
    assert server.messages == []


def test_connection_gone_stale_is_opened_again_without_a_word(serve, smtp):
    server = serve(replies={"MAIL": ["250 ok", "421 idle too long", "250 ok"]})
    mailer = smtp(server.port)
    verdicts = [mailer.send(letter().sealed()).verdict for _ in range(2)]
    assert verdicts == [SENT, SENT]
    assert server.connections == 2


def test_letter_after_a_refused_one_goes_out_on_the_same_connection(serve, smtp):
    server = serve(replies={"RCPT": ["550 no", "250 ok"]})
    mailer = smtp(server.port)
    verdicts = [mailer.send(letter().sealed()).verdict for _ in range(2)]
    assert verdicts == [REFUSED, SENT]
    assert "RSET" in server.commands
    assert server.connections == 1


def test_closing_says_goodbye_and_the_next_letter_connects_again(serve, smtp):
    server = serve()
    mailer = smtp(server.port)
    mailer.send(letter().sealed())
    mailer.close()
    assert mailer.send(letter().sealed()).verdict == SENT
    assert "QUIT" in server.commands
