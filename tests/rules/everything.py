"""One of everything in one workspace, for tests that walk through all doors."""

import itertools
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.reading import VERSION, Frame, Rule, Theme
from feedback.counts.folding import fold_all
from feedback.extensions import db
from feedback.journey.plan import Axis, Cell, Plan
from feedback.models import (
    Answer,
    ApiToken,
    Begun,
    Benchmark,
    ChainEntry,
    ChainHead,
    ChainSalt,
    CommentLook,
    CommentReading,
    CommentTrace,
    CommentWords,
    Consent,
    Counted,
    Dispatch,
    FrameVersion,
    JourneyMap,
    Judgement,
    KeptReport,
    LocalMail,
    MaskDecision,
    Member,
    Mention,
    OwnWord,
    PraiseReading,
    Publication,
    QuoteMail,
    Referral,
    ReferralLooks,
    Response,
    Role,
    Staff,
    StaffOptIn,
    Subscription,
    TallyWide,
    Testimonial,
    ThemeCorrection,
    ThemeLesson,
    ThemeMention,
    ThemeProposal,
    Triage,
    UsedLink,
    WordCopies,
)
from feedback.models.consent import digest
from feedback.provenance.holding import signer
from surveys.db import new_id
from surveys.definition import Question, Translation
from surveys.models import (
    Campaign,
    DraftStep,
    Event,
    Invitation,
    Job,
    Pace,
    Peace,
    PeaceReason,
    ReturnedMail,
    SendingPause,
    Skip,
    Skipped,
    Unsubscribe,
    Upload,
    UploadKind,
    UploadState,
    Workspace,
)
from surveys.questions.choice import BESIDE
from surveys.scope import bind_workspace, bound_workspace
from tests import factories
from tests.factories import NOW

_docs = itertools.count(1)
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>'\"`{{'ev'*3}}${'ev'*3}"


@dataclass(frozen=True)
class Everything:
    """A workspace, and the id of one row of each kind under the name that routes give it."""

    workspace: Workspace
    ids: dict[str, Any]
    code: str
    """What stands in the address of its touchpoint."""


def everything(
    session: Session, words: str = "", *, first_id: int | None = None, said: str = ""
) -> Everything:
    """Fill a workspace; with `first_id` the rows of two workspaces have the same ids.

    `said` stands in each comment that nobody agreed to publish.
    """
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
        row = factories.response(
            session,
            version,
            id=next(numbers),
            comment=f"{words}{said + words if number else ''}Comment",
            invitation_id=None if number else invitation.id,
            contact_id=who.id,
            attributes=dict(who.attributes),
        )
        open_words = f"{words}{said}{number}"
        session.add(Answer(response_id=row.id, question_key="qt", text=open_words))
        session.add(Answer(response_id=row.id, question_key="qa", number=BESIDE, text=open_words))
    place = factories.touchpoint(
        session, version, id=next(numbers), name=f"{words}Place", sites=[f"https://{words}"]
    )
    token = ApiToken(
        id=next(numbers), name=f"{words}Token", token_hash=f"{words}"[:60], made_at=NOW
    )
    happened = Event(
        id=next(numbers),
        reference="1",
        digest="1",
        name=f"{words}Event",
        occurred_at=NOW,
        received_at=NOW,
    )
    session.add_all([token, happened])
    ids = {
        "token_id": token.id,
        "touchpoint_id": place.id,
        "member_id": member.id,
        "contact_id": who.id,
        "survey_id": version.survey_id,
        "version_id": version.id,
        "campaign_id": campaign.id,
        "invitation_id": invitation.id,
        "upload_id": _upload(session, numbers, words).id,
        "mail_id": _mail(session, numbers, words).id,
        "consent_id": _published_quote(session, numbers, words, invitation).id,
        "public_id": session.scalars(select(Publication.public_id)).one(),
        "response_id": _judged(session, numbers, words, invitation),
    }
    ids["decision_id"] = _masked(session, numbers, words, ids["response_id"])
    ids["word_id"] = _own_word(session, numbers, words)
    ids["lesson_id"] = _taught(session, numbers)
    ids["proposal_id"] = _proposed(session, numbers, words, ids["response_id"])
    ids["theme_id"] = _themed(session, numbers, words, ids["response_id"])
    ids["correction_id"] = session.scalars(select(ThemeCorrection.id)).one()
    _asked_about(session, numbers, words, invitation)
    session.add_all(
        [
            ChainHead(number=1, signature="x"),
            ChainEntry(
                number=1,
                of_table="consent",
                of_id=1,
                text="{}",
                signature=_signed(session, "{}"),
            ),
            ChainSalt(number=1, salt="x"),
        ]
    )
    _returned(session, numbers, words, invitation)
    session.add(
        Begun(
            survey_id=version.survey_id,
            version_id=version.id,
            invitation_id=invitation.id,
            submission="k",
            answers={"reason": [None, f"{words}Begun"]},
            pages=[1],
            begun_at=NOW,
            updated_at=NOW,
        )
    )
    answered = select(Response.id).where(Response.invitation_id == invitation.id)
    session.add(Counted(response_id=session.scalars(answered).one(), quota="q"))
    session.add(UsedLink(survey_id=version.survey_id, invitation_id=invitation.id))
    session.add(
        DraftStep(
            survey_id=version.survey_id,
            name=f"{words}Step",
            definition=version.definition,
            at=NOW,
        )
    )
    session.add(Unsubscribe(workspace_id=company.id, address_hash="0" * 16, via="page", at=NOW))
    session.add(Pace(workspace_id=company.id, address_hash="1" * 16, gap_days=365, at=NOW))
    _left_in_peace(session, numbers, words, who.id, campaign.id)
    ids["map_id"] = _mapped(session, numbers, words, version.survey_id).id
    ids |= {"stage": "1", "department": "1"}
    again = _answered_again(session, numbers, f"{said}{words}Comment", words, version)
    ids["response_id"], ids["second_id"] = again
    _count(session, version.survey_id)
    thanks = f"{said}{words}Comment"
    ids["staff_id"], ids["mention_id"] = _thanked(session, numbers, words, thanks, again[0])
    _referred(session, numbers, words, who.id)
    ids["benchmark_id"] = _published_elsewhere(session, numbers, words)
    ids["subscription_id"] = _ordered(session, numbers, words, member.id)
    company.account_attribute = f"{words}plan"
    company.sharing = {
        "words": f"{words}Share",
        "sites": [[f"{words}Site", "https://review.example"]],
        "refers": True,
        "home": "https://home.example",
    }
    session.commit()
    return Everything(company, ids, place.code)


def _signed(session: Session, text: str) -> str:
    """Sign with the application's own key: with another one it would refuse to go on."""
    with session.info["app"].app_context():
        return signer(session.connection()).sign(text)


def _count(session: Session, survey_id: int) -> None:
    """Fold what is noted into the counts, and leave a note of each kind."""
    session.add(
        KeptReport(id="name", parameters={}, figures={"days": {}}, rules="1", at=NOW, kept_by=None)
    )
    session.add(TallyWide(survey_id=survey_id, id=1, attribute="number"))
    session.flush()
    fold_all(session.connection(), bound_workspace(session))
    answered = select(Response).where(Response.invitation_id.is_not(None))
    session.scalars(answered).one().language = "de"
    asked = session.scalars(select(Invitation).where(Invitation.state == "sent")).first()
    asked.due_at += timedelta(days=1)
    session.flush()


def rows_of(session: Session, workspace: Workspace) -> dict[str, list[Any]]:
    """Copy all rows of a workspace, to see later whether anything changed."""
    session.commit()
    found: dict[str, list[Any]] = {}
    for table in db.metadata.sorted_tables:
        column = table.c.get("workspace_id", table.c.get("id"))
        if table.name not in ("throttle", "throughput"):
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
    options = {"options": f"{words}A\n{words}B", "other": f"{words}Else"}
    asks = factories.definition(
        Question("qa", "choice", f"{words}Which?", settings=options),
        Question("qt", "text", f"{words}WhatElse?"),
        subject=f"{words}Subject",
        invitation=f"{words}Invitation",
        thanks_title=f"{words}Thanks",
        thanks_text=f"{words}Thanks",
        translations={"de": {"subject": Translation(f"{words}Betreff", f"{words}Subject")}},
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


def _mapped(session: Session, numbers: Any, words: str, survey_id: int) -> JourneyMap:
    side, owner = Axis("1", f"{words}Stage"), f"{words}Owner"
    cell = Cell("1", "1", survey_id, owner=owner, note=f"{words}Note")
    plan = Plan((side,), (side,), (cell,))
    row = JourneyMap(id=next(numbers), name=f"{words}Map", plan=plan.stored, changed_at=NOW)
    session.add(row)
    return row


def _answered_again(
    session: Session, numbers: Any, said: str, words: str, version: Any
) -> tuple[int, int]:
    who = factories.contact(
        session, id=next(numbers), name=f"{words}Risen", attributes={"followers": "5,000"}
    )
    found = [
        factories.response(
            session,
            version,
            id=next(numbers),
            score=score,
            comment=said,
            contact_id=who.id,
            answered_at=NOW - timedelta(days=days),
        )
        for score, days in ((3, 60), (10, 30), (10, 5))
    ]
    return found[0].id, found[1].id


def _thanked(
    session: Session, numbers: Any, words: str, said: str, response_id: int
) -> tuple[int, int]:
    """Somebody praised, somebody blamed, and one who has to be asked about."""
    staff = Staff(
        id=next(numbers), name=f"{words}Colleague", team=f"{words}Team", nicknames=[], added_at=NOW
    )
    blamed = Staff(id=next(numbers), name=f"{words}Blamed", nicknames=[], added_at=NOW)
    session.add_all([staff, blamed])
    session.flush()
    session.add(StaffOptIn(id=next(numbers), staff_id=staff.id, given_at=NOW))
    mentions = [
        Mention(
            id=next(numbers),
            response_id=response_id,
            staff_id=who.id if who else None,
            is_good=is_good,
            candidates=[[staff.id, 0.9, "first"]],
            name_start=len(said) - len(f"{words}Comment"),
            name_end=len(said),
            clause_start=0,
            clause_end=len(said),
            words_hash=digest(said),
            rules="1",
            found_at=NOW,
        )
        for who, is_good in ((staff, True), (blamed, False), (None, True))
    ]
    session.add_all(mentions)
    session.add(PraiseReading(rules="1", roster="", read_until=NOW))
    session.flush()
    return staff.id, mentions[-1].id


def _ordered(session: Session, numbers: Any, words: str, member_id: int) -> int:
    row = Subscription(
        id=next(numbers),
        kind="report",
        title=f"{words}Order",
        attribute=f"{words}plan",
        value=f"{words}pro",
        cadence="week",
        timezone="UTC",
        language="en",
        address="a@b.example",
        made_by=member_id,
        made_at=NOW,
        next_at=NOW,
        paused_at=NOW,
        reason=f"{words}Reason",
    )
    session.add(row)
    session.flush()
    failed = Dispatch(
        id=next(numbers),
        subscription_id=row.id,
        due_at=NOW,
        state="failed",
        error=f"{words}Error",
        made_at=NOW,
    )
    session.add(failed)
    return row.id


def _published_elsewhere(session: Session, numbers: Any, words: str) -> int:
    row = Benchmark(
        id=next(numbers),
        measure="nps",
        name=f"{words}Others",
        value=30,
        low=None,
        high=None,
        n=None,
        period=f"2025 {words}"[:40],
        source=f"{words}Source",
        link="https://source.example/",
        entered_at=NOW,
    )
    session.add(row)
    session.flush()
    return row.id


def _referred(session: Session, numbers: Any, words: str, contact_id: int) -> None:
    friend = factories.contact(session, id=next(numbers), name=f"{words}Friend")
    session.add(Referral(id=next(numbers), advocate_id=contact_id, friend_id=friend.id, at=NOW))
    session.add(ReferralLooks(id=next(numbers), advocate_id=contact_id, day=NOW.date(), looks=3))
    session.flush()


def _left_in_peace(
    session: Session, numbers: Any, words: str, contact_id: int, campaign_id: int
) -> None:
    manual, note = PeaceReason.MANUAL, f"{words}Note"
    session.add(
        Peace(id=next(numbers), contact_id=contact_id, reason=manual, note=note, begins_at=NOW)
    )
    session.add(Skipped(campaign_id=campaign_id, contact_id=contact_id, reason=Skip.HURT, at=NOW))
    session.flush()


def _returned(session: Session, numbers: Any, words: str, invitation: Invitation) -> None:
    for kind in ("hard", "policy"):
        session.add(
            ReturnedMail(
                id=next(numbers),
                invitation_id=invitation.id,
                kind=kind,
                words=f"{words}Returned",
                source=kind,
                at=NOW,
            )
        )
    session.add(SendingPause(id=next(numbers), reason=f"{words}Reason", began_at=NOW))


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


def _judged(session: Session, numbers: Any, words: str, invitation: Invitation) -> int:
    """Judge the comment without an invitation too: nobody agreed to it, so its own page opens."""
    found = select(Response).where(Response.invitation_id.is_(None)).order_by(Response.id)
    response = session.scalars(found).first()
    assert response
    session.add(
        Judgement(
            response_id=response.id,
            model=1,
            language="en",
            points=1,
            is_held=True,
            is_imported=False,
            contact_id=response.contact_id,
            answered_on=response.answered_on,
            score=response.score,
            words=1,
            names_somebody=True,
            reasons=[["name", f"{words}Name"]],
            gates=[["email", f"{words}Mail"]],
            judged_at=NOW,
        )
    )
    session.add(
        Triage(
            id=next(numbers),
            response_id=response.id,
            verdict="declined",
            reason="other",
            made_at=NOW,
        )
    )
    session.flush()
    return response.id


def _themed(session: Session, numbers: Any, words: str, response_id: int) -> int:
    """Read one comment by a frame of one theme, and correct what was found."""
    found = select(Response).where(Response.id == response_id)
    response = session.scalars(found).one()
    theme = Theme(str(next(numbers)), f"{words}Theme", (Rule(f"{words}comment"),))
    session.add(
        FrameVersion(
            number=1,
            reads=1,
            themes=Frame((theme,)).as_data(),
            reader=VERSION,
            change="added",
            about=f"{words}Theme",
            made_at=NOW,
        )
    )
    copied = {
        "response_id": response_id,
        "survey_id": response.survey_id,
        "answered_on": response.answered_on,
        "score": response.score,
        "is_counted": True,
        "sentiment": "negative",
    }
    about = {"number": 1, "reader": VERSION, "language": "en", "is_analysed": True}
    about |= {"open_masks": 1, "urgency": "leaving", "toxicity": "insult", "disagrees": True}
    session.add(CommentReading(**copied, **about))
    session.flush()
    theme_id = int(theme.id)
    session.add(ThemeMention(**copied, theme_id=theme_id, confidence=1, by_hand=True))
    looked = {"state": "todo", "made_at": NOW}
    session.add(CommentLook(id=next(numbers), response_id=response_id, **looked))
    session.add(CommentTrace())
    session.add(CommentWords(response_id=response_id, doc=next(_docs), words="comment"))
    corrected = {"theme_id": theme_id, "verdict": "negative", "words_hash": "x", "made_at": NOW}
    session.add(ThemeCorrection(id=next(numbers), response_id=response_id, **corrected))
    session.flush()
    return theme_id


def _taught(session: Session, numbers: Any) -> int:
    row = ThemeLesson(
        id=next(numbers),
        made_at=NOW,
        number=1,
        corrections=200,
        held=50,
        mended=9,
        spoiled=1,
        p=0.01,
        weights={},
        effects={},
        examined=1,
        state="offered",
    )
    session.add(row)
    session.flush()
    return row.id


def _proposed(session: Session, numbers: Any, words: str, response_id: int) -> int:
    row = ThemeProposal(
        id=next(numbers),
        phrase=f"{words}Phrase",
        others=[f"{words}Other"],
        central=[str(response_id)],
        size=8,
        compared=8,
        pool=8,
        state="open",
        made_at=NOW,
    )
    copied = {"n": 9, "response_id": response_id, "first_on": NOW.date(), "last_on": NOW.date()}
    session.add_all([row, WordCopies(same=1, **copied)])
    session.flush()
    return row.id


def _masked(session: Session, numbers: Any, words: str, response_id: int) -> int:
    said = f"{words}Comment"
    row = MaskDecision(
        id=next(numbers),
        response_id=response_id,
        first=0,
        last=1,
        kind="name",
        verdict="show",
        letters_hash=digest(said[:1]),
        made_at=NOW,
    )
    session.add(row)
    session.flush()
    return row.id


def _own_word(session: Session, numbers: Any, words: str) -> int:
    row = OwnWord(id=next(numbers), words=f"{words}Brand", folded=f"{words}brand", added_at=NOW)
    session.add(row)
    session.flush()
    return row.id


def _asked_about(session: Session, numbers: Any, words: str, invitation: Invitation) -> None:
    response = session.scalars(
        select(Response).where(Response.invitation_id == invitation.id)
    ).one()
    asked = QuoteMail(
        id=next(numbers),
        invitation_id=invitation.id,
        kind="ask",
        response_id=response.id,
        contact_id=response.contact_id,
        words_hash="x",
        incentive=f"{words}Mug",
        made_at=NOW,
    )
    session.add(asked)
    session.flush()


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
        purposes=["website", "social", "sales"],
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
