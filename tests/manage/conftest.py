"""A survey on the desk, and a browser's way of sending its editor."""

from html.parser import HTMLParser

import pytest
from sqlalchemy import select

from feedback.ids import spell
from surveys import drafts
from surveys.models import Survey, SurveyKind
from surveys.templates import TEMPLATES
from tests.factories import NOW


class Fields(HTMLParser):
    """What a browser would send of the page's big form when no button is pressed."""

    def __init__(self, page):
        super().__init__()
        self.sent = []
        self._area = None
        self._form = None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form":
            self._form = "data-editor" in found
        if not self._form:
            return
        if tag == "select":
            self.sent.append((found["name"], None))
        if tag == "option" and ("selected" in found or self.sent[-1][1] is None):
            self.sent[-1] = (self.sent[-1][0], found.get("value", ""))
        if tag == "textarea":
            self._area = [found["name"], ""]
        if tag == "input" and found.get("type") in ("radio", "checkbox"):
            if "checked" in found:
                self.sent.append((found["name"], found.get("value", "on")))
        elif tag == "input":
            self.sent.append((found["name"], found.get("value") or ""))

    def handle_data(self, data):
        if self._area:
            self._area[1] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._area:
            name, words = self._area
            self.sent.append((name, words.removeprefix("\r\n").removeprefix("\n")))
            self._area = None
        if tag == "form":
            self._form = None


def fields(page):
    """Read the editor's fields as a list of pairs."""
    return Fields(page.text).sent


def changed(pairs, **words):
    """Type into fields; names are written with _ for -."""
    typed = {name.replace("_", "-"): value for name, value in words.items()}
    typed |= {name: value for name, value in words.items() if name in dict(pairs)}
    kept = [(name, typed.pop(name, value)) for name, value in pairs]
    return kept + [(name, value) for name, value in typed.items() if name not in dict(pairs)]


class Desk:
    """One survey's editor in one browser."""

    def __init__(self, client, survey_id):
        self.client = client
        self.survey_id = survey_id
        self.path = f"/surveys/{survey_id}"

    def open(self):
        return fields(self.client.get(f"{self.path}/draft"))

    def send(self, pairs, do="save", to="draft"):
        data = {}
        for name, value in [*pairs, ("do", do)]:
            data.setdefault(name, []).append(value)
        return self.client.post(f"{self.path}/{to}", data=data)

    def type(self, do="save", to="draft", **words):
        return self.send(changed(self.open(), **words), do, to)

    def publish(self, **words):
        return self.type(to="publication", **words)


@pytest.fixture
def survey(session, workspace):
    template = TEMPLATES[SurveyKind.RELATIONSHIP_NPS]
    found = drafts.begin(session, template, company="Acme", now=NOW)
    session.commit()
    return found


@pytest.fixture
def desk(owner, survey):
    return Desk(owner, spell(survey.id))


@pytest.fixture
def stored(session, survey):
    """Give a function: the newest words as they are stored."""

    def read():
        session.expire_all()
        found = session.scalars(select(Survey).where(Survey.id == survey.id)).one()
        return drafts.read(session, found)

    return read
