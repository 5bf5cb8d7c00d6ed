"""Fernhill Coffee: a made-up company with fourteen months of customers' answers."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from feedback.models import Answer, Response
from surveys.db import Base, new_id
from surveys.definition import REASON_KEY, SCORE_KEY
from surveys.models import Campaign, Contact, Invitation, InvitationState, Version, Workspace

WORDS: dict[str, list[str]] = json.loads((Path(__file__).parent / "words.json").read_text())
MONTHS = 14
ASKED_EACH_MONTH = 260
PLANS = ("Starter", "Office", "Enterprise")
REGIONS = ("North", "South", "East", "West")


@dataclass
class Cast:
    """Everybody and everything the demo made so far."""

    session: Session
    workspace: Workspace
    version: Version
    now: datetime
    chance: random.Random
    contacts: list[Contact] = field(default_factory=list)
    last_asked: dict[int, date] = field(default_factory=dict)
    decks: dict[str, list[str]] = field(default_factory=dict)


def add_customers(cast: Cast) -> None:
    """Add the customers: several people at each of the companies."""
    for account in WORDS["company"]:
        plan, region = cast.chance.choice(PLANS), cast.chance.choice(REGIONS)
        for _ in range(cast.chance.randint(14, 40)):
            attributes = {"account": account, "plan": plan, "region": region}
            cast.contacts.append(customer(cast, attributes))
    cast.session.add_all(cast.contacts)
    cast.session.flush()


def add_history(cast: Cast) -> None:
    """Ask once a month for fourteen months; about a third answers within the days after."""
    for months_ago in range(MONTHS, 0, -1):
        sent_at = cast.now - timedelta(days=round(30.4 * months_ago))
        _wave(cast, sent_at)


def customer(cast: Cast, attributes: dict[str, str]) -> Contact:
    """Make a person at a company."""
    first, last = cast.chance.choice(WORDS["first"]), cast.chance.choice(WORDS["last"])
    domain = "".join(c for c in attributes["account"].casefold() if c.isalnum())
    email = f"{first}.{last}{len(cast.contacts)}@{domain}.example".casefold()
    return Contact(
        id=new_id(),
        key=email,
        email=email,
        name=f"{first} {last}",
        attributes=attributes,
        created_at=cast.now - timedelta(days=500),
        updated_at=cast.now - timedelta(days=500),
    )


def _wave(cast: Cast, sent_at: datetime) -> None:
    campaign = Campaign(
        id=new_id(),
        survey_id=cast.version.survey_id,
        version_id=cast.version.id,
        name=f"Customers, {sent_at:%B %Y}",
        created_at=sent_at,
    )
    cast.session.add(campaign)
    cast.session.flush()
    rested = [c for c in cast.contacts if _is_rested(cast, c, sent_at.date())]
    asked = cast.chance.sample(rested, min(ASKED_EACH_MONTH, len(rested)))
    cast.last_asked |= {contact.id: sent_at.date() for contact in asked}
    invitations = [sent(campaign, contact, sent_at) for contact in asked]
    save(cast.session, invitations)
    came_back = [
        _response(cast, contact, invitation, sent_at)
        for contact, invitation in zip(asked, invitations, strict=True)
        if cast.chance.random() < 0.36
    ]
    save(cast.session, came_back)
    save(cast.session, [answer for response in came_back for answer in _answers(cast, response)])


def save(session: Session, rows: Sequence[Base]) -> None:
    """Write rows before those that point at them."""
    session.add_all(rows)
    session.flush()


def _is_rested(cast: Cast, contact: Contact, day: date) -> bool:
    last = cast.last_asked.get(contact.id)
    return last is None or (day - last).days >= cast.workspace.ask_gap_days


def sent(campaign: Campaign, contact: Contact, at: datetime) -> Invitation:
    """Make an invitation that left."""
    return Invitation(
        id=new_id(),
        campaign_id=campaign.id,
        contact_id=contact.id,
        state=InvitationState.SENT,
        attempts=1,
        queued_at=at,
        due_at=at,
        claimed_at=at,
        sent_at=at,
    )


def _response(cast: Cast, contact: Contact, invitation: Invitation, sent_at: datetime) -> Response:
    day = sent_at.date() + timedelta(days=min(int(cast.chance.expovariate(0.35)), 12))
    clock = time(cast.chance.randint(7, 20), cast.chance.randint(0, 59), tzinfo=sent_at.tzinfo)
    at = min(datetime.combine(day, clock), cast.now - timedelta(hours=2))
    score = _score(cast, contact.attributes, at)
    return Response(
        id=new_id(),
        survey_id=cast.version.survey_id,
        version_id=cast.version.id,
        invitation_id=invitation.id,
        contact_id=contact.id,
        submission_id=f"{cast.chance.getrandbits(128):032x}",
        score=score,
        answered_at=at,
        answered_on=at.date(),
        updated_at=at,
        source="mail",
        attributes=dict(contact.attributes),
    )


def _answers(cast: Cast, response: Response) -> list[Answer]:
    score = response.score or 0
    answers = [Answer(response_id=response.id, question_key=SCORE_KEY, number=score)]
    words = _words(cast, score, response.answered_at)
    if words:
        answers.append(Answer(response_id=response.id, question_key=REASON_KEY, text=words))
    return answers


def _score(cast: Cast, attributes: dict[str, Any], at: datetime) -> int:
    """Better since the new beans, eight months ago; worse in the West, better on Enterprise."""
    months_ago = (cast.now - at).days / 30.4
    middle = 8.1 + (1.0 if months_ago < 8 else 0.0)
    middle += {"West": -1.1, "North": 0.4}.get(attributes["region"], 0.0)
    middle += {"Enterprise": 0.5, "Starter": -0.3}.get(attributes["plan"], 0.0)
    return max(0, min(10, round(cast.chance.gauss(middle, 2.2))))


def _words(cast: Cast, score: int, at: datetime) -> str:
    """Deal from a shuffled deck, so that neighbours never say the same.

    Two months ago a new website came, and not everybody got along with it.
    """
    if cast.chance.random() > 0.62:
        return ""
    kind = "promoter" if score >= 9 else "passive" if score >= 7 else "detractor"
    if score < 9 and (cast.now - at).days < 58 and cast.chance.random() < 0.8:
        kind = "website"
    deck = cast.decks.setdefault(kind, [])
    if not deck:
        deck.extend(cast.chance.sample(WORDS[kind], len(WORDS[kind])))
    return deck.pop()
