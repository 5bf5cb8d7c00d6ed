"""A hundred and twenty payloads in every input, through every output: nothing runs."""

import json
import time
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

from feedback.accounts import identity
from feedback.models import Publication
from feedback.testimonials.outputs.copies import Copy, as_html, as_markdown
from tests.factories import NOW
from tests.rules.everything import everything, owner_of
from tests.rules.test_fuzz import pages
from tests.testimonials.outputs.conftest import EVERYWHERE
from tests.testimonials.outputs.foreign import STRICT, foreign_site
from tests.testimonials.outputs.hostile import bare_server, in_chunks, looked, seen
from tests.testimonials.outputs.payloads import PAYLOADS
from tests.testimonials.outputs.words import quotes_in

pytestmark = [
    pytest.mark.journey,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
TOGETHER = ["\n".join(some) for some in in_chunks(PAYLOADS, 5)]
BUNDLES = [" ".join(some) for some in in_chunks(PAYLOADS, 60)]
OFFICE_ONLY = ("static", "styles")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def quoted(published, session):
    """All payloads as quotes, names and gifts; gives their public names, newest first."""
    for words in TOGETHER:
        published(words, named_as=words, incentive=words, purposes=EVERYWHERE)
    query = session.query(Publication.public_id).order_by(Publication.id.desc())
    return [public_id for (public_id,) in query]


@pytest.fixture
def server(app):
    """The application without its policy."""
    with bare_server(app) as (address, bare):
        yield address, bare


def wait_until(engine, expression):
    end = time.monotonic() + 15
    while not engine.run(expression):
        assert time.monotonic() < end, expression
        time.sleep(0.05)


PLACES = {
    "<p>{}</p>": PAYLOADS,
    '<a href="{}">x</a>': [p for p in PAYLOADS if p.startswith(("javascript", "data", '"'))],
    "<p title='{}'>x</p>": [p for p in PAYLOADS if p.startswith("'")],
    "<img src=x {}>": [p for p in PAYLOADS if "load=" in p or p.startswith("x on")],
    '<script>var x = "{}"</script>': [p for p in PAYLOADS if p.startswith('"')],
    "<script>var x = '{}'</script>": [p for p in PAYLOADS if p.startswith(("'", "\\"))],
    "<script>var x = `{}`</script>": [p for p in PAYLOADS if "${" in p],
    "<title>{}</title>": [p for p in PAYLOADS if p.startswith("</")],
    "<style>@media all {{ p {{ {} }} }}</style><p>": PAYLOADS[-6:-4],
}
"""Where nobody escapes: what of the payloads is made for a place is tried there."""


def test_the_payloads_run_where_nobody_escapes_them(engine, server):
    address, bare = server
    engine.open(f"{address}/harness")
    fired = set()
    for place, payloads in PLACES.items():
        for payload in payloads:
            bare.fetched.clear()
            ran = engine.run(f"see({json.dumps([place.format(payload)])})")
            if ran or bare.fetched:
                fired.add(payload)
    assert len(fired) >= 80, [p for p in PAYLOADS if p not in fired]


def test_nothing_runs_on_public_pages_feeds_and_pictures(engine, server, quoted):
    address, bare = server
    paths = ["", "/carousel", "/badge", ".json?limit=100", "/feed.xml"]
    paths += [f"/{one}{end}" for one in quoted for end in ("", ".json")]
    paths += [f"/{one}/story.svg" for one in quoted[:5]]
    engine.open(f"{address}/harness")
    assert looked(engine, [f"/wall/acme{path}" for path in paths]) == []
    assert bare.fetched == []


def test_every_word_is_on_the_wall_letter_for_letter(client, quoted):
    html = client.get("/wall/acme").text
    assert quotes_in(html) == [words.strip() for words in reversed(TOGETHER)]


@pytest.mark.parametrize("show", ["wall", "carousel", "badge"])
@pytest.mark.parametrize("policy", [STRICT, ""], ids=["strict page", "page without a policy"])
def test_nothing_runs_in_the_embed(engine, server, quoted, show, policy):
    address, bare = server
    said = f'data-show="{show}" data-limit="100"'
    with foreign_site(address, said, policy) as shop:
        engine.open(shop)
        root = f"document.querySelector('hark-{show}')?.shadowRoot"
        wait_until(engine, f"!!{root}?.querySelector('section')")
        words = f"[...{root}.querySelectorAll('p')].map((p) => p.textContent)"
        expected = [] if show == "badge" else [words.strip() for words in reversed(TOGETHER)]
        assert engine.run(words) == expected
        assert not engine.run("window.h9")
    assert bare.fetched == []


def test_nothing_runs_from_what_others_are_handed(engine, server, quoted, client):
    """A feed reader, an oEmbed consumer, a page that HTML or Markdown is pasted into."""
    address, bare = server
    entries = ET.fromstring(client.get("/wall/acme/feed.xml").data).iter(f"{ATOM}content")
    frames = [
        client.get("/embed/oembed", query_string={"url": f"http://hark.test/wall/acme/{one}"})
        for one in quoted[:3]
    ]
    copies = [Copy(p, p, NOW.date(), (p,), p, "https://h.example/v") for p in PAYLOADS]
    markdown = MarkdownIt("commonmark", {"html": True, "linkify": False})
    documents = [entry.text for entry in entries]
    documents += [answer.json["html"].replace("http://hark.test", "") for answer in frames]
    documents += ["".join(map(as_html, some)) for some in in_chunks(copies, 12)]
    documents += [markdown.render(as_markdown(copy)) for copy in copies]
    engine.open(f"{address}/harness")
    assert seen(engine, documents, 12) == []
    assert bare.fetched == []


@pytest.mark.parametrize("bundle", BUNDLES, ids=range(len(BUNDLES)))
def test_nothing_runs_on_any_page_from_any_input(engine, app, session, server, bundle):
    """Comment, names, company, attributes, file names, notes, … through every page there is."""
    address, bare = server
    here = everything(session, bundle)
    token = identity.make_sign_in(session, owner_of(session, here), datetime.now(UTC))
    session.commit()
    found = [
        path
        for endpoint, path in pages(app, here)
        if endpoint not in (*OFFICE_ONLY, "accounts.enter", "accounts.sign_out")
    ]
    engine.open(f"{address}/enter/{identity.entry_token(str(app.secret_key), token)}")
    engine.open(f"{address}/harness")
    assert looked(engine, found) == []
    assert bare.fetched == []
