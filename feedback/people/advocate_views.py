"""Advocates and influencers, told apart, each with the evidence."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import g, render_template, request

from feedback.accounts.permissions import Permission, may, permit
from feedback.extensions import db
from feedback.ids import page_number
from feedback.people import advocates, people
from feedback.people.advocates import Influencer
from surveys.sharing import Sharing


@people.get("/advocates")
@permit(Permission.READ_TESTIMONIALS)
def advocates_page() -> str:
    """List who told others, and who would be heard by many."""
    now, number = datetime.now(UTC), page_number(request.args)
    found = advocates.advocates(db.session(), now, number=number)
    return render_template(
        "people/advocates.html",
        advocates=found.items,
        has_more=found.has_more,
        page=number,
        influencers=_influencers(now),
        reach_names=advocates.REACH,
        least=advocates.LEAST_REACH,
        praises=advocates.PRAISES,
        refers=Sharing.of(g.workspace.sharing).refers,
    )


def _influencers(now: datetime) -> Sequence[Influencer]:
    """Read them for those who may see contacts: reach is one of a contact's attributes."""
    return advocates.influencers(db.session(), now) if may(Permission.READ_CONTACTS) else ()
