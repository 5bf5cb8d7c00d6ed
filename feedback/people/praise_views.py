"""Who is thanked, what a person has to decide, and what only owners read."""

from datetime import UTC, date, datetime

from flask import abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from feedback import ids
from feedback.accounts.permissions import Permission, may, permit
from feedback.extensions import db
from feedback.models import Staff
from feedback.people import mentions, people, roster
from feedback.people.mentions import DecidedBeforeError, NamedBeforeError
from surveys.speech import _

Page = str | Response | tuple[str, int]
PER_PAGE, IN_QUEUE, LAST_DECIDED, CONCERNS = 20, 50, 20, 200
NOBODY = "nobody"


@people.get("/heroes")
@permit(Permission.READ_PRAISE)
def heroes() -> Page:
    """Show colleagues with what customers thank them for, in the customers' words."""
    session = db.session()
    return render_template(
        "people/heroes.html",
        heroes=mentions.heroes(session, _today()),
        waiting=_waiting(),
        has_roster=bool(roster.everybody(session)),
        reading=roster.progress(session),
    )


@people.get("/heroes/<id:staff_id>")
@permit(Permission.READ_PRAISE)
def hero(staff_id: int) -> Page:
    """Show all thanks to one colleague."""
    found = roster.one(db.session(), staff_id) or abort(404)
    total = mentions.thanks_to(db.session(), staff_id)
    page = ids.page_number(request.args)
    start = (page - 1) * PER_PAGE
    return render_template(
        "people/hero.html",
        staff=found.staff,
        is_active=found.is_active(_today()),
        thanks=mentions.praise_of(db.session(), staff_id, limit=PER_PAGE, offset=start),
        total=total,
        page=page,
        pages=-(-total // PER_PAGE),
    )


@people.get("/heroes/queue")
@permit(Permission.DECIDE_PRAISE)
def praise_queue() -> Page:
    """Show where two of one name may be meant: a person says who it is, or that it is nobody."""
    with_blame = may(Permission.READ_CONCERNS)
    return render_template(
        "people/queue.html",
        asked=mentions.queue(db.session(), with_blame=with_blame, limit=IN_QUEUE),
        decided=mentions.decided(db.session(), with_blame=with_blame, limit=LAST_DECIDED),
        everybody=roster.everybody(db.session()),
        waiting=_waiting(),
        nobody=NOBODY,
    )


@people.post("/heroes/queue/<id:mention_id>")
@permit(Permission.DECIDE_PRAISE)
def decide_praise(mention_id: int) -> Page:
    """Keep a decision, with who made it and when."""
    found = mentions.one(db.session(), mention_id, with_blame=may(Permission.READ_CONCERNS))
    mention = found or abort(404)
    try:
        mentions.decide(db.session(), mention, _chosen(), by=g.member, now=datetime.now(UTC))
    except NamedBeforeError:
        flash(_("They are thanked for this answer already, and an answer thanks once."))
        db.session.rollback()
    except DecidedBeforeError:
        flash(_("Somebody else decided this a moment ago. Their decision stands."))
        db.session.rollback()
    db.session.commit()
    return redirect(url_for("people.praise_queue"), 303)


@people.post("/heroes/queue/<id:mention_id>/reopening")
@permit(Permission.DECIDE_PRAISE)
def reopen_praise(mention_id: int) -> Page:
    """Put a decision back into the queue."""
    found = mentions.one(db.session(), mention_id, with_blame=may(Permission.READ_CONCERNS))
    mentions.reopen(found or abort(404))
    db.session.commit()
    return redirect(url_for("people.praise_queue"), 303)


@people.get("/heroes/concerns")
@permit(Permission.READ_CONCERNS)
def staff_concerns() -> Page:
    """Show owners, and nobody else, what is said against somebody by name."""
    return render_template(
        "people/concerns.html",
        concerns=mentions.concerns(db.session(), limit=CONCERNS),
        waiting=_waiting(),
    )


def _chosen() -> Staff | None:
    """Read who was chosen: somebody on the roster, or nobody; anything else is refused."""
    given = request.form.get("who", "")
    if given == NOBODY:
        return None
    try:
        key = {"workspace_id": g.workspace.id, "id": ids.read(given)}
    except ValueError:
        abort(400)
    return db.session.get(Staff, key) or abort(400)


def _waiting() -> int:
    if not may(Permission.DECIDE_PRAISE):
        return 0
    return mentions.waiting(db.session(), with_blame=may(Permission.READ_CONCERNS))


def _today() -> date:
    day: date = datetime.now(UTC).astimezone(g.workspace.zone).date()
    return day
