"""The whole way over a real SMTP server: away, back, refusing, and a mail as it arrives."""

import re
import socket
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from feedback.config import Settings
from feedback.mail.smtp import Smtp
from surveys.links import Link
from surveys.models import Invitation
from surveys.return_path import links_in
from surveys.telling import said
from tests import factories


class Inbox:
    """Takes mail as a server does, and refuses whom it is told to."""

    def __init__(self):
        self.mails, self.refuse, self.put_off = [], set(), set()

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address in self.refuse:
            return "550 5.1.1 no such user here"
        if address in self.put_off:
            return "451 4.7.1 greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 2.0.0 taken"


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def server(inbox):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop(no_assert=True)


@pytest.fixture
def over_smtp(sender, server):
    """The sender, its mailer speaking SMTP to the server."""
    sender.mailer = Smtp(
        Settings(
            smtp_host="127.0.0.1",
            smtp_port=server.port,
            smtp_security="none",
            mail_from="ask@acme.example",
        ),
        timeout=3,
    )
    yield sender
    sender.mailer.close()


@pytest.fixture
def row(session, send, carla):
    send()
    return session.scalars(select(Invitation)).one()


def test_mail_arrives_whole_with_its_links_and_headers(over_smtp, inbox, deliver, row):
    deliver()
    ((mail_from, recipients, content),) = inbox.mails
    assert (mail_from, recipients) == ("ask@acme.example", ["carla@example.com"])
    message = message_from_bytes(content, policy=default)
    assert message["Subject"] == "How are we doing?"
    assert str(message["To"]) == "Carla Customer <carla@example.com>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html = message.get_body(["html"]).get_content()
    assert len(re.findall(r"/r/[\w.-]+\?score=\d+", html)) == 11


def test_what_arrived_opens_the_survey_and_the_way_out(over_smtp, inbox, deliver, row, client):
    deliver()
    message = message_from_bytes(inbox.mails[0][2], policy=default)
    text = message.get_body(["plain"]).get_content()
    answer = re.search(r"http://hark\.test(/r/\S+\?score=9)", text).group(1)
    out = re.search(r"<http://hark\.test(/u/\S+)>", message["List-Unsubscribe"]).group(1)
    assert client.get(answer).status_code == 200
    assert "You are unsubscribed" in client.post(out).text


def test_refused_recipient_fails_and_the_others_get_their_mail(
    over_smtp, inbox, deliver, session, send, carla
):
    gone = factories.contact(session, email="gone@example.com")
    inbox.refuse.add(gone.email)
    send()
    deliver()
    assert [mail[1] for mail in inbox.mails] == [["carla@example.com"]]
    row = session.scalars(select(Invitation).where(Invitation.contact_id == gone.id)).one()
    assert row.state == "failed"
    assert said(row.error).endswith("550 5.1.1 no such user here")


def test_greylisted_mail_goes_out_at_its_second_attempt(over_smtp, inbox, deliver, clock, row):
    inbox.put_off.add("carla@example.com")
    deliver()
    assert (row.state, inbox.mails) == ("queued", [])
    inbox.put_off.clear()
    clock.now = row.due_at
    deliver()
    assert (row.state, row.attempts, len(inbox.mails)) == ("sent", 2, 1)


def test_mail_waits_for_a_server_that_is_away_and_leaves_when_it_is_back(
    over_smtp, server, inbox, deliver, session, clock, row
):
    real, over_smtp.mailer = (
        over_smtp.mailer,
        Smtp(Settings(smtp_host="127.0.0.1", smtp_port=1, smtp_security="none"), timeout=1),
    )
    deliver()
    assert (row.state, row.attempts) == ("queued", 1)
    assert "connection refused" in row.error
    over_smtp.mailer = real
    clock.pass_(minutes=2)
    deliver()
    assert (row.state, len(inbox.mails)) == ("sent", 1)


def test_the_envelope_names_the_return_path_and_the_header_keeps_the_sender(
    app, over_smtp, inbox, deliver, row
):
    over_smtp.desk = replace(over_smtp.desk, returns_to="bounces@feedback.acme.example")
    deliver()
    ((mail_from, _, content),) = inbox.mails
    message = message_from_bytes(content, policy=default)
    link = Link(row.workspace_id, row.id)
    assert re.fullmatch(r"bounces\+[a-z2-7]{42}@feedback\.acme\.example", mail_from)
    assert links_in(str(app.secret_key), mail_from) == {link}
    assert links_in(str(app.secret_key), message["Message-ID"]) == {link}
    assert "ask@acme.example" in message["From"]
    assert "bounces" not in str(message["From"]) + str(message["To"])
