"""Mail scanners open every link of every mail, each in its own way, and leave nothing behind.

Fifteen ways, most of them seen in public. The last one presses the button: its answer is
labelled, and the person's own answer replaces it. Whoever comes after a scanner is let in like
anybody else. Seeded: a GET that unsubscribes and a link that is burnt by its first answer each
turned these tests red.
"""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from html import unescape
from urllib.parse import quote

import pytest
from sqlalchemy import func, select
from werkzeug.serving import make_server

from feedback.campaigns.addressing import Desk
from feedback.campaigns.delivery import Recipient
from feedback.models import Answer, Response
from surveys.db import Base
from surveys.models import Contact
from tests import factories
from tests.audit import AuditedClient
from tests.factories import NOW

HOUSE = "http://hark.test"
OUTLOOK = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/118.0"}
FOREIGN = {"REMOTE_ADDR": "203.0.113.77"}


@dataclass
class Mail:
    """What lies in one customer's inbox, and the links in it."""

    invitation: object
    links: list[str]

    @property
    def survey(self):
        return next(link for link in self.links if link.startswith("/r/")).partition("?")[0]


@pytest.fixture
def mails(app, session, workspace):
    """Give a function that puts n mails into inboxes, made as the sender makes them."""

    def make(n, **given):
        version = factories.survey(session)
        first = factories.invitation(session, version, factories.contact(session), **given)
        rows = [first] + [
            factories.invitation(
                session, version, factories.contact(session), campaign_id=first.campaign_id, **given
            )
            for _ in range(n - 1)
        ]
        session.commit()
        with app.test_request_context():
            desk = Desk.of(app)
            press = desk.presses(session, first.campaign_id, [("", 0)], at=NOW)["", 0]
            made = [Mail(row, links_of(desk, press, workspace, row)) for row in rows]
        session.commit()
        return made

    return make


def links_of(desk, press, workspace, row):
    """Every address in the mail: in its two bodies and in its headers."""
    person = Recipient(row.id, NOW, f"c{row.id}@example.com", "Carla")
    letter = desk.letter(press, workspace.id, person, at=NOW)
    message = message_from_bytes(letter.raw, policy=default)
    html, text = (message.get_body([kind]).get_content() for kind in ("html", "plain"))
    everything = "\n".join([unescape(html), text, message["List-Unsubscribe"]])
    found = re.findall(rf"{HOUSE}(/[^\s\"'<>]+)", everything)
    return list(dict.fromkeys(found))


def head(client, link):
    client.head(link)


def prefetch(client, link):
    client.get(link, headers={"Sec-Purpose": "prefetch", "Purpose": "prefetch"})


def mutated(client, link):
    for wrong in (
        link[:-1] + "Z",
        link.upper(),
        link.lower(),
        link + ".",
        link + "=3D",
        f"{link}>",
    ):
        client.get(wrong)


def truncated(client, link):
    for length in (len(link) // 2, len(link) - 1, len(link) - 10):
        client.get(link[:length])


def twice(client, link):
    client.get(link, headers=OUTLOOK)
    client.get(link, headers=OUTLOOK)


def elsewhere(client, link):
    client.get(link, headers=OUTLOOK)
    client.get(link, headers={"User-Agent": "python-requests/2.31"}, environ_overrides=FOREIGN)


def image_proxy(client, link):
    client.get(link, headers={"Accept": "image/*", "User-Agent": "GoogleImageProxy"})


def wrapped(client, link):
    sign = "&" if "?" in link else "?"
    client.get(f"{link}{sign}data=05%7C02%7C&sdata={quote(HOUSE + link, safe='')}&reserved=0")
    client.get(f"{link}{sign}score=99&score=&utm_source=%00")


def plain(client, link):
    client.get(link)


def options(client, link):
    client.options(link)


WAYS = {
    "HEAD": head,
    "prefetch header": prefetch,
    "mutated address": mutated,
    "truncated address": truncated,
    "twice at once": twice,
    "again from another address": elsewhere,
    "image proxy": image_proxy,
    "rewritten with a wrapped query": wrapped,
    "every link, the unsubscribe link among them": plain,
    "OPTIONS": options,
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_opening_links_answers_or_unsubscribes(quiet, mails, rows, way, inboxes):
    letters = mails(inboxes)
    before = rows()
    client = quiet.test_client()
    for mail in letters:
        for link in mail.links:
            WAYS[way](client, link)
    assert rows() == before
    assert all_may_still_answer(quiet, letters)


def test_all_links_at_once_leave_nothing(quiet, mails, rows, inboxes):
    letters = mails(inboxes)
    before = rows()
    with ThreadPoolExecutor(8) as pool:
        statuses = set(
            pool.map(lambda link: get(quiet, link), [k for m in letters for k in m.links])
        )
    assert statuses == {200}
    assert rows() == before
    assert all_may_still_answer(quiet, letters)


def test_a_scan_before_delivery_leaves_nothing(quiet, mails, rows, inboxes):
    letters = mails(inboxes, state="claimed", sent_at=None)
    before = rows()
    assert {get(quiet, link) for mail in letters for link in mail.links} == {200}
    assert rows() == before
    assert all_may_still_answer(quiet, letters)


def test_a_scan_after_the_answer_changes_nothing(quiet, mails, rows, session, inboxes):
    letters = mails(inboxes)
    assert all_may_still_answer(quiet, letters)
    before, scores = rows(), answered(session)
    assert {get(quiet, link) for mail in letters for link in mail.links} == {200}
    assert (rows(), answered(session)) == (before, scores)


@pytest.mark.parametrize("times", [1, 2])
def test_a_machine_that_presses_the_button_of_a_reminder_is_labelled_too(
    quiet, mails, session, time_machine, times
):
    (mail,) = mails(1, sent_at=NOW - timedelta(days=5))
    who = session.get_one(Contact, (mail.invitation.workspace_id, mail.invitation.contact_id))
    again = {"campaign_id": mail.invitation.campaign_id, "first_id": mail.invitation.id}
    factories.invitation(session, None, who, step=1, sent_at=NOW, **again)
    session.commit()
    time_machine.move_to(NOW.replace(second=3), tick=False)
    for score in range(times):
        assert post(quiet, mail, str(score), key="machine") == 303
    assert labels(session) == {"soon": 1}


def test_a_machine_that_presses_the_button_is_labelled_and_replaced(
    quiet, mails, session, inboxes, time_machine
):
    letters = mails(inboxes, sent_at=NOW)
    time_machine.move_to(NOW.replace(second=3), tick=False)
    for mail in letters:
        assert post(quiet, mail, "0", key="machine") == 303
    assert labels(session) == {"soon": inboxes}
    time_machine.move_to(NOW.replace(hour=15), tick=False)
    assert all_may_still_answer(quiet, letters)
    assert labels(session) == {None: inboxes}
    assert answered(session) == {mail.invitation.id: 9 for mail in letters}


def test_a_machine_that_presses_every_score_leaves_one_labelled_answer(
    quiet, mails, session, time_machine
):
    (mail,) = mails(1, sent_at=NOW)
    time_machine.move_to(NOW.replace(minute=5), tick=False)
    for score in range(11):
        assert post(quiet, mail, str(score), key=f"machine{score}") == 303
    assert labels(session) == {"scores": 1}
    time_machine.move_to(NOW.replace(hour=15), tick=False)
    assert post(quiet, mail, "10", key="the person") == 303
    assert labels(session) == {None: 1}
    assert answered(session) == {mail.invitation.id: 10}


@pytest.mark.journey
def test_a_real_browser_that_renders_every_link_and_lingers_leaves_nothing(
    quiet, mails, rows, browser, linger
):
    (mail,) = mails(1)
    before = rows()
    server = make_server("127.0.0.1", 0, quiet, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    window = browser.new_context()
    for link in mail.links:
        page = window.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}{link}")
        page.mouse.move(200, 200)
        page.mouse.wheel(0, 4000)
    page.wait_for_timeout(linger)
    cookies = window.cookies()
    window.close()
    server.shutdown()
    assert (rows(), cookies) == (before, [])
    assert all_may_still_answer(quiet, [mail])


@pytest.fixture(params=[1000, pytest.param(30_000, marks=pytest.mark.slow)])
def linger(request):
    """How long the browser stays, in milliseconds."""
    return request.param


def test_two_changes_of_mind_are_a_persons_right(quiet, mails, session, time_machine):
    (mail,) = mails(1, sent_at=NOW)
    time_machine.move_to(NOW.replace(minute=5), tick=False)
    for score in "89":
        post(quiet, mail, score, key=score)
    assert labels(session) == {None: 1}


@pytest.fixture(params=[4, pytest.param(1000, marks=pytest.mark.slow)])
def inboxes(request):
    """How many invitations are scanned: a few at every push, a thousand on demand."""
    return request.param


@pytest.fixture
def quiet(app, session):
    """The test's own session stays out of the way; pages are looked at elsewhere."""
    app.extensions.pop("test_session")
    app.test_client_class = None
    yield app
    app.test_client_class, app.extensions["test_session"] = AuditedClient, session


@pytest.fixture
def rows(session):
    """Give a function that counts the rows of every table."""

    def count():
        session.rollback()
        tables = Base.metadata.sorted_tables
        return {
            t.name: session.connection().scalar(select(func.count()).select_from(t)) for t in tables
        }

    return count


def get(app, link):
    return app.test_client().get(link).status_code


def post(app, mail, score, key):
    data = {"_submission": key, "score": score, "reason": ""}
    return app.test_client().post(mail.survey, data=data).status_code


def all_may_still_answer(app, letters):
    """Nobody is kept out and no token is burnt: each opens the mail's link and answers nine."""
    return all(
        get(app, f"{mail.survey}?score=9") == 200 and post(app, mail, "9", key="person") == 303
        for mail in letters
    )


def answered(session):
    session.rollback()
    rows = session.execute(select(Response.invitation_id, Answer.number).join(Answer))
    return {row[0]: row[1] for row in rows if row[1] is not None}


def labels(session):
    session.rollback()
    counted = select(Response.signals, func.count()).group_by(Response.signals)
    return {row[0]: row[1] for row in session.execute(counted)}
