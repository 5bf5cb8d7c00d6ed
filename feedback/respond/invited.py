"""Who a link speaks for, or a touchpoint: one query, and the immutable versions kept in memory.

These are the busiest pages of the house, so they speak SQLAlchemy Core. Core is not scoped by
itself: every statement here names the workspace, and the workspace comes from the link alone.
"""

import hashlib
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, current_app
from sqlalchemy import Connection, Row

from feedback.database import SINGLE_READS
from feedback.extensions import db
from feedback.languages import speech_in
from feedback.respond.reading import language_for
from feedback.respond.statements import ANSWERS, AT_TOUCHPOINT, BY_BEGUN, BY_LINK, VERSION
from surveys.definition import Definition
from surveys.links import Links, Purpose
from surveys.questions import Stored
from surveys.scope import read_only
from surveys.sharing import Sharing
from surveys.speech import speak

MOST_KEPT = 500
PLACE = "touchpoint"
"""The attribute under which an answer carries the name of the place it was given at."""

# No transaction around a single read: two fewer turns with the database for each page.
_SQLITE: dict[str, Any] = {SINGLE_READS: True}
_POSTGRESQL: dict[str, Any] = {"isolation_level": "AUTOCOMMIT"}
_reader: ContextVar[Connection | None] = ContextVar("reader", default=None)
_definitions: dict[tuple[int, int], Definition] = {}
_translations: dict[tuple[int, int, str], Definition] = {}


@dataclass(frozen=True, slots=True)
class Earlier:
    """The answer that is there already."""

    id: int
    answered_at: datetime
    updated_at: datetime
    revision: int
    excluded: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who is asked, with all that their pages need to know.

    By an invitation; at a touchpoint, where nobody knows who comes; or by the link to an answer
    that was given there.
    """

    workspace_id: int
    invitation_id: int | None
    touchpoint_id: int | None
    source: str
    contact_id: int | None
    contact_name: str
    attributes: Mapping[str, Any]
    sent_at: datetime | None
    survey_id: int
    closed_at: datetime | None
    version_id: int
    name: str
    """The company's name; with `accent` this makes it a page's Sender."""
    accent: str
    timezone: str
    sharing: Sharing
    """What everybody who answers is asked to pass on."""
    definition: Definition
    """What is asked, in the language that is shown."""
    languages: tuple[str, ...]
    """Every language it is asked in, the original first."""
    earlier: Earlier | None
    is_anonymous: bool
    is_used: bool
    """Whether an anonymous answer came by this link: which one, nobody can tell."""
    own_id: int | None = None
    """Of whoever came without an invitation: the answer that is theirs, begun or sent."""
    seed: str = ""
    """The key that answer is stored with; it decides their random orders too."""

    @property
    def answered_on(self) -> date | None:
        """The day of the answer, on the workspace's clock."""
        return self.earlier.answered_at.astimezone(self.zone).date() if self.earlier else None

    @property
    def page_key(self) -> Hashable:
        """All that a page shows to everybody alike: company, colour, and the frozen version."""
        asked = (self.workspace_id, self.version_id, self.definition.language)
        return (*asked, self.name, self.accent, self.is_public)

    @property
    def is_public(self) -> bool:
        """Whether they came by themselves, so that their link to change the answer is new."""
        return self.invitation_id is None

    @property
    def is_whole(self) -> bool:
        """Whether everything is asked on one page: what is begun namelessly is not kept."""
        return self.definition.is_plain or self.is_anonymous

    def bound(self, key: str) -> str:
        """Bind a page's key to its invitation or touchpoint: none meets another one's."""
        bound_to = self.invitation_id or self.touchpoint_id
        return hashlib.sha256(f"{bound_to}:{key}".encode()).hexdigest()[:32]

    @property
    def said_in(self) -> str:
        """The language shown, where there are several."""
        return self.definition.language if len(self.languages) > 1 else ""

    def switch(self, score: int | None) -> tuple[tuple[str, str], ...]:
        """Give each language with the address that shows the page in it; none where it is one."""
        if len(self.languages) < 2:
            return ()
        chosen = "" if score is None else f"&score={score}"
        return tuple((code, f"?lang={code}{chosen}") for code in self.languages)

    @property
    def zone(self) -> ZoneInfo:
        """The workspace's clock."""
        return ZoneInfo(self.timezone)


def invited_by(token: str) -> Invited:
    """Read a link and find what it stands for; 404 where it stands for nothing."""
    read = ((links().read(purpose, token), found) for purpose, found in BY_LINK.items())
    link, statement = next(((link, found) for link, found in read if link), (None, None))
    if link is None or statement is None:
        abort(404)
    with reading() as connection:
        given = {"workspace": link.workspace_id, "row": link.row_id}
        row = connection.execute(statement, given).first()
        if row is None and statement is BY_LINK[Purpose.CHANGE]:
            row = connection.execute(BY_BEGUN, given).first()
        if row is None:
            abort(404)
        return _in_their_language(_invited(connection, row))


def invited_at(code: str, version_id: int | None = None) -> Invited:
    """Find what a touchpoint asks now, or the version that its page showed a while ago."""
    with reading() as connection:
        row = connection.execute(AT_TOUCHPOINT, {"code": code}).first()
        if row is None or row.version_id is None:
            abort(404)
        invited = _invited(connection, row)
        if version_id not in (None, invited.version_id):
            invited = _asked_then(connection, invited, version_id)
        return _in_their_language(invited)


def _asked_then(connection: Connection, invited: Invited, version_id: int) -> Invited:
    given = {"workspace": invited.workspace_id, "version": version_id}
    found = connection.execute(VERSION, given).first()
    if found is None or found.survey_id != invited.survey_id or found.published_at is None:
        abort(404)
    asks = _definition(connection, invited.workspace_id, version_id)
    return replace(invited, version_id=version_id, definition=asks, languages=asks.languages)


def _in_their_language(invited: Invited) -> Invited:
    """Choose the language of all that is shown: the survey's words and ours."""
    before = invited.earlier.language if invited.earlier else None
    language = language_for(invited.languages, before, invited.attributes)
    speak(speech_in(language))
    if invited.is_anonymous:  # no question may depend on who somebody is, nor repeat it
        invited = replace(invited, attributes={}, contact_name="")
    if language == invited.definition.language:
        return invited
    return replace(invited, definition=_translated(invited, language))


def _translated(invited: Invited, language: str) -> Definition:
    key = (invited.workspace_id, invited.version_id, language)
    found = _translations.get(key)
    if found is None:
        found = invited.definition.in_language(language)
        if (invited.workspace_id, invited.version_id) in _definitions:
            _translations[key] = found
    return found


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
    rows = connection.execute(ANSWERS, {"workspace": workspace_id, "response": response_id})
    return {key: Stored(number, text) for key, number, text in rows}


def answers_of(invited: Invited) -> dict[str, Stored]:
    """Read what was answered earlier; empty where nothing was."""
    if invited.earlier is None:
        return {}
    with reading() as connection:
        return stored_answers(connection, invited.workspace_id, invited.earlier.id)


def _invited(connection: Connection, row: Row[*tuple[Any, ...]]) -> Invited:
    definition = _definition(connection, row.workspace_id, row.version_id)
    return Invited(
        workspace_id=row.workspace_id,
        invitation_id=row.invitation_id,
        touchpoint_id=row.touchpoint_id,
        source=row.source,
        contact_id=row.contact_id,
        contact_name=row.contact_name or "",
        attributes=row.attributes or ({PLACE: row.place} if row.place else {}),
        sent_at=row.sent_at,
        survey_id=row.survey_id,
        closed_at=row.closed_at,
        version_id=row.version_id,
        name=row.company,
        accent=row.accent,
        timezone=row.timezone,
        sharing=Sharing.of(row.sharing),
        definition=definition,
        languages=definition.languages,
        earlier=Earlier(*row[-6:]) if row[-6] is not None else None,
        is_anonymous=bool(row.is_anonymous),
        is_used=bool(row.is_used),
        own_id=row.own_id,
        seed=row.seed or "",
    )


def _definition(connection: Connection, workspace_id: int, version_id: int) -> Definition:
    """A published version never changes, so each process reads it once."""
    key = (workspace_id, version_id)
    kept = _definitions.get(key)
    if kept is not None:
        return kept
    given = {"workspace": workspace_id, "version": version_id}
    stored, published_at, _ = connection.execute(VERSION, given).one()
    found = Definition.of(stored)
    if published_at is not None:
        if len(_definitions) >= MOST_KEPT:
            _definitions.clear()
            _translations.clear()
        _definitions[key] = found
    return found
