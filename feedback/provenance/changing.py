"""Sealing what happens to rows outside the house of testimonials: answers change, people leave."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, select
from sqlalchemy.orm import Session

from feedback.models import Consent, Publication, Response, Testimonial
from feedback.provenance.chain import is_sealed, sealing
from feedback.provenance.sealed import CONSENT
from surveys.scope import bound_workspace


def seal_change(connection: Connection, workspace_id: int, response_id: int, at: datetime) -> None:
    """Seal an answer that was changed by its author, and the agreements that ended with it.

    Of an answer that nobody agreed to see quoted nothing is sealed: most are of that kind.
    """
    c = CONSENT.c
    mine = c.workspace_id == workspace_id, c.response_id == response_id
    rows = connection.execute(select(c.id, c.ended_at).where(*mine).order_by(c.id)).all()
    if not rows or not is_sealed(connection, workspace_id, "response", response_id):
        return
    with sealing(connection, workspace_id) as chain:
        chain.seal("response", response_id, "changed", at)
        for row in rows:
            if row.ended_at == at:
                chain.seal("consent", row.id, "edited", at)


def seal_erasure(session: Session, responses: Select[int], at: datetime) -> None:
    """Let the chain forget all that it could tell of these answers; before they are erased.

    The answers and their agreements are locked first: whoever agrees, withdraws or takes down a
    quote at the same moment is waited for, or waits, and finds the words gone.
    """
    answers = select(Response.id).where(Response.id.in_(responses)).order_by(Response.id)
    # Not for their keys: mail that names an answer meanwhile need not wait for it.
    held = session.scalars(answers.with_for_update(key_share=True)).all()
    agreed = select(Consent.id, Consent.response_id).where(Consent.response_id.in_(held))
    agreements = session.execute(agreed.order_by(Consent.id).with_for_update()).all()
    if not agreements:
        return
    consents = [row.id for row in agreements]
    cut = select(Testimonial.id).where(Testimonial.consent_id.in_(consents))
    quotes = session.scalars(cut.order_by(Testimonial.id)).all()
    out = select(Publication.id).where(Publication.testimonial_id.in_(quotes))
    leave: dict[str, Sequence[int]] = {
        "publication": session.scalars(out.order_by(Publication.id)).all(),
        "testimonial": quotes,
        "consent": consents,
        "response": sorted({row.response_id for row in agreements}),
    }
    with sealing(session.connection(), bound_workspace(session)) as chain:
        for kind, ids in leave.items():
            for row_id in ids:
                chain.erase(kind, row_id, at)
