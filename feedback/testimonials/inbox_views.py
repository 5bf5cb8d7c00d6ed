"""The inbox's pages: the ranked list with its decisions, and one comment nobody agreed to yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from flask import abort, flash, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from analysis.praise import Praise
from feedback import ids
from feedback.accounts.permissions import Permission, may, permit
from feedback.extensions import db
from feedback.models import Decline, Verdict
from feedback.testimonials import (
    facets,
    inbox,
    judging,
    laying_out,
    queries,
    reading,
    testimonials,
    triaging,
    words,
)
from feedback.testimonials.sifting import Sieve
from surveys.speech import _, counted

Page = str | Response | tuple[str, int]
TOMBSTONES = 100
TO = {"shortlisted": Verdict.SHORTLISTED, "declined": Verdict.DECLINED, "new": None}


@dataclass(frozen=True)
class Asked:
    """A decision as a form asks for it."""

    to: str
    comments: Sequence[int]
    reason: Decline | None

    @classmethod
    def of(cls, form: MultiDict[str, str]) -> "Asked":
        """Read which button was pressed: one comment's own ("declined:12:vague"), or for all."""
        to, one, rest = form.get("to", "").partition(":")
        number, _, why = rest.partition(":")
        listed = [number] if one else form.getlist("response")
        why = why if one else form.get("reason", "")
        reason = Decline(why) if why in set(Decline) else Decline.OTHER
        comments = ids.numbers(listed)
        return cls(to, comments, reason if to == Verdict.DECLINED else None)


@testimonials.get("/testimonials", endpoint="inbox")
@permit(Permission.READ_TESTIMONIALS)
def listed() -> Page:
    """List comments, most quotable first."""
    session, now = db.session(), datetime.now(UTC)
    sieve = Sieve.of(request.args) or abort(404)
    counts = inbox.counts(session, now)
    ended = queries.ended(session, now, TOMBSTONES)
    found = [] if sieve.list == "ended" else inbox.places(session, sieve, now)
    return render_template(
        "testimonials/inbox.html",
        sieve=sieve,
        counts=counts,
        ended=ended,
        items=reading.items(session, found[: inbox.PER_PAGE], now),
        has_more=len(found) > inbox.PER_PAGE,
        facets=facets.read(session),
        progress=judging.progress(session),
        declines=words.DECLINES,
        may_publish=may(Permission.PUBLISH_TESTIMONIALS),
        may_read_contacts=may(Permission.READ_CONTACTS),
        reason=words.reason,
    )


@testimonials.post("/testimonials/decisions")
@permit(Permission.PUBLISH_TESTIMONIALS)
def decisions() -> Page:
    """Shortlist, decline or put back the comments chosen, or the one whose button was pressed."""
    asked = Asked.of(request.form)
    if asked.to not in TO:
        abort(404)
    if not asked.comments:
        flash(_("Choose at least one comment first."))
        return redirect(_back(), 303)
    now = datetime.now(UTC)
    changed = triaging.decide(
        db.session(), asked.comments, TO[asked.to], by=g.member, now=now, reason=asked.reason
    )
    db.session.commit()
    flash(_done(asked.to, changed))
    return redirect(_back(), 303)


@testimonials.get("/testimonials/comments/<id:response_id>")
@permit(Permission.READ_TESTIMONIALS)
def comment(response_id: int) -> Page:
    """Show one comment whole: what is worth quoting in it, and what holds it back."""
    session, now = db.session(), datetime.now(UTC)
    found = reading.whole(session, response_id, now) or abort(404)
    if found.item.consent:
        return redirect(url_for("testimonials.one", consent_id=found.item.consent.id), 303)
    author = laying_out.author_of(
        found.words, found.item.language, happy=_is_happy(found.item.judged), known=_known()
    )
    return render_template(
        "testimonials/comment.html",
        found=found,
        item=found.item,
        suggested=laying_out.suggestions(found.words, author),
        odd_signs=laying_out.signs(found.words),
        declines=words.DECLINES,
        history=reading.history(session, response_id),
        may_publish=may(Permission.PUBLISH_TESTIMONIALS),
        may_read_contacts=may(Permission.READ_CONTACTS),
        reason=words.reason,
        back=_query(request.args.get("back", "")),
    )


def _done(to: str, changed: int) -> str:
    if to == "shortlisted":
        return counted("%(n)s comment shortlisted.", "%(n)s comments shortlisted.", changed)
    if to == "declined":
        return counted("%(n)s comment declined.", "%(n)s comments declined.", changed)
    return counted("%(n)s comment put back.", "%(n)s comments put back.", changed)


def _back() -> str:
    query = _query(request.form.get("back", ""))
    return url_for("testimonials.inbox") + (f"?{query}" if query else "")


def _query(given: str) -> str:
    """Keep of an address only what the inbox itself would have written."""
    sieve = Sieve.of(MultiDict(parse_qsl(given, max_num_fields=20)))
    return sieve.query if sieve else ""


def _is_happy(judged: Praise) -> bool:
    return any(reason.name == "happy" for reason in judged.reasons)


def _known() -> tuple[str, ...]:
    return (g.workspace.name,)
