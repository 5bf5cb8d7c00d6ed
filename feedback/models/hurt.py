"""What came back, seen by the rule that spares the hurt: who gave a low answer not long ago."""

from datetime import datetime

from sqlalchemy import ColumnElement, exists

from feedback.models.response import Response
from surveys.hurting import is_low
from surveys.models import Contact, Survey


def low_answers(since: datetime) -> ColumnElement[bool]:
    """Whether the contact of a query gave, or changed to, a low answer after a moment."""
    return (
        exists()
        .where(
            Response.workspace_id == Contact.workspace_id,
            Response.contact_id == Contact.id,
            Response.updated_at > since,
            Survey.workspace_id == Response.workspace_id,
            Survey.id == Response.survey_id,
            is_low(Survey.kind, Response.score),
        )
        .correlate(Contact)
    )
