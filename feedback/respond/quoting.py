"""Permission to be quoted, as its author's pages read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, select
from sqlalchemy.orm import Session

from feedback.agreements.terms import Terms, terms_of
from feedback.extensions import db
from feedback.models import Answer, Consent, Purpose, Response
from feedback.respond.invited import Invited, reading
from feedback.respond.tables import ANSWERS, CONSENTS, RESPONSES
from surveys.definition import REASON_KEY
from surveys.models import Workspace
from surveys.scope import bind_workspace

CHANNEL = "survey page"
BY_MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Permission:
    """One consent as its author's pages show it."""

    id: int
    words: str
    corrected: str | None
    attribution: str
    named_as: str
    purposes: Sequence[str]
    incentive: str | None
    relation: str | None
    given_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    ended_by: str | None

    def holds(self, now: datetime) -> bool:
        """Whether the words may be shown."""
        return self.ended_at is None and now < self.expires_at

    @property
    def quotable(self) -> str:
        """The words that may be shown."""
        return self.words if self.corrected is None else self.corrected


@dataclass(frozen=True, slots=True)
class Quotable:
    """What a response offers to be quoted, and the latest permission given for it."""

    words: str
    latest: Permission | None


@dataclass(frozen=True, slots=True)
class Granted:
    """A permission with the company it was given to."""

    permission: Permission
    answered_on: date
    name: str
    accent: str
    locale: str
    """The language in which it was agreed to."""
    contact_id: int | None


def quotable(invited: Invited) -> Quotable:
    """Read the words and the latest permission."""
    assert invited.earlier is not None
    given = {"workspace": invited.workspace_id, "response": invited.earlier.id}
    with reading() as connection:
        return _quotable(connection, given)


def stated(invited: Invited) -> Terms:
    """Read on what terms the author would be quoted."""
    assert invited.earlier is not None
    with reading() as connection:
        return terms_of(connection, invited.workspace_id, invited.earlier.id)


def granted(session: Session, consent_id: int) -> Granted | None:
    """Find the permission a withdrawal link speaks for."""
    company = Workspace.name, Workspace.accent, Consent.locale
    row = session.execute(
        select(*_PERMISSION, Response.answered_on, *company, Response.contact_id)
        .join(Response, Response.id == Consent.response_id)
        .join(Workspace, Workspace.id == Consent.workspace_id)
        .where(Consent.id == consent_id)
    ).first()
    return Granted(_permission(row), *row[len(_PERMISSION) :]) if row else None


def others(session: Session, found: Granted, now: datetime) -> Sequence[Permission]:
    """Find what else the same person lets be quoted."""
    if found.contact_id is None:
        return ()
    rows = session.execute(
        select(*_PERMISSION)
        .join(Response, Response.id == Consent.response_id)
        .where(
            Response.contact_id == found.contact_id,
            Consent.id != found.permission.id,
            Consent.ended_at.is_(None),
            Consent.expires_at > now,
        )
        .order_by(Consent.id)
    )
    return [_permission(row) for row in rows]


def session_of(workspace_id: int) -> Session:
    """Give this request's session, bound to the workspace that a link names."""
    session = db.session()
    bind_workspace(session, workspace_id)
    return session


def purposes_of(found: Permission) -> tuple[Purpose, ...]:
    """Give what it allows, in the house's order."""
    return tuple(purpose for purpose in Purpose if purpose.value in found.purposes)


def _quotable(connection: Connection, given: dict[str, int]) -> Quotable:
    row = connection.execute(_QUOTABLE, given).first()
    if row is None:
        return Quotable("", None)
    return Quotable(row[0] or "", _permission(row, 1) if row[1] is not None else None)


def _permission(row: Row[*tuple[Any, ...]], first: int = 0) -> Permission:
    return Permission(*row[first : first + len(_PERMISSION)])


_r, _a, _q = RESPONSES.c, ANSWERS.c, CONSENTS.c
_PERMISSION = tuple(getattr(Consent, name) for name in Permission.__dataclass_fields__)
_QUOTABLE = (
    select(_a.text, *_PERMISSION)
    .select_from(Response.__table__)
    .join(
        Answer,
        and_(
            _a.workspace_id == _r.workspace_id,
            _a.response_id == _r.id,
            _a.question_key == REASON_KEY,
        ),
    )
    .outerjoin(Consent, and_(_q.workspace_id == _r.workspace_id, _q.response_id == _r.id))
    .where(_r.workspace_id == bindparam("workspace"), _r.id == bindparam("response"))
    .order_by(_q.given_at.desc(), _q.id.desc())
    .limit(1)
)
