"""Erasing a person: gone everywhere when they say so; only that they said no is kept, as a hash."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from flask import abort, current_app, flash, g, redirect, render_template, request, url_for
from sqlalchemy import ColumnElement, Select, delete, func, or_, select, update
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Reply

from feedback.accounts.permissions import Permission, permit
from feedback.contacts import contacts
from feedback.counts import folding
from feedback.counts.people import folding as accounts
from feedback.counts.people import periods
from feedback.extensions import db
from feedback.models import (
    Answer,
    Begun,
    CommentLook,
    Consent,
    Counted,
    LocalMail,
    MaskDecision,
    Mention,
    QuoteMail,
    Referral,
    ReferralLooks,
    Response,
    ThemeCorrection,
)
from feedback.provenance.changing import seal_erasure
from feedback.themes import indexed
from surveys.definition import Definition
from surveys.models import Contact, Invitation, InvitationState, ReturnedMail, Version
from surveys.numbers import number_of
from surveys.questions import TYPES
from surveys.questions.scale import Scale
from surveys.speech import _, noted
from surveys.unsubscribing import ERASED, address_hash, unsubscribe

Page = str | Reply

GONE = noted("This contact was erased before the mail was sent.")


@dataclass(frozen=True)
class Traces:
    """What is kept of a person."""

    answers: int
    consents: int
    waiting: int


@contacts.get("/<id:contact_id>/erasure")
@permit(Permission.WRITE_CONTACTS)
def erasure(contact_id: int) -> Page:
    """Say what would be gone, and what would stay; nothing is changed."""
    person = _contact(contact_id)
    return render_template(
        "contacts/erasure.html", person=person, traces=traces(db.session(), person)
    )


@contacts.post("/<id:contact_id>/erasure")
@permit(Permission.WRITE_CONTACTS)
def erase_contact(contact_id: int) -> Page:
    """Erase a person for good."""
    person = _contact(contact_id)
    for address in filter(None, (person.email, number_of(person.attributes))):
        if request.form.get("silence"):
            hashed = address_hash(str(current_app.secret_key), g.workspace.id, address)
            unsubscribe(db.session(), hashed, via=ERASED, now=datetime.now(UTC))
    erase(db.session(), person)
    db.session.commit()
    flash(_("Erased. Nothing of them is left here but numbers that lead to nobody."))
    return redirect(url_for("contacts.index"), 303)


def traces(session: Session, person: Contact) -> Traces:
    """Count what is kept of a person."""
    theirs = Response.contact_id == person.id
    consents = select(func.count()).select_from(Consent).join(Response, _AGREED).where(theirs)
    waiting = _WAITING, Invitation.contact_id == person.id
    return Traces(
        session.scalar(select(func.count()).select_from(Response).where(theirs)) or 0,
        session.scalar(consents) or 0,
        session.scalar(select(func.count()).select_from(Invitation).where(*waiting)) or 0,
    )


def erase(session: Session, person: Contact) -> None:
    """Erase a person: words, names, consents and whatever was published by them.

    Steps chosen on a scale stay as numbers without anybody behind them, and the ledger keeps that
    a mail left. A number somebody typed may be their age or their salary: it goes.
    """
    run = partial(session.execute, execution_options={"synchronize_session": False})
    theirs = select(Response.id).where(Response.contact_id == person.id)
    given = session.scalars(theirs).all()
    seal_erasure(session, theirs, datetime.now(UTC))
    asked = Invitation.contact_id == person.id
    # An answer shares its invitation with whoever writes down its mail: each would wait for the
    # other if this were taken only when it is written to.
    run(select(Invitation.id).where(asked).order_by(Invitation.id).with_for_update())
    run(delete(Consent).where(Consent.response_id.in_(theirs)))
    run(delete(Counted).where(Counted.response_id.in_(theirs)))
    run(delete(ReferralLooks).where(ReferralLooks.advocate_id == person.id))
    sent = or_(Referral.advocate_id == person.id, Referral.friend_id == person.id)
    run(delete(Referral).where(sent))
    run(delete(Mention).where(Mention.response_id.in_(theirs)))
    run(delete(MaskDecision).where(MaskDecision.response_id.in_(theirs)))
    run(delete(ThemeCorrection).where(ThemeCorrection.response_id.in_(theirs)))
    run(delete(CommentLook).where(CommentLook.response_id.in_(theirs)))
    run(delete(Answer).where(Answer.response_id.in_(theirs), _is_their_own(session, theirs)))
    indexed.pack_small(session)
    answered = Response.contact_id == person.id
    run(update(Response).where(answered).values(contact_id=None, attributes={}))
    begun = select(Invitation.id).where(asked)
    run(delete(QuoteMail).where(QuoteMail.contact_id == person.id))
    run(delete(Begun).where(Begun.invitation_id.in_(begun)))
    # Mail servers like to repeat the address in their reasons.
    back = ReturnedMail.invitation_id.in_(begun)
    run(update(ReturnedMail).where(back).values(words="", address_hash=""))
    run(update(Invitation).where(asked).values(error=None))
    failed = {"state": InvitationState.FAILED, "error": GONE}
    run(update(Invitation).where(asked, _WAITING).values(**failed))
    run(update(Invitation).where(asked).values(contact_id=None))
    if person.email:
        kept = func.lower(LocalMail.recipient) == person.email.lower()
        run(delete(LocalMail).where(kept))
    run(delete(Contact).where(Contact.id == person.id))
    folding.lock(session.connection(), waits=True)
    folding.fold_all(session.connection(), person.workspace_id)
    periods.forget(session)
    accounts.look_now(session, person.workspace_id, [person.id, *given])


def _is_their_own(session: Session, theirs: Select[int]) -> ColumnElement[bool]:
    """Whether an answer is anything but a step of a scale: then it may tell who gave it."""
    asked = select(Response.version_id).where(Response.id.in_(theirs))
    found = session.scalars(select(Version.definition).where(Version.id.in_(asked)))
    questions = (q for stored in found for q in Definition.of(stored).questions)
    steps = {q.key for q in questions if isinstance(TYPES[q.kind], Scale)}
    return or_(Answer.text.is_not(None), Answer.question_key.not_in(steps))


def _contact(contact_id: int) -> Contact:
    key = {"workspace_id": g.workspace.id, "id": contact_id}
    return db.session.get(Contact, key) or abort(404)


_AGREED = Consent.response_id == Response.id
_WAITING = Invitation.state == InvitationState.QUEUED
