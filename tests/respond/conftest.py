"""A customer with a link in her mail."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.models import Answer, Consent, Response
from surveys.db import Base
from surveys.definition import Question
from surveys.links import Link, Links, Purpose
from surveys.models import Invitation, Survey, Version, Workspace
from tests import factories
from tests.audit import AuditedClient

_OF = (Answer.workspace_id == Response.workspace_id) & (Answer.response_id == Response.id)
Rows = Callable[[], dict[str, int]]


@dataclass
class Customer:
    """Carla, her invitation, and the browser in which she opens it."""

    session: Session
    client: AuditedClient
    invitation: Invitation
    version: Version
    token: str

    @property
    def path(self) -> str:
        return f"/r/{self.token}"

    def send(self, score: str = "9", key: str = "k1", **given: Any) -> Any:
        return self.client.post(self.path, data={"_submission": key, "score": score, **given})

    def responses(self) -> list[Response]:
        return list(self.session.scalars(select(Response)))

    def answers(self) -> dict[str, Any]:
        rows = self.session.scalars(select(Answer))
        return {row.question_key: row.text if row.number is None else row.number for row in rows}

    def consents(self) -> list[Consent]:
        return list(self.session.scalars(select(Consent).order_by(Consent.given_at)))

    def answers_of(self, invitation: Invitation) -> dict[str, Any]:
        mine = Response.invitation_id == invitation.id
        rows = self.session.scalars(select(Answer).join(Response, _OF).where(mine))
        return {row.question_key: row.text if row.number is None else row.number for row in rows}

    def again(self) -> "Customer":
        """Somebody else, asked the same."""
        who = factories.contact(self.session)
        invitation = factories.invitation(self.session, self.version, who)
        self.session.commit()
        link = Link(invitation.workspace_id, invitation.id)
        key = str(self.client.application.secret_key)
        token = Links(key).token(Purpose.ANSWER, link)
        return replace(self, invitation=invitation, token=token)

    def close(self) -> None:
        survey = self.session.get(Survey, (self.version.workspace_id, self.version.survey_id))
        survey.closed_at = factories.NOW


@pytest.fixture
def invite(app: Flask, session: Session, workspace: Workspace, client: AuditedClient):
    """Give a function that invites a customer to a survey with these extra questions."""

    def make(*extra: Question, contact: dict[str, Any] | None = None, **given: Any) -> Customer:
        version = factories.survey(session, *extra, **given)
        who = factories.contact(session, **(contact or {}))
        invitation = factories.invitation(session, version, who)
        session.commit()
        link = Link(workspace.id, invitation.id)
        token = Links(str(app.secret_key)).token(Purpose.ANSWER, link)
        return Customer(session, client, invitation, version, token)

    return make


@pytest.fixture
def carla(invite) -> Customer:
    """Carla, asked the two questions every survey begins with."""
    return invite()


@pytest.fixture
def rows(session: Session) -> Rows:
    """Give a function that counts the rows of every table."""

    def count() -> dict[str, int]:
        session.rollback()
        tables = Base.metadata.sorted_tables
        connection = session.connection()
        return {t.name: connection.scalar(select(func.count()).select_from(t)) for t in tables}

    return count
