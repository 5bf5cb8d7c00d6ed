"""All that one contact was asked, answered and agreed to, and whom they thanked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.models import Answer, Consent, Mention, Response, Staff
from feedback.models.consent import digest
from feedback.returns.queries import returned_to
from surveys.definition import REASON_KEY, SCORE_KEY, Definition
from surveys.models import Campaign, Contact, Invitation, Skipped, Survey, Version
from surveys.questions import TYPES, Stored


@dataclass(frozen=True)
class Event:
    """Something a contact was asked or said."""

    at: datetime
    kind: str
    title: str
    state: str = ""
    score: int | None = None
    comment: str = ""
    answers: Sequence[tuple[str, str]] = ()
    """Every further question that was answered, and the answer in words."""
    thanks: Sequence[Staff] = ()
    """Colleagues whom the comment thanks by name."""
    consent: Consent | None = None


def history(session: Session, contact: Contact) -> list[Event]:
    """Tell what a contact was asked and what they answered, the newest first."""
    return sorted(
        [
            *_asked(session, contact),
            *_not_asked(session, contact),
            *_returned(session, contact),
            *_answered(session, contact),
            *_consented(session, contact),
        ],
        key=lambda event: event.at,
        reverse=True,
    )


def _asked(session: Session, contact: Contact) -> list[Event]:
    rows = session.execute(
        select(Invitation, Campaign.name)
        .join(Campaign, Campaign.id == Invitation.campaign_id)
        .where(Invitation.contact_id == contact.id)
    )
    return [
        Event(invitation.sent_at or invitation.queued_at, "asked", name, state=invitation.state)
        for invitation, name in rows
    ]


def _not_asked(session: Session, contact: Contact) -> list[Event]:
    rows = session.execute(
        select(Skipped, Campaign.name)
        .join(Campaign, Campaign.id == Skipped.campaign_id)
        .where(Skipped.contact_id == contact.id)
    )
    return [Event(skipped.at, "not asked", name, state=skipped.reason) for skipped, name in rows]


def _returned(session: Session, contact: Contact) -> list[Event]:
    return [
        Event(row.at, "returned", row.words, state=row.kind)
        for row in returned_to(session, contact)
    ]


def _answered(session: Session, contact: Contact) -> list[Event]:
    rows = session.execute(
        select(Response, Survey.name, Version.definition)
        .join(Survey, Survey.id == Response.survey_id)
        .join(Version, Version.id == Response.version_id)
        .where(Response.contact_id == contact.id)
    ).all()
    given = _given(session, [response.id for response, *_ in rows])
    words = {
        each: answers[REASON_KEY].text or ""
        for each, answers in given.items()
        if REASON_KEY in answers
    }
    thanked = _thanked(session, words)
    return [
        Event(
            response.answered_at,
            "answered",
            name,
            state=response.source,
            score=response.score,
            comment=words.get(response.id, ""),
            answers=tuple(_said(Definition.of(definition), given.get(response.id, {}))),
            thanks=thanked.get(response.id, ()),
        )
        for response, name, definition in rows
    ]


def _given(session: Session, ids: Sequence[int]) -> dict[int, dict[str, Stored]]:
    found: dict[int, dict[str, Stored]] = {}
    for answer in session.scalars(select(Answer).where(Answer.response_id.in_(ids))):
        stored = Stored(answer.number, answer.text)
        found.setdefault(answer.response_id, {})[answer.question_key] = stored
    return found


def _said(asks: Definition, given: Mapping[str, Stored]) -> Iterator[tuple[str, str]]:
    """Say each further answer in the words of the version that was answered."""
    for question in asks.questions:
        if question.key in given and question.key not in (SCORE_KEY, REASON_KEY):
            kind = TYPES[question.kind]
            if kind.asks and (words := kind.show(question, given[question.key])):
                yield question.text, words


def _consented(session: Session, contact: Contact) -> list[Event]:
    """Tell each permission to be quoted that was given, and each that ended."""
    rows = session.execute(
        select(Consent, Survey.name)
        .join(Response, Response.id == Consent.response_id)
        .join(Survey, Survey.id == Response.survey_id)
        .where(Response.contact_id == contact.id)
    ).all()
    given = [Event(row.given_at, "agreed", name, consent=row) for row, name in rows]
    over = [
        Event(row.ended_at, "ended", name, state=row.ended_by or "", consent=row)
        for row, name in rows
        if row.ended_at
    ]
    return given + over


def _thanked(session: Session, words: Mapping[int, str]) -> dict[int, list[Staff]]:
    """Find whom the words of answers thank by name, as they read now."""
    theirs = (Staff.workspace_id == Mention.workspace_id) & (Staff.id == Mention.staff_id)
    rows = session.execute(
        select(Mention, Staff)
        .join(Staff, theirs)
        .where(Mention.response_id.in_(words), Mention.is_good.is_(True))
        .order_by(Mention.name_start)
    )
    found: dict[int, list[Staff]] = {}
    for mention, staff in rows:
        if mention.words_hash == digest(words[mention.response_id]):
            found.setdefault(mention.response_id, []).append(staff)
    return found
