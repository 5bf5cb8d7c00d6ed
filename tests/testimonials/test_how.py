"""How quotes are collected, in counts that say what happened and nothing else."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from feedback.agreements import giving
from feedback.agreements.mails import Draft, queue
from feedback.models import Attribution, Decline, Purpose, QuoteMailKind, Triage, Verdict
from feedback.models.consent import digest
from feedback.testimonials import queries
from feedback.testimonials.collecting import collected
from feedback.testimonials.recent import Recent
from surveys.db import new_id
from surveys.models import Contact, Invitation
from tests.testimonials.conftest import WORDS

NOW = datetime.now(UTC)


@pytest.fixture
def figures(client, said, session):
    """Give a function: the public table, of a company that enough customers answered."""

    def read():
        for _ in range(5):
            said()
        page = client.get("/wall/acme/how").text
        return dict(re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', page))

    return read


def asked(session, said, state):
    for _ in range(6):
        row = said()
        who = session.scalars(select(Contact).where(Contact.id == row.contact_id)).one()
        mail = queue(session, Draft(QuoteMailKind.ASK, row.id, who.id, digest(WORDS)), NOW)
        sent = select(Invitation).where(Invitation.id == mail.invitation_id)
        session.scalars(sent).one().state = state
    session.commit()


@pytest.mark.parametrize(
    ("state", "counted"), [("queued", "0"), ("failed", "0"), ("claimed", "0"), ("sent", "6")]
)
def test_only_mail_that_left_is_counted_as_asked(figures, session, said, state, counted):
    asked(session, said, state)
    assert figures()["Asked by mail whether they may be quoted"] == counted


def test_a_change_of_name_is_not_counted_as_taken_back(app, figures, session, said):
    for _ in range(5):
        row = said()
        for named in ("Ann Able", "A. Able"):
            offer = giving.Offer(
                words_hash=digest(WORDS),
                attribution=Attribution.FULL,
                named_as=named,
                purposes=(Purpose.WEBSITE,),
                language="en",
                channel="mail",
            )
            with app.app_context():
                assert giving.give(session, row.id, offer, NOW)
        session.commit()
    assert figures()["Agreements taken back by their author"] == "0"
    assert {each.why for each in queries.ended(session, NOW, 9)} == {"replaced"}


def test_taken_back_is_counted_as_taken_back(app, figures, session, agree):
    for _ in range(5):
        consent = agree()
        consent.ended_at, consent.ended_by = NOW, giving.BY_AUTHOR
    session.commit()
    assert figures()["Agreements taken back by their author"] == "5"


def test_comments_that_the_company_declined_are_counted_by_reason(figures, session, said):
    for reason in (*[Decline.VAGUE] * 5, Decline.UNFAIR):
        verdict = {"verdict": Verdict.DECLINED, "reason": reason, "made_at": NOW}
        session.add(Triage(id=new_id(), response_id=said().id, **verdict))
    taken_back = {"made_at": NOW, "ended_at": NOW, "reason": Decline.OTHER}
    declined = Verdict.DECLINED
    session.add(Triage(id=new_id(), response_id=said().id, verdict=declined, **taken_back))
    found = figures()
    told = {name.rpartition(": ")[2]: n for name, n in found.items() if "decision" in name}
    assert told == {"Says too little": "5", "Would mislead": "fewer than 5"}


def test_the_counts_are_made_once_a_minute(session, said):
    recent = Recent(collected)
    said()
    assert recent.of(session, NOW).answered == 1
    said()
    assert recent.of(session, NOW + timedelta(seconds=60)).answered == 1
    assert recent.of(session, NOW + timedelta(seconds=61)).answered == 2
