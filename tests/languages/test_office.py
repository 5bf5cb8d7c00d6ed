"""The back office in every language: which one a member reads, and that nothing is left English."""

import re
from datetime import UTC, datetime

import pytest
from babel import Locale
from sqlalchemy import select

from feedback import languages
from feedback.accounts import identity
from feedback.languages import INTERFACE
from feedback.models import Member
from surveys import translating
from tests.factories import definition
from tests.languages.pseudo import PSEUDO, WORD, naked
from tests.rules.everything import everything, owner_of
from tests.rules.test_walls import GETS, address

TITLES = {"en": "Account", "de": "Konto", "fr": "Compte", "es": "Cuenta", "ar": "الحساب"}
ENGLISH_BY_NATURE = {
    "UTC",
    "Hark",
    "followers",
    "CSV",
    "XLSX",
    "JSON",
    "API",
    "PNG",
    "SVG",
    "HTML",
    "Markdown",
    "HARK",
}
"""Names that are the same in every language."""
ASKED = set(WORD.findall(" ".join(translating.texts(definition()).values())))
"""What the survey of the tests says to customers."""
CODES = (*INTERFACE, *translating.LANGUAGES, "fi")
NAMES = {languages.own_name(code) for code in CODES} | {
    str(Locale.parse(code, sep="-").get_display_name("fi")) for code in CODES
}
OWN_NAMES = {word for name in NAMES for word in WORD.findall(f"{name} {name.capitalize()}")}


def shown(page):
    """Read the language of a page, and that it runs the right way."""
    language, direction = re.search(r'<html lang="([^"]+)" dir="(\w+)">', page).groups()
    assert direction == ("rtl" if language == "ar" else "ltr")
    return language


@pytest.mark.parametrize(
    ("browser", "language"),
    [("", "en"), ("de-AT,de;q=0.9", "de"), ("pt,ar;q=0.5", "ar"), ("tlh", "en"), ("fr;q=0", "en")],
)
def test_who_chose_no_language_is_spoken_to_as_the_browser_asks(owner, browser, language):
    page = owner.get("/account", headers={"Accept-Language": browser})
    assert shown(page.text) == language
    assert f"<h1>{TITLES[language]}</h1>" in page.text
    assert "Accept-Language" in page.headers["Vary"]


@pytest.mark.parametrize("language", INTERFACE)
def test_a_chosen_language_holds_whatever_the_browser_asks(owner, session, language):
    answer = owner.submit(
        "/account/language", {"language": language, "next": "/account?a=1"}, page="/account"
    )
    assert (answer.status_code, answer.location) == (303, "/account?a=1")
    assert shown(owner.get("/account", headers={"Accept-Language": "fr"}).text) == language
    owner.submit("/account/language", {"language": ""}, page="/account")
    assert session.scalars(select(Member.language)).one() is None


@pytest.mark.parametrize("given", ["tlh", "de-AT", "DE", "../de"])
def test_no_other_language_can_be_chosen(owner, session, given):
    answer = owner.submit("/account/language", {"language": given}, page="/account")
    assert answer.status_code == 400
    assert session.scalars(select(Member.language)).one() is None


def test_choosing_a_language_leads_nowhere_else(owner):
    data = {"language": "de", "next": "//evil.example"}
    assert owner.submit("/account/language", data, page="/account").location == "/account"


def test_the_door_speaks_the_language_of_its_switch(client):
    page = client.get("/sign-in?next=/report&lang=ar").text
    assert shown(page) == "ar"
    assert 'href="/sign-in?next=%2Freport&amp;lang=de"' in page


def test_who_came_in_by_another_language_finds_it_inside(client, session, workspace):
    session.add(member := Member(**_olive(workspace)))
    session.commit()
    data = {"email": member.email, "password": "three or four words"}
    assert client.submit("/sign-in?lang=es", data, page="/sign-in").status_code == 302
    assert shown(client.get("/account").text) == "es"


def _olive(workspace):
    return {
        "id": 7,
        "workspace_id": workspace.id,
        "name": "Olive",
        "email": "olive@acme.example",
        "role": "owner",
        "password_hash": identity.hash_password("three or four words"),
        "invited_at": datetime.now(UTC),
        "joined_at": datetime.now(UTC),
    }


@pytest.fixture
def here(session):
    """Give a company with one of everything."""
    return everything(session, "Secret")


@pytest.fixture
def inside(app, session, here):
    """Give a function: its owner, reading in a language."""

    def enter(language=None):
        owner = owner_of(session, here)
        owner.language = language
        token = identity.make_sign_in(session, owner, datetime.now(UTC))
        session.commit()
        client = app.test_client()
        client.get(f"/enter/{identity.entry_token(str(app.secret_key), token)}", audit=False)
        return client

    return enter


def pages(client, here, rules=GETS):
    """Open every page of the back office that stands by itself."""
    for rule in rules:
        answer = client.get(address(rule, here.ids), follow_redirects=True)
        assert answer.status_code < 500, rule
        if answer.mimetype == "text/html" and 'class="office"' in answer.text:
            yield str(rule), answer.text
        answer.close()


@pytest.mark.parametrize("language", INTERFACE)
def test_every_page_is_in_the_language_and_runs_its_way(inside, here, language):
    found = [shown(page) for _, page in pages(inside(language), here)]
    assert len(found) > 30
    assert set(found) == {language}


def is_data(word):
    """Whether a word is somebody's own, not a sentence of ours."""
    return word.startswith("Secret") or word in ENGLISH_BY_NATURE | OWN_NAMES | ASKED


def test_every_word_of_the_back_office_is_in_the_catalogues(monkeypatch, inside, here):
    monkeypatch.setattr(languages, "speech_in", lambda _language: PSEUDO)
    left = {}
    for where, page in pages(inside("de"), here):
        if words := [w for w in naked(page) if not is_data(w.rpartition("=")[2])]:
            left[where] = words
    assert left == {}, "\n".join(f"{where}: {words}" for where, words in left.items())
