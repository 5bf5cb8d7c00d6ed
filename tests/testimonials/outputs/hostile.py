"""A server without its policy, and a page that opens documents and tells what ran in them.

The policy would stop most payloads; it is taken off here, so that the words' escaping stands alone.
"""

import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from werkzeug.serving import make_server

from tests.browser import Engine

Told = list[tuple[list[str], list[str]]]

HARNESS = """<!doctype html><meta charset="utf-8"><title>Harness</title><body><script>
const SHOWN = [
  "text/html", "application/atom+xml", "image/svg+xml", "application/json", "text/plain"
];
const ADDRESSED = "[href], [src], [action], [formaction], [data], [background]";
const RUNS = /^[\\s\\0-\\x20]*(javascript|vbscript|data:text)/i;
const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });
const runs = (element) =>
  [...element.attributes].some((a) => RUNS.test(a.value.replace(/[\\t\\n]/g, "")));

async function open(kind, words) {
  const frame = document.createElement("iframe");
  const loaded = new Promise((done) => { frame.onload = done; });
  if (kind === "text/html") frame.srcdoc = words;
  else frame.src = URL.createObjectURL(new Blob([words], { type: kind }));
  document.body.append(frame);
  await Promise.race([loaded, wait(20000)]);
  await wait(30);
  const seen = frame.contentDocument;
  const found = seen ? [...seen.querySelectorAll(ADDRESSED)].filter(runs) : [];
  frame.remove();
  return found.map((element) => element.outerHTML.slice(0, 300));
}

async function look(paths) {
  const told = await Promise.all(paths.map(async (path) => {
    const answer = await fetch(path);
    const kind = (answer.headers.get("content-type") || "").split(";")[0];
    if (!SHOWN.includes(kind)) return [];
    return open(kind, await answer.text());
  }));
  return tell(told.flat());
}

async function see(documents) {
  return tell((await Promise.all(documents.map((html) => open("text/html", html)))).flat());
}

function tell(found) {
  const ran = window.h9 ? ["ran"] : [];
  window.h9 = 0;
  return [...ran, ...found];
}
</script>"""


class Bare:
    """The application without its content security policy; keeps what was asked for under /h9."""

    def __init__(self, app):
        """Wrap it."""
        self.app = app
        self.fetched = []

    def __call__(self, environ, start):
        """Answer, or serve the harness."""
        path = environ["PATH_INFO"]
        if path.startswith("/h9"):
            self.fetched.append(path)
        if path == "/harness":
            start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
            return [HARNESS.encode()]

        def bare_start(status, headers, *rest):
            policy = "content-security-policy"
            return start(status, [(n, v) for n, v in headers if n.lower() != policy], *rest)

        return self.app(environ, bare_start)


@contextmanager
def bare_server(app) -> Iterator[tuple[str, Bare]]:
    """Run it; gives its address."""
    bare = Bare(app)
    server = make_server("127.0.0.1", 0, bare, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", bare
    server.shutdown()


def in_chunks(items: Iterable[str], size: int) -> Iterator[list[str]]:
    """Give so many at a time."""
    left = list(items)
    while left:
        yield left[:size]
        left = left[size:]


def looked(engine: Engine, paths: Iterable[str], size: int = 6) -> Told:
    """Open addresses in the harness; gives what ran, with the addresses it may have come from."""
    told = [(some, engine.run(f"look({json.dumps(some)})")) for some in in_chunks(paths, size)]
    return [(some, found) for some, found in told if found]


def seen(engine: Engine, documents: Iterable[str], size: int = 6) -> Told:
    """Open documents in the harness."""
    told = [(some, engine.run(f"see({json.dumps(some)})")) for some in in_chunks(documents, size)]
    return [(some, found) for some, found in told if found]
