"""Answers given before Hark: each becomes a response once, however often its file is brought."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from feedback.models import Answer, Response
from surveys.contacts import ONE_STATEMENT, Directory, add_people, directory
from surveys.db import new_id
from surveys.definition import REASON_KEY, SCORE_KEY
from surveys.imports import mapping as mappings
from surveys.imports.past_answers import PastAnswer, PastAnswersReader
from surveys.imports.people import Person, RowProblemError
from surveys.imports.table import Row
from surveys.models import Version
from surveys.scope import bound_workspace
from surveys.telling import told

IMPORTED = "import"
Attributes = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Incoming:
    """An answer with what makes it the same answer when the file comes again."""

    answer: PastAnswer
    submission_id: str

    @property
    def who(self) -> Person:
        """Whose it is."""
        return self.answer.who


@dataclass
class Sorted:
    """A batch of answers, sorted by what they mean for the survey."""

    new: list[Incoming] = field(default_factory=list)
    unchanged: int = 0
    strangers: list[Person] = field(default_factory=list)
    contacts: Directory = field(default_factory=lambda: Directory([]))

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, and how many contacts they bring."""
        return {
            "new": len(self.new),
            "unchanged": self.unchanged,
            "contacts": len(self.strangers),
        }


class IncomingAnswers:
    """One file of past answers; it remembers which it has seen."""

    def __init__(
        self, mapping: mappings.Mapping, version: Version | None, *, zone: tzinfo, now: datetime
    ) -> None:
        """Begin at the top of the file; without a version the survey is yet to be made."""
        self.reader = PastAnswersReader(mapping, now=now)
        self.survey_id = version.survey_id if version else None
        self.version_id = version.id if version else None
        self.zone = zone
        self.seen: dict[str, int] = {}
        self.alike: Counter[str] = Counter()
        self.strangers: set[int] = set()

    def read(self, row: Row) -> Incoming:
        """Read one answer; the same one twice in a file is taken once."""
        answer = self.reader.read(row)
        told_apart = bool(answer.answer_id or answer.who.key)
        submission_id = _fingerprint(answer)
        if not told_apart:
            # Two people nobody named may say the same on one day: the second is another answer.
            self.alike[submission_id] += 1
            submission_id = _fingerprint(answer, self.alike[submission_id])
        elif submission_id in self.seen:
            raise RowProblemError(
                told(
                    "The same answer stands in row %(earlier)s already. It is taken once.",
                    earlier=self.seen[submission_id],
                )
            )
        else:
            self.seen[submission_id] = row.number
        return Incoming(answer, submission_id)

    def sort(self, session: Session, arrivals: Sequence[Incoming]) -> Sorted:
        """Compare with the answers and contacts that are there."""
        known = self._known(session, arrivals)
        found = Sorted(new=[a for a in arrivals if a.submission_id not in known])
        found.unchanged = len(arrivals) - len(found.new)
        found.contacts = directory(session, [arrival.who for arrival in found.new])
        for arrival in found.new:
            who = arrival.who
            if who.key and found.contacts.find(who) is None and hash(who.key) not in self.strangers:
                self.strangers.add(hash(who.key))
                found.strangers.append(who)
        return found

    def write(self, session: Session, found: Sorted, *, now: datetime) -> None:
        """Write a sorted batch: contacts first, then responses, then their answers."""
        added = add_people(session, found.strangers, now=now)
        added_attributes = {person.key: person.attributes for person in found.strangers}
        responses: list[dict[str, Any]] = []
        answers: list[dict[str, Any]] = []
        for arrival in found.new:
            contact = found.contacts.find(arrival.who)
            key = arrival.who.key
            contact_id = contact.id if contact else added.get(key)
            attributes = contact.attributes if contact else added_attributes.get(key, {})
            response = self._response(session, arrival, contact_id, attributes)
            responses.append(response)
            answers.extend(_answers(response, arrival.answer))
        if responses:
            session.execute(insert(Response), responses, execution_options=ONE_STATEMENT)
            session.execute(insert(Answer), answers, execution_options=ONE_STATEMENT)

    def _known(self, session: Session, arrivals: Sequence[Incoming]) -> set[str]:
        if self.survey_id is None:
            return set()
        return set(
            session.scalars(
                select(Response.submission_id).where(
                    Response.survey_id == self.survey_id,
                    Response.submission_id.in_([a.submission_id for a in arrivals]),
                )
            )
        )

    def _response(
        self,
        session: Session,
        arrival: Incoming,
        contact_id: int | None,
        attributes: Attributes,
    ) -> dict[str, Any]:
        answer = arrival.answer
        return {
            "workspace_id": bound_workspace(session),
            "id": new_id(),
            "survey_id": self.survey_id,
            "version_id": self.version_id,
            "contact_id": contact_id,
            "submission_id": arrival.submission_id,
            "score": answer.score,
            "answered_at": answer.at,
            "answered_on": answer.at.astimezone(self.zone).date(),
            "updated_at": answer.at,
            "source": IMPORTED,
            "attributes": {**attributes, **answer.who.attributes},
        }


def _answers(response: dict[str, Any], answer: PastAnswer) -> list[dict[str, Any]]:
    place = {"workspace_id": response["workspace_id"], "response_id": response["id"]}
    rows = []
    if answer.score is not None:
        rows.append({**place, "question_key": SCORE_KEY, "number": answer.score, "text": None})
    if answer.comment:
        rows.append({**place, "question_key": REASON_KEY, "number": None, "text": answer.comment})
    return rows


def _fingerprint(answer: PastAnswer, time: int = 1) -> str:
    who = answer.who
    parts = (
        ("id", answer.answer_id)
        if answer.answer_id
        else (who.key or who.name, answer.at.isoformat(), str(answer.score), answer.comment)
    )
    said = "\x1f".join((*parts, str(time)))
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()
