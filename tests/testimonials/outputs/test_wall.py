"""The public wall and its data: exact, without a cookie, and empty the moment an author says so."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from sqlalchemy import event

from analysis import nps
from feedback import models
from feedback.extensions import db
from feedback.testimonials.recent import Recent
from feedback.testimonials.typicality import typicality
from surveys.scope import bind_workspace
from tests import factories
from tests.testimonials.outputs.many import many

HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)> & \"quotes\" 'single'",
    "template": "{{7*7}} {% raw %} ${7*7} `x`",
    "end of script": "</script></style></textarea><!-- ]]> \\u003c",
    "right to left": "\u202eevil\u202c שלום עולם مرحبا",
    "zero width": "a\u200bb\u200dc\ufeffd \u2028 e",
    "emoji": "👩‍👩‍👧‍👦 🇩🇪 👍🏽 1️⃣",
    "long": "x" * 50_000,
    "lines": "one\n\n  two\tthree",
}


class Paragraphs(HTMLParser):
    """The words inside each blockquote, as a browser would read them."""

    def __init__(self):
        super().__init__()
        self.found, self.tags, self.inside = [], set(), False

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "blockquote":
            self.inside, self.found = True, [*self.found, ""]

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "blockquote"

    def handle_data(self, data):
        if self.inside:
            self.found[-1] += data


def on_page(client, path="/wall/acme"):
    parser = Paragraphs()
    parser.feed(client.get(path).text)
    return parser


def test_published_quote_is_on_wall_and_in_data_with_name_and_day(client, published):
    published(named_as="Ann Able, Bolt Ltd", answered_at=datetime(2026, 2, 3, tzinfo=UTC))
    page = client.get("/wall/acme").text
    assert "Ann Able, Bolt Ltd" in page
    assert "3 Feb 2026" in page
    shown = client.get("/wall/acme.json").json["quotes"][0]
    assert shown["named_as"] == "Ann Able, Bolt Ltd"
    assert shown["date"] == "2026-02-03"


def test_what_is_only_cut_is_not_public(client, published, session, quotes):
    published()
    session.query(models.Publication).delete()
    assert quotes() == []


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_are_exact_and_inert_everywhere(client, published, quotes, name):
    published(HOSTILE[name], named_as=HOSTILE[name][:300])
    page = on_page(client)
    assert page.found == [HOSTILE[name]]
    assert quotes() == [HOSTILE[name]]
    assert page.tags.isdisjoint({"script", "img"})


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_are_inert_in_the_back_office(marketer, agree, page, name):
    consent = agree(HOSTILE[name], named_as=HOSTILE[name][:300])
    for path in ("/testimonials", page(consent)):
        shown = marketer.get(path).text
        assert "<img" not in shown
        assert "alert(1)</script>" not in shown


def test_embed_holds_no_words_of_anybody(client, published):
    published(HOSTILE["end of script"], named_as="Zyx Evil")
    script = client.get("/embed/acme.js").text
    assert "Zyx" not in script
    assert "textarea" not in script


END = {
    "withdrawn": {"ended_at": datetime.now(UTC), "ended_by": "author"},
    "expired": {"expires_at": datetime.now(UTC) - timedelta(seconds=1)},
    "for sales decks only": {"purposes": ["sales"]},
}


@pytest.mark.parametrize("how", END)
def test_end_of_the_agreement_empties_wall_and_data_at_the_next_request(
    client, published, session, quotes, how
):
    consent = published()
    assert len(quotes()) == 1
    for name, value in END[how].items():
        setattr(consent, name, value)
    assert quotes() == []
    assert on_page(client).found == []


def test_edited_words_leave_the_wall_at_the_next_request(client, published, session, quotes):
    published()
    session.query(models.Answer).filter_by(question_key="reason").one().text = "Changed."
    assert quotes() == []
    assert on_page(client).found == []


def test_taking_down_empties_the_wall(marketer, published, page, quotes):
    consent = published()
    marketer.submit(page(consent, "publication", "end"), page=page(consent))
    assert quotes() == []


def test_published_again_it_is_back(marketer, published, page, quotes):
    consent = published()
    marketer.submit(page(consent, "publication", "end"), page=page(consent))
    marketer.submit(page(consent, "publication"), page=page(consent))
    assert quotes() == [consent.words]


def test_quote_that_is_not_made_of_the_words_is_left_out_and_logged(
    published, session, quotes, caplog
):
    published()
    session.query(models.Testimonial).one().quote = "Setup was easy"
    assert quotes() == []
    assert "left out" in caplog.text


def test_unchanged_data_is_not_sent_twice_and_withdrawn_data_is_sent_anew(client, published):
    consent = published()
    first = client.get("/wall/acme.json")
    again = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/wall/acme.json", headers=again).status_code == 304
    consent.ended_at = datetime.now(UTC)
    assert client.get("/wall/acme.json", headers=again).json["quotes"] == []


@pytest.mark.parametrize("path", ["/wall/acme.json", "/embed/acme.js"])
def test_any_site_may_read_and_must_ask_each_time(client, published, path):
    published()
    headers = client.get(path).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cache-Control"] == "no-cache"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/wall/acme", "/wall/acme.json", "/embed/acme.js"])
def test_no_cookie_is_set_even_for_members(client, marketer, published, path):
    published()
    for visitor in (client, marketer):
        answer = visitor.get(path)
        assert "Set-Cookie" not in answer.headers


def test_the_embed_is_under_six_kilobytes(client, workspace):
    assert len(client.get("/embed/acme.js").data) < 6_000


@pytest.mark.parametrize("path", ["/wall/nobody", "/wall/nobody.json", "/embed/nobody.js"])
def test_unknown_wall_is_not_found(client, workspace, path):
    assert client.get(path).status_code == 404


def test_empty_wall_is_kind(client, workspace):
    assert "Nothing is published here yet" in client.get("/wall/acme").text


def test_other_workspaces_words_are_not_here(client, published, session, quotes):
    published()
    bolt = factories.workspace(session, name="Bolt", slug="bolt")
    assert quotes("bolt") == []
    bind_workspace(session, bolt.id)


def test_typicality_counts_all_valid_answers(client, published, session, version):
    for _ in range(3):
        published(score=10)
    for n in range(17):
        who = factories.contact(session).id
        factories.response(session, version, score=n % 11, contact_id=who)
    factories.response(session, version, score=0, excluded="test")
    line = client.get("/wall/acme.json").json["typicality"]
    assert line.startswith("3 of 20 customers who answered agreed to be quoted.")
    expected = nps(counts=(13, 2, 5)).interval()
    low, high = round(100 * expected.low), round(100 * expected.high)
    assert f"all 20 answers: −40, 95\u00a0% interval −{-low} to {high}." in line
    assert line in client.get("/wall/acme").text


def test_typicality_counts_a_customer_who_answered_twice_once(client, published, session, version):
    published()
    who = factories.contact(session).id
    for _ in range(8):
        factories.response(session, version, score=0, contact_id=who)
    for _ in range(4):
        factories.response(session, version, contact_id=factories.contact(session).id)
    assert "1 of 6 customers" in client.get("/wall/acme.json").json["typicality"]


def test_typicality_is_counted_once_a_minute(session, published, version):
    recent, now = Recent(typicality), datetime.now(UTC)
    for _ in range(5):
        published()
    first = recent.of(session, now).line
    published()
    assert recent.of(session, now + timedelta(seconds=59)).line == first
    assert recent.of(session, now + timedelta(seconds=61)).line.startswith("6 of 6 customers")


def test_fewer_than_five_answers_say_nothing_about_all(client, published):
    for _ in range(4):
        published()
    assert client.get("/wall/acme.json").json["typicality"] == ""


def test_every_output_says_that_these_are_exact_words_and_who_is_verified(client, published):
    published()
    for path in ("/wall/acme", "/wall/acme.json"):
        assert "exact words of people" in client.get(path).text
        assert "was sent a personal link" in client.get(path).text


def test_pages_are_stable_while_new_ones_are_published(client, published):
    for n in range(30):
        published(f"Comment number {n}.")
    first = client.get("/wall/acme.json").json
    published("A newer one.")
    second = client.get(first["next"].removeprefix("http://hark.test")).json
    numbers = [int(q["quote"][15:-1]) for page in (first, second) for q in page["quotes"]]
    assert numbers == list(range(29, -1, -1))
    assert second["next"] is None


def test_page_links_lead_through_the_wall(client, published):
    for n in range(25):
        published(f"Comment number {n}.")
    following = re.search(r'rel="next" href="([^"]+)"', client.get("/wall/acme").text).group(1)
    assert on_page(client, following).found == ["Comment number 0."]
    assert "Newest" in client.get(following).text


@pytest.mark.parametrize("before", ["!", "u", "zzzzzzzzzzzzzzz"])
def test_made_up_page_is_not_found(client, workspace, before):
    assert client.get(f"/wall/acme?before={before}").status_code == 404


def test_ten_thousand_publications_are_read_in_one_query_and_quickly(app, client, session, version):
    many(session, version, 10_000)
    statements = []
    with app.app_context():
        engine = db.engine
    listen = lambda *given: statements.append(given[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listen)
    began = datetime.now(UTC)
    page = client.get("/wall/acme.json").json
    took = datetime.now(UTC) - began
    event.remove(engine, "before_cursor_execute", listen)
    assert len(page["quotes"]) == 24
    assert len([s for s in statements if "publication" in s]) == 1
    assert took < timedelta(seconds=1)


def test_whoever_walks_through_the_wall_meets_everybody_once_whatever_happens_meanwhile(
    client, session, version, published
):
    many(session, version, 250)
    path, met = "/wall/acme.json?limit=60", []
    while path:
        page = client.get(path).json
        met += [quote["named_as"] for quote in page["quotes"]]
        published("Published meanwhile.", named_as="Newcomer")
        session.query(models.Consent).filter_by(named_as="Customer 249").delete()
        path = (page["next"] or "").removeprefix("http://hark.test")
    assert met == [f"Customer {n}" for n in range(249, -1, -1)]


@pytest.mark.parametrize(("asked", "given"), [("3", 3), ("0", 1), ("9999", 100), ("x", 24)])
def test_a_page_of_data_is_as_long_as_asked_for_within_reason(
    client, session, version, asked, given
):
    many(session, version, 120)
    assert len(client.get(f"/wall/acme.json?limit={asked}").json["quotes"]) == given


@pytest.mark.parametrize("end", ["", "/carousel", "/badge"])
def test_no_stars_are_claimed_for_search_engines(client, published, end):
    published()
    page = client.get(f"/wall/acme{end}").text
    assert "ld+json" not in page
    assert "itemprop" not in page
