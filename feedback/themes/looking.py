"""Looking over what no theme caught, and over copies: by a job, in bounded memory."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from heapq import nlargest
from itertools import groupby
from typing import Any

from flask import current_app
from sqlalchemy import Result, and_, delete, func, select
from sqlalchemy.orm import Session

from analysis.reading import copies
from analysis.reading.proposals import MOST, Proposal, proposals
from feedback import jobs, recurring
from feedback.config import Settings
from feedback.models import (
    Answer,
    CommentReading,
    ThemeMention,
    ThemeProposal,
    WordCopies,
)
from feedback.recurring import Progress
from feedback.themes import placing
from surveys.db import new_id
from surveys.definition import REASON_KEY
from surveys.models import Job, JobState

LOOK_OVER = "look-over-words"
LETTERS = 2_000
"""Of each comment that is compared."""
COPIES = 20
"""The most frequent copies that are told."""
AT_ONCE = 500
REST = timedelta(hours=1)
"""A look that nobody asked for follows the last one after so long."""
STEPS = 2
"""Behind the comments that are drawn: to compare them, and to write down what was found."""


@dataclass(frozen=True)
class Looked:
    """How far a look is, and when the last one ended."""

    progress: Progress | None
    ended_at: datetime | None


def look_over(session: Session, job: Job) -> None:
    """Count copies and propose themes for what is left over; what people decided stays."""
    settings: Settings = current_app.extensions["settings"]
    now = datetime.now(UTC)
    count_copies(session)
    pool = session.scalar(select(func.count()).select_from(_left_over().subquery())) or 0
    total = min(pool, MOST) + STEPS
    drawn: list[tuple[int, str]] = []
    for some in _batches(_drawn(session, pool)):
        drawn += some
        jobs.report(session, job, done=len(drawn), total=total, now=now)
        session.commit()
    found = proposals(_one_voice_each(drawn), place=placing.by(settings.sentence_model))
    jobs.report(session, job, done=len(drawn) + 1, total=total, now=now)
    _keep(session, found, compared=len(drawn), pool=pool, now=now)
    jobs.report(session, job, done=total, total=total, now=now)


def plan(session: Session, workspace_id: int, now: datetime, *, asked: bool = False) -> bool:
    """Queue a look where none is under way; unasked not within an hour of the last one."""
    last = _job(session)
    is_fresh = last is not None and last.finished_at and last.finished_at > now - REST
    if is_fresh and not asked:
        return False
    return recurring.plan(session, LOOK_OVER, workspace_id, now)


def looked(session: Session) -> Looked:
    """Tell how far a look is, and when the last one ended."""
    job = _job(session)
    if job is None:
        return Looked(None, None)
    if job.state == JobState.DONE:
        return Looked(None, job.finished_at)
    done, total = job.done, max(job.total, 1)
    error = job.error if job.state == JobState.FAILED else None
    return Looked(Progress(total - done, done, error), None)


def count_copies(session: Session) -> None:
    """Count anew which words came in many copies within a fortnight."""
    found = []
    for same, days in groupby(_copied_days(session), key=lambda row: row.same):
        told = {row.answered_on.toordinal(): row for row in days}
        if rush := copies.rush((day, row.n) for day, row in told.items()):
            one = told[rush.first].response_id
            found.append((rush.n, same, one, *map(date.fromordinal, (rush.first, rush.last))))
    session.execute(delete(WordCopies))
    session.add_all(
        WordCopies(n=n, same=same, response_id=one, first_on=first, last_on=last)
        for n, same, one, first, last in nlargest(COPIES, found)
    )
    session.flush()


def _copied_days(session: Session) -> Result[Any]:
    """Count on each day each text that came often enough: by text, then by day."""
    often = (
        select(CommentReading.same)
        .where(CommentReading.same.is_not(None))
        .group_by(CommentReading.same)
        .having(func.count() >= copies.LEAST)
    )
    by_day = (CommentReading.same, CommentReading.answered_on)
    one = func.min(CommentReading.response_id).label("response_id")
    rows = select(*by_day, func.count().label("n"), one).where(CommentReading.same.in_(often))
    return session.execute(
        rows.group_by(*by_day).order_by(*by_day).execution_options(yield_per=500)
    )


def _left_over() -> Any:
    """Choose comments that speak of no theme, in the order in which they came."""
    caught = select(ThemeMention.response_id).where(
        ThemeMention.workspace_id == CommentReading.workspace_id,
        ThemeMention.response_id == CommentReading.response_id,
    )
    return (
        select(CommentReading.response_id)
        .where(CommentReading.is_counted, ~caught.exists())
        .order_by(CommentReading.response_id)
    )


def _drawn(session: Session, pool: int) -> Iterator[tuple[int, str]]:
    """Draw comments evenly: every one of few, every so manieth of many."""
    step, after, at = max(1, -(-pool // MOST)), 0, 0
    while True:
        some = _left_over().where(CommentReading.response_id > after).limit(AT_ONCE * step)
        numbers = session.scalars(some).all()
        if not numbers:
            return
        after = numbers[-1]
        wanted = numbers[-at % step :: step]
        at += len(numbers)
        words = select(Answer.response_id, func.substr(Answer.text, 1, LETTERS)).where(
            and_(Answer.question_key == REASON_KEY, Answer.response_id.in_(wanted))
        )
        yield from sorted((number, text) for number, text in session.execute(words) if text)


def _batches(drawn: Iterable[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    some: list[tuple[int, str]] = []
    for each in drawn:
        some.append(each)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _one_voice_each(drawn: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Keep one of many copies: a campaign is no landslide."""
    spare = {key for each in copies.copies(drawn) for key in each.keys[1:]}
    return [pair for pair in drawn if pair[0] not in spare]


def _keep(
    session: Session, found: Sequence[Proposal], *, compared: int, pool: int, now: datetime
) -> None:
    """Put what was found in the place of what was open; what was ignored stays ignored."""
    settled = session.execute(
        select(ThemeProposal.phrase, ThemeProposal.others).where(ThemeProposal.state != "open")
    )
    known = {word for phrase, others in settled for word in (phrase, *others)}
    session.execute(delete(ThemeProposal).where(ThemeProposal.state == "open"))
    session.add_all(
        ThemeProposal(
            id=new_id(),
            phrase=one.phrase[:400],
            others=list(one.others),
            central=[str(key) for key in one.central],
            size=one.size,
            compared=compared,
            pool=pool,
            state="open",
            made_at=now,
        )
        for one in found
        if one.phrase not in known
    )


def _job(session: Session) -> Job | None:
    newest = select(Job).where(Job.kind == LOOK_OVER).order_by(Job.id.desc()).limit(1)
    return session.scalars(newest).first()
