"""Asking an author whether their comment may be quoted: what they get, and why some get nothing."""

from collections import Counter
from datetime import UTC, datetime

from flask import abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from sqlalchemy import select
from werkzeug.wrappers import Response as Reply
from wtforms import SelectField, StringField, SubmitField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from feedback import ids
from feedback.accounts.permissions import Permission, permit
from feedback.agreements import asking
from feedback.agreements.asking import NotAskedError, Reason, Refusal
from feedback.agreements.disclosing import RELATIONS
from feedback.agreements.giving import words_of
from feedback.agreements.insiders import tie_seen
from feedback.agreements.terms import Terms
from feedback.extensions import db
from feedback.masks import hiding
from feedback.models import Relation, Response
from feedback.testimonials import testimonials
from surveys.models import Skip
from surveys.speech import _, counted, lazy

Page = str | Reply | tuple[str, int]

WHY_NOT = {
    Refusal.NO_SUCH: lazy("There is no such comment."),
    Refusal.NO_WORDS: lazy("There are no words to quote."),
    Refusal.ANONYMOUS: lazy("The survey was anonymous: nobody can know whom to ask."),
    Refusal.NOT_COUNTED: lazy("This answer does not count, so it is not quoted either."),
    Refusal.AGREED: lazy("Its author agrees already."),
    Refusal.ASKED: lazy("Its author was asked about it before; nobody is asked twice."),
    Refusal.ASKED_LATELY: lazy("Its author was asked about a comment in the last 90 days."),
    Refusal.TIE_UNSAID: lazy("They seem to belong to you: say first what ties them to you."),
    Refusal.NOBODY_KNOWN: lazy("Nobody knows who wrote it."),
    Skip.NO_ADDRESS: lazy("There is no e-mail address."),
    Skip.UNSUBSCRIBED: lazy("Its author unsubscribed."),
    Skip.COMPLAINED: lazy("Its author complained about mail."),
    Skip.BOUNCED: lazy("Their address takes no mail."),
    Skip.OPEN_CASE: lazy("They have an open case."),
    Skip.IN_PEACE: lazy("They are left in peace for now."),
    Skip.NEVER: lazy("They are never asked, by your asking rules."),
    Skip.HURT: lazy("They are hurt: a low score or a complaint not long ago."),
    Skip.LESS_OFTEN: lazy("They want to be asked less often."),
}


class AskForm(FlaskForm):
    """What the author is told, and everybody who reads their words later."""

    incentive = StringField(
        lazy("What they get for agreeing"),
        [Length(max=120, message=lazy("Keep it within 120 letters."))],
        filters=[lambda given: " ".join((given or "").split())],
    )
    relation = SelectField(
        lazy("What ties them to you"),
        choices=[SelectChoice("", lazy("Not known"))]
        + [SelectChoice(each.value, words) for each, words in RELATIONS.items()],
        default="",
    )
    submit = SubmitField(lazy("Ask by mail"))

    @property
    def terms(self) -> Terms:
        """What was said."""
        relation = Relation(self.relation.data) if self.relation.data else None
        return Terms(self.incentive.data or None, relation)


@testimonials.get("/testimonials/comments/<id:response_id>/ask")
@permit(Permission.PUBLISH_TESTIMONIALS)
def ask(response_id: int) -> Page:
    """Show what its author would be sent, or why they are not asked; nothing is written."""
    return _page(response_id, AskForm())


@testimonials.post("/testimonials/comments/<id:response_id>/ask")
@permit(Permission.PUBLISH_TESTIMONIALS)
def ask_author(response_id: int) -> Page:
    """Queue the mail, once."""
    form = AskForm()
    if not form.validate():
        return _page(response_id, form), 422
    try:
        asking.ask(
            db.session(),
            response_id,
            terms=form.terms,
            by=g.member.id,
            key=str(current_app.secret_key),
            now=datetime.now(UTC),
        )
    except NotAskedError as error:
        db.session.rollback()
        if error.reason == Refusal.NO_SUCH:
            abort(404)
        if error.reason == Refusal.TIE_UNSAID:
            form.relation.errors = [str(WHY_NOT[error.reason])]
            return _page(response_id, form), 422
        flash(_("Nobody was asked.") + " " + str(WHY_NOT[error.reason]))
        return redirect(url_for("testimonials.inbox"), 303)
    db.session.commit()
    flash(_("Asked. The mail leaves within a minute; you see here what its author decides."))
    return redirect(url_for("testimonials.inbox"), 303)


@testimonials.post("/testimonials/comments/asks")
@permit(Permission.PUBLISH_TESTIMONIALS)
def ask_authors() -> Page:
    """Ask about several comments on the same terms; whoever must not be asked is left out."""
    form = AskForm()
    chosen = ids.numbers(request.form.getlist("response"))
    if not form.validate() or not chosen:
        flash(_("Nobody was asked."))
        return redirect(url_for("testimonials.inbox"), 303)
    found = asking.ask_each(
        db.session(),
        chosen,
        terms=form.terms,
        by=g.member.id,
        key=str(current_app.secret_key),
        now=datetime.now(UTC),
    )
    db.session.commit()
    flash(said(list(found.values())))
    return redirect(url_for("testimonials.inbox"), 303)


def said(reasons: list[Reason | None]) -> str:
    """Say how many were asked, and for each reason how many were not."""
    asked = reasons.count(None)
    parts = [counted("%(n)s author is asked.", "%(n)s authors are asked.", asked)]
    kept_out = Counter(reason for reason in reasons if reason)
    parts += [
        _("Not asked: %(n)s. %(why)s", n=n, why=str(WHY_NOT[reason]))
        for reason, n in kept_out.items()
    ]
    return " ".join(parts)


def _page(response_id: int, form: AskForm) -> str:
    session, now = db.session(), datetime.now(UTC)
    found = select(Response).where(Response.id == response_id)
    response = session.scalar(found) or abort(404)
    key = str(current_app.secret_key)
    reason = asking.obstacles(session, [response_id], key=key, now=now)[response_id]
    said = {} if reason == Refusal.ANONYMOUS else {response_id: words_of(session, response_id)}
    seen = hiding.shown(session, said)
    return render_template(
        "testimonials/ask.html",
        words=seen[response_id].words if seen else "",
        answered_on=response.answered_on,
        reason=WHY_NOT[reason] if reason else None,
        tie=seen[response_id].reveal(tie_seen(session, response_id) or "") if seen else "",
        form=form,
        response_id=response_id,
    )
