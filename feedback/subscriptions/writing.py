"""What one dispatch says: the report or the alert, in its recipient's language."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.accounts.permissions import GRANTS, Permission
from feedback.config import Settings
from feedback.egress import is_at_home
from feedback.ids import spell
from feedback.languages import speaking_in
from feedback.mail import Letter
from feedback.mail.notice import Notice, notice_letter
from feedback.mail.report import Standing, report_letter
from feedback.models import Dispatch, Member, Role, Subscription, SubscriptionKind
from feedback.models.subscription import Cadence
from feedback.reports.outputs.opening import document_of, summary_of
from feedback.reports.selection import Only
from feedback.subscriptions.alert import Alert
from feedback.subscriptions.alerts import ALERTS
from feedback.subscriptions.calling import Call
from feedback.subscriptions.turns import reported
from surveys.links import Link, Links, Purpose
from surveys.models import Workspace
from surveys.scope import bound_workspace
from surveys.speech import _
from surveys.telling import said


@dataclass(frozen=True)
class Piece:
    """What leaves, and what is remembered once it has left."""

    it: Letter | Call
    remembers: Mapping[str, Any] | None = None


def written(
    session: Session, subscription: Subscription, dispatch: Dispatch, now: datetime
) -> Piece | None:
    """Write what is due; None where there is nothing to say, or nobody to say it to."""
    workspace = session.get_one(Workspace, bound_workspace(session))
    to = dispatch.to or subscription.address
    reader = member_at(session, to) if to else None
    if reader is not None and reader.disabled_at is not None:
        return None
    with speaking_in(subscription.language):
        standing = _standing(session, subscription, dispatch, to, reader)
        if subscription.kind == SubscriptionKind.REPORT:
            return Piece(_report(workspace, subscription, dispatch, standing))
        alert = ALERTS[SubscriptionKind(subscription.kind)](session, workspace, subscription, now)
        if alert is None:
            return None
        if alert.needs and not may_be_told(session, subscription, reader, alert.needs):
            return None
        it = _alert(workspace, subscription, dispatch, standing, alert)
        return Piece(it, alert.remembers)


def member_at(session: Session, address: str) -> Member | None:
    """Find the member who reads mail at an address."""
    found = select(Member).where(func.lower(Member.email) == address.lower())
    return session.scalars(found).first()


def may_be_told(
    session: Session, subscription: Subscription, reader: Member | None, needs: Permission
) -> bool:
    """Whether single answers may be told: to one who may read them, or to a webhook of one."""
    who = _maker(session, subscription) if subscription.url else reader
    if who is None or who.disabled_at is not None:
        return False
    return needs in GRANTS[Role(who.role)]


def paused_letter(workspace: Workspace, subscription: Subscription, owner: Member) -> Letter:
    """Tell an owner that something is not sent any more."""
    with speaking_in(owner.language or subscription.language):
        notice = Notice(
            title=_("“%(title)s” is paused", title=subscription.title),
            said=(
                _(
                    "It could not be delivered to %(place)s three times in a row, so nothing "
                    "more is sent.",
                    place=subscription.address or subscription.url,
                ),
                said(subscription.reason or ""),
                _("Look at its address, then let it go on. No answer and no figure is lost."),
            ),
            url=f"{_settings().base_url}/report/subscriptions",
            button=_("Open what is sent regularly"),
        )
        known_by = f"{spell(subscription.id)}.paused"
        return notice_letter(notice, workspace, _to(subscription, owner.email, known_by))


def _report(
    workspace: Workspace, subscription: Subscription, dispatch: Dispatch, standing: Standing
) -> Letter:
    zone = ZoneInfo(subscription.timezone)
    first, last = reported(
        Cadence(subscription.cadence), dispatch.due_at, zone, workspace.year_begins
    )
    asked = {**subscription.parameters, "from": first.isoformat(), "to": last.isoformat()}
    whom = Only(subscription.attribute, subscription.value) if subscription.attribute else None
    only = whom or Only.read(asked.pop("only", ""))
    is_daily = subscription.cadence == Cadence.DAY
    if whom or (is_daily and not only):
        document = document_of(workspace, asked, standing.at, only)
    else:
        if not is_daily:
            of_calendar = {"every": subscription.cadence, "on": first.isoformat()}
            asked = {**subscription.parameters, **of_calendar}
        document = summary_of(workspace, asked, standing.at, only)
        standing = replace(standing, url=standing.url and f"{standing.url}/summary")
    if whom:
        asked["by"] = whom.attribute
    elif only:
        asked["only"] = only.text
    if standing.url:
        standing = replace(standing, url=f"{standing.url}?{urlencode(asked)}")
    return report_letter(document, workspace, standing)


def _alert(
    workspace: Workspace,
    subscription: Subscription,
    dispatch: Dispatch,
    standing: Standing,
    alert: Alert,
) -> Letter | Call:
    if subscription.url:
        return Call(
            url=subscription.url,
            secret=subscription.secret,
            id=f"msg_{spell(dispatch.id)}",
            at=standing.at,
            may_be_private=is_at_home(_settings().base_url) and is_at_home(subscription.url),
            payload={
                "type": f"hark.{subscription.kind}",
                "timestamp": dispatch.due_at.isoformat(),
                "data": dict(alert.data),
            },
        )
    notice = Notice(
        title=alert.title,
        said=alert.said,
        items=alert.items,
        url=_page_of(subscription, standing, alert),
        button=_("Open the comments") if alert.path else _("Open the report"),
        why=standing.why,
        stop_url=standing.stop_url,
    )
    return notice_letter(notice, workspace, standing)


def _page_of(subscription: Subscription, standing: Standing, alert: Alert) -> str:
    if alert.path:
        return f"{_settings().base_url}{alert.path}"
    return f"{standing.url}?{urlencode(subscription.parameters)}" if standing.url else ""


def _standing(
    session: Session,
    subscription: Subscription,
    dispatch: Dispatch,
    to: str,
    reader: Member | None,
) -> Standing:
    settings = _settings()
    maker = _maker(session, subscription)
    link = Link(subscription.workspace_id, subscription.id)
    token = Links(str(current_app.secret_key)).token(Purpose.REPORT, link)
    reads = reader is not None and Permission.READ_REPORTS in GRANTS[Role(reader.role)]
    return replace(
        _to(subscription, to, f"{spell(dispatch.id)}.report"),
        name=reader.name if reader else "",
        why=_(
            "You get this mail because %(member)s set it up for you in Hark.",
            member=(maker.name or maker.email) if maker else _("a member"),
        ),
        at=dispatch.due_at if dispatch.to else dispatch.made_at,
        url=f"{settings.base_url}/report" if reads else "",
        stop_url="" if dispatch.to else f"{settings.base_url}/u/report/{token}",
    )


def _maker(session: Session, subscription: Subscription) -> Member | None:
    key = {"workspace_id": subscription.workspace_id, "id": subscription.made_by}
    return session.get(Member, key)


def _to(subscription: Subscription, address: str, known_by: str) -> Standing:
    sender = _settings().mail_from
    return Standing(
        address=address,
        name="",
        sender=sender,
        title=subscription.title,
        why="",
        message_id=f"{known_by}@{sender.rpartition('@')[2]}",
        at=subscription.made_at,
    )


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
