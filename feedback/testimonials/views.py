"""One comment that may be quoted: cut it, say who its author is, publish it, take it down."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flask import abort, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from analysis.quotes import NotExactError
from analysis.sentences import sentences
from feedback.accounts.permissions import Permission, may, permit
from feedback.agreements.disclosing import RELATIONS
from feedback.agreements.insiders import INSIDER, tie_seen
from feedback.extensions import db
from feedback.models import Member, Relation, Testimonial
from feedback.testimonials import laying_out, publishing, queries, testimonials, words
from feedback.testimonials.forms import CutForm, PublishForm, TieForm
from feedback.testimonials.judging import BEST
from feedback.testimonials.laying_out import Author, Proposal
from feedback.testimonials.outputs.beside import disclosures
from feedback.testimonials.publishing import ChangedError, GoneError, OnTheWallError, UntiedError
from feedback.testimonials.queries import Consented
from surveys.speech import _

Page = str | Response | tuple[str, int]
BEST_OF_NPS = 9


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
    form = CutForm(pieces=_sentences(found))
    if not form.validate_on_submit():
        return _page(consent_id, Sent(cut=form)), 422
    now = datetime.now(UTC)
    try:
        choice = replace(form.choice, language=_author(found).language)
        publishing.cut(db.session(), consent_id, choice=choice, by=g.member, now=now)
    except NotExactError as error:
        form.written.errors = [words.not_exact(error)]
        return _page(consent_id, Sent(cut=form)), 422
    except OnTheWallError:
        form.written.errors = [_("Take the quote off the wall before you cut it anew.")]
        return _page(consent_id, Sent(cut=form)), 422
    db.session.commit()
    return redirect(url_for("testimonials.one", consent_id=consent_id, _anchor="quote"))


@testimonials.post("/testimonials/<id:consent_id>/publication")
@permit(Permission.PUBLISH_TESTIMONIALS)
def publication(consent_id: int) -> Page:
    """Publish, unless the author said no in the meantime or the cut wants a second look."""
    now, form = datetime.now(UTC), PublishForm()
    found = _found(consent_id)
    kept = publishing.testimonial_of(db.session(), consent_id)
    if _proposal(found, kept).is_delicate and not form.fair.data:
        form.fair.errors = [_("Please read the whole comment first, then tick this.")]
        return _page(consent_id, Sent(publish=form)), 422
    try:
        publishing.publish(
            db.session(), consent_id, seen=form.seen.data or "", by=g.member, now=now
        )
    except ChangedError:
        db.session.rollback()
        changed = _(
            "Nothing was published: meanwhile somebody changed it. This is how it reads now."
        )
        return _page(consent_id, Sent(changed=changed)), 409
    except UntiedError:
        db.session.rollback()
        tie = TieForm(formdata=None, relation=Relation.NONE)
        tie.relation.errors = [_("Say first what ties them to you; nothing was published yet.")]
        return _page(consent_id, Sent(tie=tie)), 422
    db.session.commit()
    flash(_("Published. It is on the wall and in the embed now."))
    return redirect(url_for("testimonials.one", consent_id=consent_id))


@testimonials.post("/testimonials/<id:consent_id>/publication/end")
@permit(Permission.PUBLISH_TESTIMONIALS)
def publication_end(consent_id: int) -> Page:
    """Take a quote off the wall."""
    if publishing.testimonial_of(db.session(), consent_id) is None:
        abort(404)
    publishing.end(db.session(), consent_id, by=g.member, now=datetime.now(UTC))
    db.session.commit()
    flash(_("Taken down. It is gone from the wall and the embed."))
    return redirect(url_for("testimonials.one", consent_id=consent_id))


@testimonials.post("/testimonials/<id:consent_id>/tie")
@permit(Permission.PUBLISH_TESTIMONIALS)
def tie(consent_id: int) -> Page:
    """Keep what ties the author to the company; it stands beside the quote from then on."""
    form = TieForm()
    if not form.validate_on_submit():
        return _page(consent_id, Sent(tie=form)), 422
    now, relation = datetime.now(UTC), Relation(form.relation.data)
    try:
        publishing.tie(db.session(), consent_id, relation, now=now)
    except OnTheWallError:
        flash(_("Take the quote off the wall before you change what stands beside it."))
    db.session.commit()
    return redirect(url_for("testimonials.one", consent_id=consent_id, _anchor="quote"), 303)


@testimonials.errorhandler(GoneError)
def gone(_error: GoneError) -> Page:
    """Say kindly that the author changed their mind; nothing was published."""
    db.session.rollback()
    return render_template("testimonials/gone.html"), 410


@dataclass(frozen=True)
class Sent:
    """What came with a form that was not kept, to show again."""

    cut: CutForm | None = None
    publish: PublishForm | None = None
    tie: TieForm | None = None
    changed: str = ""


NOTHING = Sent()


def _page(consent_id: int, sent: Sent = NOTHING) -> str:
    session, found = db.session(), _found(consent_id)
    consent, kept = found.consent, publishing.testimonial_of(session, consent_id)
    laid_out, author = _proposal(found, kept), _author(found)
    by = found.publication and session.get(
        Member, {"workspace_id": g.workspace.id, "id": found.publication.published_by}
    )
    stamp = publishing.stamp(kept, consent) if kept else ""
    return render_template(
        "testimonials/one.html",
        found=found,
        beside=disclosures(consent, g.workspace.name),
        judged=laying_out.judged(consent.quotable, author),
        language=author.language,
        kept=kept,
        proposal=laid_out,
        suggested=laying_out.suggestions(consent.quotable, author),
        odd_signs=laying_out.signs(consent.quotable),
        cut=sent.cut or CutForm(pieces=_sentences(found), written=laid_out.written),
        publish=sent.publish or PublishForm(),
        stamp=stamp,
        tie=sent.tie or TieForm(formdata=None, relation=consent.relation or Relation.NONE),
        tie_seen=tie_seen(session, consent.response_id),
        relations=RELATIONS,
        changed=sent.changed,
        published_by=by,
        may_publish=may(Permission.PUBLISH_TESTIMONIALS),
        reason=words.reason,
        warning=words.warning,
    )


def _proposal(found: Consented, kept: Testimonial | None) -> Proposal:
    author = _author(found)
    text = found.consent.quotable
    laid_out = laying_out.proposal(text, kept, author, laying_out.suggestions(text, author))
    if found.consent.relation is None:
        return laid_out
    return replace(laid_out, gates=tuple(g for g in laid_out.gates if g.name != INSIDER))


def _author(found: Consented) -> Author:
    happy = found.score is not None and found.score >= BEST.get(found.kind, BEST_OF_NPS)
    known = (g.workspace.name,)
    consent = found.consent
    return laying_out.author_of(consent.quotable, consent.locale, happy=happy, known=known)


def _sentences(found: Consented) -> int:
    return len(sentences(found.consent.quotable))


def _found(consent_id: int) -> Consented:
    """Load a comment that may be quoted now: 404 where there never was one, gone where it ended."""
    found = queries.consented_one(db.session(), consent_id, datetime.now(UTC))
    if found is None and queries.was_consented(db.session(), consent_id):
        raise GoneError("Its author no longer agrees to be quoted.")
    return found or abort(404)
