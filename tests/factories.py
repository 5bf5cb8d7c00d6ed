"""Make rows for tests: each call gives a whole, valid row in the bound workspace."""

import itertools
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from feedback.models import Answer, Member, Response, Role
from surveys.db import new_id
from surveys.definition import REASON_KEY, SCORE_KEY, Definition, Question
from surveys.models import (
    Campaign,
    Contact,
    Invitation,
    Survey,
    SurveyKind,
    Touchpoint,
    Version,
    Workspace,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def workspace(session: Session, **given: Any) -> Workspace:
    """A company."""
    n = next(_numbers)
    row = Workspace(
        **{
            "id": new_id(),
            "name": f"Company {n}",
            "slug": f"company-{n}",
            "created_at": NOW,
            **given,
        }
    )
    return _kept(session, row)


def member(session: Session, **given: Any) -> Member:
    """Somebody who has joined."""
    n = next(_numbers)
    row = Member(
        **{
            "id": new_id(),
            "email": f"member{n}@acme.example",
            "name": f"Member {n}",
            "role": Role.OWNER,
            "invited_at": NOW,
            "joined_at": NOW,
            **given,
        }
    )
    return _kept(session, row)


def contact(session: Session, **given: Any) -> Contact:
    """A customer with an address."""
    email = given.get("email", f"customer{next(_numbers)}@example.com")
    key = given.get("key") or (email.casefold() if email else f"#{next(_numbers)}")
    row = Contact(
        **{
            "id": new_id(),
            "email": email,
            "key": key,
            "name": "Carla Customer",
            "attributes": {},
            "created_at": NOW,
            "updated_at": NOW,
            **given,
        }
    )
    return _kept(session, row)


def definition(*extra: Question, **given: Any) -> Definition:
    """What a relationship survey asks, with extra questions behind."""
    return Definition(
        **{
            "subject": "How are we doing?",
            "invitation": "One click is enough.",
            "questions": (
                Question(SCORE_KEY, "nps", "How likely are you to recommend Acme?", required=True),
                Question(REASON_KEY, "text", "What is the reason for your score?"),
                *extra,
            ),
            "thanks_title": "Thank you",
            "thanks_text": "We read every answer.",
            **given,
        }
    )


def survey(
    session: Session, *extra: Question, asks: Definition | None = None, **given: Any
) -> Version:
    """A survey with one published version; gives the version."""
    row = Survey(
        **{
            "id": new_id(),
            "name": "Customers",
            "kind": SurveyKind.RELATIONSHIP_NPS,
            "created_at": NOW,
            **given,
        }
    )
    _kept(session, row)
    asks = asks or definition(*extra)
    return _kept(
        session,
        Version(
            id=new_id(),
            survey_id=row.id,
            number=1,
            definition=asks.stored(),
            created_at=NOW,
            published_at=NOW,
        ),
    )


def invitation(session: Session, version: Version, who: Contact, **given: Any) -> Invitation:
    """An invitation that was sent, with a campaign of its own unless one is given."""
    campaign_id = given.pop("campaign_id", None)
    if campaign_id is None:
        campaign_id = _kept(
            session,
            Campaign(
                id=new_id(),
                survey_id=version.survey_id,
                version_id=version.id,
                name="First ask",
                created_at=NOW,
            ),
        ).id
    row = Invitation(
        **{
            "id": new_id(),
            "campaign_id": campaign_id,
            "contact_id": who.id,
            "state": "sent",
            "queued_at": NOW,
            "due_at": NOW,
            "sent_at": NOW,
            **given,
        }
    )
    return _kept(session, row)


def response(
    session: Session, version: Version, *, score: int | None = 9, comment: str = "", **given: Any
) -> Response:
    """An answer that came back, with its score and comment as answers."""
    at = given.setdefault("answered_at", NOW)
    row = Response(
        **{
            "id": new_id(),
            "survey_id": version.survey_id,
            "version_id": version.id,
            "submission_id": f"{new_id():032x}",
            "score": score,
            "answered_on": at.date(),
            "updated_at": at,
            "source": "mail",
            "attributes": {},
            **given,
        }
    )
    _kept(session, row)
    if score is not None:
        session.add(Answer(response_id=row.id, question_key=SCORE_KEY, number=score))
    if comment:
        session.add(Answer(response_id=row.id, question_key=REASON_KEY, text=comment))
    session.flush()
    return row


def touchpoint(session: Session, version: Version, **given: Any) -> Touchpoint:
    """A place where anybody may answer."""
    row = Touchpoint(
        **{
            "id": new_id(),
            "survey_id": version.survey_id,
            "kind": "qr",
            "name": "Counter",
            "code": f"c{next(_numbers):09d}",
            "created_at": NOW,
            **given,
        }
    )
    return _kept(session, row)


def _kept(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row
