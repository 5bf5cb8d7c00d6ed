"""Making, pausing, having it now, ending; and the reader's way out."""

import re

import pytest

from feedback.ids import spell
from feedback.models import Dispatch, Member, Role, Subscription
from surveys.links import Link, Links, Purpose
from tests import factories
from tests.subscriptions.conftest import text_of

PAGE = "/report/subscriptions"
GIVEN = {
    "title": "Weekly",
    "cadence": "week",
    "hour": "7",
    "language": "de",
    "timezone": "Europe/Berlin",
}


def made(session):
    session.rollback()
    return session.query(Subscription).order_by(Subscription.address).all()


def test_an_owner_has_a_report_sent_to_several(owner, session):
    addresses = "a@acme.example\nB@acme.example, a@acme.example"
    answer = owner.submit(f"{PAGE}/new?by=region", GIVEN | {"addresses": addresses})
    assert answer.status_code == 303
    rows = made(session)
    assert {row.address.lower() for row in rows} == {"a@acme.example", "b@acme.example"}
    assert len(rows) == 2
    assert rows[0].parameters == {"by": "region"}
    assert (rows[0].language, rows[0].timezone, rows[0].hour) == ("de", "Europe/Berlin", 7)


def test_others_have_it_sent_to_themselves_alone(executive, session):
    executive.submit(f"{PAGE}/new", GIVEN | {"addresses": "boss@else.example"})
    (row,) = made(session)
    me = session.get_one(Member, {"workspace_id": row.workspace_id, "id": row.made_by})
    assert row.address == me.email
    assert row.title in executive.get(PAGE).text


def test_nobody_but_owners_sees_what_goes_to_others(order, owner, executive, marketer):
    row = order(title="For Eva")
    assert "For Eva" in owner.get(PAGE).text
    assert "For Eva" not in executive.get(PAGE).text
    pause = f"{PAGE}/{spell(row.id)}/pause"
    assert marketer.submit(pause, page=f"{PAGE}/new").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"timezone": "Mars"}, {"addresses": "nobody"}, {"title": ""}, {"cadence": "minute"}],
)
def test_what_cannot_be_used_is_said_at_its_field(wrong, owner, session):
    answer = owner.submit(f"{PAGE}/new", GIVEN | wrong)
    assert answer.status_code == 422
    assert "aria-invalid" in answer.text
    assert made(session) == []


def test_only_owners_make_webhooks_and_only_over_tls(owner, executive, session):
    alert = {"title": "Low", "kind": "score", "threshold": "10", **GIVEN}
    page = f"{PAGE}/alerts/new"
    assert owner.submit(page, alert | {"url": "http://a.example"}).status_code == 422
    owner.submit(page, alert | {"url": "https://a.example/hook"})
    executive.submit(page, alert | {"url": "https://b.example/hook"})
    assert sorted(row.url for row in made(session)) == ["", "https://a.example/hook"]
    assert "whsec_" in owner.get(PAGE).text


def test_who_may_not_know_people_cannot_ask_for_names(executive, session):
    page = f"{PAGE}/alerts/new"
    assert 'value="detractor"' not in executive.get(page).text
    answer = executive.submit(page, GIVEN | {"title": "x", "kind": "detractor"})
    assert answer.status_code == 422


def test_it_is_paused_goes_on_and_ends(owner, order, session):
    address = f"{PAGE}/{spell(order().id)}"
    owner.submit(f"{address}/pause", page=PAGE)
    assert "paused" in owner.get(PAGE).text
    owner.submit(f"{address}/resumption", page=PAGE)
    assert made(session)[0].paused_at is None
    owner.submit(f"{address}/removal", page=PAGE)
    assert made(session) == []


def test_sending_it_to_oneself_reaches_nobody_else(owner, order, answers, worker, post, session):
    row = order(next_at=worker.now.replace(year=2027))
    owner.submit(f"{PAGE}/{spell(row.id)}/dispatches", page=PAGE)
    worker.now = session.query(Dispatch).one().due_at
    worker.work()
    assert [letter.recipient for letter in post.letters] != ["eva@acme.example"]
    assert len(post.letters) == 1


@pytest.fixture
def link(app, order):
    row = order()
    token = Links(str(app.secret_key)).token(Purpose.REPORT, Link(row.workspace_id, row.id))
    return f"/u/report/{token}"


def test_opening_the_link_stops_nothing(client, link, session):
    assert "Stop this mail?" in client.get(link).text
    assert made(session)[0].stopped_at is None


def test_its_reader_stops_it_for_good(client, owner, link, answers, worker, post, session):
    assert "has stopped" in client.post(link).text
    worker.work()
    assert post.letters == []
    page = owner.get(PAGE).text
    assert "stopped by its reader" in page
    assert "Go on" not in page


def test_a_mail_client_stops_it_with_one_click(client, link, session):
    client.post(link, data={"List-Unsubscribe": "One-Click"})
    assert made(session)[0].stopped_at


def test_the_link_stands_in_the_mail_and_in_its_head(order, answers, worker, post):
    order()
    worker.work()
    mail = text_of(post.letters[0])
    assert re.search(r"List-Unsubscribe: <http://hark.test/u/report/", mail)
    assert "List-Unsubscribe-Post" in mail


def test_a_link_of_another_kind_or_workspace_opens_nothing(app, client, order, session):
    row, other = order(), factories.workspace(session)
    session.commit()
    links = Links(str(app.secret_key))
    for purpose, workspace_id in (
        (Purpose.UNSUBSCRIBE, row.workspace_id),
        (Purpose.REPORT, other.id),
    ):
        token = links.token(purpose, Link(workspace_id, row.id))
        assert client.post(f"/u/report/{token}").status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_every_role_may_open_the_pages(role, sign_in_as):
    member = sign_in_as(role)
    pages = [PAGE, f"{PAGE}/new", f"{PAGE}/alerts/new"]
    assert [member.get(page).status_code for page in pages] == [200] * 3
