"""Nasty values at every door: whatever is sent, the answer is a page and never a breakdown."""

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from feedback.accounts import identity
from feedback.accounts.recovery import join_link
from feedback.ids import spell
from surveys.links import Link, Links, Purpose
from surveys.models import Upload, UploadState
from tests import factories
from tests.rules.everything import HOSTILE, everything, owner_of
from tests.rules.test_doors import RULES
from tests.rules.test_walls import address

LONG = "9" * 20_000
NASTY = [
    "-1",
    "99999999999999999999",
    LONG,
    "",
    "%00",
    "a%00b",
    "%ff%fe",
    "%ed%a0%80",
    "%F0%9F%92%A9",
    "'%20OR%201=1--",
    "%25_%5c",
    "$.%22x%22%5B0%5D",
    "7zzzzzzzzzzzz",
    "9999-12-31",
    "{{7*7}}",
    "%0d%0aX-Evil:%201",
]
QUERY = {
    "channels.new": ["survey"],
    "channels.poster": ["size"],
    "campaigns.new": ["survey", "channel", "a:plan", "a:"],
    "campaigns.outbox": ["before"],
    "campaigns.review_campaign": [
        "survey",
        "version",
        "channel",
        "a:plan",
        "a:",
        "a:%00",
        "a:%22.x",
    ],
    "campaigns.review_mail": ["version", "favour"],
    "campaigns.review_people": ["version", "favour", "channel", "reason", "q", "page", "a:plan"],
    "campaigns.review_person": ["version", "favour", "channel"],
    "campaigns.skipped": ["reason", "q", "page"],
    "comments.stream": [
        *("show", "words", "state", "theme", "sentiment", "urgency", "rude", "band", "survey"),
        *("language", "since", "until", "part", "after"),
    ],
    "comments.belonging": ["show", "words", "theme"],
    "comments.comment": ["back"],
    "contacts.index": ["q", "page"],
    "contacts.upload_mapping": ["encoding", "delimiter", "sheet", "header"],
    "contacts.uploads": ["kind"],
    "journey.download": ["days"],
    "journey.show": ["days"],
    "manage.preview": ["version", "lang", "as:Plan"],
    "manage.preview_page": ["version", "lang", "as:Plan", "_page", "_been", "_back", "score"],
    "public.card": ["look", "save", "lang"],
    "public.data": ["before", "limit", "lang"],
    "public.oembed": ["url", "format", "maxwidth", "maxheight"],
    "public.quote": ["frame"],
    "people.advocates_page": ["page"],
    "people.hero": ["page"],
    "public.wall": ["before"],
    "reports.overview": ["survey", "from", "to", "by"],
    "reports.non_response": ["survey"],
    "reports.summary": ["survey", "every", "on", "last", "by", "only"],
    "reports.plan": ["survey", "points", "every", "groups", "low", "top", "rate"],
    "respond.survey": ["score", "page"],
    "respond.visit": ["score"],
    "testimonials.inbox": ["show", "page"],
    "testimonials.show_one": ["look"],
    "testimonials.wall": ["kind"],
}
"""Every parameter that a GET reads, where it is read."""
ALL = sorted({name for names in QUERY.values() for name in names} | {"next", "x[]"})
TYPED = ["a\0b", LONG, HOSTILE, "-1", "\u202e\u0627\U0001f4a9\r\nX: y"]
MOST_FIELDS = 40


@pytest.fixture
def visit(app, session, workspace, data):
    """Give a signed-in owner, and the ids and tokens that open every page of theirs."""
    here = everything(session)
    member = owner_of(session, here)
    key = {"workspace_id": here.workspace.id}
    here.workspace.ask_gap_days = 0
    session.get_one(Upload, {**key, "id": here.ids["upload_id"]}).state = UploadState.MAPPING
    (data / "uploads").mkdir(exist_ok=True)
    (data / "uploads" / ("0" * 32)).write_text("E-mail,Plan\na@b.example,=1+1\n")
    token = identity.make_sign_in(session, member, datetime.now(UTC))
    session.commit()
    client = app.test_client()
    client.get(f"/enter/{identity.entry_token(str(app.secret_key), token)}", audit=False)
    return client, here


def tokens(app, here):
    """Sign one link for each purpose."""
    links, place = Links(str(app.secret_key)), here.workspace.id
    return {
        "respond": links.token(Purpose.ANSWER, Link(place, here.ids["invitation_id"])),
        "consent": links.token(Purpose.WITHDRAW, Link(place, here.ids["consent_id"])),
        "refer": links.token(Purpose.REFER, Link(place, here.ids["contact_id"])),
        "unsubscribe": links.token(Purpose.UNSUBSCRIBE, Link(place, 7)),
    }


def values(rule, app, here):
    signed = tokens(app, here)
    purpose = {"/c/": "consent", "/f/": "refer"}.get(rule.rule[:3])
    token = signed.get(purpose or rule.endpoint.partition(".")[0], "x")
    return {
        **here.ids,
        "token": token,
        "code": here.code,
        "slug": here.workspace.slug,
        "shape": "wide",
        "kind": "svg",
        "name": "office",
        "language": "de",
    }


def pages(app, here):
    return [
        (rule.endpoint, address(rule, {"filename": "x", "digest": "x", **values(rule, app, here)}))
        for rule in RULES
        if "GET" in rule.methods
    ]


def test_every_parameter_may_be_anything(visit, app):
    client, here = visit
    for endpoint, path in pages(app, here):
        for value in NASTY:
            for name in QUERY.get(endpoint, []):
                answer = client.get(f"{path}?{name}={value}&{name}=2", audit=False)
                assert answer.status_code < 500, f"{path}?{name}={value[:40]}"
                assert "X-Evil" not in answer.headers


def test_every_page_bears_every_parameter_at_once(visit, app):
    client, here = visit
    for _, path in pages(app, here):
        for value in ("%00", LONG[:5000], "%ff"):
            query = "&".join(f"{name}={value}" for name in ALL)
            assert client.get(f"{path}?{query}", audit=False).status_code < 500, path


@pytest.mark.parametrize("value", ["%00", "a" * 300, "%ff", "..", "%2e%2e%2f", "'", "{{7*7}}"])
def test_every_place_in_an_address_may_be_anything(visit, app, value):
    client, _ = visit
    for rule in RULES:
        if rule.arguments and "GET" in rule.methods:
            path = rule.rule
            for name in rule.arguments:
                for kind in ("", "id:", "path:"):
                    path = path.replace(f"<{kind}{name}>", value)
            assert client.get(path, audit=False).status_code in (302, 404), path


def test_every_page_answers_head_and_options(visit, app):
    client, here = visit
    for _, path in pages(app, here):
        assert client.head(path, audit=False).status_code < 500, path
        assert client.options(path, audit=False).status_code < 500, path
        assert client.open(path, method="PROPFIND", audit=False).status_code < 500, path


@pytest.mark.parametrize(
    "kind",
    ["application/json", "multipart/form-data", "multipart/form-data; boundary=x", "\xff", ""],
)
def test_every_post_bears_a_body_of_any_type(visit, app, kind):
    client, here = visit
    for rule in RULES:
        if "POST" in rule.methods:
            path = address(rule, values(rule, app, here))
            answer = client.post(path, data=b'--x\r\n\x00{"a":[', content_type=kind, audit=False)
            assert answer.status_code < 500, path


def test_every_field_may_hold_anything(visit, app, session):
    client, here = visit
    tried = set()
    for path, number in _forms_to_fill(client, app, session, here):
        for value in TYPED:
            _fill(client, path, number, lambda typed, value=value: dict.fromkeys(typed, value))
        for one in range(MOST_FIELDS):
            tried |= _fill(client, path, number, lambda typed, one=one: _only(typed, one))
    assert len(tried) > 45, tried


class _Form:
    def __init__(self, attributes):
        self.action = attributes.get("action")
        self.is_post = (attributes.get("method") or "").lower() == "post"
        self.fields = {}
        self.typed = []

    def add(self, tag, found):
        kind, name = found.get("type", "text"), found.get("name")
        if not name or kind in ("submit", "file"):
            return
        if kind in ("radio", "checkbox") and "checked" not in found:
            return
        self.fields.setdefault(name, found.get("value") or "")
        if tag == "textarea" or kind in ("text", "email", "password", "search", "color", "number"):
            self.typed.append(name)
        if kind == "hidden" and name != "csrf_token":
            self.typed.append(name)


class _Forms(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms = []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form":
            self.forms.append(_Form(found))
        elif tag in ("input", "textarea", "select") and self.forms:
            self.forms[-1].add(tag, found)


def _forms(html):
    reader = _Forms()
    reader.feed(html)
    return [form for form in reader.forms if form.is_post]


def _forms_to_fill(client, app, session, here):
    signed = tokens(app, here)
    invited = factories.member(session, joined_at=None, name="")
    session.commit()
    with app.app_context():
        joining = "/join/" + join_link(invited).rpartition("/")[2]
    found = [path for _, path in pages(app, here)]
    review = f"/campaigns/review?survey={spell(here.ids['survey_id'])}&a:plan=pro"
    found += [f"/r/{signed['respond']}/thanks", review, joining, "/sign-in"]
    for path in dict.fromkeys(found):
        answer = client.get(path, audit=False)
        html = answer.text if answer.mimetype == "text/html" else ""
        for number, form in enumerate(_forms(html)):
            if form.typed:
                yield path, number


def _only(typed, one):
    """Change one field, the others as the page fills them."""
    return dict.fromkeys(typed[one : one + 1], "a\0b")


def _fill(client, path, number, change):
    """Fill a form as the page shows it now; nothing where it has gone meanwhile."""
    shown = _forms(client.get(path, audit=False).text)[number : number + 1]
    sent = set()
    for form in shown:
        changed = change(form.typed)
        if changed:
            _send(client, form, changed, path)
        sent |= {(form.action or path, name) for name in changed}
    return sent


def _send(client, form, changed, path):
    action = form.action or path
    answer = client.post(action, data={**form.fields, **changed}, audit=False)
    told = {name: value[:30] for name, value in changed.items()}
    assert answer.status_code < 500, f"{path} → {action} {told}: {answer.status_code}"
