"""Alerts for programs: one signed POST, over a real socket."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from feedback.mail import Verdict
from feedback.returns.signature import verified_id
from feedback.subscriptions.calling import Call, call
from feedback.subscriptions.ordering import make_secret
from tests.factories import NOW

SECRET = make_secret()


@pytest.fixture
def listener():
    """Listen on this machine, and answer with the status that is asked for."""
    got, server = [], HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((dict(self.headers), body))
            self.send_response(server.status)
            self.end_headers()

        def log_message(self, *_):
            """Say nothing."""

    server.RequestHandlerClass, server.status, server.got = Handler, 200, got
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def to(listener, *, may_be_private=True):
    url = f"http://127.0.0.1:{listener.server_port}/hark"
    return Call(url, SECRET, "msg_1", NOW, {"type": "hark.score"}, may_be_private)


def test_the_other_side_can_tell_that_it_is_ours(listener):
    assert call(to(listener)).verdict == Verdict.SENT
    headers, body = listener.got[0]
    assert verified_id(SECRET, headers, body, now=NOW) == "msg_1"
    assert json.loads(body) == {"type": "hark.score"}


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (204, Verdict.SENT),
        (302, Verdict.LATER),
        (410, Verdict.REFUSED),
        (429, Verdict.LATER),
        (500, Verdict.LATER),
    ],
)
def test_what_an_answer_means(status, verdict, listener):
    listener.status = status
    assert call(to(listener)).verdict == verdict


def test_nothing_is_posted_into_the_house(listener):
    assert call(to(listener, may_be_private=False)).verdict == Verdict.AWAY
    assert listener.got == []


@pytest.mark.parametrize("url", ["http://a.example/x", "https://u@a.example/", "ftp://a.example"])
def test_nothing_is_posted_in_the_clear(url):
    assert call(Call(url, SECRET, "msg_1", NOW, {})).verdict == Verdict.AWAY
