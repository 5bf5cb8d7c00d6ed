"""One mail for each turn, whatever happens to workers, mail servers and readers."""

import threading
from datetime import timedelta

import pytest

from feedback import jobs
from feedback.extensions import db
from feedback.mail import Outcome, Verdict
from feedback.models import Dispatch, Role
from tests import factories
from tests.subscriptions.conftest import DUE, text_of


def text(letter):
    return text_of(letter)


def test_each_reader_gets_one_mail_for_each_turn(order, answers, worker, post, states):
    order()
    worker.work()
    worker.work()
    worker.pass_(hours=23)
    worker.work()
    assert [letter.recipient for letter in post.letters] == ["eva@acme.example"]
    worker.pass_(hours=1)
    worker.work()
    assert states() == ["sent", "sent"]


def test_after_an_outage_only_the_last_turn_counts(order, answers, worker, states, session):
    order(next_at=DUE - timedelta(days=9))
    worker.work()
    assert states() == ["sent"]
    assert session.query(Dispatch).one().due_at == DUE


def test_the_mail_says_the_figures_of_the_day_before(order, answers, worker, post):
    order()
    worker.work()
    mail = text(post.letters[0])
    assert "Acme: The day" in mail
    assert "30 answers" in mail
    assert "Olive set it up" in mail


@pytest.mark.parametrize(("language", "word"), [("de", "Antworten"), ("fr", "ponses")])
def test_each_reader_reads_their_own_language(language, word, order, answers, worker, post):
    order(language=language)
    worker.work()
    assert word in text(post.letters[0])


def test_a_worker_that_dies_before_it_hands_over_is_replaced(order, answers, worker, post, states):
    order()
    worker.plan()
    with worker.app.app_context():
        assert jobs.claim(db.session(), now=worker.now)
    worker.work()
    assert states() == ["queued"]
    worker.now += jobs.LEASE + timedelta(seconds=1)
    worker.work()
    assert len(post.letters) == 1
    assert states() == ["sent"]


class KilledError(BaseException):
    """As kill -9: nothing behind it runs."""


def test_a_worker_that_dies_while_it_hands_over_sends_nothing_twice(
    order, answers, worker, post, states
):
    def die(letter):
        raise KilledError

    order()
    post.before = die
    with pytest.raises(KilledError):
        worker.work()
    post.before = None
    worker.now += jobs.LEASE + timedelta(seconds=1)
    worker.work()
    assert len(post.letters) == 1
    assert states() == ["unknown"]


def test_two_workers_at_once_send_one_mail(order, answers, worker, post, states):
    for _ in range(3):
        order()
    at_once = [threading.Thread(target=worker.work) for _ in range(3)]
    for thread in at_once:
        thread.start()
    for thread in at_once:
        thread.join()
    worker.work()
    assert len(post.letters) == 3
    assert states() == ["sent"] * 3


def test_an_away_mail_server_is_waited_for(order, answers, worker, post, states):
    order()
    post.outcome = Outcome(Verdict.AWAY, "Nobody answers.")
    worker.work()
    assert states() == ["queued"]
    post.outcome = Outcome(Verdict.SENT)
    worker.pass_(minutes=16)
    worker.work()
    assert states() == ["sent"]


def test_three_failures_in_a_row_pause_it_and_tell_the_owners(
    order, answers, worker, post, session, states
):
    row = order()
    post.outcome = Outcome(Verdict.REFUSED, "There is no such mailbox.")
    for _ in range(5):
        worker.work()
        worker.pass_(days=1)
    assert states() == ["failed"] * 3
    session.refresh(row)
    assert row.paused_at is not None
    assert [letter.recipient for letter in post.letters][3:] == ["olive@acme.example"]
    assert "There is no such mailbox." in text(post.letters[-1])


def test_a_mail_that_arrives_forgives_earlier_failures(order, answers, worker, post, session):
    row = order()
    for verdict in (Verdict.REFUSED, Verdict.REFUSED, Verdict.SENT, Verdict.REFUSED):
        post.outcome = Outcome(verdict, "")
        worker.work()
        worker.pass_(days=1)
    session.refresh(row)
    assert (row.failures, row.paused_at) == (1, None)


def test_a_member_who_left_gets_nothing(order, answers, worker, post, session, states):
    factories.member(session, email="Eva@acme.example", disabled_at=DUE)
    order()
    worker.work()
    assert (post.letters, states()) == ([], ["quiet"])


def test_only_members_get_a_link_to_the_page(order, answers, worker, post, session):
    factories.member(session, email="eva@acme.example", role=Role.EXECUTIVE)
    order()
    order(address="guest@else.example")
    worker.work()
    linked = {letter.recipient: "Open the report" in text(letter) for letter in post.letters}
    assert linked == {"eva@acme.example": True, "guest@else.example": False}


def test_a_regional_manager_gets_the_region_and_nothing_beyond(
    order, answers, worker, post, session
):
    for region, score in (("North", 10), ("South", 0)):
        for _ in range(20):
            factories.response(
                session,
                answers,
                score=score,
                answered_at=DUE - timedelta(days=1),
                attributes={"region": region},
                comment=f"From the {region}",
            )
    order(attribute="region", value="North")
    worker.work()
    mail = text(post.letters[0])
    assert "20 answers" in mail
    assert "From the North" in mail
    assert "South" not in mail
    assert "70 answers" not in mail


def test_a_region_that_is_too_small_says_so_and_no_figure(order, answers, worker, post, session):
    for _ in range(3):
        factories.response(
            session, answers, answered_at=DUE - timedelta(days=1), attributes={"region": "Faroe"}
        )
    order(attribute="region", value="Faroe")
    worker.work()
    assert "Too few answers to give a score" in text(post.letters[0])


def test_a_weekly_report_is_the_executives_and_leads_to_its_page(
    order, answers, worker, post, session
):
    for score in [10, 9, 9, 3] * 5:
        at = DUE - timedelta(days=12)
        factories.response(session, answers, score=score, answered_at=at)
    factories.member(session, email="eva@acme.example", role=Role.EXECUTIVE)
    order(cadence="week")
    worker.work()
    mail = text(post.letters[0]).replace("=3D", "=")
    assert "20 answers" in mail
    assert "/report/summary?every=week" in mail
    assert "on=2026-11-09" in mail
