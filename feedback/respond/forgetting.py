"""What was begun and never sent is forgotten a month after its survey closed."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from feedback import jobs
from feedback.models import Begun
from surveys.models import Job, Survey

FORGET = "forget-begun"
KEPT = timedelta(days=30)


def forget_later(session: Session, survey: Survey, now: datetime) -> None:
    """Let the worker look again in a month; a survey opened meanwhile keeps everything."""
    job = jobs.enqueue(session, FORGET, {"survey": survey.id}, now=now)
    job.run_at = now + KEPT


def forget(session: Session, job: Job) -> None:
    """Forget what was begun, where the survey has been closed for long enough."""
    key = {"workspace_id": job.workspace_id, "id": job.payload["survey"]}
    survey = session.get(Survey, key)
    if survey and survey.closed_at and datetime.now(UTC) - survey.closed_at >= KEPT:
        session.execute(delete(Begun).where(Begun.survey_id == survey.id))
