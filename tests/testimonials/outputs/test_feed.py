"""Feed and oEmbed: for other programs, and still the author's to take back."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from feedback.models import Publication

ATOM, AT = "{http://www.w3.org/2005/Atom}", "{http://purl.org/atompub/tombstones/1.0}"


def read(client):
    return ET.fromstring(client.get("/wall/acme/feed.xml").data)


def test_feed_is_atom_with_what_the_format_demands(client, published, public_id):
    published()
    feed = read(client)
    for name in ("id", "title", "updated", "entry"):
        assert feed.find(f"{ATOM}{name}") is not None
    entry = feed.find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}id").text == f"http://hark.test/wall/acme/{public_id()}"
    assert entry.find(f"{ATOM}author/{ATOM}name").text == "Ann Able, Bolt Ltd"
    assert "Maria helped" in entry.find(f"{ATOM}content").text


def test_words_are_escaped_once_for_html_and_once_for_xml(client, published):
    published("<script>alert(1)</script> & more", named_as="<b>Eve</b>")
    entry = read(client).find(f"{ATOM}entry")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in entry.find(f"{ATOM}content").text
    assert entry.find(f"{ATOM}title").attrib == {"type": "text"}


def test_letters_that_xml_forbids_do_not_break_the_feed(client, published):
    published("a\x0bb\x1f\ufffe c")
    assert "a\ufffdb\ufffd\ufffd c" in read(client).find(f"{ATOM}entry/{ATOM}content").text


def test_withdrawn_quote_leaves_a_tombstone_in_the_feed(client, published, public_id):
    consent = published()
    consent.ended_at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    feed = read(client)
    assert feed.find(f"{ATOM}entry") is None
    assert feed.find(f"{AT}deleted-entry").attrib == {
        "ref": f"http://hark.test/wall/acme/{public_id()}",
        "when": "2026-11-23T08:00:00Z",
    }


LONG_AGO = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("ended_at", [None, LONG_AGO], ids=["live", "ended"])
def test_feed_names_nothing_that_was_never_for_the_website(client, published, public_id, ended_at):
    published(purposes=["social"], ended_at=ended_at)
    assert public_id() not in client.get("/wall/acme/feed.xml").text


@pytest.mark.parametrize("end", ["publication.ended_at", "consent.ended_at", "consent.expires_at"])
def test_tombstone_says_when_the_quote_went(client, published, session, end):
    consent = published()
    publication = session.query(Publication).one()
    table, column = end.split(".")
    setattr({"consent": consent, "publication": publication}[table], column, LONG_AGO)
    session.commit()
    (left,) = read(client).iter(f"{AT}deleted-entry")
    assert left.get("when") == "2026-11-20T08:00:00Z"
    assert publication.published_at < LONG_AGO


def test_what_is_still_shown_elsewhere_has_no_tombstone(client, published, public_id):
    published(purposes=["website", "social"]).purposes = ["social"]
    assert public_id() not in client.get("/wall/acme/feed.xml").text


def test_pages_lead_to_feed_and_oembed(client, published, public_id):
    published()
    for end in ("", "/carousel", "/badge", f"/{public_id()}"):
        page = client.get(f"/wall/acme{end}").text
        assert 'type="application/atom+xml" href="http://hark.test/wall/acme/feed.xml"' in page
        assert f"oembed?url=http://hark.test/wall/acme{end}" in page.replace("%3A", ":").replace(
            "%2F", "/"
        )


@pytest.mark.parametrize("end", ["", "/carousel", "/badge", "/{id}"])
def test_oembed_is_a_frame_and_holds_no_word(client, published, public_id, end):
    published()
    url = "http://hark.test/wall/acme" + end.format(id=public_id())
    told = client.get("/embed/oembed", query_string={"url": url}).json
    assert (told["version"], told["type"]) == ("1.0", "rich")
    assert told["cache_age"] <= 60
    assert f'<iframe src="{url}?frame=1"' in told["html"]
    assert "Maria" not in str(told)
    assert "Ann Able" not in str(told)


def test_oembed_keeps_within_the_size_that_is_asked_for(client, published):
    published()
    asked = {"url": "http://hark.test/wall/acme", "maxwidth": 300, "maxheight": 200}
    told = client.get("/embed/oembed", query_string=asked).json
    assert (told["width"], told["height"]) == (300, 200)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://evil.example/wall/acme",
        "http://hark.test.evil.example/wall/acme",
        "http://hark.test/wall/nobody",
        "http://hark.test/testimonials",
        "http://hark.test/wall/acme/../../testimonials",
        "javascript:alert(1)//http://hark.test/wall/acme",
        "http://hark.test/wall/acme.json",
        "http://hark.test/wall/",
        "http://hark.test/wall/[",
    ],
)
def test_oembed_knows_no_other_address(client, workspace, url):
    assert client.get("/embed/oembed", query_string={"url": url}).status_code == 404


def test_picture_for_posts_is_offered_only_where_social_media_are_allowed(
    client, published, public_id
):
    published(purposes=["website"])
    assert "og:image" not in client.get(f"/wall/acme/{public_id()}").text
    published(purposes=["website", "social"])
    assert "og:image" in client.get(f"/wall/acme/{public_id()}").text
