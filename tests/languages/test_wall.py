"""The wall and the embed speak the reader's language; the quotes stay as they were written."""

import pytest

from tests.testimonials.conftest import WORDS, agree, published, version

__all__ = ["agree", "published", "version"]


@pytest.mark.parametrize(
    ("header", "query", "language", "said"),
    [
        ("de", "", "de", "In den Worten unserer Kundschaft"),
        ("de", "?lang=ar", "ar", "بكلمات عملائنا"),
        ("pl", "", "en", "In our customers’ words"),
        ("", "?lang=../x", "en", "In our customers’ words"),
    ],
)
def test_the_wall_is_in_the_readers_language(
    published, client, workspace, header, query, language, said
):
    published()
    headers = {"Accept-Language": header}
    page = client.get(f"/wall/{workspace.slug}{query}", headers=headers)
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in page.text
    assert said in page.text
    assert "Accept-Language" in page.headers["Vary"]
    assert WORDS in page.get_data(as_text=True).replace("&#39;", "'")


def test_the_embed_gets_all_its_words_in_the_language_it_asks_for(published, client, workspace):
    published()
    found = client.get(f"/wall/{workspace.slug}.json?lang=ar").json
    assert (found["language"], found["direction"]) == ("ar", "rtl")
    assert found["said"]["all"] == "كل الاقتباسات المنشورة"
    assert found["quotes"][0]["quote"] == WORDS
