"""Customers who answered low and then answered again: their words, what was done, and consent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from analysis.turnarounds import (
    LOW,
    Answered,
    Deed,
    Grade,
    Pair,
    Risen,
    deed_between,
    grade,
    pairs,
    risen,
)
from feedback.masks import hiding
from feedback.models import Answer, Consent, Purpose, Response
from feedback.testimonials import queries
from surveys.definition import REASON_KEY, Definition
from surveys.models import Contact, Survey, SurveyKind, Version

NPS = (SurveyKind.RELATIONSHIP_NPS, SurveyKind.TRANSACTIONAL_NPS)


class Cases(Protocol):
    """Where it is known what was done for a customer."""

    def of(self, contact_id: int) -> Sequence[Deed]:
        """Give what was done for one customer."""

    @property
    def since(self) -> int | None:
        """The first day on which a case was opened, as an ordinal; None where none ever was."""


class NoCases:
    """Nothing is recorded of what was done, so that no rise can be called more than a rise."""

    since: int | None = None

    def of(self, contact_id: int) -> Sequence[Deed]:
        """Give nothing."""
        return ()


def no_cases(_session: Session) -> Cases:
    """Hark keeps no cases yet."""
    return NoCases()


SOURCE: dict[str, Callable[[Session], Cases]] = {"cases": no_cases}
"""Where cases come from: one entry, replaced by whoever keeps them."""


@dataclass(frozen=True)
class Half:
    """One of the two answers, with its words and whether they may be quoted."""

    response_id: int
    score: int
    on: date
    words: str
    consent: Consent | None


@dataclass(frozen=True)
class Story:
    """First words, what was done, second words."""

    contact: Contact
    first: Half
    second: Half
    deed: Deed | None
    grade: Grade

    @property
    def agreed_name(self) -> str:
        """The name that its author lets stand beside their words; empty where they have not."""
        agreed = self.second.consent or self.first.consent
        return agreed.named_as if agreed else ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys of what keeps it from being published."""
        found = {
            "deed": self.deed is None,
            "first words": not self.first.words,
            "second words": not self.second.words,
            "first consent": bool(self.first.words) and self.first.consent is None,
            "second consent": bool(self.second.words) and self.second.consent is None,
        }
        return tuple(name for name, is_missing in found.items() if is_missing)


@dataclass(frozen=True)
class Again:
    """All that is known of low answers that were followed by another."""

    stories: tuple[Story, ...]
    figures: Risen
    followed: int


def answered_again(session: Session, now: datetime) -> Again:
    """Find whose score rose, with their stories, and how often that happens by itself."""
    found = pairs(_answers(session))
    cases = SOURCE["cases"](session)
    rose = [pair for pair in found if pair.rose]
    stories = tuple(reversed(_stories(session, rose, cases, now)))
    return Again(stories, risen(found, cases.of, cases.since), len(found))


def story(session: Session, first: int, second: int, now: datetime) -> Story | None:
    """Find one story by its two answers."""
    found = [
        pair
        for pair in pairs(_answers(session))
        if pair.rose and (pair.first.key, pair.second.key) == (first, second)
    ]
    told = next(iter(_stories(session, found, SOURCE["cases"](session), now)), None)
    return told and _as_seen(session, told)


def _as_seen(session: Session, told: Story) -> Story:
    """Hide other people in words that nobody agreed to yet; those agreed to stay exact."""
    halves = (told.first, told.second)
    said = {half.response_id: half.words for half in halves if half.consent is None}
    seen = hiding.shown(session, said)
    first, second = (
        replace(half, words=seen[half.response_id].words) if half.response_id in seen else half
        for half in halves
    )
    return replace(told, first=first, second=second)


def _stories(session: Session, found: Sequence[Pair], cases: Cases, now: datetime) -> list[Story]:
    ids = [answer.key for pair in found for answer in (pair.first, pair.second)]
    words, consents = _words(session, ids), _consents(session, ids, now)
    of = select(Contact).where(Contact.id.in_([pair.first.person for pair in found]))
    people = {contact.id: contact for contact in session.scalars(of)}
    told = []
    for pair in found:
        if pair.first.person not in people:
            continue
        halves = [
            Half(
                each.key,
                each.score,
                date.fromordinal(each.day),
                words.get(each.key, ""),
                consents.get(each.key),
            )
            for each in (pair.first, pair.second)
        ]
        deed = deed_between(pair, cases.of)
        rung = grade(deed, halves[1].words)
        told.append(Story(people[pair.first.person], halves[0], halves[1], deed, rung))
    return told


def _answers(session: Session) -> list[Answered]:
    """Read the scores of customers who were low once and answered more than once."""
    low = select(Response.contact_id).where(Response.score <= LOW, Response.contact_id.is_not(None))
    rows = session.execute(
        select(
            Response.id,
            Response.contact_id,
            Response.version_id,
            Response.score,
            Response.answered_on,
        )
        .join(Survey, and_(Survey.workspace_id == Response.workspace_id, _ASKED))
        .where(
            Response.excluded.is_(None),
            Response.score.is_not(None),
            Response.contact_id.in_(low),
            Survey.kind.in_(NPS),
        )
    ).all()
    wordings = _wordings(session, {row.version_id for row in rows})
    return [
        Answered(
            row.id,
            row.contact_id,
            wordings[row.version_id],
            row.score,
            row.answered_on.toordinal(),
        )
        for row in rows
    ]


def _wordings(session: Session, versions: set[int]) -> dict[int, str]:
    """Give what each version asks, letter for letter: another wording is another question."""
    found = select(Version.id, Version.definition).where(Version.id.in_(versions))
    return {key: Definition.of(stored).score.text for key, stored in session.execute(found)}


def _words(session: Session, responses: Sequence[int]) -> dict[int, str]:
    found = select(Answer.response_id, Answer.text).where(
        Answer.response_id.in_(responses), Answer.question_key == REASON_KEY, Answer.text != ""
    )
    return {key: words or "" for key, words in session.execute(found)}


def _consents(session: Session, responses: Sequence[int], now: datetime) -> dict[int, Consent]:
    """Find which of the answers may be quoted on the website, now."""
    found: Any = queries.live(select(Consent), now).where(
        Consent.response_id.in_(responses), queries.allows(Purpose.WEBSITE)
    )
    return {consent.response_id: consent for consent in session.scalars(found)}


_ASKED = Survey.id == Response.survey_id
