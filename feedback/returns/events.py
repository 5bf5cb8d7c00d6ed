"""Events about returned mail in JSON, in the shape that Amazon SES has made common.

    {"eventType": "Bounce", "mail": {"source": "bounces+…@feedback.example.com", "headers": […]},
     "bounce": {"bounceType": "Permanent", "bouncedRecipients": [
         {"emailAddress": "…", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 …"}]}}

`Complaint` carries `complaint.complainedRecipients`; `DeliveryDelay` carries `deliveryDelay`.
"""

import json
from collections.abc import Mapping
from typing import Any

from surveys.returns import Kind, Returned
from surveys.returns.judging import judge
from surveys.returns.opening import one_line

MOST_LETTERS = 400
BY_SUBTYPE = {
    "general": Kind.HARD,
    "noemail": Kind.HARD,
    "suppressed": Kind.HARD,
    "onaccountsuppressionlist": Kind.HARD,
    "mailboxfull": Kind.SOFT,
    "messagetoolarge": Kind.POLICY,
    "contentrejected": Kind.POLICY,
    "attachmentrejected": Kind.POLICY,
}
"""What the sending service itself found out, where the receiver's own words are missing."""


class NoEventError(ValueError):
    """Not an event in the shape that is taken; its words say what is missing."""


def read_event(body: bytes) -> Returned:
    """Read one event."""
    event = _parsed(body)
    mail = _part(event, "mail")
    found = _meaning(event)
    # Only what speaks of the mail itself is searched for its mark.
    return found.found_in(str(mail.get("source", "")), json.dumps(mail))


def _parsed(body: bytes) -> Mapping[str, Any]:
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        raise NoEventError("the body is no JSON") from None
    if not isinstance(event, dict):
        raise NoEventError("the body is no JSON object")
    return event


def _meaning(event: Mapping[str, Any]) -> Returned:
    match str(event.get("eventType") or event.get("notificationType")).lower():
        case "bounce":
            return _bounce(_part(event, "bounce"))
        case "complaint":
            complaint = _part(event, "complaint")
            person = _first(complaint, "complainedRecipients")
            kind = _line(complaint.get("complaintFeedbackType")) or "abuse"
            meaning = Kind.UNRELATED if kind == "not-spam" else Kind.COMPLAINT
            return Returned(meaning, _line(person.get("emailAddress")), words=kind)
        case "deliverydelay":
            person = _first(_part(event, "deliveryDelay"), "delayedRecipients")
            words = _line(person.get("diagnosticCode"))
            return Returned(Kind.DELAYED, _line(person.get("emailAddress")), words=words)
        case "delivery" | "send" | "open" | "click":
            return Returned(Kind.UNRELATED)
        case _:
            raise NoEventError("eventType must be Bounce, Complaint or DeliveryDelay")


def _bounce(bounce: Mapping[str, Any]) -> Returned:
    person = _first(bounce, "bouncedRecipients")
    status, said = _line(person.get("status")), _line(person.get("diagnosticCode"))
    said = said.removeprefix("smtp;").strip()
    kind = judge(status, said) if said else _without_words(bounce, status)
    return Returned(kind, _line(person.get("emailAddress")), status, said)


def _without_words(bounce: Mapping[str, Any], status: str) -> Kind:
    by_code = judge(status, "")
    if str(bounce.get("bounceType")).lower() != "permanent":
        return Kind.SOFT if by_code == Kind.HARD else by_code
    by_service = BY_SUBTYPE.get(str(bounce.get("bounceSubType")).lower(), Kind.SOFT)
    return by_code if by_code == Kind.POLICY else by_service


def _part(event: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = event.get(name)
    if not isinstance(part, dict):
        raise NoEventError(f"“{name}” is missing")
    return part


def _first(part: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    several = part.get(name)
    first = several[0] if isinstance(several, list) and several else {}
    return first if isinstance(first, dict) else {}


def _line(value: object) -> str:
    return one_line(value)[:MOST_LETTERS] if isinstance(value, str) else ""
