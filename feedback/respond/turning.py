"""Turning a page: what it says is kept, and after the last one everything is sent, at once.

One transaction each. Whatever is sent twice, or from two devices, meets the same two rows: what
was begun, locked first, and the response. Once the response is written what was begun is gone, so
a last page that comes again finds its answers in the response and changes nothing.

At a touchpoint nobody has a link yet. The first page that is sent gets one: the id that is given to
what is begun then is that of the response later, and the link to it the same all along.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, insert, update
from sqlalchemy.exc import IntegrityError

from feedback.extensions import db
from feedback.respond import crowd
from feedback.respond.forgetting import KEPT
from feedback.respond.invited import Invited
from feedback.respond.recording import Outcome, Submission, together, write
from feedback.respond.standing import (
    Begun,
    Standing,
    as_stored,
    known_by,
    person_of,
    read_begun,
    read_sent,
)
from feedback.respond.tables import BEGUN
from surveys.db import new_id
from surveys.questions import Stored

LONGEST_KEY = 64


@dataclass(frozen=True)
class Page:
    """A page as it was sent."""

    invited: Invited
    number: int
    answers: Mapping[str, Stored]
    """All that can be read of it, shown or not."""
    submission: str
    at: datetime
    is_back: bool = False
    """Whether they only want to go back, and what is missing may stay so."""
    origin: str = ""
    """Of whoever came without an invitation: where from, hashed, to notice a flood."""


@dataclass(frozen=True)
class Turned:
    """What comes next: a page, or what became of the whole; or neither, where nothing was said."""

    page: int | None = None
    outcome: Outcome | None = None
    own_id: int | None = None
    """Of whoever came without an invitation: what their own link leads to."""


def turn(page: Page) -> Turned:
    """Keep a page, or send everything with it; it is on the disk when this returns."""
    try:
        return _written(page)
    except IntegrityError:
        return _written(page)  # the same page came twice at once: find what the other one wrote


def _written(page: Page) -> Turned:
    turned: Turned = together.write(db.engine, partial(_turn, page=page))
    return turned


def _turn(connection: Connection, page: Page) -> Turned:
    if page.invited.is_public:
        page = _with_an_id(connection, page)
    invited = page.invited
    before = read_begun(connection, invited, lock=True)
    standing = _standing(connection, page, before)
    following = None if invited.closed_at else _following(standing, page)
    if following is not None:
        if before.id is None and _is_flood(connection, page):
            return Turned(outcome=Outcome.FLOODED)
        _keep(connection, page, standing.begun, is_new=before.id is None)
        return Turned(following, own_id=invited.own_id)
    if not standing.path.kept(standing.answers):
        return Turned(own_id=invited.own_id)
    return _sent(connection, page, standing)


def _with_an_id(connection: Connection, page: Page) -> Page:
    """Find what was begun or sent from this very page, or number what begins with it."""
    invited = page.invited
    if invited.own_id is None:
        invited = known_by(connection, invited, page.submission)
    return replace(page, invited=replace(invited, own_id=invited.own_id or new_id()))


def _is_flood(connection: Connection, page: Page) -> bool:
    """What is begun is counted apart, so that nobody counts twice for finishing."""
    if not page.origin:
        return False
    begun = crowd.of_beginners(page.origin)
    return crowd.arrivals(connection, begun, page.at) > crowd.FLOOD


def _standing(connection: Connection, page: Page, before: Begun) -> Standing:
    """Lay the page over what was begun, and that over what was sent."""
    invited = page.invited
    here = {question.key for question in invited.definition.pages[page.number - 1]}
    elsewhere = {key: stored for key, stored in before.answers.items() if key not in here}
    begun = Begun(
        before.submission or invited.seed or page.submission[:LONGEST_KEY],
        {**elsewhere, **page.answers},
        before.pages | {page.number},
    )
    sent = read_sent(connection, invited, lock=True)
    return Standing(invited.definition, person_of(invited), sent, begun)


def _following(standing: Standing, page: Page) -> int | None:
    """Give the page that comes next; None where everything can be sent."""
    if page.is_back:
        return standing.path.before(page.number) or page.number
    return standing.path.after(page.number) or standing.missing


def _sent(connection: Connection, page: Page, standing: Standing) -> Turned:
    submission = Submission(
        page.invited,
        standing.begun.submission,
        standing.path.kept(standing.answers),
        page.at,
        page.origin,
        standing.shown,
    )
    recorded = write(connection, submission, is_new=standing.sent.response_id is None)
    outcome = recorded.outcome
    if outcome in (Outcome.COUNTED, Outcome.LATE):
        mine, given = _mine(page.invited)
        connection.execute(delete(BEGUN).where(mine), given)
    return Turned(outcome=outcome, own_id=recorded.response_id)


def _keep(connection: Connection, page: Page, begun: Begun, *, is_new: bool) -> None:
    invited = page.invited
    kept = {
        "answers": as_stored(begun.answers),
        "pages": sorted(begun.pages),
        "updated_at": page.at,
    }
    if not is_new:
        mine, given = _mine(invited)
        connection.execute(update(BEGUN).where(mine).values(**kept), given)
        return
    if invited.is_public:
        _forget_old(connection, page)
    connection.execute(
        insert(BEGUN),
        {
            "workspace_id": invited.workspace_id,
            "id": invited.own_id or new_id(),
            "survey_id": invited.survey_id,
            "version_id": invited.version_id,
            "invitation_id": invited.invitation_id,
            "touchpoint_id": invited.touchpoint_id if invited.is_public else None,
            "submission": begun.submission,
            "begun_at": page.at,
            **kept,
        },
    )


def _forget_old(connection: Connection, page: Page) -> None:
    """A place asks for years: what was left lying there is forgotten as somebody else begins."""
    about = {"workspace": page.invited.workspace_id, "survey": page.invited.survey_id}
    connection.execute(_FORGET_OLD, about | {"since": page.at - KEPT})


def _mine(invited: Invited) -> tuple[ColumnElement[bool], dict[str, int | None]]:
    given = {"workspace": invited.workspace_id, "row": invited.invitation_id or invited.own_id}
    return (_THERE if invited.is_public else _BY_INVITATION), given


_b = BEGUN.c
_HERE = _b.workspace_id == bindparam("workspace")
_BY_INVITATION = and_(_HERE, _b.invitation_id == bindparam("row"))
_THERE = and_(_HERE, _b.id == bindparam("row"))
_FORGET_OLD = delete(BEGUN).where(
    _HERE,
    _b.survey_id == bindparam("survey"),
    _b.touchpoint_id.is_not(None),
    _b.updated_at < bindparam("since"),
)
