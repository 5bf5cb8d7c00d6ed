"""Whether one contact may be asked: what they want, and who wants them left in peace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from flask import abort, current_app, flash, g, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import DateField, StringField, ValidationError
from wtforms.validators import Length, Optional

from feedback.accounts.permissions import Permission, permit
from feedback.contacts import contacts
from feedback.extensions import db
from feedback.forms import OfficeForm
from surveys import peace
from surveys.models import Contact, Peace, PeaceReason, Unsubscribe
from surveys.pacing import pace_of
from surveys.speech import _, lazy
from surveys.unsubscribing import address_hash

LATEST = date(2200, 1, 1)


@dataclass(frozen=True)
class Standing:
    """All that keeps a contact from being asked."""

    left: Unsubscribe | None
    pace: int | None
    peace: Sequence[Peace]


class PeaceForm(OfficeForm):
    """Until when, and why."""

    until = DateField(lazy("Until"), [Optional()])
    note = StringField(lazy("Why"), [Length(max=200, message=lazy("Keep it within 200 letters."))])

    def validate_until(self, field: DateField) -> None:
        """A day to come."""
        today = datetime.now(g.workspace.zone).date()
        if field.data and not today < field.data < LATEST:
            raise ValidationError(_("Choose a day after today, or none."))


def standing_of(session: Session, contact: Contact, now: datetime) -> Standing:
    """Read what is known of a contact and its address."""
    holds = peace.peace_of(session, contact.id, now)
    if not contact.email:
        return Standing(None, None, holds)
    hashed = address_hash(str(current_app.secret_key), contact.workspace_id, contact.email)
    key = {"workspace_id": contact.workspace_id, "address_hash": hashed}
    return Standing(session.get(Unsubscribe, key), pace_of(session, hashed), holds)


@contacts.post("/<id:contact_id>/peace")
@permit(Permission.WRITE_CONTACTS)
def leave_in_peace(contact_id: int) -> Response:
    """Let nobody ask this contact, until a day or until it is lifted."""
    _contact(contact_id)
    form = PeaceForm()
    if not form.validate():
        flash(" ".join(words for each in form.errors.values() for words in map(str, each)))
        return redirect(url_for("contacts.contact", contact_id=contact_id), 303)
    until = form.until.data and datetime.combine(form.until.data, time(), g.workspace.zone)
    peace.leave_in_peace(
        db.session(),
        contact_id,
        PeaceReason.MANUAL,
        now=datetime.now(UTC),
        until=until,
        note=" ".join((form.note.data or "").split()),
        by=g.member.id,
    )
    return _saved(contact_id, _("They are left in peace."))


@contacts.post("/<id:contact_id>/peace/end")
@permit(Permission.WRITE_CONTACTS)
def end_peace(contact_id: int) -> Response:
    """Lift what keeps a contact from being asked."""
    _contact(contact_id)
    given = request.form.get("reason", "")
    reason = PeaceReason(given) if given in set(PeaceReason) else None
    peace.lift(db.session(), contact_id, reason=reason, now=datetime.now(UTC), by=g.member.id)
    return _saved(contact_id, _("Lifted. They may be asked again when the rules allow it."))


def _contact(contact_id: int) -> Contact:
    key = {"workspace_id": g.workspace.id, "id": contact_id}
    return db.session.get(Contact, key) or abort(404)


def _saved(contact_id: int, words: str) -> Response:
    db.session.commit()
    flash(words)
    return redirect(url_for("contacts.contact", contact_id=contact_id), 303)
