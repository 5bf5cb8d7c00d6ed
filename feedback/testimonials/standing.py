"""What holds comments back or lets them go today: agreements, hurt, cases, where they came from."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from feedback.agreements.insiders import INSIDER
from feedback.models import Consent, Judgement, Publication, Response, Testimonial
from surveys.hurting import HURT_FOR, is_low
from surveys.models import Peace, Survey
from surveys.peace import left_in_peace


def agreed(now: datetime) -> Select[Any]:
    """Select the responses whose authors agree now to be quoted."""
    return select(Consent.response_id).where(Consent.ended_at.is_(None), Consent.expires_at > now)


def published(now: datetime) -> Select[Any]:
    """Select the responses that a quote is published from."""
    return (
        agreed(now)
        .join(Testimonial, _same(Testimonial, "consent_id", Consent))
        .join(Publication, _same(Publication, "testimonial_id", Testimonial))
        .where(Publication.ended_at.is_(None))
    )


def is_clear(now: datetime) -> ColumnElement[bool]:
    """Whether nothing holds a judged comment back today; asking its author may still be needed."""
    known = and_(~Judgement.is_imported, Judgement.contact_id.is_not(None))
    free = or_(
        Judgement.contact_id.is_(None),
        and_(
            Judgement.contact_id.not_in(hurt(now)), Judgement.contact_id.not_in(left_in_peace(now))
        ),
    )
    is_open = or_(~Judgement.is_held, Judgement.response_id.in_(_tied(now)))
    return and_(is_open, free, or_(known, Judgement.response_id.in_(agreed(now))))


def _tied(now: datetime) -> Select[Any]:
    """Select comments held back by nothing but a tie that is said beside them by now."""
    held = aliased(Judgement)
    only = cast(held.gates, Text)
    same = and_(held.workspace_id == Consent.workspace_id, held.response_id == Consent.response_id)
    nothing_else = only.startswith(f'[["{INSIDER}"'), ~only.contains("], [")
    return agreed(now).join(held, same).where(Consent.relation.is_not(None), *nothing_else)


def hurt(now: datetime) -> Select[Any]:
    """Select the contacts who gave, or changed to, a low score not long ago."""
    return (
        select(Response.contact_id)
        .join(Survey, _same(Response, "survey_id", Survey))
        .where(
            literal_column("response.score <= 6"),
            Response.updated_at > now - HURT_FOR,
            Response.contact_id.is_not(None),
            is_low(Survey.kind, Response.score),
        )
    )


def gates_of(session: Session, contact_ids: set[int], now: datetime) -> dict[int, str]:
    """Name what holds some contacts back today: 'hurt' or 'case'."""
    hurting = set(session.scalars(hurt(now).where(Response.contact_id.in_(contact_ids))))
    resting = set(session.scalars(left_in_peace(now).where(Peace.contact_id.in_(contact_ids))))
    return {**dict.fromkeys(hurting, "hurt"), **dict.fromkeys(resting, "case")}


def attribute(session: Session, name: str) -> ColumnElement[str]:
    """Read one attribute of an answer as text, "" where it was not given."""
    if session.get_bind().dialect.name == "postgresql":
        column: ColumnElement[Any] = Response.attributes[name].as_string()
    else:
        carried = func.json_each(Response.attributes).table_valued("key", "value")
        column = select(carried.c.value).where(carried.c.key == name).scalar_subquery()
    return func.coalesce(func.trim(cast(column, Text)), "")


def _same(child: Any, column: str, parent: Any) -> ColumnElement[bool]:
    return and_(parent.workspace_id == child.workspace_id, parent.id == getattr(child, column))
