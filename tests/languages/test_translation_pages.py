"""The pages on which a survey is translated."""

import csv
import html
import io
import re

import pytest

from feedback.ids import spell
from surveys import drafts, translating
from surveys.models import Survey, SurveyKind
from tests.manage.conftest import fields


class Browser:
    """A browser that sends the token of its forms."""

    def __init__(self, client):
        self.client, self.get = client, client.get
        self.token = client.csrf("/account")

    def post(self, path, data=None, **given):
        return self.client.post(path, data={"csrf_token": self.token, **(data or {})}, **given)


@pytest.fixture
def owner(owner):
    return Browser(owner)


@pytest.fixture
def survey(session, workspace, owner):
    """A survey begun in English and German."""
    data = {"kind": SurveyKind.RELATIONSHIP_NPS.value, "language": "de"}
    answer = owner.post("/surveys", data=data)
    assert answer.status_code == 303, answer.text
    return session.query(Survey).one()


@pytest.fixture
def path(survey):
    return f"/surveys/{spell(survey.id)}/languages"


def asks(session, survey):
    session.expire_all()
    return drafts.read(session, survey).sheet.asks


def shown(page):
    """Read the fields of the page."""
    areas = re.findall(r'<textarea id="t-[^"]+" name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', page)
    stamp = re.search(r'name="stamp" value="(\w+)"', page).group(1)
    return {"stamp": stamp, **{name: html.unescape(words) for name, words in areas}}


def test_a_new_survey_can_be_in_several_languages_at_once(session, survey, owner, path):
    assert asks(session, survey).languages == ("en", "de")
    page = owner.get(f"{path}/de").text
    assert "9 of 9 texts." in page
    assert "dass Sie" in page


def test_an_added_language_begins_with_what_is_proven(session, survey, owner, path):
    owner.post(path, data={"language": "ar"})
    page = owner.get(f"{path}/ar").text
    assert 'lang="ar" dir="rtl"' in page
    assert "9 of 9 texts." in page
    owner.post(path, data={"language": "it"})
    assert "0 of 9 texts." in owner.get(f"{path}/it").text


def test_words_are_saved_and_survive_the_editor(session, survey, owner, path):
    data = {**shown(owner.get(f"{path}/de").text), "thanks_title": "Herzlichen Dank!"}
    assert owner.post(f"{path}/de", data=data).status_code == 303
    draft = f"/surveys/{spell(survey.id)}/draft"
    sent = fields(owner.get(draft))
    owner.post(draft, data=dict([*sent, ("subject", "Another subject"), ("do", "save")]))
    now = asks(session, survey)
    assert now.in_language("de").thanks_title == "Herzlichen Dank!"
    assert now.subject == "Another subject"
    page = owner.get(f"{path}/de").text
    assert "8 of 9 texts, 1 to check." in page
    assert "It still fits" in page


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(session, survey, owner, path):
    first = {**shown(owner.get(f"{path}/de").text), "thanks_title": "Erste"}
    second = {**first, "thanks_title": "Zweite"}
    owner.post(f"{path}/de", data=first)
    answer = owner.post(f"{path}/de", data=second)
    assert answer.status_code == 409
    assert "Zweite" in answer.text
    assert asks(session, survey).in_language("de").thanks_title == "Erste"
    again = {**second, "stamp": shown(answer.text)["stamp"]}
    assert owner.post(f"{path}/de", data=again).status_code == 303
    assert asks(session, survey).in_language("de").thanks_title == "Zweite"


def test_a_survey_with_a_half_translation_is_not_published(session, survey, owner, path):
    owner.post(path, data={"language": "it"})
    draft = f"/surveys/{spell(survey.id)}/draft"
    answer = owner.post(
        f"/surveys/{spell(survey.id)}/publication",
        data=dict(fields(owner.get(draft))),
    )
    assert answer.status_code == 422
    assert "Italian: 9 of 9 texts are not translated yet." in answer.text
    assert '<a href="#languages">Languages</a>' in answer.text


def test_a_language_can_be_taken_out_again(session, survey, owner, path):
    owner.post(f"{path}/de/removal")
    assert asks(session, survey).languages == ("en",)
    assert owner.get(f"{path}/de").status_code == 404


def table(owner, path):
    raw = owner.get(f"{path}/de/file").data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(raw)))


def bring(owner, path, rows, encoding="utf-8-sig"):
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows(rows)
    upload = (io.BytesIO(file.getvalue().encode(encoding)), "texts.csv")
    return owner.post(f"{path}/de/file", data={"file": upload}, follow_redirects=True)


def test_a_translator_gets_a_table_and_brings_it_back(session, survey, owner, path):
    head, *rows = table(owner, path)
    assert head == ["place", "original", "translation"]
    rows = [[at, original, f"{said}!?"] for at, original, said in rows]
    page = bring(owner, path, [head, *rows]).text
    assert "9 translations are taken from the file." in page
    assert asks(session, survey).in_language("de").thanks_title == "Vielen Dank!!?"


def test_no_cell_of_the_table_is_a_formula_and_all_come_back_as_they_were(
    session, survey, owner, path
):
    formula = '=HYPERLINK("https://evil.example")'
    head, *rows = table(owner, path)
    bring(owner, path, [head, *[[at, original, formula] for at, original, _ in rows]])
    head, *rows = table(owner, path)
    assert {said for _, _, said in rows} == {f"'{formula}"}
    bring(owner, path, [head, *rows])
    assert asks(session, survey).in_language("de").thanks_title == formula


def test_a_table_of_older_words_waits_to_be_checked(session, survey, owner, path):
    head, *rows = table(owner, path)
    rows = [[at, "Older words", said] for at, _, said in rows] + [["gone", "x", "y"]]
    page = bring(owner, path, [head, *rows]).text
    assert "1 belongs to no text of this survey." in page
    assert "0 of 9 texts, 9 to check." in page


@pytest.mark.parametrize("rows", [[["a", "b"]], [["place"], ["subject"]], [[]]])
def test_another_table_changes_nothing_and_says_why(session, survey, owner, path, rows):
    before = asks(session, survey)
    assert bring(owner, path, rows).status_code == 422
    assert asks(session, survey) == before


def test_the_preview_shows_page_and_mail_in_each_language(session, survey, owner, path):
    page = owner.get(f"/surveys/{spell(survey.id)}/preview?lang=de").text
    assert "Wie wahrscheinlich ist es" in page
    parts = [html.unescape(src) for src in re.findall(r'<iframe[^>]*src="([^"]+)"', page)]
    assert all("lang=de" in src for src in parts)
    for src in set(parts):
        assert 'lang="de"' in owner.get(src, audit=False).text


def test_the_original_can_be_said_to_be_another_language(session, survey, owner, path):
    owner.post(f"{path}/original", data={"language": "nl"})
    assert asks(session, survey).languages == ("nl", "de")
    assert owner.post(f"{path}/original", data={"language": "de"}).status_code == 400


def test_the_languages_offered_are_known_to_babel():
    assert all(translating.name_of(code) != code for code in translating.LANGUAGES)
