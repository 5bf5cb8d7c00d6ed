"""What is sent regularly: the list, making one, pausing, having it now, an end."""

from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from feedback.accounts.permissions import Permission, may, permit
from feedback.extensions import db
from feedback.models import DispatchState, Subscription, SubscriptionKind
from feedback.models.subscription import Cadence
from feedback.reports import reports
from feedback.subscriptions import ordering
from feedback.subscriptions.forms import ALERTS, CADENCES, AlertForm, ReportForm
from feedback.subscriptions.planning import dispatch
from surveys.speech import _, counted, lazy, spoken

STATES = {
    DispatchState.QUEUED: lazy("on its way"),
    DispatchState.SENDING: lazy("on its way"),
    DispatchState.SENT: lazy("sent"),
    DispatchState.QUIET: lazy("nothing to say"),
    DispatchState.FAILED: lazy("failed"),
    DispatchState.UNKNOWN: lazy("unknown"),
}
Page = str | Response | tuple[str, int]
KEPT = ("survey", "by", "only")
"""What of a report's address a standing order keeps; its period is that of each turn."""


@reports.get("/report/subscriptions")
@permit(Permission.READ_REPORTS)
def subscriptions() -> str:
    """List what is sent regularly."""
    found = ordering.listed(db.session(), g.member, everything=may(Permission.SEND_REPORTS))
    return render_template(
        "subscriptions/index.html", listed=found, cadences=CADENCES, alerts=ALERTS, states=STATES
    )


@reports.route("/report/subscriptions/new", methods=["GET", "POST"])
@permit(Permission.READ_REPORTS)
def new_subscription() -> Page:
    """Have a report sent regularly."""
    form = ReportForm(data=_usual() | {"cadence": Cadence.WEEK.value, "hour": 8})
    if form.validate_on_submit():
        return _made(form, SubscriptionKind.REPORT, Cadence(form.cadence.data), form.hour.data)
    page = render_template("subscriptions/new.html", form=form, about=_about())
    return page, 422 if form.errors else 200


@reports.route("/report/subscriptions/alerts/new", methods=["GET", "POST"])
@permit(Permission.READ_REPORTS)
def new_alert() -> Page:
    """Be told when something happens."""
    form = AlertForm(data=_usual())
    if form.validate_on_submit():
        kind = SubscriptionKind(form.kind.data)
        return _made(form, kind, ordering.RHYTHMS[kind], 8)
    page = render_template("subscriptions/new_alert.html", form=form, about=_about())
    return page, 422 if form.errors else 200


@reports.post("/report/subscriptions/<id:subscription_id>/pause")
@permit(Permission.READ_REPORTS)
def pause_subscription(subscription_id: int) -> Page:
    """Send nothing for a while."""
    found = _found(subscription_id)
    found.paused_at = found.paused_at or datetime.now(UTC)
    return _back(_("“%(title)s” is paused", title=found.title))


@reports.post("/report/subscriptions/<id:subscription_id>/resumption")
@permit(Permission.READ_REPORTS)
def resume_subscription(subscription_id: int) -> Page:
    """Let it go on, from its next turn."""
    found, now = _found(subscription_id), datetime.now(UTC)
    found.paused_at, found.reason, found.failures = None, None, 0
    found.next_at = ordering.first_turn(db.session(), found, now)
    return _back(_("“%(title)s” goes on with its next turn.", title=found.title))


@reports.post("/report/subscriptions/<id:subscription_id>/dispatches")
@permit(Permission.READ_REPORTS)
def send_subscription(subscription_id: int) -> Page:
    """Send it to oneself now."""
    found, now = _found(subscription_id), datetime.now(UTC)
    dispatch(db.session(), found, due_at=now, now=now, to=g.member.email)
    return _back(_("It is on its way to %(address)s.", address=g.member.email))


@reports.post("/report/subscriptions/<id:subscription_id>/removal")
@permit(Permission.READ_REPORTS)
def remove_subscription(subscription_id: int) -> Page:
    """End it for good."""
    found = _found(subscription_id)
    db.session.delete(found)
    return _back(_("“%(title)s” is sent no more.", title=found.title))


def _made(form: Any, kind: SubscriptionKind, cadence: Cadence, hour: int) -> Page:
    sends, now = may(Permission.SEND_REPORTS), datetime.now(UTC)
    given = {name: field.data or "" for name, field in form._fields.items()}
    url = str(given.get("url", "")) if sends else ""
    template = Subscription(
        kind=kind,
        title=form.title.data.strip(),
        parameters=_about() if kind == SubscriptionKind.REPORT else _about(without="only"),
        attribute=str(given.get("attribute", "")).strip(),
        value=str(given.get("value", "")).strip(),
        threshold=form.threshold.data if isinstance(form, AlertForm) else None,
        cadence=cadence,
        hour=hour,
        timezone=form.timezone.data,
        language=form.language.data,
        url=url,
        secret=ordering.make_secret() if url else "",
        made_by=g.member.id,
    )
    recipients = form.recipients if sends else []
    to = [""] if url else recipients or [g.member.email]
    made = ordering.order(db.session(), template, to, now)
    sentence = counted(
        "“%(title)s” goes to %(n)s place.",
        "“%(title)s” goes to %(n)s places.",
        len(made),
        title=template.title,
    )
    return _back(sentence)


def _usual() -> dict[str, Any]:
    return {"language": spoken().language, "timezone": g.workspace.timezone}


def _about(without: str = "") -> dict[str, str]:
    given = request.args
    return {name: given[name] for name in KEPT if given.get(name) and name != without}


def _found(subscription_id: int) -> Subscription:
    found = db.session.get(Subscription, {"workspace_id": g.workspace.id, "id": subscription_id})
    is_theirs = found and found.address.lower() == g.member.email.lower()
    if found is None or not (is_theirs or may(Permission.SEND_REPORTS)):
        abort(404)
    return found


def _back(words: str) -> Response:
    db.session.commit()
    flash(words)
    return redirect(url_for("reports.subscriptions"), 303)
