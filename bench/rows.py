"""Fill a workspace with any number of answers, set-based: one INSERT … SELECT per table.

Contacts are a quarter as many as answers, a million at most, in up to 10,000 companies. Days rise
with numbers, as in life, so that indexes grow at their end.
"""

from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from surveys.models import Campaign

SERIES = {
    "sqlite": "(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < :n)"
    " SELECT i FROM s)",
    "postgresql": "(SELECT generate_series(1, CAST(:n AS bigint)) AS i)",
}
AT = {
    "sqlite": "datetime('2026-11-22', '-' || {days} || ' days')",
    "postgresql": "TIMESTAMPTZ '2026-11-22' - {days} * INTERVAL '1 day'",
}
ON = {
    "sqlite": "date('2026-11-22', '-' || {days} || ' days')",
    "postgresql": "DATE '2026-11-22' - CAST({days} AS integer)",
}
DAYS = "(424 - (i - 1) * 425 / :n)"
CHANCE = "(i * 2654435761 % 1000)"
SCORE = (
    f"CASE WHEN {CHANCE} < 30 THEN NULL WHEN {CHANCE} < 210 THEN {CHANCE} % 7"
    f" WHEN {CHANCE} < 480 THEN 7 + {CHANCE} % 2 ELSE 9 + {CHANCE} % 2 END"
)
MOST_CONTACTS = 1_000_000
WHO = "(1 + i % :people)"
PERSON = """CAST('{"plan": "' || CASE {who} % 3 WHEN 0 THEN 'Basic' WHEN 1 THEN 'Team'
 ELSE 'Enterprise' END || '", "region": "Region ' || ({who} * 31 % 9) || '", "account": "A-'
 || ({who} % 1000) || '", "company": "C-' || ({who} % 10000) || '"}' AS JSON)"""
JSON_TYPE = {"sqlite": "text", "postgresql": "jsonb"}
WORDS = "The team answered quickly and the new export saves us an hour each week."


def fill(session: Session, *, workspace_id: int, survey_id: int, version_id: int, n: int) -> None:
    """Write n answers of 14 months: half by mail (one answer in two sent), half imported."""
    dialect = session.get_bind().dialect.name
    series, at, on = (part[dialect] for part in (SERIES, AT, ON))
    at, on = at.format(days=DAYS), on.format(days=DAYS)
    person = PERSON.replace("JSON", JSON_TYPE[dialect])
    given = {"w": workspace_id, "s": survey_id, "v": version_id, "n": n, "words": WORDS}
    given |= {"people": min(n // 4, MOST_CONTACTS) | 1}  # odd, so that mail reaches everybody
    session.add(
        Campaign(
            id=1,
            survey_id=survey_id,
            version_id=version_id,
            name="Bench",
            created_at=datetime(2026, 11, 22, tzinfo=UTC),
        )
    )
    session.flush()
    for statement in (
        f"""INSERT INTO contact (workspace_id, id, key, email, name, attributes, created_at,
            updated_at)
            SELECT :w, i, 'c' || i || '@x.example', 'c' || i || '@x.example', 'Contact ' || i,
            {person.replace("{who}", "i")}, {at}, {at} FROM {series.replace(":n", ":people")}
            AS s""",
        f"""INSERT INTO invitation (workspace_id, id, campaign_id, contact_id, round, step, state,
            attempts, queued_at, due_at, sent_at)
            SELECT :w, i, 1, {WHO}, i / :people, 0, 'sent', 1, {at}, {at}, {at}
            FROM {series} AS s""",
        f"""INSERT INTO response (workspace_id, id, survey_id, version_id, invitation_id,
            contact_id, submission_id, score, answered_at, answered_on, updated_at, revision,
            source, attributes)
            SELECT :w, i, :s, :v, CASE WHEN i % 2 = 0 THEN i END, {WHO},
            'bench-' || (1000000000 + i), {SCORE}, {at}, {on}, {at}, 1,
            CASE WHEN i % 2 = 0 THEN 'mail' ELSE 'import' END, {person.replace("{who}", WHO)}
            FROM {series} AS s""",
        f"""INSERT INTO answer (workspace_id, response_id, question_key, text)
            SELECT :w, i, 'reason', :words FROM {series} AS s WHERE i % 3 = 0""",
    ):
        session.execute(text(statement), given)
    session.commit()
