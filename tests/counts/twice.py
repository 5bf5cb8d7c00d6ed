"""What is counted, twice: from the answers in plain Python, and as the counts have it."""

from collections import Counter

from sqlalchemy import select

from feedback.counts import figures, folding
from feedback.models import (
    Response,
    Tally,
    TallyAsked,
    TallyAskedChange,
    TallyChange,
    TallyGroup,
    TallyValue,
)
from feedback.models.tally import STEPS
from surveys.models import Invitation, Survey


def scanned(session):
    """Count the answers one by one, in plain Python."""
    by_day, by_value, asked = Counter(), Counter(), Counter()
    open_ones = set(session.scalars(select(Survey.id).where(~Survey.is_anonymous)))
    for r in session.scalars(select(Response)):
        if r.survey_id not in open_ones:
            continue
        labelled = r.signals in ("soon", "scores")
        where = (r.survey_id, r.answered_on, r.version_id, r.source, r.language or "")
        by_day[(*where, r.excluded or "", labelled, r.score)] += 1
        for name, value in r.attributes.items():
            if r.score is not None and r.excluded is None and figures.as_text(value):
                said = figures.as_text(value)
                for each in (said, ""):
                    by_value[r.survey_id, name, each, r.answered_on, r.score] += 1
    replied = set(
        session.scalars(select(Response.invitation_id).where(Response.excluded.is_(None)))
    )
    for i in session.scalars(select(Invitation)):
        if i.state in ("sent", "unknown") and i.step == 0:
            slot = int(i.due_at.timestamp()) // 900
            asked[i.campaign_id, slot, "sent"] += 1
            asked[i.campaign_id, slot, "answered"] += i.id in replied
    return +by_day, +by_value, +asked


def counted(session):
    """Read the same from the counts and what waits to be folded."""
    by_day, by_value, asked = Counter(), Counter(), Counter()
    for t in session.scalars(select(Tally)):
        where = (t.survey_id, t.day, t.version_id, t.source, t.language, t.excluded, t.labelled)
        for score in range(STEPS):
            by_day[(*where, score)] += getattr(t, f"s{score}")
        by_day[(*where, None)] += t.skipped
    names = {
        (v.survey_id, v.id): (v.attribute, v.value) for v in session.scalars(select(TallyValue))
    }
    for g in session.scalars(select(TallyGroup)):
        for score in range(STEPS):
            n = getattr(g, f"s{score}")
            by_value[(g.survey_id, *names[g.survey_id, g.value_id], g.day, score)] += n
    for c in session.scalars(select(TallyChange)):
        where = (c.survey_id, c.day, c.version_id, c.source, c.language, c.excluded, c.labelled)
        by_day[(*where, c.score)] += c.n
        for name, value in c.attributes.items():
            if c.score is not None and not c.excluded and figures.as_text(value):
                for each in (figures.as_text(value), ""):
                    by_value[c.survey_id, name, each, c.day, c.score] += c.n
    for a in (*session.scalars(select(TallyAsked)), *session.scalars(select(TallyAskedChange))):
        asked[a.campaign_id, a.slot, "sent"] += a.sent
        asked[a.campaign_id, a.slot, "answered"] += a.answered
    assert min([*by_day.values(), *by_value.values(), *asked.values()], default=0) >= 0
    return +by_day, +by_value, +asked


def fold():
    while folding.fold_some():
        pass
