"""Reading contacts: the list, the search, and what one was asked and said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from feedback.models import Answer, Mention, Response, Staff
from feedback.models.consent import digest
from feedback.returns.queries import returned_to
from surveys.definition import REASON_KEY
from surveys.models import (
    Campaign,
    Contact,
    Invitation,
    Job,
    Skipped,
    Survey,
    SurveyKind,
    Upload,
    Version,
)

PAGE = 50


@dataclass(frozen=True)
class ContactsPage:
    """One page of the list."""

    contacts: Sequence[Contact]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True)
class Event:
    """Something a contact was asked or said."""

    at: datetime
    kind: str
    title: str
    state: str = ""
    score: int | None = None
    comment: str = ""
    thanks: Sequence[Staff] = ()
    """Colleagues whom the comment thanks by name."""


def contacts_page(session: Session, *, search: str, number: int) -> ContactsPage:
    """Give a page of the contacts that fit the search, the newest first."""
    query = searched(select(Contact), search)
    counted = searched(select(func.count()).select_from(Contact), search)
    total = session.scalar(counted) or 0
    number = max(1, min(number, -(-total // PAGE)))
    rows = session.scalars(
        query.order_by(Contact.created_at.desc(), Contact.id)
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    ).all()
    return ContactsPage(rows, total, number)


def history(session: Session, contact: Contact) -> list[Event]:
    """Tell what a contact was asked and what they answered, the newest first."""
    return sorted(
        [
            *_asked(session, contact),
            *_not_asked(session, contact),
            *_returned(session, contact),
            *_answered(session, contact),
        ],
        key=lambda event: event.at,
        reverse=True,
    )


def recent_uploads(session: Session, most: int = 5) -> Sequence[Upload]:
    """Give the last uploads."""
    return session.scalars(select(Upload).order_by(Upload.created_at.desc()).limit(most)).all()


def job_of(session: Session, upload: Upload) -> Job | None:
    """Give the job that works on an upload, or worked last."""
    if upload.job_id is None:
        return None
    return session.get(Job, {"workspace_id": upload.workspace_id, "id": upload.job_id})


def surveys_for_answers(session: Session) -> Sequence[Survey]:
    """Give the surveys with a score from 0 to 10 that have been published."""
    published = select(Version.survey_id).where(Version.published_at.is_not(None))
    kinds = [SurveyKind.RELATIONSHIP_NPS, SurveyKind.TRANSACTIONAL_NPS]
    return session.scalars(
        select(Survey)
        .where(Survey.kind.in_(kinds), Survey.id.in_(published))
        .order_by(Survey.created_at.desc())
    ).all()


def searched(query: Select[Any], search: str) -> Select[Any]:
    """Keep the contacts in whose name, address or number each word is found."""
    for word in search.split()[:5]:
        like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        columns = (Contact.name, Contact.email, Contact.external_id)
        query = query.where(or_(*[column.ilike(like, escape="\\") for column in columns]))
    return query


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
    words = (Answer.response_id == Response.id) & (Answer.question_key == REASON_KEY)
    rows = session.execute(
        select(Response, Survey.name, Answer.text)
        .join(Survey, Survey.id == Response.survey_id)
        .outerjoin(Answer, words)
        .where(Response.contact_id == contact.id)
    ).all()
    thanked = _thanked(session, {response.id: words or "" for response, _name, words in rows})
    return [
        Event(
            response.answered_at,
            "answered",
            name,
            state=response.source,
            score=response.score,
            comment=comment or "",
            thanks=thanked.get(response.id, ()),
        )
        for response, name, comment in rows
    ]


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
