"""The list of contacts, and one contact with what they were asked and said."""

from datetime import UTC, datetime

from flask import abort, g, render_template, request

from feedback.accounts.permissions import Permission, may, permit
from feedback.agreements.disclosing import PLACES
from feedback.campaigns.reasons import OF_ONE
from feedback.contacts import contacts, queries
from feedback.contacts.history import history
from feedback.contacts.standing import standing_of
from feedback.contacts.words import ENDED, LEFT, PEACE, STATES
from feedback.extensions import db
from feedback.ids import page_number
from surveys.models import Contact


@contacts.get("")
@permit(Permission.READ_CONTACTS)
def index() -> str:
    """List the contacts, page by page."""
    search = request.args.get("q", "").replace("\0", "").strip()[:200]
    number = page_number(request.args)
    page = queries.contacts_page(db.session(), search=search, number=number)
    uploads = queries.recent_uploads(db.session())
    return render_template(
        "contacts/index.html",
        page=page,
        search=search,
        uploads=uploads,
        may_write=may(Permission.WRITE_CONTACTS),
    )


@contacts.get("/<id:contact_id>")
@permit(Permission.READ_CONTACTS)
def contact(contact_id: int) -> str:
    """Show one contact."""
    person = db.session.get(Contact, {"workspace_id": g.workspace.id, "id": contact_id})
    if person is None:
        abort(404)
    return render_template(
        "contacts/contact.html",
        person=person,
        history=history(db.session(), person),
        standing=standing_of(db.session(), person, datetime.now(UTC)),
        left_words=LEFT,
        peace_words=PEACE,
        state_words=STATES,
        skip_words=OF_ONE,
        purpose_words=PLACES,
        ending_words=ENDED,
        may_write=may(Permission.WRITE_CONTACTS),
    )
