"""The questions these pages put to the database: who is asked, what was answered, what is shown.

All who are asked come back in one shape, however they came. Core is not scoped by itself: each
statement names the workspace, or the code of a touchpoint, which stands for one.
"""

from sqlalchemy import and_, bindparam, case, false, func, null, select

from feedback.models import Answer, Begun, Response, UsedLink
from surveys.links import Purpose
from surveys.models import (
    Campaign,
    Contact,
    Invitation,
    InvitationState,
    Survey,
    Touchpoint,
    Version,
    Workspace,
)

_i, _c, _s = Invitation.__table__.c, Campaign.__table__.c, Survey.__table__.c
_w, _r, _p = Workspace.__table__.c, Response.__table__.c, Contact.__table__.c
_v, _a, _t = Version.__table__.c, Answer.__table__.c, Touchpoint.__table__.c
_u, _b = UsedLink.__table__.c, Begun.__table__.c

_COMPANY = (_w.name.label("company"), _w.accent, _w.timezone, _w.sharing)
_EARLIER = (_r.id, _r.answered_at, _r.updated_at, _r.revision, _r.excluded, _r.language)
_NAMED = (false().label("is_anonymous"), false().label("is_used"))
"""Only an invitation leads to an anonymous survey: no place does, and no link to an answer."""
_NOT_THEIRS = (null().label("own_id"), null().label("seed"))
_NOTHING_EARLIER = tuple(null().label(f"earlier_{column.key}") for column in _EARLIER)

_BY_INVITATION = (
    select(
        _i.workspace_id,
        _i.id.label("invitation_id"),
        null().label("touchpoint_id"),
        case((_i.state == InvitationState.HANDED, "links"), else_="mail").label("source"),
        _i.contact_id,
        _i.sent_at,
        _p.name.label("contact_name"),
        _p.attributes,
        null().label("place"),
        _c.survey_id,
        _c.version_id,
        _s.closed_at,
        _s.is_anonymous,
        _u.invitation_id.is_not(None).label("is_used"),
        *_NOT_THEIRS,
        *_COMPANY,
        *_EARLIER,
    )
    .select_from(Invitation.__table__)
    .join(Campaign, and_(_c.workspace_id == _i.workspace_id, _c.id == _i.campaign_id))
    .join(Survey, and_(_s.workspace_id == _i.workspace_id, _s.id == _c.survey_id))
    .join(Workspace, _w.id == _i.workspace_id)
    .outerjoin(Contact, and_(_p.workspace_id == _i.workspace_id, _p.id == _i.contact_id))
    .outerjoin(Response, and_(_r.workspace_id == _i.workspace_id, _r.invitation_id == _i.id))
    .outerjoin(UsedLink, and_(_u.workspace_id == _i.workspace_id, _u.invitation_id == _i.id))
    .where(_i.workspace_id == bindparam("workspace"), _i.id == bindparam("row"))
)
_BY_ANSWER = (
    select(
        _r.workspace_id,
        _r.invitation_id,
        _r.touchpoint_id,
        _r.source,
        _r.contact_id,
        null().label("sent_at"),
        null().label("contact_name"),
        _r.attributes,
        null().label("place"),
        _r.survey_id,
        _r.version_id,
        _s.closed_at,
        *_NAMED,
        _r.id.label("own_id"),
        _r.submission_id.label("seed"),
        *_COMPANY,
        *_EARLIER,
    )
    .select_from(Response.__table__)
    .join(Survey, and_(_s.workspace_id == _r.workspace_id, _s.id == _r.survey_id))
    .join(Workspace, _w.id == _r.workspace_id)
    .where(_r.workspace_id == bindparam("workspace"), _r.id == bindparam("row"))
)
BY_BEGUN = (
    select(
        _b.workspace_id,
        _b.invitation_id,
        _b.touchpoint_id,
        _t.kind.label("source"),
        null().label("contact_id"),
        null().label("sent_at"),
        null().label("contact_name"),
        null().label("attributes"),
        _t.name.label("place"),
        _b.survey_id,
        _b.version_id,
        func.coalesce(_t.ended_at, _s.closed_at).label("closed_at"),
        *_NAMED,
        _b.id.label("own_id"),
        _b.submission.label("seed"),
        *_COMPANY,
        *_NOTHING_EARLIER,
    )
    .select_from(Begun.__table__)
    .join(Touchpoint, and_(_t.workspace_id == _b.workspace_id, _t.id == _b.touchpoint_id))
    .join(Survey, and_(_s.workspace_id == _b.workspace_id, _s.id == _b.survey_id))
    .join(Workspace, _w.id == _b.workspace_id)
    .where(_b.workspace_id == bindparam("workspace"), _b.id == bindparam("row"))
)
"""What the link to one's own answer stands for until that is sent."""
BY_LINK = {Purpose.ANSWER: _BY_INVITATION, Purpose.CHANGE: _BY_ANSWER}
_NEWEST = (
    select(_v.id)
    .where(
        _v.workspace_id == _t.workspace_id,
        _v.survey_id == _t.survey_id,
        _v.published_at.is_not(None),
    )
    .order_by(_v.number.desc())
    .limit(1)
    .correlate(Touchpoint.__table__)
    .scalar_subquery()
)
AT_TOUCHPOINT = (
    select(
        _t.workspace_id,
        null().label("invitation_id"),
        _t.id.label("touchpoint_id"),
        _t.kind.label("source"),
        null().label("contact_id"),
        null().label("sent_at"),
        null().label("contact_name"),
        null().label("attributes"),
        _t.name.label("place"),
        _t.survey_id,
        _NEWEST.label("version_id"),
        func.coalesce(_t.ended_at, _s.closed_at).label("closed_at"),
        *_NAMED,
        *_NOT_THEIRS,
        *_COMPANY,
        *_NOTHING_EARLIER,
    )
    .select_from(Touchpoint.__table__)
    .join(Survey, and_(_s.workspace_id == _t.workspace_id, _s.id == _t.survey_id))
    .join(Workspace, _w.id == _t.workspace_id)
    .where(_t.code == bindparam("code"))
)
VERSION = select(_v.definition, _v.published_at, _v.survey_id).where(
    _v.workspace_id == bindparam("workspace"), _v.id == bindparam("version")
)
ANSWERS = select(_a.question_key, _a.number, _a.text).where(
    _a.workspace_id == bindparam("workspace"), _a.response_id == bindparam("response")
)
