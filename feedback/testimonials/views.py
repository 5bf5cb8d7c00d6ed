"""The inbox: read what may be quoted, cut it, publish it, take it down."""

from datetime import UTC, datetime

from flask import abort, current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from analysis.quotes import NotExactError
from analysis.sentences import sentences
from feedback.accounts.permissions import Permission, may, permit
from feedback.extensions import db
from feedback.models import Member
from feedback.testimonials import publishing, queries, testimonials
from feedback.testimonials.forms import CutForm, PublishForm
from feedback.testimonials.inbox import listed, one_page, proposal, ranked
from feedback.testimonials.publishing import GoneError, OnTheWallError
from feedback.testimonials.queries import Consented

Page = str | Response | tuple[str, int]
PER_PAGE = 20
TOMBSTONES = 100
STATES = ("new", "wall", "ended")


@testimonials.get("/testimonials")
@permit(Permission.READ_TESTIMONIALS)
def inbox() -> Page:
    """List consented comments, most quotable first."""
    now, state = datetime.now(UTC), request.args.get("show", "new")
    if state not in STATES:
        abort(404)
    lists = listed(queries.consented(db.session(), now))
    page = max(1, request.args.get("page", 1, int))
    return render_template(
        "testimonials/inbox.html",
        state=state,
        lists=lists,
        items=one_page(lists, state, slice((page - 1) * PER_PAGE, page * PER_PAGE), now),
        ended=queries.ended(db.session(), now, TOMBSTONES),
        page=page,
        pages=-(-len(lists.get(state, [])) // PER_PAGE),
        commented=queries.commented(db.session()),
    )


@testimonials.get("/testimonials/<id:consent_id>")
@permit(Permission.READ_TESTIMONIALS)
def one(consent_id: int) -> Page:
    """Open one comment, to choose its words."""
    return _page(consent_id)


@testimonials.post("/testimonials/<id:consent_id>/quote")
@permit(Permission.PUBLISH_TESTIMONIALS)
def quote(consent_id: int) -> Page:
    """Keep the words chosen; anything that is not in the comment is refused."""
    found = _found(consent_id)
    form = CutForm(pieces=len(sentences(found.consent.words)))
    if not form.validate_on_submit():
        return _page(consent_id, cut=form)
    now = datetime.now(UTC)
    try:
        publishing.cut(db.session(), consent_id, choice=form.choice, by=g.member, now=now)
    except (NotExactError, OnTheWallError) as error:
        form.written.errors = [_sentence(error)]
        return _page(consent_id, cut=form)
    db.session.commit()
    return redirect(url_for("testimonials.one", consent_id=consent_id, _anchor="quote"))


@testimonials.post("/testimonials/<id:consent_id>/publication")
@permit(Permission.PUBLISH_TESTIMONIALS)
def publication(consent_id: int) -> Page:
    """Publish, unless the author said no in the meantime or the cut wants a second look."""
    now, form = datetime.now(UTC), PublishForm()
    found = _found(consent_id)
    kept = publishing.testimonial_of(db.session(), consent_id)
    if proposal(found, kept, now).warnings and not form.fair.data:
        form.fair.errors = ["Please read the whole comment first, then tick this."]
        return _page(consent_id, publish=form)
    publishing.publish(db.session(), consent_id, by=g.member, now=now)
    db.session.commit()
    flash("Published. It is on the wall and in the embed now.")
    return redirect(url_for("testimonials.one", consent_id=consent_id))


@testimonials.post("/testimonials/<id:consent_id>/publication/end")
@permit(Permission.PUBLISH_TESTIMONIALS)
def publication_end(consent_id: int) -> Page:
    """Take a quote off the wall."""
    if publishing.testimonial_of(db.session(), consent_id) is None:
        abort(404)
    publishing.end(db.session(), consent_id, by=g.member, now=datetime.now(UTC))
    db.session.commit()
    flash("Taken down. It is gone from the wall and the embed.")
    return redirect(url_for("testimonials.one", consent_id=consent_id))


@testimonials.get("/testimonials/wall")
@permit(Permission.READ_TESTIMONIALS)
def wall() -> Page:
    """Show where the wall is and the one line that embeds it, with a preview."""
    base = current_app.extensions["settings"].base_url
    return render_template(
        "testimonials/wall.html",
        wall_url=base + url_for("public.wall", slug=g.workspace.slug),
        embed_url=base + url_for("public.embed", slug=g.workspace.slug),
        base=base,
        is_empty=not queries.on_the_wall(db.session(), datetime.now(UTC), size=1).items,
    )


@testimonials.errorhandler(GoneError)
def gone(_error: GoneError) -> Page:
    """Say kindly that the author changed their mind; nothing was published."""
    db.session.rollback()
    return render_template("testimonials/gone.html"), 410


def _page(consent_id: int, cut: CutForm | None = None, publish: PublishForm | None = None) -> Page:
    now = datetime.now(UTC)
    found = _found(consent_id)
    kept = publishing.testimonial_of(db.session(), consent_id)
    laid_out = proposal(found, kept, now)
    by = found.publication and db.session.get(
        Member, {"workspace_id": g.workspace.id, "id": found.publication.published_by}
    )
    html = render_template(
        "testimonials/one.html",
        found=found,
        judged=ranked([found], now)[0].judged,
        kept=kept,
        proposal=laid_out,
        cut=cut or CutForm(pieces=len(laid_out.pieces), written=laid_out.written),
        publish=publish or PublishForm(),
        published_by=by,
        may_publish=may(Permission.PUBLISH_TESTIMONIALS),
    )
    return (html, 422) if cut or publish else html


def _found(consent_id: int) -> Consented:
    """Load a comment that may be quoted now: 404 where there never was one, gone where it ended."""
    found = queries.consented_one(db.session(), consent_id, datetime.now(UTC))
    if found is None and queries.was_consented(db.session(), consent_id):
        raise GoneError("Its author no longer agrees to be quoted.")
    return found or abort(404)


def _sentence(error: Exception) -> str:
    text = str(error)
    return text[0].upper() + text[1:].rstrip(".") + "."
