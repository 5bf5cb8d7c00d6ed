"""The comments of one page of the inbox, read whole: words, author, agreement, decision."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from analysis.cues import BY_LANGUAGE
from analysis.gates import Gate, gates
from analysis.praise import Praise
from analysis.signs import odd_signs
from feedback.agreements.insiders import INSIDER
from feedback.masks import hiding
from feedback.masks.masking import HIDDEN, Shown
from feedback.models import (
    Answer,
    Consent,
    Decline,
    Judgement,
    Member,
    Publication,
    QuoteMail,
    QuoteMailKind,
    Response,
    Testimonial,
    Triage,
    Verdict,
)
from feedback.testimonials import standing, words
from feedback.testimonials.inbox import Place, place_of
from feedback.testimonials.queries import SCALES
from feedback.testimonials.words import Told
from surveys.definition import REASON_KEY
from surveys.models import Survey

OF_PEOPLE = frozenset({"email", "link", "iban", "phone", "account", "key", "address", "person"})
"""Gates whose finding tells who somebody is."""
SHOWN = 700
"""Characters of a comment that the list shows."""


@dataclass(frozen=True)
class Decision:
    """What somebody decided about a comment, and who and when."""

    verdict: Verdict
    reason: Decline | None
    by: str
    at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Item:
    """One comment of the list."""

    response_id: int
    words: str
    is_longer: bool
    """Whether more stands in the comment than is shown."""
    contact_id: int | None
    score: str
    answered_on: date
    language: str
    judged: Praise
    gates: tuple[Told, ...]
    has_odd_signs: bool
    consent: Consent | None
    publication: Publication | None
    decision: Decision | None
    asked: QuoteMail | None
    """The mail that asked its author, if one did."""

    @property
    def may_be_asked(self) -> bool:
        """Whether asking is the next step: nothing else holds it back."""
        held = {gate.name for gate in self.gates} - {"import", INSIDER}
        return not held and self.consent is None and self.asked is None and bool(self.contact_id)

    @property
    def is_judged(self) -> bool:
        """Whether its language has cues."""
        return self.language in BY_LANGUAGE


def items(session: Session, places: Sequence[Place], now: datetime) -> list[Item]:
    """Read the comments of some places, in their order, with a fixed number of queries."""
    numbers = [place.response_id for place in places]
    rows = {row.id: row for row in session.execute(_comments(numbers))}
    agreements = _agreements(session, numbers, now)
    decisions = _decisions(session, numbers)
    asks = select(QuoteMail).where(
        QuoteMail.response_id.in_(numbers), QuoteMail.kind == QuoteMailKind.ASK
    )
    asked = {mail.response_id: mail for mail in session.scalars(asks)}
    contacts = {row.contact_id for row in rows.values() if row.contact_id}
    today = standing.gates_of(session, contacts, now)
    agreed = {number: Shown(consent.quotable) for number, (consent, _) in agreements.items()}
    said = {number: row.text for number, row in rows.items() if number not in agreed}
    seen = agreed | hiding.shown(session, said, most=SHOWN)
    return [
        replace(
            _item(place, rows[place.response_id], agreements.get(place.response_id), today, seen),
            decision=decisions.get(place.response_id),
            asked=asked.get(place.response_id),
        )
        for place in places
        if place.response_id in rows
    ]


@dataclass(frozen=True)
class Whole:
    """One comment with all of its words."""

    item: Item
    words: str


def whole(session: Session, response_id: int, now: datetime) -> Whole | None:
    """Read one judged comment, all of it."""
    row = session.scalar(select(Judgement).where(Judgement.response_id == response_id))
    if row is None:
        return None
    found = items(session, [place_of(row, now.date())], now)
    words = and_(Answer.response_id == response_id, Answer.question_key == REASON_KEY)
    text = session.scalar(select(Answer.text).where(words)) or ""
    if found and found[0].consent is None:
        text = hiding.shown(session, {response_id: text})[response_id].words
    return Whole(found[0], text) if found else None


def history(session: Session, response_id: int) -> list[Decision]:
    """List what was decided about a comment, the newest first."""
    rows = session.execute(
        _decided().where(Triage.response_id == response_id).order_by(Triage.made_at.desc())
    )
    return [_decision(row) for row in rows]


def _comments(numbers: Sequence[int]) -> Any:
    return (
        select(
            Response.id,
            Response.score,
            Response.answered_on,
            Response.contact_id,
            func.substr(Answer.text, 1, SHOWN + hiding.BEYOND).label("text"),
            Survey.kind,
            Judgement.is_imported,
        )
        .join(Judgement, _on(Judgement, "response_id"))
        .join(Answer, and_(_on(Answer, "response_id"), Answer.question_key == REASON_KEY))
        .join(Survey, _same(Response, "survey_id", Survey))
        .where(Response.id.in_(numbers))
    )


def _agreements(
    session: Session, numbers: Sequence[int], now: datetime
) -> dict[int, tuple[Consent, Publication | None]]:
    rows = session.execute(
        select(Consent, Publication)
        .outerjoin(Testimonial, _same(Testimonial, "consent_id", Consent))
        .outerjoin(
            Publication,
            and_(
                _same(Publication, "testimonial_id", Testimonial),
                Publication.ended_at.is_(None),
            ),
        )
        .where(
            Consent.response_id.in_(numbers), Consent.ended_at.is_(None), Consent.expires_at > now
        )
        .order_by(Consent.id)
    )
    return {row.Consent.response_id: (row.Consent, row.Publication) for row in rows}


def _decisions(session: Session, numbers: Sequence[int]) -> dict[int, Decision]:
    standing = _decided().where(Triage.response_id.in_(numbers), Triage.ended_at.is_(None))
    return {row.Triage.response_id: _decision(row) for row in session.execute(standing)}


def _decided() -> Any:
    return select(Triage, Member.name, Member.email).outerjoin(
        Member, _same(Triage, "made_by", Member)
    )


def _decision(row: Any) -> Decision:
    made: Triage = row.Triage
    reason = Decline(made.reason) if made.reason else None
    by = row.name or row.email or ""
    return Decision(Verdict(made.verdict), reason, by, made.made_at, made.ended_at)


def _item(
    place: Place,
    row: Any,
    agreement: tuple[Consent, Publication | None] | None,
    today: dict[int, str],
    seen: dict[int, Shown],
) -> Item:
    consent, publication = agreement or (None, None)
    said = seen[place.response_id]
    return Item(
        response_id=place.response_id,
        words=said.words[:SHOWN],
        is_longer=said.is_cut or len(said.words) > SHOWN,
        contact_id=row.contact_id,
        score="" if row.score is None else f"{row.score}/{SCALES[row.kind]}",
        answered_on=row.answered_on,
        language=place.language,
        judged=_told(place.judged, said),
        gates=_gates(_told(place.judged, said), row, consent, today, place.language),
        has_odd_signs=bool(odd_signs(said.words[:SHOWN])),
        consent=consent,
        publication=publication,
        decision=None,
        asked=None,
    )


def _told(judged: Praise, said: Shown) -> Praise:
    """Say of what was found in the words only what this reader sees of them."""
    reasons = (replace(each, found=said.reveal(each.found)) for each in judged.reasons)
    held = (replace(each, found=_gate_told(each, said)) for each in judged.gates)
    return replace(judged, reasons=tuple(reasons), gates=tuple(held))


def _gate_told(gate: Gate, said: Shown) -> str:
    """Show what shuts a gate; what tells who somebody is, only to those who may know people."""
    if gate.name in OF_PEOPLE and not hiding.sees_people():
        return str(HIDDEN)
    return said.reveal(gate.found)


def _gates(
    judged: Praise, row: Any, consent: Consent | None, today: dict[int, str], language: str
) -> tuple[Told, ...]:
    """Name every gate: of the words as they would be quoted, of their author, of today."""
    found = [(gate.name, gate.found) for gate in judged.gates]
    if consent and consent.corrected is not None:
        theirs = [(g.name, g.found) for g in gates(consent.quotable, language)]
        found = [pair for pair in found if pair[0] in ("low_score", INSIDER)] + theirs
    if consent and consent.relation is not None:
        found = [pair for pair in found if pair[0] != INSIDER]
    if row.contact_id in today:
        found.append((today[row.contact_id], ""))
    if consent is None and row.is_imported:
        found.append(("import", ""))
    elif consent is None and row.contact_id is None:
        found.append(("nobody", ""))
    return tuple(words.gate(name, text) for name, text in found)


def _on(child: Any, column: str) -> Any:
    return and_(child.workspace_id == Response.workspace_id, getattr(child, column) == Response.id)


def _same(child: Any, column: str, parent: Any) -> Any:
    return and_(parent.workspace_id == child.workspace_id, parent.id == getattr(child, column))
