"""Somebody else's page on another origin, as strict as a page can be."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STRICT = (
    "default-src 'none'; script-src {hark}; connect-src {hark}; style-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


@contextmanager
def foreign_site(hark: str, said: str = "", policy: str = STRICT) -> Iterator[str]:
    """Serve the page with one line of ours in it; `said` are the line's attributes."""
    html = (
        "<!doctype html><html lang=en><title>Shop</title><main><h1>Shop</h1>"
        f'<p id=before>Before</p><script src="{hark}/embed/acme.js" {said} async></script>'
        "<p id=after>After</p></main></html>"
    ).encode()

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/" else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if policy:
                self.send_header("Content-Security-Policy", policy.format(hark=hark))
                self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
            self.end_headers()
            self.wfile.write(html)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
