"""A wall of many quotes, written in bulk."""

from datetime import UTC, datetime, timedelta

from feedback import models
from feedback.ids import spell
from surveys.db import new_id


def many(session, version, count):
    """Write the rows in bulk: one customer's answer, consent, cut and publication each."""
    now = datetime.now(UTC)
    rows = {model: [] for model in ("Response", "Answer", "Consent", "Testimonial", "Publication")}
    for n in range(count):
        made = [new_id() for _ in range(4)]
        words = f"Comment number {n} is good."
        rows["Response"].append(
            {
                "id": made[0],
                "survey_id": version.survey_id,
                "version_id": version.id,
                "submission_id": spell(made[0]),
                "score": 9,
                "answered_at": now,
                "answered_on": now.date(),
                "updated_at": now,
                "source": "mail",
                "attributes": {},
            }
        )
        rows["Answer"].append(
            {"response_id": made[0], "question_key": "reason", "text": words, "number": None}
        )
        rows["Consent"].append(
            {
                "id": made[1],
                "response_id": made[0],
                "words": words,
                "words_hash": "x",
                "attribution": "full",
                "named_as": f"Customer {n}",
                "purposes": ["website"],
                "wording_version": "1",
                "wording_hash": "x",
                "locale": "en",
                "channel": "thanks",
                "given_at": now,
                "expires_at": now + timedelta(days=9),
            }
        )
        rows["Testimonial"].append(
            {
                "id": made[2],
                "consent_id": made[1],
                "spans": [[0, len(words)]],
                "quote": words,
                "made_at": now,
            }
        )
        rows["Publication"].append({"id": made[3], "testimonial_id": made[2], "published_at": now})
    for name, values in rows.items():
        for value in values:
            value["workspace_id"] = version.workspace_id
        session.execute(getattr(models, name).__table__.insert(), values)
    session.commit()
