"""An SMTP server that says yes to everything: one loop, no parsing beyond what the protocol needs.

uv run python -m bench.sink [--record FILE]   prints its port; with a file it notes whom it took
mail for, one line each, before it says so.
"""

import argparse
import os
import re
import selectors
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

END = b"\r\n.\r\n"
HELLO = b"250-sink\r\n250-8BITMIME\r\n250 PIPELINING\r\n"
REPLIES = {b"EHLO": HELLO, b"QUIT": b"221 bye\r\n", b"DATA": b"354 go on\r\n"}
ROOT = Path(__file__).parents[1]
RECIPIENT = re.compile(rb"RCPT TO:<([^>]*)>", re.IGNORECASE)


class Guest:
    """One connection: commands, or the content of a letter whose end has not come yet."""

    def __init__(self, connection: socket.socket, record: int | None) -> None:
        self.connection, self.record = connection, record
        self.rest, self.in_content, self.recipient = b"", False, b""

    def hear(self) -> bool:
        """Take what has come and answer it; False once the guest has left."""
        try:
            came = self.connection.recv(1 << 18)
        except OSError:
            return False
        if not came:
            return False
        try:
            self.connection.sendall(self.replies(self.rest + came))
        except OSError:
            return False
        return True

    def replies(self, text: bytes) -> bytes:
        replies = []
        while True:
            mark = END if self.in_content else b"\r\n"
            end = text.find(mark)
            if end < 0:
                # Of content only the last letters matter: the end may have come in two pieces.
                self.rest = text[1 - len(END) :] if self.in_content else text
                return b"".join(replies)
            line, text = text[:end], text[end + len(mark) :]
            replies.append(self.reply(line))

    def reply(self, line: bytes) -> bytes:
        if self.in_content:
            self.in_content = False
            if self.record is not None:
                os.write(self.record, self.recipient + b"\n")
            return b"250 taken\r\n"
        verb = line[:4].upper()
        if verb == b"DATA":
            self.in_content = True
        elif verb == b"RCPT" and self.record is not None and (found := RECIPIENT.match(line)):
            self.recipient = found.group(1)
        return REPLIES.get(verb, b"250 ok\r\n")


def run(record: Path | None) -> None:
    """Serve until ended."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    note = os.open(record, os.O_CREAT | os.O_APPEND | os.O_WRONLY) if record else None
    print(listener.getsockname()[1], flush=True)
    waiting = selectors.DefaultSelector()
    waiting.register(listener, selectors.EVENT_READ, None)
    while True:
        for key, _ in waiting.select():
            if key.data is None:
                connection, _ = listener.accept()
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connection.sendall(b"220 sink\r\n")
                waiting.register(connection, selectors.EVENT_READ, Guest(connection, note))
            elif not key.data.hear():
                waiting.unregister(key.fileobj)
                key.data.connection.close()


@contextmanager
def sink(record: Path | None = None) -> Iterator[int]:
    """Lend a sink in a process of its own; gives its port."""
    command = [sys.executable, "-m", "bench.sink", *(["--record", str(record)] if record else [])]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.kill()


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--record", type=Path)
    run(given.parse_args().record)
