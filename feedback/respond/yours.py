"""What one customer was asked and said, in every survey of the company."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flask import current_app, redirect
from sqlalchemy import Row, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Reply

from feedback.extensions import db
from feedback.languages import INTERFACE, accepted, negotiated, speech_in
from feedback.models import Answer, Consent, Response, UsedLink
from feedback.respond import respond
from feedback.respond.invited import Invited, invited_by, links
from feedback.respond.pages import frame, kind_page, render
from feedback.respond.reading import language_for
from surveys.definition import Definition
from surveys.links import Link, Purpose
from surveys.models import (
    Campaign,
    CampaignKind,
    Contact,
    Invitation,
    Survey,
    Version,
)
from surveys.models.campaign import ASKED
from surveys.models.contact import known_language
from surveys.pacing import ONCE_A_YEAR, TWICE_A_YEAR, pace_of
from surveys.questions import TYPES, Stored
from surveys.scope import bind_workspace
from surveys.speech import _, speak, spoken
from surveys.unsubscribing import is_unsubscribed, link_hash, unsubscribe_link


@dataclass(frozen=True)
class Said:
    """One question and the answer to it."""

    question: str
    answer: str


@dataclass(frozen=True)
class Ask:
    """One survey that a customer was asked, and what they said."""

    at: datetime
    question: str
    said: Sequence[Said]
    answer_link: str
    """Where the answer is given or changed; empty where the survey is closed."""
    withdrawal_link: str
    """Where words are taken back that may be quoted; empty where none may."""
    is_nameless: bool = False
    """Whether they answered anonymously: then only that is known."""


@respond.get("/r/<token>/yours")
def yours(token: str) -> str | Reply:
    """Show a customer all that is theirs; nothing is written."""
    invited = invited_by(token)
    if invited.is_public:
        return redirect(f"/r/{token}")
    wanted = (known_language(invited.attributes), *accepted())
    speak(speech_in(negotiated(wanted, INTERFACE) or "en"))
    session = db.session()
    bind_workspace(session, invited.workspace_id)
    key = {"workspace_id": invited.workspace_id, "id": invited.contact_id or 0}
    who = session.get(Contact, key)
    if who is None:
        return kind_page(
            _("Nothing is kept about you here"),
            _("Your name and your words were erased. This link leads to nothing any more."),
            workspace=invited,
        )
    return render(
        "respond/yours.html",
        asks=sorted(_asks(session, who), key=lambda ask: ask.at, reverse=True),
        **_wishes(session, invited, who),
        **frame(invited, spoken().language),
    )


def _wishes(session: Session, invited: Invited, who: Contact) -> Mapping[str, object]:
    """How often they want to be asked; the link that changes it is made for their address."""
    if not who.email:
        return {}
    link = unsubscribe_link(str(current_app.secret_key), invited.workspace_id, who.email)
    hashed = link_hash(link)
    return {
        "wishes_link": f"/u/{links().token(Purpose.UNSUBSCRIBE, link)}",
        "pace": pace_of(session, hashed),
        "has_left": is_unsubscribed(session, hashed),
        "once": ONCE_A_YEAR,
        "twice": TWICE_A_YEAR,
    }


def _asks(session: Session, who: Contact) -> Iterator[Ask]:
    invited = (
        select(Invitation, Response, Version, Survey)
        .join(Campaign, Campaign.id == Invitation.campaign_id)
        .outerjoin(Response, Response.invitation_id == Invitation.id)
        .join(Version, Version.id == Campaign.version_id)
        .join(Survey, Survey.id == Campaign.survey_id)
        .where(Invitation.contact_id == who.id, Invitation.state.in_(ASKED), Invitation.step == 0)
        .where(Campaign.kind != CampaignKind.QUOTES)
    )
    otherwise = (
        select(Invitation, Response, Version, Survey)
        .select_from(Response)
        .join(Version, Version.id == Response.version_id)
        .join(Survey, Survey.id == Response.survey_id)
        .outerjoin(Invitation, Invitation.id == Response.invitation_id)
        .where(Response.contact_id == who.id, Response.invitation_id.is_(None))
    )
    rows = [*session.execute(invited), *session.execute(otherwise)]
    ids = [response.id for _ledger, response, _version, _survey in rows if response]
    answers, consents = _answers(session, ids), _consents(session, ids)
    used = _used(session, [ledger.id for ledger, *_rest in rows if ledger])
    for row in rows:
        ask = _ask(row, who, answers, consents)
        is_used = row[0] is not None and row[0].id in used
        yield replace(ask, answer_link="", is_nameless=True) if is_used else ask


def _ask(
    row: Row[*tuple[Invitation | None, Response | None, Version, Survey]],
    who: Contact,
    answers: Mapping[int, Mapping[str, Stored]],
    consents: Mapping[int, int],
) -> Ask:
    invitation, response, version, survey = row
    asks = Definition.of(version.definition)
    languages = (asks.language, *asks.translations)
    asks = asks.in_language(language_for(languages, None, who.attributes))
    given = answers.get(response.id, {}) if response else {}
    at = response.answered_at if response else None
    link, consent = "", consents.get(response.id) if response else None
    if invitation:
        at = at or invitation.sent_at or invitation.queued_at
        place = Link(who.workspace_id, invitation.id)
        link = "" if survey.closed_at else f"/r/{links().token(Purpose.ANSWER, place)}"
    assert at is not None
    return Ask(at, asks.score.text, list(_said(asks, given)), link, _withdrawal(who, consent))


def _said(asks: Definition, given: Mapping[str, Stored]) -> Iterator[Said]:
    for question in asks.questions:
        if question.key in given:
            yield Said(question.text, TYPES[question.kind].show(question, given[question.key]))


def _withdrawal(who: Contact, consent: int | None) -> str:
    if consent is None:
        return ""
    return f"/c/{links().token(Purpose.WITHDRAW, Link(who.workspace_id, consent))}"


def _used(session: Session, ids: Sequence[int]) -> set[int]:
    found = select(UsedLink.invitation_id).where(UsedLink.invitation_id.in_(ids))
    return set(session.scalars(found))


def _answers(session: Session, ids: Sequence[int]) -> dict[int, dict[str, Stored]]:
    found: dict[int, dict[str, Stored]] = {}
    for answer in session.scalars(select(Answer).where(Answer.response_id.in_(ids))):
        stored = Stored(answer.number, answer.text)
        found.setdefault(answer.response_id, {})[answer.question_key] = stored
    return found


def _consents(session: Session, ids: Sequence[int]) -> dict[int, int]:
    now = datetime.now(UTC)
    holds = Consent.ended_at.is_(None), Consent.expires_at > now
    found = select(Consent.response_id, Consent.id).where(Consent.response_id.in_(ids), *holds)
    return dict(session.execute(found).all())
