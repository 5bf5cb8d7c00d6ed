"""Permission to be quoted: given for exact words and an exact line, withdrawn at any time."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, bindparam, insert, select, update

from feedback.extensions import db
from feedback.models import Answer, Attribution, Consent, Response
from feedback.respond.invited import Invited, reading
from feedback.respond.recording import digest
from feedback.respond.tables import ANSWERS, CONSENTS, RESPONSES
from feedback.respond.wording import CURRENT, YEARS
from surveys.db import new_id
from surveys.definition import REASON_KEY
from surveys.links import Link
from surveys.models import Workspace

CHANNEL = "survey page"


@dataclass(frozen=True, slots=True)
class Permission:
    """One consent as its author's pages show it."""

    id: int
    words: str
    attribution: str
    named_as: str
    given_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    ended_by: str | None

    def holds(self, now: datetime) -> bool:
        """Whether the words may be shown."""
        return self.ended_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class Quotable:
    """What a response offers to be quoted, and the latest permission given for it."""

    words: str
    latest: Permission | None


@dataclass(frozen=True, slots=True)
class Offer:
    """What the author saw and agreed to."""

    words_hash: str
    attribution: Attribution
    named_as: str


@dataclass(frozen=True, slots=True)
class Granted:
    """A permission with the company it was given to."""

    permission: Permission
    answered_on: date
    name: str
    accent: str


def quotable(invited: Invited) -> Quotable:
    """Read the words and the latest permission."""
    with reading() as connection:
        return _quotable(connection, invited)


def give(invited: Invited, offer: Offer, now: datetime) -> bool:
    """Keep the permission; False where the words are no longer those that were shown."""
    assert invited.earlier is not None
    with db.engine.begin() as connection:
        connection.execute(_LOCK, _key(invited)).one()
        found = _quotable(connection, invited)
        if not found.words or digest(found.words) != offer.words_hash:
            return False
        given = (found.words, offer.attribution, offer.named_as)
        latest = found.latest
        if latest and latest.holds(now):
            if (latest.words, latest.attribution, latest.named_as) == given:
                return True
            _end(connection, Link(invited.workspace_id, latest.id), now)
        _insert(connection, invited, found.words, offer, now)
    return True


def granted(link: Link) -> Granted | None:
    """Find the permission a withdrawal link speaks for."""
    key = {"workspace": link.workspace_id, "consent": link.row_id}
    with reading() as connection:
        row = connection.execute(_GRANTED, key).first()
    return Granted(Permission(*row[:8]), *row[8:]) if row else None


def withdraw(link: Link, now: datetime) -> None:
    """End a permission; what has ended already stays ended when it did."""
    with db.engine.begin() as connection:
        _end(connection, link, now)


def _end(connection: Connection, link: Link, now: datetime) -> None:
    key = {"workspace": link.workspace_id, "consent": link.row_id}
    connection.execute(_WITHDRAW, {**key, "at": now})


def _quotable(connection: Connection, invited: Invited) -> Quotable:
    row = connection.execute(_QUOTABLE, _key(invited)).first()
    if row is None:
        return Quotable("", None)
    return Quotable(row[0] or "", Permission(*row[1:]) if row[1] is not None else None)


def _insert(
    connection: Connection, invited: Invited, words: str, offer: Offer, now: datetime
) -> None:
    connection.execute(
        insert(CONSENTS),
        {
            "workspace_id": invited.workspace_id,
            "id": new_id(),
            "response_id": _key(invited)["response"],
            "words": words,
            "words_hash": offer.words_hash,
            "attribution": offer.attribution,
            "named_as": offer.named_as,
            "purposes": list(CURRENT.purposes),
            "wording_version": CURRENT.version,
            "wording_hash": CURRENT.digest,
            "locale": invited.definition.language,
            "channel": CHANNEL,
            "given_at": now,
            "expires_at": _years_later(now, YEARS),
        },
    )


def _years_later(moment: datetime, years: int) -> datetime:
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:  # 29 February
        return moment.replace(year=moment.year + years, day=28)


def _key(invited: Invited) -> dict[str, int]:
    assert invited.earlier is not None
    return {"workspace": invited.workspace_id, "response": invited.earlier.id}


_r, _a, _q = RESPONSES.c, ANSWERS.c, CONSENTS.c
_PERMISSION = (
    _q.id,
    _q.words,
    _q.attribution,
    _q.named_as,
    _q.given_at,
    _q.expires_at,
    _q.ended_at,
    _q.ended_by,
)
_OF_RESPONSE = (_r.workspace_id == bindparam("workspace"), _r.id == bindparam("response"))
_LOCK = select(_r.id).where(*_OF_RESPONSE).with_for_update()
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
    .where(*_OF_RESPONSE)
    .order_by(_q.given_at.desc(), _q.id.desc())
    .limit(1)
)
_OF_CONSENT = (_q.workspace_id == bindparam("workspace"), _q.id == bindparam("consent"))
_w = Workspace.__table__.c
_GRANTED = (
    select(*_PERMISSION, _r.answered_on, _w.name, _w.accent)
    .select_from(Consent.__table__)
    .join(Response, and_(_r.workspace_id == _q.workspace_id, _r.id == _q.response_id))
    .join(Workspace, _w.id == _q.workspace_id)
    .where(*_OF_CONSENT)
)
_WITHDRAW = (
    update(CONSENTS)
    .where(*_OF_CONSENT, _q.ended_at.is_(None))
    .values(ended_at=bindparam("at"), ended_by="author")
)
