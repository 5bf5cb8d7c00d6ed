"""Who is not to be asked for their words: whoever is hurt. The door stays open to them."""

from datetime import datetime

from sqlalchemy import and_, false, or_, select

from feedback.models import Response
from feedback.models.hurt import low_answers
from feedback.respond.invited import Invited, reading
from surveys.hurting import is_hurt, is_low
from surveys.models import Contact, Survey

_r, _s, _p = Response.__table__.c, Survey.__table__.c, Contact.__table__.c


def is_spared(invited: Invited, now: datetime) -> bool:
    """Whether nobody may ask the author of this answer for a testimonial now."""
    assert invited.earlier is not None
    own = is_low(Survey.kind, Response.score)
    theirs = is_hurt(low_answers, now) if invited.contact_id else false()
    found = (
        select(Response.id)
        .join(Survey, and_(_s.workspace_id == _r.workspace_id, _s.id == _r.survey_id))
        .outerjoin(Contact, and_(_p.workspace_id == _r.workspace_id, _p.id == _r.contact_id))
        .where(_r.workspace_id == invited.workspace_id, _r.id == invited.earlier.id)
        .where(or_(own, theirs))
    )
    with reading() as connection:
        return connection.execute(found).first() is not None
