"""Gone everywhere when they say so: no row of any table still knows the person."""

from threading import Thread

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from feedback.contacts import erasing
from feedback.extensions import db
from feedback.ids import spell
from feedback.models import Answer, Begun, Consent, Counted, LocalMail, Publication, Response
from feedback.models import Testimonial as Quote
from surveys.asking import review
from surveys.definition import Question
from surveys.models import Contact, Invitation, ReturnedMail, Skip
from surveys.scope import bind_workspace
from tests import factories
from tests.campaigns.conftest import ask
from tests.counts.test_noting import A_WHILE
from tests.counts.test_recounting import only_on_postgresql
from tests.factories import NOW
from tests.rules.everything import rows_of

TRACE = "zorbax"


@pytest.fixture
def zora(session, workspace):
    """Somebody of whom each kind of row holds a trace."""
    who = factories.contact(
        session,
        name=f"Zora {TRACE}",
        email=f"{TRACE}@example.com",
        external_id=f"N-{TRACE}",
        attributes={"boss": TRACE},
    )
    version = factories.survey(session)
    asked = factories.invitation(session, version, who)
    factories.invitation(session, version, who, state="queued", sent_at=None)
    said = f"Splendid {TRACE}"
    response = factories.response(
        session,
        version,
        comment=said,
        invitation_id=asked.id,
        contact_id=who.id,
        attributes=dict(who.attributes),
    )
    _publish(session, response, said)
    session.add(Counted(response_id=response.id, quota=TRACE))
    session.add(
        Begun(
            survey_id=version.survey_id,
            version_id=version.id,
            invitation_id=asked.id,
            submission="k",
            answers={"reason": [None, TRACE]},
            pages=[1],
            begun_at=NOW,
            updated_at=NOW,
        )
    )
    asked.error = f"550 <{who.email}>: later"
    session.add(
        ReturnedMail(
            invitation_id=asked.id,
            address_hash="0" * 16,
            kind="hard",
            words=f"550 5.1.1 <{who.email}>: unknown",
            source="1",
            at=NOW,
        )
    )
    session.add(
        LocalMail(recipient=who.email.upper(), subject=TRACE, raw=b"zorbax", created_at=NOW)
    )
    session.commit()
    return who


def _publish(session, response, said):
    consent = Consent(
        id=1,
        response_id=response.id,
        words=said,
        words_hash="x",
        attribution="full",
        named_as=f"Zora {TRACE}",
        purposes=["website"],
        wording_version="1",
        wording_hash="x",
        locale="en",
        channel="survey page",
        given_at=NOW,
        expires_at=NOW.replace(year=NOW.year + 2),
    )
    session.add(consent)
    session.flush()
    session.add(Quote(id=1, consent_id=1, spans=[[0, len(said)]], quote=said, made_at=NOW))
    session.flush()
    session.add(Publication(testimonial_id=1, published_at=NOW))


def erase(owner, who, **given):
    page = f"/contacts/{spell(who.id)}/erasure"
    return owner.submit(page, given)


def test_opening_the_page_erases_nothing(owner, session, workspace, zora):
    before = rows_of(session, workspace)
    assert "Every word of their answer" in owner.get(f"/contacts/{spell(zora.id)}/erasure").text
    assert rows_of(session, workspace) == before


def test_no_row_of_any_table_knows_them_any_more(owner, session, workspace, zora):
    number = str(zora.id)
    assert TRACE in str(rows_of(session, workspace)).lower()
    erase(owner, zora, silence="1")
    for table, rows in rows_of(session, workspace).items():
        assert TRACE not in str(rows).lower(), table
        assert number not in str(rows), table


def test_their_quote_is_off_the_wall_at_once(owner, client, session, zora):
    erase(owner, zora)
    assert TRACE not in client.get("/wall/acme").text
    assert session.scalars(select(Publication)).all() == []


def test_their_score_stays_as_a_number_of_nobody(owner, session, zora):
    erase(owner, zora)
    response = session.scalars(select(Response)).one()
    assert (response.score, response.contact_id, dict(response.attributes)) == (9, None, {})
    assert session.scalars(select(Answer.number)).all() == [9]


def test_mail_that_waits_for_them_does_not_leave(owner, session, zora):
    erase(owner, zora)
    states = session.execute(select(Invitation.state, Invitation.contact_id)).all()
    assert sorted(map(tuple, states)) == [("failed", None), ("sent", None)]


@pytest.mark.parametrize(("given", "asked"), [({"silence": "1"}, 0), ({}, 1)])
def test_address_brought_in_again_stays_silent_if_they_wanted_it(
    app, owner, session, workspace, zora, given, asked
):
    email = zora.email
    erase(owner, zora, **given)
    factories.contact(session, email=email.upper())
    found = review(session, ask(app))
    assert found.asked == asked
    assert found.skipped == ({} if asked else {Skip.UNSUBSCRIBED: 1})


def test_nobody_else_loses_anything(owner, session, workspace, zora):
    other = factories.contact(session, name="Ben")
    version = factories.survey(session)
    factories.response(session, version, comment="Mine", contact_id=other.id)
    erase(owner, zora)
    assert session.scalars(select(Answer.text).where(Answer.text.is_not(None))).all() == ["Mine"]
    assert session.scalars(select(Contact.name)).all() == ["Ben"]


def test_numbers_they_typed_go_and_steps_of_scales_stay(owner, session, workspace):
    who = factories.contact(session, name="Ada")
    asks = (
        Question("q1", "number", "How old are you?"),
        Question("q2", "rating", "How good?", settings={"steps": 5}),
        Question("q3", "date", "Born when?"),
    )
    version = factories.survey(session, *asks)
    response = factories.response(session, version, contact_id=who.id)
    given = {"q1": (47.0, None), "q2": (4.0, None), "q3": (None, "1979-01-31")}
    for key, (number, text) in given.items():
        session.add(Answer(response_id=response.id, question_key=key, number=number, text=text))
    session.commit()
    erase(owner, who)
    left = session.execute(select(Answer.question_key, Answer.number)).all()
    assert sorted(map(tuple, left)) == [("q2", 4.0), ("score", 9.0)]


@only_on_postgresql
def test_erasing_somebody_whose_mail_is_just_written_down_waits_and_goes_on(app, session, zora):
    workspace, who, wrong = zora.workspace_id, zora.id, []
    with app.app_context():
        engine = db.engine

    def erases():
        with app.app_context(), Session(engine) as own:
            bind_workspace(own, workspace)
            try:
                erasing.erase(own, own.get(Contact, (workspace, who)))
                own.commit()
            except OperationalError as problem:
                wrong.append(problem)

    with Session(engine) as sender:
        bind_workspace(sender, workspace)
        asked = select(Invitation.id).where(Invitation.contact_id == who).order_by(Invitation.id)
        first = sender.scalars(asked.with_for_update(read=True)).first()
        eraser = Thread(target=erases)
        eraser.start()
        eraser.join(A_WHILE)
        assert eraser.is_alive()
        written = update(Invitation).where(Invitation.id == first).values(error="written down")
        sender.execute(written, execution_options={"synchronize_session": False})
        sender.commit()
        eraser.join(10)
    assert wrong == []
    session.expire_all()
    assert session.get(Contact, (workspace, who)) is None
