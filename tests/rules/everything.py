"""One of everything in one workspace, for tests that walk through all doors."""

import itertools
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.extensions import db
from feedback.models import Consent, LocalMail, Member, Publication, Response, Role, Testimonial
from feedback.respond.recording import digest
from surveys.db import new_id
from surveys.definition import Question
from surveys.models import (
    Campaign,
    Invitation,
    Job,
    Unsubscribe,
    Upload,
    UploadKind,
    UploadState,
    Workspace,
)
from surveys.scope import bind_workspace
from tests import factories
from tests.factories import NOW

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>'\"`{{'ev'*3}}${'ev'*3}"


@dataclass(frozen=True)
class Everything:
    """A workspace, and the id of one row of each kind under the name that routes give it."""

    workspace: Workspace
    ids: dict[str, int]


def everything(session: Session, words: str = "", *, first_id: int | None = None) -> Everything:
    """Fill a workspace; with `first_id` the rows of two workspaces have the same ids."""
    numbers = itertools.count(first_id) if first_id is not None else iter(new_id, None)
    company = factories.workspace(session, name=f"{words}Co", sender_name=f"{words}S")
    bind_workspace(session, company.id)
    member = factories.member(session, id=next(numbers), name=f"{words}Member")
    who = factories.contact(
        session,
        id=next(numbers),
        name=f"{words}Contact",
        external_id=f"{words}N",
        attributes={f"{words}plan": f"{words}pro"},
    )
    version = _published(session, numbers, words)
    campaign = Campaign(
        id=next(numbers),
        survey_id=version.survey_id,
        version_id=version.id,
        name=f"{words}Campaign",
        audience={f"{words}plan": [f"{words}pro"]},
        confirmed_by=member.id,
        created_at=NOW,
    )
    session.add(campaign)
    session.flush()
    invitation = factories.invitation(
        session, version, who, id=next(numbers), campaign_id=campaign.id
    )
    for state in ("failed", "queued"):
        stranger = factories.contact(session, id=next(numbers), name=f"{words}{state}")
        number = next(numbers)
        factories.invitation(
            session,
            version,
            stranger,
            id=number,
            campaign_id=campaign.id,
            state=state,
            error=f"{words}Error",
        )
    for number in range(6):
        factories.response(
            session,
            version,
            id=next(numbers),
            comment=f"{words}Comment",
            invitation_id=None if number else invitation.id,
            contact_id=who.id,
            attributes=dict(who.attributes),
        )
    ids = {
        "member_id": member.id,
        "contact_id": who.id,
        "survey_id": version.survey_id,
        "version_id": version.id,
        "campaign_id": campaign.id,
        "invitation_id": invitation.id,
        "upload_id": _upload(session, numbers, words).id,
        "mail_id": _mail(session, numbers, words).id,
        "consent_id": _published_quote(session, numbers, words, invitation).id,
    }
    session.add(Unsubscribe(workspace_id=company.id, address_hash="0" * 16, via="page", at=NOW))
    session.commit()
    return Everything(company, ids)


def rows_of(session: Session, workspace: Workspace) -> dict[str, list[Any]]:
    """Copy all rows of a workspace, to see later whether anything changed."""
    session.commit()
    found: dict[str, list[Any]] = {}
    for table in db.metadata.sorted_tables:
        column = table.c.get("workspace_id", table.c.get("id"))
        if table.name != "throttle":
            rows = session.connection().execute(select(table).where(column == workspace.id))
            found[table.name] = sorted(map(repr, rows))
    session.commit()
    return found


def owner_of(session: Session, there: Everything) -> Member:
    """Give its member, who owns it."""
    bind_workspace(session, there.workspace.id)
    found = session.get_one(
        Member, {"workspace_id": there.workspace.id, "id": there.ids["member_id"]}
    )
    assert found.role == Role.OWNER
    return found


def _published(session: Session, numbers: Any, words: str) -> Any:
    extra = Question("qa", "choice", f"{words}Which?", settings={"options": f"{words}A\n{words}B"})
    asks = factories.definition(
        extra,
        subject=f"{words}Subject",
        invitation=f"{words}Invitation",
        thanks_title=f"{words}Thanks",
        thanks_text=f"{words}Thanks",
    )
    return factories.survey(session, asks=asks, id=next(numbers), name=f"{words}Survey")


def _upload(session: Session, numbers: Any, words: str) -> Upload:
    job = Job(id=next(numbers), kind="check-upload", payload={}, run_at=NOW, created_at=NOW)
    job.state = "failed"
    row = Upload(
        id=next(numbers),
        kind=UploadKind.CONTACTS,
        state=UploadState.CHECKED,
        filename=f"{words}File.csv",
        size=1,
        stored_as="0" * 32,
        findings={"read": 1, "shown": [[1, f"{words}Problem"]]},
        job_id=job.id,
        created_at=NOW,
    )
    session.add_all([job, row])
    session.flush()
    return row


def _mail(session: Session, numbers: Any, words: str) -> LocalMail:
    row = LocalMail(
        id=next(numbers),
        recipient="a@b.example",
        subject=f"{words}Mail",
        raw=b"Subject: x\r\nContent-Type: text/html\r\n\r\n<html><head></head></html>",
        created_at=NOW,
    )
    session.add(row)
    session.flush()
    return row


def _published_quote(session: Session, numbers: Any, words: str, invitation: Invitation) -> Consent:
    response = session.scalars(
        select(Response).where(Response.invitation_id == invitation.id)
    ).one()
    said = f"{words}Comment"
    consent = Consent(
        id=next(numbers),
        response_id=response.id,
        words=said,
        words_hash=digest(said),
        attribution="full",
        named_as=f"{words}Author",
        purposes=["website"],
        wording_version="1",
        wording_hash="x",
        locale="en",
        channel="survey page",
        given_at=NOW,
        expires_at=NOW.replace(year=NOW.year + 2),
    )
    session.add(consent)
    session.flush()
    quote = Testimonial(
        id=next(numbers),
        consent_id=consent.id,
        spans=[[0, len(said)]],
        quote=said,
        made_at=NOW,
    )
    session.add(quote)
    session.flush()
    session.add(Publication(id=next(numbers), testimonial_id=quote.id, published_at=NOW))
    session.flush()
    return consent
