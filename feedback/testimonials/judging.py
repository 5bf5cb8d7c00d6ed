"""Judging comments: by a job, once each, and all of them again when the judge has changed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, and_, delete, func, insert, literal_column, select, update
from sqlalchemy.orm import Session

from analysis.gates import Gate
from analysis.language import language_of
from analysis.praise import MODEL, Comment, praise
from analysis.telling import count_words
from feedback import jobs, recurring
from feedback.agreements.insiders import Insiders
from feedback.campaigns.recipients import reading
from feedback.models import Answer, Judgement, Response
from feedback.recurring import Progress
from surveys.definition import REASON_KEY
from surveys.hurting import score_hurts
from surveys.models import Contact, Job, Survey, SurveyKind, Workspace
from surveys.scope import bound_workspace

JUDGE = "judge-comments"
AT_ONCE = 200
COUNTED_AGAIN = 10_000
"""After so many comments those that wait are counted again: of a million that takes a while."""
BEST = {SurveyKind.CSAT: 5, SurveyKind.CES: 6}
"""The lowest of the best scores; 9 on the scale of the Net Promoter Score."""

IMPORTED = "import"
TEST_ANSWER = "test"
UNSCOPED = {"unscoped": True}


def judge_comments(session: Session, job: Job) -> None:
    """Judge whatever waits, some at a time; each batch is kept when the next begins."""
    known, insiders = _known(session), Insiders.of(session)
    session.commit()
    done, total, again = 0, 0, 0

    def judged(row: Row[Any]) -> dict[str, Any] | None:
        return _judged(row, known, insiders, datetime.now(UTC))

    while True:
        with reading(bound_workspace(session)) as look:  # SQLite has one writer, and people answer
            ahead = {row.id: (row, judged(row)) for row in look.execute(_next())}
        now = datetime.now(UTC)
        rows = session.execute(_waiting()).all()
        if not rows:
            return
        same = {row.id: ahead[row.id][1] for row in rows if ahead.get(row.id, (None,))[0] == row}
        _keep(session, rows, [same[r.id] if r.id in same else judged(r) for r in rows])
        done += len(rows)
        if done >= again:
            total, again = done + _count_waiting(session), done + COUNTED_AGAIN
        jobs.report(session, job, done=done, total=max(done, total), now=now)
        session.commit()


def plan(session: Session, now: datetime) -> bool:
    """Let a job judge where comments wait and none is under way; one row serves a workspace."""
    with reading() as reader:  # a look that finds nothing must not stand in the writers' line
        waits = select(Answer.workspace_id).where(*_unjudged()).distinct()
        found = reader.scalars(waits, execution_options=UNSCOPED).all()
    planned = [recurring.plan(session, JUDGE, workspace_id, now) for workspace_id in found]
    return any(planned)


def progress(session: Session) -> Progress | None:
    """Tell how far judging is, where anything waits."""
    waiting = _count_waiting(session)
    if not waiting:
        return None
    judged = session.scalar(select(func.count()).where(Judgement.model == MODEL)) or 0
    return recurring.progress(session, JUDGE, waiting=waiting, done=judged)


def _unjudged() -> tuple[Any, ...]:
    # Spelt out: a partial index is found by its words, not by a parameter that holds them.
    words = Answer.question_key == literal_column(f"'{REASON_KEY}'")
    return words, Answer.text.is_not(None), Answer.judged_by.is_not(None), Answer.judged_by < MODEL


def _count_waiting(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Answer).where(*_unjudged())) or 0


def _waiting() -> Any:
    return _next().with_for_update(of=Answer, skip_locked=True)


def _next() -> Any:
    return (
        select(
            Answer.text,
            Response.id,
            Response.score,
            Response.source,
            Response.answered_on,
            Response.attributes,
            Response.language,
            Response.excluded,
            Response.contact_id,
            Survey.kind,
            Survey.is_anonymous,
            Contact.email,
            Contact.attributes.label("contact_attributes"),
        )
        .join(Response, _same(Answer, "response_id", Response))
        .join(Survey, _same(Response, "survey_id", Survey))
        .outerjoin(Contact, _same(Response, "contact_id", Contact))
        .where(*_unjudged())
        .limit(AT_ONCE)
    )


def _keep(session: Session, rows: Sequence[Row[Any]], judged: list[dict[str, Any] | None]) -> None:
    numbers = [row.id for row in rows]
    session.execute(delete(Judgement).where(Judgement.response_id.in_(numbers)))
    about_it = {"workspace_id": bound_workspace(session)}
    kept = [about_it | values for values in judged if values]
    if kept:
        session.execute(insert(Judgement), kept)
    about = Answer.response_id.in_(numbers), Answer.question_key == REASON_KEY
    session.execute(
        update(Answer).where(*about).values(judged_by=MODEL),
        execution_options={"synchronize_session": False},
    )


def _judged(
    row: Row[Any], known: tuple[str, ...], insiders: Insiders, now: datetime
) -> dict[str, Any] | None:
    """Judge one comment; None for what can never be quoted."""
    if row.is_anonymous or row.excluded == TEST_ANSWER or not row.text.strip():
        return None
    language = language_of(row.text, row.language or "")
    happy = row.score is not None and row.score >= BEST.get(row.kind, 9)
    found = praise(Comment(row.id, row.text, language, names=known, happy=happy))
    gates = [*_gates_of_author(row, insiders), *found.gates]
    return {
        "response_id": row.id,
        "question_key": REASON_KEY,
        "model": MODEL,
        "language": language,
        "points": found.points,
        "is_held": bool(gates),
        "is_imported": row.source == IMPORTED,
        "contact_id": row.contact_id,
        "answered_on": row.answered_on,
        "score": row.score,
        "words": count_words(row.text),
        "names_somebody": any(reason.name == "name" for reason in found.reasons),
        "reasons": [[reason.name, reason.found] for reason in found.reasons],
        "gates": [[gate.name, gate.found] for gate in gates],
        "judged_at": now,
    }


def _gates_of_author(row: Row[Any], insiders: Insiders) -> list[Gate]:
    found = []
    if score_hurts(row.kind, row.score):
        found.append(Gate("low_score", str(row.score)))
    relation = insiders.relation(row.email, {**(row.contact_attributes or {}), **row.attributes})
    if relation:
        found.append(Gate("insider", relation))
    return found


def _known(session: Session) -> tuple[str, ...]:
    """Names that may stand in a quote: the company's own."""
    key = {"id": bound_workspace(session)}
    return (session.get_one(Workspace, key).name,)


def _same(child: Any, column: str, parent: Any) -> Any:
    return and_(parent.workspace_id == child.workspace_id, parent.id == getattr(child, column))
