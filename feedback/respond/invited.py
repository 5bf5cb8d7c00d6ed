"""Who a link speaks for: one query, and the immutable versions kept in memory.

These are the busiest pages of the house, so they speak SQLAlchemy Core. Core is not scoped by
itself: every statement here names the workspace, and the workspace comes from the link alone.
"""

from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, current_app
from sqlalchemy import Connection, and_, bindparam, select

from feedback.database import SINGLE_READS
from feedback.extensions import db
from feedback.models import Answer, Response
from surveys.definition import Definition
from surveys.links import Link, Links, Purpose
from surveys.models import Campaign, Contact, Invitation, Survey, Version, Workspace
from surveys.questions import Stored
from surveys.scope import read_only

MOST_KEPT = 500

# No transaction around a single read: two fewer turns with the database for each page.
_SQLITE: dict[str, Any] = {SINGLE_READS: True}
_POSTGRESQL: dict[str, Any] = {"isolation_level": "AUTOCOMMIT"}
_reader: ContextVar[Connection | None] = ContextVar("reader", default=None)
_definitions: dict[tuple[int, int], Definition] = {}


@dataclass(frozen=True, slots=True)
class Earlier:
    """The answer that is there already."""

    id: int
    answered_at: datetime
    updated_at: datetime
    revision: int
    excluded: str | None


@dataclass(frozen=True, slots=True)
class Invited:
    """One invitation, with all that its pages need to know."""

    workspace_id: int
    id: int
    contact_id: int | None
    contact_name: str
    attributes: Mapping[str, Any]
    survey_id: int
    closed_at: datetime | None
    version_id: int
    name: str
    """The company's name; with `accent` this makes it a page's Sender."""
    accent: str
    timezone: str
    definition: Definition
    earlier: Earlier | None

    @property
    def answered_on(self) -> date | None:
        """The day of the answer, on the workspace's clock."""
        return self.earlier.answered_at.astimezone(self.zone).date() if self.earlier else None

    @property
    def page_key(self) -> Hashable:
        """All that a page shows to everybody alike: company, colour, and the frozen version."""
        return (self.workspace_id, self.version_id, self.name, self.accent)

    @property
    def zone(self) -> ZoneInfo:
        """The workspace's clock."""
        return ZoneInfo(self.timezone)


def invited_by(token: str) -> Invited:
    """Read a link and find what it stands for; 404 where it stands for nothing."""
    link = links().read(Purpose.ANSWER, token)
    if link is None:
        abort(404)
    with reading() as connection:
        return _find(connection, link) or abort(404)


def links() -> Links:
    """Give the application's signer."""
    found: Links | None = current_app.extensions.get("links")
    if found is None:
        found = current_app.extensions["links"] = Links(str(current_app.secret_key))
    return found


@contextmanager
def reading() -> Iterator[Connection]:
    """Lend a connection that only reads, the same one within; it never waits for a writer."""
    lent = _reader.get()
    if lent is not None:
        yield lent
        return
    before = read_only.set(True)
    try:
        is_sqlite = db.engine.dialect.name == "sqlite"
        options = _SQLITE if is_sqlite else _POSTGRESQL
        with db.engine.connect().execution_options(**options) as connection:
            mine = _reader.set(connection)
            try:
                yield connection
            finally:
                _reader.reset(mine)
    finally:
        read_only.reset(before)


def stored_answers(
    connection: Connection, workspace_id: int, response_id: int
) -> dict[str, Stored]:
    """Read the answers of a response."""
    rows = connection.execute(_ANSWERS, {"workspace": workspace_id, "response": response_id})
    return {key: Stored(number, text) for key, number, text in rows}


def answers_of(invited: Invited) -> dict[str, Stored]:
    """Read what was answered earlier; empty where nothing was."""
    if invited.earlier is None:
        return {}
    with reading() as connection:
        return stored_answers(connection, invited.workspace_id, invited.earlier.id)


def _find(connection: Connection, link: Link) -> Invited | None:
    given = {"workspace": link.workspace_id, "invitation": link.row_id}
    row = connection.execute(_INVITED, given).first()
    if row is None:
        return None
    earlier = Earlier(*row[-5:]) if row[-5] is not None else None
    contact_name, attributes = row.contact_name or "", row.attributes or {}
    return Invited(
        workspace_id=link.workspace_id,
        id=link.row_id,
        contact_id=row.contact_id,
        contact_name=contact_name,
        attributes=attributes,
        survey_id=row.survey_id,
        closed_at=row.closed_at,
        version_id=row.version_id,
        name=row.company,
        accent=row.accent,
        timezone=row.timezone,
        definition=_definition(connection, link.workspace_id, row.version_id),
        earlier=earlier,
    )


def _definition(connection: Connection, workspace_id: int, version_id: int) -> Definition:
    """A published version never changes, so each process reads it once."""
    key = (workspace_id, version_id)
    kept = _definitions.get(key)
    if kept is not None:
        return kept
    given = {"workspace": workspace_id, "version": version_id}
    stored, published_at = connection.execute(_VERSION, given).one()
    found = Definition.of(stored)
    if published_at is not None:
        if len(_definitions) >= MOST_KEPT:
            _definitions.clear()
        _definitions[key] = found
    return found


_i, _c, _s = Invitation.__table__.c, Campaign.__table__.c, Survey.__table__.c
_w, _r, _p = Workspace.__table__.c, Response.__table__.c, Contact.__table__.c

_INVITED = (
    select(
        _i.contact_id,
        _p.name.label("contact_name"),
        _p.attributes,
        _c.survey_id,
        _c.version_id,
        _s.closed_at,
        _w.name.label("company"),
        _w.accent,
        _w.timezone,
        _r.id,
        _r.answered_at,
        _r.updated_at,
        _r.revision,
        _r.excluded,
    )
    .select_from(Invitation.__table__)
    .join(Campaign, and_(_c.workspace_id == _i.workspace_id, _c.id == _i.campaign_id))
    .join(Survey, and_(_s.workspace_id == _i.workspace_id, _s.id == _c.survey_id))
    .join(Workspace, _w.id == _i.workspace_id)
    .outerjoin(Contact, and_(_p.workspace_id == _i.workspace_id, _p.id == _i.contact_id))
    .outerjoin(Response, and_(_r.workspace_id == _i.workspace_id, _r.invitation_id == _i.id))
    .where(_i.workspace_id == bindparam("workspace"), _i.id == bindparam("invitation"))
)
_v, _a = Version.__table__.c, Answer.__table__.c
_VERSION = select(_v.definition, _v.published_at).where(
    _v.workspace_id == bindparam("workspace"), _v.id == bindparam("version")
)
_ANSWERS = select(_a.question_key, _a.number, _a.text).where(
    _a.workspace_id == bindparam("workspace"), _a.response_id == bindparam("response")
)
