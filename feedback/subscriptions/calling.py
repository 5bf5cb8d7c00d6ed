"""Alerts for other programs: one signed POST, by Standard Webhooks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feedback.egress import SilentError, UnreachedError, post
from feedback.mail import Outcome, Verdict
from feedback.returns.signature import signature
from surveys.speech import noted
from surveys.telling import told

TIMEOUT_SECONDS = 10.0
LOST = noted("The other side did not answer. It may or may not have taken it.")


@dataclass(frozen=True)
class Call:
    """What is posted where; the same id is the same event."""

    url: str
    secret: str
    id: str
    at: datetime
    payload: Mapping[str, Any]
    may_be_private: bool = False
    """Where Hark itself is at home only on this machine, so may be who listens."""


def call(it: Call) -> Outcome:
    """Post it once; no redirect is followed."""
    body = json.dumps(it.payload, ensure_ascii=False).encode()
    moment = str(int(it.at.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "webhook-id": it.id,
        "webhook-timestamp": moment,
        "webhook-signature": signature(it.secret, it.id, moment, body),
    }
    try:
        reply = post(
            it.url, body, headers, timeout=TIMEOUT_SECONDS, may_be_private=it.may_be_private
        )
    except UnreachedError as error:
        return Outcome(Verdict.AWAY, error.args[0])
    except SilentError:
        return Outcome(Verdict.LATER, LOST)
    if 200 <= reply.status < 300:
        return Outcome(Verdict.SENT)
    status = told("It answers with status %(status)s.", status=str(reply.status))
    gone = reply.status in (404, 410)
    return Outcome(Verdict.REFUSED if gone else Verdict.LATER, status)
