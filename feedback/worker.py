"""`hark work`: runs jobs and sends mail, beside the server or inside it."""

import logging
import threading
import time
from datetime import UTC, datetime

from flask import Flask

from feedback import jobs
from feedback.agreements import renewing
from feedback.campaigns.delivery import Sender
from feedback.campaigns.recipients import has_answered, reading
from feedback.comments import correcting
from feedback.contacts import importing
from feedback.counts import days, folding
from feedback.counts.people import folding as accounts
from feedback.counts.people import periods, sweeping
from feedback.drop import taking
from feedback.extensions import db
from feedback.models.hurt import low_answers
from feedback.people import reading as names
from feedback.people.roster import READ_NAMES
from feedback.reports import deciding
from feedback.respond import forgetting
from feedback.returns.reading import watch_beside
from feedback.subscriptions import delivering
from feedback.subscriptions import planning as orders
from feedback.testimonials import judging
from feedback.themes import indexing, looking, teaching
from feedback.themes import reading as words
from surveys import planning
from surveys.planning import Look

log = logging.getLogger("hark.worker")

WORK: dict[str, jobs.Work] = {
    importing.CHECK: importing.check,
    importing.BRING_IN: importing.bring_in,
    forgetting.FORGET: forgetting.forget,
    READ_NAMES: names.read_names,
    judging.JUDGE: judging.judge_comments,
    orders.DELIVER: delivering.deliver,
    delivering.TELL: delivering.tell_owners,
    words.READ_WORDS: words.read_words,
    indexing.INDEX: indexing.index_words,
    indexing.PACK: indexing.pack_words,
    correcting.CORRECT: correcting.correct_themes,
    looking.LOOK_OVER: looking.look_over,
    teaching.LEARN: teaching.learn_themes,
    deciding.HOLD: deciding.hold_groups,
    sweeping.COUNT_ACCOUNTS: sweeping.count_accounts,
    periods.COUNT_PERIOD: periods.count_period,
}
"""Each kind of job and the function that does it."""

IDLE_SECONDS = 1.0
PLAN_SECONDS = 10.0
RENEW_SECONDS = 600.0


def work(app: Flask, stop: threading.Event) -> None:
    """Work until told to stop; rest a moment whenever there is nothing to do."""
    watch_beside(app, stop)
    taking.watch_beside(app, stop)
    folding.watch_beside(app, stop)
    days.watch_beside(app, stop)
    accounts.watch_beside(app, stop)
    while not stop.is_set():
        try:
            busy = tick(app)
        except Exception:
            log.exception("the worker stumbled and goes on")
            busy = False
        if not busy:
            stop.wait(IDLE_SECONDS)


def tick(app: Flask) -> bool:
    """Do one piece of each kind of work; tell whether there was any."""
    with app.app_context():
        ran, planned, sent = run_next_job(), plan_next(app), deliver_next(app)
        read, judges, renewed = read_next(app), plan_judging(app), renew_next(app)
        ordered, themes, held = order_next(app), plan_words(app), plan_groups(app)
        told = plan_accounts(app)
    return ran or planned or sent or read or judges or renewed or ordered or themes or held or told


def plan_next(app: Flask) -> bool:
    """Look, now and then, at one campaign: whose turn it is, and who is to be reminded."""
    looked_at = app.extensions.get("planned", 0.0)
    if time.monotonic() - looked_at < PLAN_SECONDS:
        return False
    now = datetime.now(UTC)
    with reading() as reader:
        due = planning.is_anything_to_plan(reader, now=now)
    if due and planning.plan_next(
        db.session(), Look(now, str(app.secret_key), has_answered, low_answers)
    ):
        return True
    app.extensions["planned"] = time.monotonic()
    return False


def read_next(app: Flask) -> bool:
    """Look, now and then, whether there are new answers to read for colleagues' names."""
    looked_at = app.extensions.get("read_for_names", 0.0)
    if time.monotonic() - looked_at < PLAN_SECONDS:
        return False
    app.extensions["read_for_names"] = time.monotonic()
    return names.plan(db.session(), datetime.now(UTC))


def plan_judging(app: Flask) -> bool:
    """Look, now and then, whether comments came that are to be judged for quoting."""
    if time.monotonic() - app.extensions.get("planned_judging", 0.0) < PLAN_SECONDS:
        return False
    app.extensions["planned_judging"] = time.monotonic()
    return judging.plan(db.session(), datetime.now(UTC))


def order_next(app: Flask) -> bool:
    """Look, now and then, whether a report or an alert is due."""
    if time.monotonic() - app.extensions.get("ordered", -PLAN_SECONDS) < PLAN_SECONDS:
        return False
    now = datetime.now(UTC)
    with reading() as reader:
        due = orders.is_anything_due(reader, now)
    if due and orders.plan_next(db.session(), now):
        return True
    app.extensions["ordered"] = time.monotonic()
    return False


def plan_words(app: Flask) -> bool:
    """Look, now and then, whether comments came that are to be read for what they say."""
    if time.monotonic() - app.extensions.get("planned_words", 0.0) < PLAN_SECONDS:
        return False
    app.extensions["planned_words"] = time.monotonic()
    now = datetime.now(UTC)
    return words.plan(db.session(), now) or indexing.plan_packing(db.session(), now)


def plan_groups(app: Flask) -> bool:
    """Look, now and then, whether groups are to be held beside one another anew."""
    if time.monotonic() - app.extensions.get("planned_groups", 0.0) < PLAN_SECONDS:
        return False
    app.extensions["planned_groups"] = time.monotonic()
    return deciding.plan(db.session(), datetime.now(UTC))


def plan_accounts(app: Flask) -> bool:
    """Look, now and then, whether accounts are to be counted, or counts kept long enough to go."""
    if time.monotonic() - app.extensions.get("planned_accounts", 0.0) < PLAN_SECONDS:
        return False
    app.extensions["planned_accounts"] = time.monotonic()
    now = datetime.now(UTC)
    return sweeping.plan(db.session(), now) or periods.expire(db.session(), now)


def renew_next(app: Flask) -> bool:
    """Look, now and then, whether an author is to be asked if they are still happy."""
    looked_at = app.extensions.get("renewed", -RENEW_SECONDS)
    if time.monotonic() - looked_at < RENEW_SECONDS:
        return False
    now = datetime.now(UTC)
    with reading() as reader:
        due = renewing.is_anything_to_renew(reader, now)
    if due and renewing.ask_to_renew(db.session(), now):
        return True
    app.extensions["renewed"] = time.monotonic()
    return False


def deliver_next(app: Flask) -> bool:
    """Send the next few invitations that are due."""
    if "sender" not in app.extensions:
        app.extensions["sender"] = Sender.of(app)
    sender: Sender = app.extensions["sender"]
    return sender.deliver_next()


def run_next_job(key: jobs.JobKey | None = None) -> bool:
    """Run the next due job (or just this one), if there is one."""
    job = jobs.claim(db.session(), now=datetime.now(UTC), key=key)
    if job is None:
        return False
    jobs.run(db.session(), job, WORK[job.kind], now=lambda: datetime.now(UTC))
    return True
