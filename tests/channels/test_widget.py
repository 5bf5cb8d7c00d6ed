"""What the widget's server side hears and says: its own sites only, each answer once."""

import pytest
from sqlalchemy import select

from feedback.ids import spell
from feedback.models import Response
from surveys.definition import Question
from tests import factories

SHOP = "https://shop.example"


@pytest.fixture
def widget(place):
    """Give a widget that may stand on the shop's site."""
    return place("widget", code="widget12", sites=[SHOP])


@pytest.fixture
def send(client, widget, version):
    """Give a function: send as the shop's page does."""

    def post(score="9", key="k1", *, origin=SHOP, of=version, **given):
        headers = {"Origin": origin} if origin else {}
        data = {"_submission": key, "score": score, **given}
        return client.post(f"/t/widget12/{spell(of.id)}/brief", data=data, headers=headers)

    return post


def responses(session):
    return list(session.scalars(select(Response)))


def test_the_script_is_small_and_sets_nothing(client, widget):
    script = client.get("/t/widget12/widget.js")
    assert script.mimetype == "text/javascript"
    assert len(script.data) < 8000
    assert "Set-Cookie" not in script.headers
    assert "eval" not in script.text
    assert "innerHTML" not in script.text


def test_its_own_site_hears_what_is_asked(client, widget):
    said = client.get("/t/widget12/widget.json", headers={"Origin": SHOP})
    assert said.headers["Access-Control-Allow-Origin"] == SHOP
    assert "Origin" in said.headers["Vary"]
    assert said.json["question"] == "How likely are you to recommend Acme?"
    assert [step[0] for step in said.json["steps"]] == list(range(11))


@pytest.mark.parametrize("origin", ["https://evil.example", "https://shop.example.evil", "null"])
def test_no_other_site_hears_or_says_anything(client, widget, send, session, origin):
    heard = client.get("/t/widget12/widget.json", headers={"Origin": origin})
    assert heard.status_code == 403
    assert "Access-Control-Allow-Origin" not in heard.headers
    assert send(origin=origin).status_code == 403
    assert responses(session) == []


def test_without_an_origin_nothing_is_taken(send, session):
    assert send(origin="").status_code == 403
    assert responses(session) == []


@pytest.mark.parametrize("kind", ["link", "qr"])
def test_other_touchpoints_take_no_brief_answers(client, place, version, session, kind):
    here = place(kind)
    path = f"/t/{here.code}/{spell(version.id)}/brief"
    sent = client.post(path, data={"_submission": "k", "score": "9"}, headers={"Origin": SHOP})
    assert sent.status_code == 403
    assert responses(session) == []


def test_an_answer_is_kept_once_however_often_it_is_sent(send, session):
    first, again = send("9", reason="Quick"), send("9", reason="Quick")
    assert first.json == again.json
    assert [(r.score, r.source, r.revision) for r in responses(session)] == [(9, "widget", 1)]


def test_the_reply_gives_a_link_of_ones_own(send, client, session):
    own = send("9", reason="Quick").json["own"].removeprefix("http://hark.test")
    assert "Quick</textarea>" in client.get(own).text


def test_an_answer_without_a_score_is_told_what_is_missing(send, session):
    sent = send("", reason="Words only")
    assert sent.status_code == 422
    assert sent.json["problem"]
    assert responses(session) == []


def test_duties_beyond_score_and_reason_do_not_bind_here(client, widget, send, session, version):
    must = Question("must", "text", "A duty", required=True)
    other = factories.survey(session, must)
    widget.survey_id = other.survey_id
    session.commit()
    assert send("7", of=other).status_code == 200
    assert [r.score for r in responses(session)] == [7]


def test_a_closed_widget_shows_nothing(client, widget, session):
    widget.ended_at = factories.NOW
    session.commit()
    assert client.get("/t/widget12/widget.json", headers={"Origin": SHOP}).status_code == 410


def test_looking_writes_nothing(client, widget, rows):
    before = rows()
    client.get("/t/widget12/widget.js")
    client.get("/t/widget12/widget.json", headers={"Origin": SHOP})
    assert rows() == before
