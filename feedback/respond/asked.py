"""The page behind a mail that asks for a comment: see it as others would, name it, allow it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import abort, redirect, request
from sqlalchemy import select
from werkzeug.wrappers import Response as Reply

from feedback.agreements import giving
from feedback.agreements.asking import decline
from feedback.agreements.disclosing import disclosures
from feedback.agreements.terms import Terms, terms_of
from feedback.languages import CHOSEN, INTERFACE, accepted, negotiated, speech_in
from feedback.models import Consent, QuoteMail, QuoteMailKind, Response
from feedback.models.consent import digest
from feedback.respond import respond
from feedback.respond.consenting import CHANGED, LOOK, unseen
from feedback.respond.forms import ConsentForm, begun, consent_form
from feedback.respond.invited import links
from feedback.respond.pages import frame, kind_page, render
from feedback.respond.picturing import Draft, addressed, held
from feedback.respond.quoting import BY_MAIL, session_of
from feedback.respond.thanking import offered
from feedback.testimonials.outputs.beside import corrected_by_author
from surveys.links import Link
from surveys.links import Purpose as Signed
from surveys.models import Contact, Workspace
from surveys.models.contact import known_language
from surveys.speech import _, speak

Page = str | Reply | tuple[str, int]


@dataclass(frozen=True)
class Asked:
    """A comment, its author, and who would like to quote it."""

    mail: QuoteMail
    terms: Terms
    words: str
    answered_on: date
    is_invited: bool
    name: str
    """The company's; with `accent` this makes it a page's Sender."""
    accent: str
    contact: Contact
    language: str
    agreed: Consent | None

    @property
    def form(self) -> type[ConsentForm]:
        """The form: nobody is called verified who was not sent a link."""
        return consent_form(is_public=not self.is_invited)

    @property
    def beside(self) -> list[str]:
        """What will be said beside the words."""
        return disclosures(self.terms.incentive, self.terms.relation, self.name)

    @property
    def beside_corrected(self) -> list[str]:
        """What will be said beside them once their author has corrected them."""
        return [*self.beside, corrected_by_author()]


@respond.get("/q/<token>")
def asked(token: str) -> Page:
    """Show what is asked; nothing is written."""
    found = asked_by(token)
    if found.agreed:
        return redirect(_permission(found.agreed))
    known = begun(found.contact.name, found.contact.attributes)
    return _page(found, token, found.form(data={**known, "correction": found.words}))


@respond.post("/q/<token>")
def answer_to_asking(token: str) -> Page:
    """Keep a yes to exactly what was seen, or a no."""
    found, now = asked_by(token), datetime.now(UTC)
    session = session_of(found.mail.workspace_id)
    if "no" in request.form:
        decline(session, found.mail, now)
        session.commit()
        return redirect(f"/q/{token}", 303)
    form = found.form(request.form)
    form.correction.data = form.correction.data or found.words
    note = form.problem() or (
        LOOK if form.saw.data != form.correction.data else unseen(form, found.terms)
    )
    if note:
        return _page(found, token, form, _(note)), 200 if note == LOOK else 422
    consent = giving.give(session, found.mail.response_id, _offer(found, form), now)
    if consent is None:
        session.rollback()
        found = asked_by(token)
        form.purposes.data, form.correction.data = [], found.words
        return _page(found, token, form, _(CHANGED)), 422
    session.commit()
    return redirect(_permission(consent), 303)


def asked_by(token: str) -> Asked:
    """Read a link and find the comment it asks about; 404 where it asks about none."""
    link = links().read(Signed.QUOTE, token) or abort(404)
    session = session_of(link.workspace_id)
    row = session.execute(
        select(QuoteMail, Response, Workspace, Contact)
        .join(Response, Response.id == QuoteMail.response_id)
        .join(Workspace, Workspace.id == QuoteMail.workspace_id)
        .join(Contact, Contact.id == QuoteMail.contact_id)
        .where(QuoteMail.id == link.row_id, QuoteMail.kind == QuoteMailKind.ASK)
    ).first() or abort(404)
    mail, response, company, contact = row
    wishes = [request.values.get(CHOSEN, ""), response.language or ""]
    wishes += [known_language(contact.attributes), *accepted()]
    language = negotiated(wishes, INTERFACE) or "en"
    speak(speech_in(language))
    return Asked(
        mail=mail,
        terms=terms_of(session.connection(), link.workspace_id, response.id),
        words="" if response.excluded else giving.words_of(session, response.id),
        answered_on=response.answered_on,
        is_invited=response.invitation_id is not None,
        name=company.name,
        accent=company.accent,
        contact=contact,
        language=language,
        agreed=giving.standing(session, response.id, datetime.now(UTC)),
    )


def _page(found: Asked, token: str, form: ConsentForm, note: str = "") -> str:
    if not found.words:
        return kind_page(
            _("There is nothing to quote any more"),
            _("The words we asked about were changed or taken away. Nothing is shown of them."),
            workspace=found,
        )
    corrected = form.corrected(found.words)
    shown = corrected or found.words
    if corrected:
        draft = Draft(shown, form.named_as, found.answered_on, found.beside_corrected, found)
        pictures = held(draft)
    else:
        pictures = addressed(f"/q/{token}/picture", form.named_as, found.language)
    return render(
        "respond/asked.html",
        **offered(form, found.language, is_public=not found.is_invited),
        action=f"/q/{token}",
        shown=shown,
        words=found.words,
        words_hash=digest(found.words),
        answered_on=found.answered_on,
        beside=found.beside_corrected if corrected else found.beside,
        pictures=pictures,
        terms=found.terms,
        declined_at=found.mail.declined_at,
        note=note,
        **frame(found, found.language),
    )


def _offer(found: Asked, form: ConsentForm) -> giving.Offer:
    return giving.Offer(
        words_hash=form.words.data,
        attribution=form.rung,
        named_as=form.named_as,
        purposes=form.allowed,
        language=found.language,
        channel=BY_MAIL,
        corrected=form.corrected(found.words),
        terms=found.terms,
    )


def _permission(consent: Consent) -> str:
    link = Link(consent.workspace_id, consent.id)
    return f"/c/{links().token(Signed.WITHDRAW, link)}"
