"""Reading answers for the names of colleagues: history once, then what is new, each time alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, tuple_
from sqlalchemy.orm import Session

from analysis.named import VERSION, Finding, Roster, Said
from feedback import jobs
from feedback.models import Answer, Mention, PraiseReading, Response, Staff
from feedback.models.consent import digest
from feedback.people.roster import READ_NAMES, digest_of, roster_of
from surveys.db import new_id
from surveys.definition import REASON_KEY
from surveys.models import Contact, Job, JobState, Survey
from surveys.scope import bind_workspace

BATCH = 500
OVERLAP = timedelta(minutes=5)
"""An answer is stamped before its transaction ends: what came just before is read again."""
OPEN = (JobState.QUEUED, JobState.RUNNING)
UNSCOPED = {"unscoped": True}


@dataclass(frozen=True)
class Read:
    """One answer's words, with what is known of them."""

    response_id: int
    words: str
    updated_at: datetime
    said: Said


def plan(session: Session, now: datetime) -> bool:
    """Queue the reading of what is new in one workspace; commits. Whether there was any."""
    for reading in session.scalars(select(PraiseReading), execution_options=UNSCOPED).all():
        bind_workspace(session, reading.workspace_id)
        if reading.job_id and _is_open(session, reading.job_id):
            continue
        if reading.rules != VERSION or reading.read_until is None:
            reading.read_until = None
        elif not session.scalar(_answers(Response.updated_at > reading.read_until).limit(1)):
            continue
        reading.job_id = jobs.enqueue(session, READ_NAMES, {}, now=now).id
        session.commit()
        return True
    session.rollback()
    return False


def read_names(session: Session, job: Job) -> None:
    """Read answers batch by batch; done twice, it leaves the same."""
    reading = session.get(PraiseReading, job.workspace_id)
    if reading is None:
        return
    people = session.scalars(select(Staff)).all()
    roster, drawn = roster_of(people), digest_of(people)
    is_same = reading.rules == VERSION and reading.roster == drawn
    since = reading.read_until if is_same else None
    wanted = Response.updated_at > since - OVERLAP if since else None
    total = session.scalar(select(func.count()).select_from(_answers(wanted).subquery())) or 0
    session.commit()
    if since is None:
        _forget_undecided(session)
    done, last = 0, (since or datetime(1970, 1, 1, tzinfo=UTC), 0)
    newest = since
    while batch := _batch(session, wanted, after=last if done else None):
        _find(session, roster, batch)
        done, last = done + len(batch), (batch[-1].updated_at, batch[-1].response_id)
        newest = max(newest or last[0], last[0])
        jobs.report(session, job, done=done, total=max(total, done), now=datetime.now(UTC))
        session.commit()
    _end(session, job, drawn, newest)


def found_rows(
    found: Sequence[Finding], of: Read, *, workspace_id: int, now: datetime
) -> list[dict[str, Any]]:
    """Give the rows of what was found in one answer."""
    hashed = digest(of.words)
    return [
        {
            "workspace_id": workspace_id,
            "id": new_id(),
            "response_id": of.response_id,
            "staff_id": finding.key,
            "is_good": finding.tone == "good",
            "is_doubtful": finding.is_doubtful,
            "candidates": [[c.key, c.sureness, c.how] for c in finding.candidates],
            "name_start": finding.span[0],
            "name_end": finding.span[1],
            "clause_start": finding.clause[0],
            "clause_end": finding.clause[1],
            "words_hash": hashed,
            "rules": VERSION,
            "found_at": now,
        }
        for finding in found
    ]


def _find(session: Session, roster: Roster, batch: Sequence[Read]) -> None:
    ids = [each.response_id for each in batch]
    theirs = Mention.response_id.in_(ids)
    session.execute(delete(Mention).where(theirs, Mention.decided_at.is_(None)))
    hashes = {each.response_id: digest(each.words) for each in batch}
    decided: set[tuple[int, str, int | None]] = set()
    for mention in session.scalars(select(Mention).where(theirs)):
        if mention.words_hash == hashes[mention.response_id]:
            decided |= _marks(mention.response_id, mention.name_start, mention.staff_id)
        else:
            session.delete(mention)
    session.flush()
    now, workspace_id = datetime.now(UTC), session.info["workspace_id"]
    for each in batch:
        for row in found_rows(roster.find(each.said), each, workspace_id=workspace_id, now=now):
            marks = _marks(row["response_id"], row["name_start"], row["staff_id"])
            if decided.isdisjoint(marks):
                session.add(Mention(**row))
    session.flush()


def _marks(response_id: int, start: int, staff_id: int | None) -> set[tuple[int, str, int | None]]:
    """Name what a mention takes up: its place in an answer, and its person there."""
    place: tuple[int, str, int | None] = (response_id, "at", start)
    return {place} if staff_id is None else {place, (response_id, "of", staff_id)}


def _forget_undecided(session: Session) -> None:
    """What was found with another roster or by other rules is found anew."""
    session.execute(delete(Mention).where(Mention.decided_at.is_(None)))
    session.commit()


def _end(session: Session, job: Job, drawn: str, newest: datetime | None) -> None:
    key = job.workspace_id
    reading = session.get(PraiseReading, key, populate_existing=True, with_for_update=True)
    if reading and reading.job_id in (None, job.id):
        now = datetime.now(UTC)
        reading.rules, reading.roster = VERSION, drawn
        reading.read_until = newest or now
    session.commit()


def _batch(
    session: Session, wanted: ColumnElement[bool] | None, after: tuple[datetime, int] | None
) -> list[Read]:
    found = _answers(wanted).order_by(Response.updated_at, Response.id).limit(BATCH)
    if after:
        found = found.where(tuple_(Response.updated_at, Response.id) > after)
    return [_read(*row) for row in session.execute(found)]


def _read(
    response_id: int, updated_at: datetime, answered_on: Any, attributes: Any, words: str, name: Any
) -> Read:
    places = tuple(str(value) for value in (attributes or {}).values() if value)
    said = Said(words, name or "", places, answered_on.toordinal())
    return Read(response_id, words, updated_at, said)


def _answers(wanted: ColumnElement[bool] | None) -> Any:
    """Select comments of people who can be asked: an anonymous answer keeps no trace of its own.

    When a name was found in it would tell in which order such answers came, so they are not read.
    """
    words = and_(
        Answer.workspace_id == Response.workspace_id,
        Answer.response_id == Response.id,
        Answer.question_key == REASON_KEY,
        Answer.text != "",
    )
    asked = and_(Survey.workspace_id == Response.workspace_id, Survey.id == Response.survey_id)
    who = and_(Contact.workspace_id == Response.workspace_id, Contact.id == Response.contact_id)
    found = (
        select(
            Response.id,
            Response.updated_at,
            Response.answered_on,
            Response.attributes,
            Answer.text,
            Contact.name,
        )
        .select_from(Response)
        .join(Answer, words)
        .join(Survey, asked)
        .outerjoin(Contact, who)
        .where(
            Survey.is_anonymous.is_(False),
            or_(Response.excluded.is_(None), Response.excluded != "test"),
        )
    )
    return found if wanted is None else found.where(wanted)


def _is_open(session: Session, job_id: int) -> bool:
    return session.scalar(select(Job.id).where(Job.id == job_id, Job.state.in_(OPEN))) is not None
