"""Setting right what was read wrong: one comment, or many; it stands as long as the words do."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from analysis.search import wanted
from feedback import jobs
from feedback.comments import finding
from feedback.comments.deciding import NO_SYNC, locked
from feedback.comments.readable import is_narrower
from feedback.comments.sifting import Sieve
from feedback.models import Answer, CommentReading, Member, ThemeCorrection, ThemeMention
from feedback.models.consent import digest
from feedback.themes import frames, reading
from feedback.themes.corrected import ABSENT, SENTIMENTS, WHOLE
from surveys.db import new_id
from surveys.definition import REASON_KEY
from surveys.models import Job, JobState

CORRECT = "correct-themes"
BELONGS = "belongs"
"""It speaks of the theme, whatever it says of it."""
VERDICTS = (*SENTIMENTS, ABSENT)


@dataclass(frozen=True)
class Stated:
    """What somebody says of comments."""

    theme_id: int
    verdict: str
    by: int
    at: datetime


@dataclass(frozen=True)
class Correction:
    """One that stands, with who made it."""

    row: ThemeCorrection
    theme: str
    by: str


def is_known(session: Session, theme_id: int, verdict: str) -> bool:
    """Whether this may be said: of a theme there is, or of a comment as a whole."""
    if theme_id == WHOLE:
        return verdict in SENTIMENTS
    there = str(theme_id) in frames.frame_of(session).frame.by_id
    return there and verdict in (*VERDICTS, BELONGS)


def state(session: Session, response_ids: Collection[int], said: Stated) -> int:
    """Say it of some comments and read them again at once; what stands already is kept."""
    numbers = locked(session, response_ids)
    hashes = _hashes(session, numbers)
    verdicts = _verdicts(session, numbers, said)
    standing = {
        row.response_id: row
        for row in session.scalars(
            select(ThemeCorrection).where(
                ThemeCorrection.response_id.in_(numbers),
                ThemeCorrection.theme_id == said.theme_id,
                ThemeCorrection.ended_at.is_(None),
            )
        )
    }
    changed = [n for n in numbers if not _stands(standing.get(n), verdicts[n], hashes[n], said)]
    _end(session, ThemeCorrection.response_id.in_(changed), said)
    session.add_all(
        ThemeCorrection(
            id=new_id(),
            response_id=number,
            theme_id=said.theme_id,
            verdict=verdicts[number],
            words_hash=hashes[number],
            made_at=said.at,
            made_by=said.by,
        )
        for number in changed
    )
    session.flush()
    if changed:
        reading.read_again(session, changed)
    return len(changed)


def take_back(session: Session, response_id: int, correction_id: int, now: datetime) -> bool:
    """End a correction; the rules speak again. Whether one ended."""
    numbers = locked(session, [response_id])
    row = session.scalars(
        select(ThemeCorrection).where(
            ThemeCorrection.id == correction_id,
            ThemeCorrection.response_id.in_(numbers),
            ThemeCorrection.ended_at.is_(None),
        )
    ).first()
    if row is None:
        return False
    row.ended_at = now
    session.flush()
    reading.read_again(session, numbers)
    return True


def standing(session: Session, response_id: int) -> list[Correction]:
    """List the corrections that stand of a comment."""
    theirs = and_(
        Member.workspace_id == ThemeCorrection.workspace_id, Member.id == ThemeCorrection.made_by
    )
    rows = session.execute(
        select(ThemeCorrection, Member.name, Member.email)
        .outerjoin(Member, theirs)
        .where(ThemeCorrection.response_id == response_id, ThemeCorrection.ended_at.is_(None))
        .order_by(ThemeCorrection.id)
    )
    named = frames.frame_of(session).frame.by_id
    return [
        Correction(row, named[str(row.theme_id)].name if str(row.theme_id) in named else "", who)
        for row, name, email in rows
        for who in [name or email or ""]
        if row.theme_id == WHOLE or str(row.theme_id) in named
    ]


def state_later(session: Session, sieve: Sieve, said: Stated) -> Job:
    """Let a job say it of all comments that fit now."""
    payload = {
        "query": sieve.from_the_top.address(),
        "theme": said.theme_id,
        "verdict": said.verdict,
        "by": said.by,
        "until": new_id(),
        "as_read": is_narrower(wanted(sieve.words)),
    }
    return jobs.enqueue(session, CORRECT, payload, now=said.at)


def correct_themes(session: Session, job: Job) -> None:
    """Say of all that fit what was said; begun anew, what stands already is passed over."""
    payload: Mapping[str, Any] = job.payload
    sieve, until = Sieve.of(MultiDict(payload["query"])) or Sieve(), payload["until"]
    as_read, most, done = payload.get("as_read", True), 0, 0
    if not as_read:
        fits = finding.sifted(session, sieve).subquery()
        total = select(func.count()).select_from(fits).where(fits.c.response_id < until)
        most = session.scalar(total) or 0
    for numbers in finding.every(session, sieve, as_read=as_read, until=until):
        now = datetime.now(UTC)
        said = Stated(payload["theme"], payload["verdict"], payload["by"], now)
        state(session, numbers, said)
        done += len(numbers)
        jobs.report(session, job, done=done, total=max(most, done), now=now)
        session.commit()


def under_way(session: Session) -> Job | None:
    """Give the job that sets many right, while it does, or where it failed."""
    row = session.scalars(select(Job).where(Job.kind == CORRECT).order_by(Job.id.desc())).first()
    return row if row and row.state != JobState.DONE else None


def _verdicts(session: Session, numbers: Collection[int], said: Stated) -> dict[int, str]:
    """Give what is said of each; of what only belongs, what it says already, or as a whole."""
    if said.verdict != BELONGS:
        return dict.fromkeys(numbers, said.verdict)
    mention = and_(
        ThemeMention.workspace_id == CommentReading.workspace_id,
        ThemeMention.response_id == CommentReading.response_id,
        ThemeMention.theme_id == said.theme_id,
    )
    rows = session.execute(
        select(CommentReading.response_id, ThemeMention.sentiment, CommentReading.sentiment)
        .outerjoin(ThemeMention, mention)
        .where(CommentReading.response_id.in_(numbers))
    )
    return {number: own or whole or "neutral" for number, own, whole in rows}


def _hashes(session: Session, numbers: Collection[int]) -> dict[int, str]:
    words = select(Answer.response_id, Answer.text).where(
        Answer.response_id.in_(numbers), Answer.question_key == REASON_KEY
    )
    return {number: digest(text or "") for number, text in session.execute(words)}


def _stands(row: ThemeCorrection | None, verdict: str, hashed: str, said: Stated) -> bool:
    if row is None or row.words_hash != hashed:
        return False
    return row.verdict == verdict or (said.verdict == BELONGS and row.verdict != ABSENT)


def _end(session: Session, which: Any, said: Stated) -> None:
    session.execute(
        update(ThemeCorrection)
        .where(which, ThemeCorrection.theme_id == said.theme_id, ThemeCorrection.ended_at.is_(None))
        .values(ended_at=said.at),
        execution_options=NO_SYNC,
    )
