"""A letter, and a real SMTP server on a port of its own that does as the test says."""

import socket
import threading
from contextlib import suppress

import pytest

from feedback.config import Settings
from feedback.mail import Letter
from feedback.mail.smtp import Smtp
from tests.factories import NOW


def letter(**given):
    return Letter(
        **{
            "to": "carla@example.com",
            "to_name": "Carla Customer",
            "sender": "ask@acme.example",
            "sender_name": "Acme",
            "reply_to": "",
            "subject": "How are we doing?",
            "text": "Well?\n",
            "html": "<p>Well?</p>\n",
            "message_id": "1@acme.example",
            "at": NOW,
            "unsubscribe_url": "http://hark.test/u/" + "x" * 66,
            **given,
        }
    )


class Server(threading.Thread):
    """Speaks just enough SMTP, and breaks off or refuses at any step it is told to."""

    def __init__(self, replies=None, hang_up_at="", pipelining=False, at_once=99):
        super().__init__(daemon=True)
        self.at_once, self.guests = at_once, threading.Semaphore(at_once)
        if pipelining:
            replies = {"EHLO": "250-hello\r\n250 PIPELINING", **(replies or {})}
        self.replies, self.hang_up_at = replies or {}, hang_up_at
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.commands, self.messages, self.connections = [], [], 0

    def run(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.welcome, args=(connection,), daemon=True).start()

    def welcome(self, connection):
        with connection, connection.makefile("rwb") as lines:
            if not self.guests.acquire(blocking=False):
                self.say(lines, "421 too many connections")
                return
            self.connections += 1
            with suppress(OSError):
                self.talk(lines)
            self.guests.release()

    def talk(self, lines):
        self.say(lines, self.replies.get("CONNECT", "220 ready"))
        while line := lines.readline():
            verb = line.split()[0].decode().upper()
            self.commands.append(verb)
            if verb == self.hang_up_at:
                return
            reply = self.reply_to(verb)
            self.say(lines, reply)
            if reply.startswith("354") and not self.take(lines):
                return

    def take(self, lines):
        content = []
        while (line := lines.readline()) not in (b".\r\n", b""):
            content.append(line.removeprefix(b"."))
        if self.hang_up_at == "CONTENT":
            return False
        reply = self.replies.get("CONTENT", "250 taken")
        reply = reply.pop(0) if isinstance(reply, list) else reply
        reply = reply if content else "554 no valid recipients"
        if reply.startswith("250"):
            self.messages.append(b"".join(content))
        self.say(lines, reply)
        return True

    def reply_to(self, verb):
        usual = {"DATA": "354 go on", "QUIT": "221 bye"}
        reply = self.replies.get(verb, usual.get(verb, "250 ok"))
        return reply.pop(0) if isinstance(reply, list) else reply

    def say(self, lines, reply):
        lines.write(reply.encode() + b"\r\n")
        lines.flush()

    def stop(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


@pytest.fixture
def serve():
    """Give a function that starts a server; all are stopped after the test."""
    servers = []

    def start(**behaviour):
        server = Server(**behaviour)
        server.start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def smtp():
    """Give a function that makes a mailer for a port; all are closed after the test."""
    mailers = []

    def make(port, **given):
        settings = Settings(
            smtp_host="127.0.0.1",
            smtp_port=port,
            mail_from="ask@acme.example",
            **{"smtp_security": "none", **given},
        )
        mailers.append(Smtp(settings, timeout=2))
        return mailers[-1]

    yield make
    for mailer in mailers:
        mailer.close()
