"""When an alert speaks: each rule says only what chance does not explain, and says it once."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis import Interval, compare, proportion
from feedback.accounts.permissions import Permission
from feedback.ids import spell
from feedback.models import Answer, Response, Subscription, SubscriptionKind
from feedback.reports import queries, segment
from feedback.reports.dataset import Dataset, Mailed
from feedback.reports.figures import Figure, live, share
from feedback.reports.moment import one_moment
from feedback.reports.periods import calendar
from feedback.reports.scale import SCALES
from feedback.reports.selection import Asked, Only
from feedback.subscriptions.alert import Alert, Rule
from feedback.subscriptions.spiking import theme_spikes
from feedback.subscriptions.urgent import urgent
from surveys.definition import REASON_KEY
from surveys.models import Contact, Survey, SurveyKind, Workspace
from surveys.speech import _, counted

A_DAY = timedelta(days=1)
WINDOW = timedelta(days=28)
LATE = timedelta(days=7)
"""Mail that is younger may still be answered."""
LEVEL = 0.99
"""It is looked at every week: 95 % would cry wolf too often."""
COLLAPSE = 1 / 3
RECENT = timedelta(days=3)
MOST = 50


def score_below(
    session: Session, workspace: Workspace, subscription: Subscription, now: datetime
) -> Alert | None:
    """Speak when the quarter's interval, which holds at every look, lies wholly below."""
    today = now.astimezone(workspace.zone).date()
    first = calendar("quarter", today, workspace.year_begins).first
    assert first is not None
    threshold = subscription.threshold or 0
    if subscription.remembers.get("quarter") == first.isoformat():
        return None
    only = Only(subscription.attribute, subscription.value) if subscription.attribute else None
    found = _counted(workspace, subscription, first, today, only)
    figure = live(found.scale, found.counts) if found.n else None
    if figure is None or not figure.high < threshold:
        return None
    return Alert(
        title=_("%(measure)s below %(n)s", measure=str(found.scale.measure), n=threshold),
        said=(
            *([_about(subscription)] if only else []),
            _(
                "This quarter it is %(score)s (%(interval)s) from %(answers)s.",
                score=figure.whole,
                interval=figure.interval,
                answers=counted("%(n)s answer", "%(n)s answers", figure.n),
            ),
            _(
                "The whole 95 %% interval lies below. It is made so that it may be looked at every "
                "day: one such alarm in twenty quarters would be false. It comes once a quarter."
            ),
        ),
        data=_figure(figure) | {"threshold": threshold, "since": first.isoformat()},
        remembers={"quarter": first.isoformat()},
    )


def rate_collapsed(
    session: Session, workspace: Workspace, subscription: Subscription, now: datetime
) -> Alert | None:
    """Speak when a third of the response rate is gone for sure; not again within four weeks."""
    today = now.astimezone(workspace.zone).date()
    last = subscription.remembers.get("told", "")
    if last and date.fromisoformat(last) + WINDOW > today:
        return None
    end = today - LATE
    after = _counted(workspace, subscription, end - WINDOW + A_DAY, end).mailed
    end -= WINDOW
    before = _counted(workspace, subscription, end - WINDOW + A_DAY, end).mailed
    then, now_ = share(before.answered, before.sent), share(after.answered, after.sent)
    if then is None or now_ is None or not _has_collapsed(before, after):
        return None
    return Alert(
        title=_("The response rate has collapsed"),
        said=(
            _(
                "Of the mail of four weeks %(now)s (%(now_interval)s) was answered; of the four "
                "weeks before it was %(then)s (%(then_interval)s).",
                now=now_.whole,
                now_interval=now_.interval,
                then=then.whole,
                then_interval=then.interval,
            ),
            _(
                "The 99 %% interval of the change lies wholly beyond a loss of a third. Look at "
                "whether the mail arrives, and whom it goes to."
            ),
        ),
        data={"before": _figure(then), "after": _figure(now_)},
        remembers={"told": today.isoformat()},
    )


def detractors(
    session: Session, workspace: Workspace, subscription: Subscription, now: datetime
) -> Alert | None:
    """Speak of low scores of those who matter since the last time, all of them together."""
    told = [int(number) for number in subscription.remembers.get("told", [])]
    rows = _low(session, subscription, max(subscription.made_at, now - RECENT), told)
    if not rows:
        return None
    base = current_app.extensions["settings"].base_url
    return Alert(
        title=counted(
            "%(n)s low score from somebody who matters",
            "%(n)s low scores from people who matter",
            len(rows),
        ),
        said=(_about(subscription),),
        items=tuple(
            (
                f"{row.name or row.email or _('No name')}: {row.score}",
                row.text or "",
                f"{base}/contacts/{spell(row.contact_id)}",
            )
            for row in rows
        ),
        data={
            "answers": [
                {
                    "response": spell(row.id),
                    "contact": spell(row.contact_id),
                    "customer_number": row.external_id,
                    "score": row.score,
                    "answered_at": row.answered_at.isoformat(),
                }
                for row in rows
            ]
        },
        remembers={"told": [str(n) for n in [*told, *(row.id for row in rows)][-500:]]},
        needs=Permission.READ_CONTACTS,
    )


ALERTS: dict[SubscriptionKind, Rule] = {
    SubscriptionKind.SCORE: score_below,
    SubscriptionKind.RATE: rate_collapsed,
    SubscriptionKind.THEME: theme_spikes,
    SubscriptionKind.DETRACTOR: detractors,
    SubscriptionKind.URGENT: urgent,
}


def _counted(
    workspace: Workspace,
    subscription: Subscription,
    first: date,
    last: date,
    only: Only | None = None,
) -> Dataset:
    asked = {**subscription.parameters, "from": first.isoformat(), "to": last.isoformat()}
    asked.pop("by", None)
    with one_moment(workspace.id) as session:
        selection = Asked(asked).select(queries.surveys(session), ())
        if only:
            return segment.dataset(session, selection, only, workspace.zone)
        return queries.dataset(session, selection, workspace.zone)


def _has_collapsed(before: Mailed, after: Mailed) -> bool:
    then, now = proportion(before.answered, before.sent), proportion(after.answered, after.sent)
    interval = compare(then, now).interval(LEVEL)
    if not isinstance(interval, Interval) or then.estimate is None:
        return False
    return interval.high < -COLLAPSE * then.estimate


def _low(session: Session, subscription: Subscription, since: datetime, told: list[int]) -> Any:
    kinds = [(kind, scale.bands[0].high) for kind, scale in SCALES.items()]
    asked = Asked(subscription.parameters).select(queries.surveys(session), ())
    limits = {SurveyKind(kind): high for kind, high in kinds}
    found = (
        select(
            Response.id,
            Response.score,
            Response.answered_at,
            Response.contact_id,
            Contact.name,
            Contact.email,
            Contact.external_id,
            Answer.text,
            Survey.kind,
        )
        .join(Survey, Survey.id == Response.survey_id)
        .join(Contact, Contact.id == Response.contact_id)
        .outerjoin(
            Answer, (Answer.response_id == Response.id) & (Answer.question_key == REASON_KEY)
        )
        .where(
            Response.survey_id.in_([survey.id for survey in asked.surveys]),
            Response.answered_at > since,
            Response.excluded.is_(None),
            Response.score <= max(limits.values()),
            Response.id.not_in(told),
            ~Survey.is_anonymous,
        )
        .order_by(Response.answered_at)
        .limit(10 * MOST)
    )
    if subscription.attribute:
        found = found.where(
            Response.attributes[subscription.attribute].as_string() == subscription.value
        )
    rows = session.execute(found).all()
    return [row for row in rows if row.score <= limits[SurveyKind(row.kind)]][:MOST]


def _about(subscription: Subscription) -> str:
    if not subscription.attribute:
        return _("From anybody who answered by name.")
    return _(
        "From those whose %(attribute)s is “%(value)s”.",
        attribute=subscription.attribute,
        value=subscription.value,
    )


def _figure(figure: Figure) -> dict[str, Any]:
    return {"value": figure.value, "low": figure.low, "high": figure.high, "n": figure.n}
