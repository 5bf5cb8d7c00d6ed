"""Links: bad ones are kind, machines that open good ones leave nothing."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from surveys.links import Link, Links, Purpose
from tests import factories


def test_scanners_that_open_all_eleven_scores_leave_nothing(app, carla, rows):
    before = rows()

    def scan(score):
        return app.test_client().get(f"{carla.path}?score={score}", audit=False).status_code

    app.extensions.pop("test_session")
    with ThreadPoolExecutor(11) as pool:
        assert set(pool.map(scan, list(range(11)) * 2)) == {200}
    app.extensions["test_session"] = carla.session
    assert rows() == before


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("way", ["answer", "thanks", "consent", "withdraw"])
def test_looking_at_a_link_writes_nothing(app, carla, rows, method, way):
    carla.send("9", reason="Good")
    page = carla.client.get(carla.path + "/thanks").text
    allow(carla, page)
    (consent,) = carla.consents()
    link = Link(consent.workspace_id, consent.id)
    withdraw = Links(str(app.secret_key)).token(Purpose.WITHDRAW, link)
    paths = {"thanks": "/thanks", "consent": "/consent"}
    path = f"/c/{withdraw}" if way == "withdraw" else carla.path + paths.get(way, "?score=1")
    before = rows()
    assert carla.client.open(path, method=method).status_code in (200, 405)
    assert rows() == before
    assert [(c.ended_at, c.named_as) for c in carla.consents()] == [(None, "Verified customer")]
    assert carla.answers() == {"score": 9, "reason": "Good"}


def allow(carla, page):
    words = page.split('name="words" value="')[1].split('"')[0]
    data = {
        "words": words,
        "seen": "Verified customer",
        "attribution": "anonymous",
        "purposes": "website",
    }
    assert carla.client.post(carla.path + "/consent", data=data).status_code == 303


def bad(token, other_key, purpose_key):
    return {
        "empty": "x",
        "truncated": token[:-3],
        "without signature": token.split(".")[0],
        "one letter changed": ("B" if token[0] == "A" else "A") + token[1:],
        "forged": other_key,
        "other purpose": purpose_key,
        "letters of the world": "مرحبا",
        "NUL": "%00",
        "SQL": "' or 1=1--",
        "template": "{{7*7}}",
        "very long": "A" * 5000,
    }


@pytest.mark.parametrize("kind", bad("AAA", "", ""))
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
def test_a_bad_link_is_a_kind_page_and_no_error(app, carla, rows, kind, method):
    link = Link(carla.invitation.workspace_id, carla.invitation.id)
    forged = Links("another key").token(Purpose.ANSWER, link)
    elsewhere = Links(str(app.secret_key)).token(Purpose.UNSUBSCRIBE, link)
    token = bad(carla.token, forged, elsewhere)[kind]
    before = rows()
    for path in (f"/r/{token}", f"/c/{token}"):
        page = carla.client.open(path, method=method, data={"score": "9"})
        assert page.status_code == 404
        assert method == "HEAD" or "Nothing was changed" in page.text
    assert rows() == before


def test_a_link_signed_for_another_workspaces_row_finds_nothing(app, session, carla):
    other = factories.workspace(session)
    link = Link(other.id, carla.invitation.id)
    token = Links(str(app.secret_key)).token(Purpose.ANSWER, link)
    assert carla.client.get(f"/r/{token}").status_code == 404
    assert carla.client.post(f"/r/{token}", data={"score": "1"}).status_code == 404
    assert carla.responses() == []


def test_the_workspace_comes_from_the_link_and_not_from_the_form(carla, workspace):
    carla.send("9", workspace_id="1", survey_id="1", invitation_id="1")
    assert [r.workspace_id for r in carla.responses()] == [workspace.id]


def test_customers_get_no_cookie_and_their_page_fetches_nothing(carla):
    carla.send("9", reason="Good")
    for path in (carla.path, carla.path + "/thanks"):
        page = carla.client.get(path)
        assert "Set-Cookie" not in page.headers
        folded = re.compile(r'<details class="preview".*?</details>', re.DOTALL)
        assert "src=" not in folded.sub("", page.text)
        pictures = re.findall(r"<[^>]*src=[^>]*>", page.text)
        assert all('loading="lazy"' in each for each in pictures)  # fetched when unfolded
        assert "url(" not in page.text
