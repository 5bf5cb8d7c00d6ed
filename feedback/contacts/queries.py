"""Reading contacts: the list, the search, and what uploads need to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from surveys.models import Contact, Job, Survey, SurveyKind, Upload, Version

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
