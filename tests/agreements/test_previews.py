"""An author sees their words as each place would show them, before they tick it."""

import html
import re
import struct

import pytest

from feedback.respond.picturing import SIZES
from surveys.links import Link, Links
from surveys.links import Purpose as Signed
from tests.agreements.conftest import WORDS, hidden, link_in

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def response(comment):
    """A comment whose author answered by their own link."""
    return comment()


@pytest.fixture
def by_mail(response, ask, deliver, mails):
    """The page behind the mail that asks for it."""
    ask(response)
    deliver()
    return link_in(mails()[0], "q")


@pytest.fixture
def by_thanks(app, response):
    """The page of thanks."""
    link = Link(response.workspace_id, response.invitation_id)
    return f"/r/{Links(str(app.secret_key)).token(Signed.ANSWER, link)}/thanks"


def images(page):
    found = re.findall(r'<img class="picture" loading="lazy" src="([^"]+)" width="(\d+)"', page)
    return {html.unescape(src): int(width) for src, width in found}


def width_of(png):
    assert png.startswith(PNG)
    return struct.unpack(">I", png[16:20])[0]


@pytest.mark.parametrize("where", ["by_mail", "by_thanks"])
def test_every_place_is_shown_and_drawn_when_it_is_looked_at(client, where, request):
    page = client.get(request.getfixturevalue(where)).text
    assert page.count(WORDS) >= 2  # on a wall and by itself
    found = images(page)
    shapes = {src.partition("/picture/")[2].partition(".png")[0] for src in found}
    assert shapes == set(SIZES) == {"wide", "square", "story", "slide"}
    for src, width in found.items():
        assert "as=Verified+customer" in src
        answer = client.get(src)
        assert answer.mimetype == "image/png"
        assert "private" in answer.headers["Cache-Control"]
        assert width_of(answer.data) == width


def test_another_name_is_another_picture(client, by_mail):
    (wide, *_others) = images(client.get(by_mail).text)
    named = wide.replace("Verified+customer", "Carla+Customer%00")
    assert client.get(named).data != client.get(wide).data


def test_corrected_words_travel_in_the_page_only(client, by_mail):
    page = client.get(by_mail).text
    sent = {"words": hidden(page, "words"), "seen": "Verified customer", "saw": WORDS}
    sent |= {"correction": f"{WORDS} Thanks!", "attribution": "anonymous", "preview": "1"}
    shown = client.post(by_mail, data=sent).text
    assert "Corrected by its author." in shown
    found = list(images(shown))
    assert len(found) == 4
    assert all(src.startswith("data:image/png;base64,") for src in found)


@pytest.mark.parametrize("shape", ["poster", "9" * 30])
def test_there_is_no_picture_of_another_shape(client, by_mail, by_thanks, shape):
    for page in (by_mail, by_thanks.removesuffix("/thanks")):
        assert client.get(f"{page}/picture/{shape}.png", audit=False).status_code == 404


def test_words_that_fit_no_picture_get_one_that_says_so(client, comment, app):
    long = comment(words="It works and works and works. " * 400)
    link = Link(long.workspace_id, long.invitation_id)
    path = f"/r/{Links(str(app.secret_key)).token(Signed.ANSWER, link)}"
    pictures = [client.get(f"{path}/picture/{shape}.png?as=Ann") for shape in SIZES]
    assert [answer.status_code for answer in pictures] == [200] * 4
    other = [client.get(f"{path}/picture/{shape}.png?as=Bob") for shape in SIZES]
    assert [one.data for one in pictures] == [one.data for one in other]


def test_words_that_were_taken_away_have_no_picture(client, by_thanks, response, session):
    page = by_thanks.removesuffix("/thanks")
    client.post(page, data={"_submission": "k", "score": "9", "reason": ""})
    assert client.get(f"{page}/picture/wide.png?as=Ann", audit=False).status_code == 404
