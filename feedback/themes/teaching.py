"""Learning from a workspace's own corrections: by a job, held against the rules, never applied."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session

from analysis.reading import Known, Reader
from analysis.reading.learning import Correction, Learned, learn
from feedback import jobs, recurring
from feedback.models import Answer, CommentReading, ThemeCorrection, ThemeLesson, ThemeMention
from feedback.models.consent import digest
from feedback.recurring import Progress
from feedback.themes import frames
from feedback.themes.corrected import ABSENT, WHOLE
from feedback.themes.frames import Standing
from surveys.db import new_id
from surveys.definition import REASON_KEY
from surveys.models import Job, JobState

LEARN = "learn-themes"
MOST = 2_000
"""Corrected comments that are learned from, the newest: what memory allows."""
LOOKED_AT = 20_000
"""Newest comments on which the effect on history is counted."""
AT_ONCE = 500


def learn_themes(session: Session, job: Job) -> None:
    """Learn, hold what was learned against the rules, and count what it would change."""
    here, now = frames.frame_of(session), datetime.now(UTC)
    reader = Reader(here.frame)
    corrections = list(_corrections(session, reader, here))
    learned = learn(corrections)
    if learned is None:
        raise jobs.JobRefusedError("There are too few corrections to learn from.")
    effects, examined = _effects(session, job, learned, reader)
    old = update(ThemeLesson).where(ThemeLesson.state == "offered").values(state="old")
    session.execute(old, execution_options={"synchronize_session": False})
    session.add(
        ThemeLesson(
            id=new_id(),
            made_at=now,
            number=here.reads,
            corrections=len(corrections),
            held=learned.held,
            mended=learned.mended,
            spoiled=learned.spoiled,
            p=learned.p,
            weights={theme: dict(words) for theme, words in learned.weights.items()},
            effects=effects,
            examined=examined,
            state="offered" if learned.is_offered else "worse",
        )
    )


def plan(session: Session, workspace_id: int, now: datetime) -> bool:
    """Queue the job where none is under way."""
    return recurring.plan(session, LEARN, workspace_id, now)


def progress(session: Session) -> Progress | None:
    """Tell how far learning is, where it goes on."""
    newest = select(Job).where(Job.kind == LEARN).order_by(Job.id.desc()).limit(1)
    job = session.scalars(newest).first()
    if job is None or job.state == JobState.DONE:
        return None
    error = job.error if job.state == JobState.FAILED else None
    return Progress(max(job.total, 1) - job.done, job.done, error)


def _corrections(session: Session, reader: Reader, here: Standing) -> Iterator[Correction]:
    """Give corrected comments: what the rules find now, and what people said of it."""
    verdicts: dict[int, list[ThemeCorrection]] = defaultdict(list)
    about = ThemeCorrection.ended_at.is_(None), ThemeCorrection.theme_id != WHOLE
    newest = (
        select(ThemeCorrection.response_id)
        .where(*about)
        .group_by(ThemeCorrection.response_id)
        .order_by(func.max(ThemeCorrection.id).desc())
        .limit(MOST)
    )
    rows = session.scalars(
        select(ThemeCorrection).where(*about, ThemeCorrection.response_id.in_(newest))
    )
    for row in rows:
        if str(row.theme_id) in here.frame.by_id:
            verdicts[row.response_id].append(row)
    for number, text, language in _words(session, verdicts):
        hashed = digest(text)
        said = [row for row in verdicts[number] if row.words_hash == hashed]
        if said:
            found = frozenset(reader.read(text, Known(language)).themes)
            gone = {str(row.theme_id) for row in said if row.verdict == ABSENT}
            there = {str(row.theme_id) for row in said if row.verdict != ABSENT}
            yield Correction(text, found, (found - gone) | there)


def _effects(
    session: Session, job: Job, learned: Learned, reader: Reader
) -> tuple[dict[str, list[int]], int]:
    """Count of each learned theme the comments that would come in, and those that would go out."""
    came: Counter[str] = Counter()
    went: Counter[str] = Counter()
    total = min(LOOKED_AT, session.scalar(select(func.count()).select_from(CommentReading)) or 0)
    done = 0
    for numbers in _newest(session):
        now = _mentioned(session, numbers)
        for number, text, language in _words(session, numbers):
            decided, standing = now[number]
            found = learned.themes(text, reader.read(text, Known(language)).themes)
            theirs = {theme for theme in found if theme in learned.weights} - decided
            before = {theme for theme in standing if theme in learned.weights} - decided
            came.update(theirs - before)
            went.update(before - theirs)
        done += len(numbers)
        jobs.report(session, job, done=done, total=total + 1, now=datetime.now(UTC))
        session.commit()
    return {theme: [came[theme], went[theme]] for theme in learned.weights}, done


def _newest(session: Session) -> Iterator[list[int]]:
    """Give the newest comments, some at a time."""
    before, left = 2**63 - 1, LOOKED_AT
    while left > 0:
        some = (
            select(CommentReading.response_id)
            .where(CommentReading.response_id < before)
            .order_by(CommentReading.response_id.desc())
            .limit(min(AT_ONCE, left))
        )
        numbers = list(session.scalars(some))
        if not numbers:
            return
        before, left = numbers[-1], left - len(numbers)
        yield numbers


def _mentioned(session: Session, numbers: list[int]) -> dict[int, tuple[set[str], set[str]]]:
    """Give of each comment the themes that a person decided on, and all that it has."""
    found: dict[int, tuple[set[str], set[str]]] = {number: (set(), set()) for number in numbers}
    decided = select(ThemeCorrection.response_id, ThemeCorrection.theme_id).where(
        ThemeCorrection.response_id.in_(numbers), ThemeCorrection.ended_at.is_(None)
    )
    for number, theme in session.execute(decided):
        found[number][0].add(str(theme))
    rows = select(ThemeMention.response_id, ThemeMention.theme_id).where(
        ThemeMention.response_id.in_(numbers)
    )
    for number, theme in session.execute(rows):
        found[number][1].add(str(theme))
    return found


def _words(session: Session, numbers: Any) -> list[tuple[int, str, str]]:
    """Read words with the language that the reader saw them in."""
    read = and_(
        CommentReading.workspace_id == Answer.workspace_id,
        CommentReading.response_id == Answer.response_id,
    )
    rows = session.execute(
        select(Answer.response_id, Answer.text, CommentReading.language)
        .join(CommentReading, read)
        .where(Answer.question_key == REASON_KEY, Answer.response_id.in_(list(numbers)))
        .order_by(Answer.response_id)
    )
    return [(number, text or "", language) for number, text, language in rows]
