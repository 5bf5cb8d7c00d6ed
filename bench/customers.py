"""Customers in a hurry: N keep-alive clients that answer surveys as fast as the server lets them.

A process of its own, one epoll loop on raw sockets: cheap, because it shares two cores with the
server it measures. Reads its order as JSON from stdin, writes what it saw as JSON to stdout.
"""

import json
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field
from urllib.parse import quote

FIELD = b'name="_submission" value="'
FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass
class Seen:
    """What the customers saw."""

    acknowledged: list[tuple[str, str]] = field(default_factory=list)
    answer_times: list[float] = field(default_factory=list)
    request_times: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    broken: int = 0
    """Connections that were cut: what a killed server does."""
    unfinished: list[tuple[str, str]] = field(default_factory=list)
    seconds: float = 0.0


class Customer:
    """One client: GET the form, POST the answer, GET the thanks, next."""

    def __init__(self, crowd: "Crowd") -> None:
        self.crowd = crowd
        self.socket: socket.socket | None = None
        self.work = None
        self.step = ""

    def begin(self) -> None:
        self.work = self.crowd.next_work()
        if self.work is None:
            self.close()
            return
        self.began = time.perf_counter()
        self.send("form", f"GET {self.work[0]}?score=9")

    def send(self, step: str, line: str, body: str = "") -> None:
        self.step, self.received, self.length = step, b"", -1
        head = f"{line} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        if body:
            head += f"Content-Type: {FORM_TYPE}\r\nContent-Length: {len(body)}\r\n"
        self.sent_at = time.perf_counter()
        try:
            if self.socket is None:
                self.connect()
            self.socket.sendall(f"{head}\r\n{body}".encode())
        except OSError:
            self.cut()

    def connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.crowd.port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.crowd.selector.register(self.socket, selectors.EVENT_READ, self)

    def readable(self) -> None:
        try:
            chunk = self.socket.recv(262144)
        except OSError:
            chunk = b""
        if not chunk:
            self.cut()
            return
        self.received += chunk
        if self.length < 0:
            end = self.received.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self.received[:end].lower()
            at = head.find(b"content-length:")
            self.length = end + 4 + (int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0)
        if len(self.received) >= self.length:
            self.crowd.seen.request_times.setdefault(self.step, []).append(
                time.perf_counter() - self.sent_at
            )
            getattr(self, "got_" + self.step)(self.received[9:12].decode())

    def got_form(self, status: str) -> None:
        at = self.received.find(FIELD)
        if status != "200" or at < 0:
            self.wrong(f"form {status}")
            return
        if self.crowd.landing_only:
            self.begin()
            return
        key = self.received[at + len(FIELD) : at + len(FIELD) + 32].decode()
        path, words = self.work
        self.posted = True
        self.send("answer", f"POST {path}", f"_submission={key}&score=9&reason={quote(words)}")

    def got_answer(self, status: str) -> None:
        if status != "303":
            self.wrong(f"answer {status}")
            return
        self.crowd.seen.acknowledged.append(self.work)
        self.send("thanks", f"GET {self.work[0]}/thanks")

    def got_thanks(self, status: str) -> None:
        if status != "200" or b"<h1" not in self.received:
            self.wrong(f"thanks {status}")
            return
        self.crowd.seen.answer_times.append(time.perf_counter() - self.began)
        self.begin()

    def wrong(self, what: str) -> None:
        self.crowd.seen.errors.append(what)
        self.begin()

    def cut(self) -> None:
        self.close()
        self.crowd.seen.broken += 1
        if self.step in ("form", "answer"):
            self.crowd.seen.unfinished.append(self.work)
        self.work = None

    def close(self) -> None:
        if self.socket is not None:
            self.crowd.selector.unregister(self.socket)
            self.socket.close()
            self.socket = None


class Crowd:
    """All the clients, and the answers they have still to give."""

    def __init__(self, order: dict) -> None:
        self.port = order["port"]
        self.landing_only = order.get("landing_only", False)
        self.waiting = [tuple(item) for item in reversed(order["work"])]
        self.selector = selectors.DefaultSelector()
        self.seen = Seen()
        self.until = 0.0
        self.customers = [Customer(self) for _ in range(order["clients"])]
        self.seconds = order["seconds"]

    def next_work(self) -> tuple[str, str] | None:
        if time.perf_counter() >= self.until or not self.waiting:
            return None
        return self.waiting.pop()

    def run(self) -> Seen:
        began = time.perf_counter()
        self.until = began + self.seconds
        for customer in self.customers:
            customer.begin()
        while any(customer.work for customer in self.customers):
            for key, _ in self.selector.select(timeout=5):
                key.data.readable()
            if time.perf_counter() > self.until + 15:
                break
        self.seen.seconds = time.perf_counter() - began
        return self.seen


def main() -> None:
    """Read the order, answer, tell."""
    seen = Crowd(json.load(sys.stdin)).run()
    json.dump(vars(seen), sys.stdout)


if __name__ == "__main__":
    main()
