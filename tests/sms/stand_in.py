"""A stand-in for the provider: a server on this machine that answers as its reference says."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

ACCOUNT, TOKEN, NUMBER = "AC0123", "secret-token", "+15005550006"
TAKEN = (201, {"sid": "SM1", "status": "queued", "error_code": None})


class Provider:
    """What it was asked, and what it answers: a status and JSON, headers, or silence."""

    def __init__(self):
        self.asked, self.answer, self.headers = [], TAKEN, {}
        self.silent = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                fields = dict(parse_qsl(body, strict_parsing=True))
                outer.asked.append((self.path, self.headers["Authorization"], fields))
                if outer.answer is None:
                    outer.silent.wait(5)
                    return
                status, told = outer.answer
                self.send_response(status)
                for name, value in outer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(json.dumps(told).encode())

            def log_message(self, *_args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def fails(self, status, code, message="No."):
        self.answer = (status, {"code": code, "message": message, "status": status})

    def close(self):
        self.silent.set()
        self.server.shutdown()
        self.server.server_close()
