"""Who tells others: advocates by what they did, influencers by how many would hear them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Text, cast, func, or_, select
from sqlalchemy.orm import Session

from feedback.models import Referral, ReferralLooks, Response
from feedback.models.hurt import low_answers
from surveys.hurting import is_hurt
from surveys.models import Contact, Survey, SurveyKind

PRAISES = 2
"""A single good answer is a good day: from the second on it is a habit."""
REACH = ("followers", "follower", "reach", "audience", "subscribers", "reichweite", "abonnés")
"""What the attribute is called that says how many people somebody reaches."""
LEAST_REACH = 1_000
MOST_REACH = 10**10
"""More people than there are: whatever says so is no number of followers."""
LONGEST = 40
"""Letters of an attribute that may be such a number."""
PER_PAGE, MOST_LOOKED_AT = 25, 2_000
NPS = (SurveyKind.RELATIONSHIP_NPS, SurveyKind.TRANSACTIONAL_NPS)
_NUMBER = re.compile(r"(\d[\d.,'’\s]*)\s*([kKmM]?)")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,'’\s]\d{3})+")
_SHARE = re.compile(r"(\d+)(?:[.,](\d*))?")
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000}


@dataclass(frozen=True)
class Advocate:
    """A customer with what they did for the company, counted and dated."""

    contact: Contact
    praises: int
    last_praise: date | None
    looks: int
    referrals: int
    is_hurt: bool


@dataclass(frozen=True)
class AdvocatesPage:
    """One page of them, and whether there are more."""

    items: Sequence[Advocate]
    has_more: bool


@dataclass(frozen=True)
class Influencer:
    """A customer whom many would hear, as an attribute says; whether they speak is open."""

    contact: Contact
    reach: int
    said_by: str
    is_advocate: bool


def advocates(session: Session, now: datetime, *, number: int) -> AdvocatesPage:
    """Read one page of who praised at least twice or brought somebody, by name: no ranking."""
    found = _advocates(now).order_by(func.lower(Contact.name), Contact.id)
    rows = session.execute(found.limit(PER_PAGE + 1).offset((number - 1) * PER_PAGE)).all()
    return AdvocatesPage([Advocate(*row) for row in rows[:PER_PAGE]], len(rows) > PER_PAGE)


def influencers(session: Session, now: datetime) -> list[Influencer]:
    """List whom many would hear, the widest reach first: a number that others count."""
    stored = cast(Contact.attributes, Text)
    named = or_(*[func.lower(stored).like(f'%"{_in_ascii(name)}"%') for name in REACH])
    heard = []
    for contact in session.scalars(select(Contact).where(named).limit(MOST_LOOKED_AT)):
        said_by, reach = _reach(contact.attributes)
        if reach >= LEAST_REACH:
            heard.append((contact, reach, said_by))
    heard.sort(key=lambda each: (-each[1], each[0].id))
    shown = heard[:PER_PAGE]
    ids = [contact.id for contact, *_rest in shown]
    advocated = {row[0].id for row in session.execute(_advocates(now).where(Contact.id.in_(ids)))}
    return [Influencer(who, reach, said_by, who.id in advocated) for who, reach, said_by in shown]


def read_reach(text: str) -> int:
    """Read a number of followers as people write it: 12,500 or 12.5k; 0 where there is none."""
    match = _NUMBER.fullmatch(text.strip()[:LONGEST])
    if not match:
        return 0
    figures, unit = match[1].strip(), match[2].lower()
    is_whole = not unit or bool(unit == "k" and _THOUSANDS.fullmatch(figures))
    if is_whole or not (share := _SHARE.fullmatch(figures)):
        reach = int(re.sub(r"\D", "", figures)) * _TIMES[unit]
    else:
        reach = round(float(f"{share[1]}.{share[2] or 0}") * _TIMES[unit])
    return reach if reach <= MOST_REACH else 0


def _advocates(now: datetime) -> Any:
    praised = _praises().subquery()
    looks = _counted(ReferralLooks, func.sum(ReferralLooks.looks)).subquery()
    brought = _counted(Referral, func.count()).subquery()
    return (
        select(
            Contact,
            func.coalesce(praised.c.n, 0),
            praised.c.last,
            func.coalesce(looks.c.n, 0),
            func.coalesce(brought.c.n, 0),
            is_hurt(low_answers, now),
        )
        .outerjoin(praised, praised.c.who == Contact.id)
        .outerjoin(looks, looks.c.who == Contact.id)
        .outerjoin(brought, brought.c.who == Contact.id)
        .where(or_(praised.c.n >= PRAISES, brought.c.n >= 1))
    )


def _reach(attributes: Any) -> tuple[str, int]:
    for name, value in attributes.items():
        if unicodedata.normalize("NFC", name.strip().casefold()) in REACH:
            return name, read_reach(str(value))
    return "", 0


def _in_ascii(name: str) -> str:
    """Let any letters stand for é and its like, which not every database lowers or stores as é."""
    return "".join(sign if sign.isascii() else "%" for sign in name)


def _praises() -> Any:
    """Count promoters' answers of each contact; two on one day are one."""
    days = func.count(func.distinct(Response.answered_on))
    asked = (Survey.workspace_id == Response.workspace_id) & (Survey.id == Response.survey_id)
    return (
        select(
            Response.contact_id.label("who"),
            days.label("n"),
            func.max(Response.answered_on).label("last"),
        )
        .join(Survey, asked)
        .where(
            Response.excluded.is_(None),
            Response.score >= 9,
            Survey.kind.in_(NPS),
            Response.contact_id.is_not(None),
        )
        .group_by(Response.contact_id)
    )


def _counted(model: Any, n: Any) -> Any:
    return select(model.advocate_id.label("who"), n.label("n")).group_by(model.advocate_id)
