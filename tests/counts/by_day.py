"""Days counted three times: in plain Python, as reports read them, and as they are kept."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from feedback.counts import reading
from feedback.counts.derived import KINDS
from feedback.models import Response, StaleDay, ToldDay
from surveys.models import Invitation, Survey

BEGIN = datetime(2026, 3, 29, 12, tzinfo=UTC)
"""Three days before a quarter ends."""


def plainly(session):
    """Count the answers one by one, in plain Python."""
    session.expire_all()
    rows = session.scalars(select(Response)).all()
    open_ones = set(session.scalars(select(Survey.id).where(~Survey.is_anonymous)))
    mails = {mail.id: mail for mail in session.scalars(select(Invitation))}
    first = {}
    for row in rows:
        first[row.contact_id] = min(row.answered_on, first.get(row.contact_id, date.max))
    found = {kind: Counter() for kind in KINDS}
    for row in rows:
        if row.survey_id not in open_ones or row.score is None or row.excluded:
            continue
        key = (row.survey_id, row.answered_on, row.score)
        mail = mails.get(row.invitation_id)
        if mail:
            found["campaign"][(*key, str(mail.campaign_id))] += 1
        if mail and mail.sent_at:
            is_early = row.answered_at - mail.sent_at <= timedelta(days=2)
            found["speed"][(*key, "early" if is_early else "late")] += 1
        if row.contact_id:
            day = first[row.contact_id]
            quarter = f"{day.year}-{ {1: '01', 2: '04', 3: '07', 4: '10'}[(day.month + 2) // 3] }"
            found["first"][(*key, quarter)] += 1
    return found


def told(session, source=reading):
    """Read the same as reports do."""
    surveys = session.scalars(select(Survey.id)).all()
    found = {}
    for kind in KINDS:
        found[kind] = Counter()
        for survey, text, day, steps in source.told(session, surveys, kind):
            found[kind].update({(survey, day, score, text): n for score, n in enumerate(steps)})
        found[kind] = +found[kind]
    return found


def kept(session):
    """Read what is counted by itself, whatever is stale."""
    session.expire_all()
    found = {kind: Counter() for kind in KINDS}
    for row in session.scalars(select(ToldDay)):
        for score in range(11):
            key = (row.survey_id, row.day, score, row.value)
            found[row.kind][key] += getattr(row, f"s{score}")
    return {kind: +counts for kind, counts in found.items()}


def marked(session):
    """Name the days that are stale."""
    session.expire_all()
    return sorted({mark.day for mark in session.scalars(select(StaleDay))})
