"""Which language a customer is shown, and what it never changes."""

import re

import pytest

from feedback.languages import negotiated
from feedback.respond import pages

OFFERED = ("en", "de", "pt-BR", "ar")
TITLES = {"en": "How likely are you", "de": "Würden Sie Acme", "ar": "ما مدى احتمال"}


@pytest.mark.parametrize(
    ("wishes", "found"),
    [
        (["de"], "de"),
        (["de-AT"], "de"),
        (["DE_ch"], "de"),
        (["German"], "de"),
        (["deutsch"], "de"),
        (["allemand"], "de"),
        (["pt"], "pt-BR"),
        (["pt-PT"], "pt-BR"),
        (["fr", "ar-EG"], "ar"),
        (["fr"], None),
        ([], None),
        (["*"], None),
        (["d"], None),
        ([""], None),
    ],
)
def test_a_wish_is_met_by_code_by_name_or_by_a_sibling(wishes, found):
    assert negotiated(wishes, OFFERED) == found


HOSTILE = [
    "../../etc/passwd",
    "<script>",
    "de\r\nX: 1",
    "e" * 100_000,
    "%s%n%(a)s",
    "\u202ede",
    "de'--",
    "root_XX",
    "zz-ZZ",
    "١٢",
    "__class__",
]


@pytest.mark.parametrize("wish", HOSTILE)
def test_a_hostile_wish_is_passed_over(carla, wish):
    page = carla.client.get(carla.path, query_string={"lang": wish})
    assert page.status_code == 200
    assert language(page.text) == "en"
    assert "<script>" not in re.sub(r"<script nonce", "", page.text)


@pytest.mark.parametrize("wish", HOSTILE)
def test_a_hostile_attribute_or_header_is_passed_over(invite, asks, wish):
    who = invite(asks=asks, contact={"attributes": {"language": wish}})
    header = {"Accept-Language": wish.encode("ascii", "replace").decode().replace("\r\n", " ")}
    assert language(who.client.get(who.path, headers=header).text) == "en"


def language(page: str) -> str:
    found = re.search(r'<html lang="([^"]+)" dir="(\w+)">', page)
    assert found is not None
    assert found[2] == ("rtl" if found[1] == "ar" else "ltr")
    assert TITLES[found[1]] in page
    return found[1]


@pytest.mark.parametrize(
    ("attribute", "link", "browser", "shown"),
    [
        ("", "", "", "en"),
        ("", "", "de-AT,de;q=0.9,en;q=0.8", "de"),
        ("", "", "fr,ar;q=0.5", "ar"),
        ("", "", "de;q=0,en", "en"),
        ("", "", "fr", "en"),
        ("Arabic", "", "de", "ar"),
        ("fr", "", "de", "de"),
        ("", "ar", "de", "ar"),
        ("ar", "de", "en", "de"),
        ("ar", "fr", "de", "ar"),
        ("ar", "en", "", "en"),
    ],
)
def test_the_link_is_asked_first_then_the_contact_then_the_browser(
    invite, asks, attribute, link, browser, shown
):
    who = invite(asks=asks, contact={"attributes": {"Locale": attribute}})
    page = who.client.get(
        who.path, query_string={"lang": link}, headers={"Accept-Language": browser}
    )
    assert language(page.text) == shown
    assert "Accept-Language" in page.headers["Vary"]


def test_a_survey_in_one_language_is_shown_in_it_whatever_is_asked_for(invite):
    who = invite(contact={"attributes": {"language": "de"}})
    page = who.client.get(who.path + "?lang=de", headers={"Accept-Language": "de"}).text
    assert '<html lang="en" dir="ltr">' in page
    assert "languages" not in re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)


def test_the_language_survives_the_sending_and_the_thanks(carla):
    sent = carla.send("9", qa="Blue", reason="Gut", lang="de")
    thanks = carla.client.get(sent.location)
    assert '<html lang="de"' in thanks.text
    assert "Danke!" in thanks.text
    assert "Nur wenn Sie mögen." in thanks.text


def test_an_answer_is_kept_in_the_authors_words_with_its_language(carla):
    carla.send("9", qa="Blue", lang="de")
    assert carla.answers()["qa"] == "Blue"
    assert [r.language for r in carla.responses()] == ["de"]


def test_another_language_revises_the_same_answer(carla):
    carla.send("9", qa="Blue", lang="de")
    carla.send("3", key="k2", qa="Red", lang="ar")
    (response,) = carla.responses()
    assert (response.score, response.revision, response.language) == (3, 2, "ar")


def test_who_opens_the_link_again_reads_it_in_the_language_of_their_answer(carla):
    carla.send("9", qa="Blue", lang="ar")
    page = carla.client.get(carla.path, headers={"Accept-Language": "de"}).text
    assert language(page) == "ar"
    assert re.search(r'value="Blue" checked', page)
    assert "أزرق" in page


def test_what_is_wrong_is_said_in_the_language_of_the_page(carla):
    page = carla.send("", reason="Gut", lang="de").text
    assert "Wählen Sie eine Zahl von 0 bis 10." in page
    assert '<html lang="de"' in page
    assert "Gut</textarea>" in page


def test_the_switch_offers_each_language_in_its_own_words_and_keeps_the_score(carla):
    page = carla.client.get(carla.path + "?score=7").text
    links = re.findall(
        r'<a href="([^"]+)" lang="(\w+)" hreflang="\w+" dir="auto"[^>]*>([^<]+)', page
    )
    assert links == [
        ("?lang=ar&amp;score=7", "ar", "العربية"),
        ("?lang=de&amp;score=7", "de", "Deutsch"),
    ]
    assert 'aria-current="true">English' in page


def test_switching_with_words_typed_keeps_them_and_records_nothing(carla, rows):
    before = rows()
    page = carla.send("9", reason="half a sen", qa="Blue", lang="de", _switch="1")
    assert page.status_code == 200
    assert language(page.text) == "de"
    assert "half a sen</textarea>" in page.text
    assert re.search(r'value="9"[^>]* checked', page.text)
    assert rows() == before


def test_each_language_has_its_own_kept_page(carla):
    codes = ["de", "ar", "en", "de"]
    shown = [carla.client.get(f"{carla.path}?lang={code}").text for code in codes]
    assert [language(page) for page in shown] == codes


@pytest.mark.parametrize("code", ["de", "fr", "es", "ar", "en"])
def test_a_broken_link_is_explained_in_the_browsers_language(client, code):
    said = {
        "de": "Dieser Link",
        "fr": "Ce lien",
        "es": "Este enlace",
        "ar": "هذا الرابط",
        "en": "This link",
    }
    page = client.get("/r/nothing", headers={"Accept-Language": code}).text
    assert said[code] in page
    assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}">' in page


def test_a_page_is_rendered_once_for_each_language_and_then_only_filled(carla, monkeypatch):
    rendered = []
    whole = pages.form_page
    monkeypatch.setattr(
        pages, "form_page", lambda *a, **k: rendered.append(a[1].language) or whole(*a, **k)
    )
    for code in ("de", "ar", "de", "ar", "de-AT", "Arabic"):
        carla.client.get(f"{carla.path}?lang={code}")
    assert sorted(rendered) == ["ar", "de"]
