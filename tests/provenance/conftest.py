"""A quote that went the whole way: answered, agreed to by mail, cut and published."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from feedback.agreements import giving
from feedback.agreements.mails import Draft, queue
from feedback.agreements.terms import Terms
from feedback.database import read_snapshot
from feedback.extensions import db
from feedback.ids import spell
from feedback.models import Attribution, Consent, Publication, Purpose, QuoteMailKind
from feedback.models.consent import digest
from feedback.provenance.checking import walk
from feedback.provenance.keys import Signer
from feedback.provenance.seen import Seen
from tests import factories

WORDS = "They fixed it within an hour, and I could go home. Thank you!"


@pytest.fixture
def agreed(app, session, workspace):
    """Give a function: a customer answered by their link and agreed; gives the consent."""
    version = factories.survey(session)

    def make(words=WORDS, terms=None, **given):
        who = factories.contact(session)
        sent = factories.invitation(session, version, who)
        response = factories.response(
            session, version, comment=words, contact_id=who.id, invitation_id=sent.id
        )
        if terms:
            ask = Draft(QuoteMailKind.ASK, response.id, who.id, digest(words), **vars(terms))
            queue(session, ask, datetime.now(UTC))
        offer = giving.Offer(
            **{
                "words_hash": digest(words),
                "attribution": Attribution.FULL,
                "named_as": "Carla Customer, Fjord AS",
                "purposes": (Purpose.WEBSITE, Purpose.SOCIAL),
                "language": "en",
                "channel": "mail",
                "terms": terms or Terms(),
                **given,
            }
        )
        with app.app_context():
            consent = giving.give(session, response.id, offer, datetime.now(UTC))
            session.commit()
        return consent

    return make


@pytest.fixture
def published(agreed, marketer, session):
    """Give a function: its first sentence was published by a marketer; gives the publication."""

    def make(words=WORDS, **given):
        consent = agreed(words, **given)
        page = f"/testimonials/{spell(consent.id)}"
        session.commit()
        marketer.submit(f"{page}/quote", {"sentence": ["0"]}, page=page)
        marketer.submit(f"{page}/publication", {"fair": "1"}, page=page)
        session.rollback()
        return session.scalars(select(Publication).order_by(Publication.id.desc())).first()

    return make


@pytest.fixture
def findings(app, session, data):
    """Give a function: what walking all chains finds, as lines without the workspace."""

    def look():
        session.rollback()
        with app.app_context(), read_snapshot(db.engine) as connection:
            walked = walk(connection, Signer.at(data).public, Seen.at(data))
        return [f"{each.table} {each.row}: {each.what}" for each in walked.findings]

    yield look
    (data / "chains.json").unlink(missing_ok=True)


@pytest.fixture
def consent_of(session):
    """Give a function: the agreement behind the newest publication."""
    return lambda: session.scalars(select(Consent).order_by(Consent.id.desc())).first()
