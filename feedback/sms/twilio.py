"""Texts over Twilio's Messages API, and whatever else speaks it.

What each reply means is what its reference says: https://www.twilio.com/docs/api/errors
"""

import json
from collections.abc import Sequence

from feedback.config import Settings
from feedback.mail import Outcome, Sealed, Verdict
from feedback.sms.egress import Reply, SilentError, UnreachedError, post_form
from surveys.speech import noted
from surveys.telling import told

TIMEOUT_SECONDS = 10.0
STOPPED = 21610
NO_NUMBER = {
    21211: noted("This is not a telephone number."),
    21214: noted("This number cannot be reached."),
    21408: noted("The account may not text to this country."),
    21612: noted("This number cannot be reached from ours."),
    21614: noted("This number takes no text messages."),
    21617: noted("The text is too long."),
}
OURS = {
    20003: noted("it does not take our account and token"),
    21212: noted("it does not take HARK_SMS_FROM as a number"),
    21603: noted("it wants HARK_SMS_FROM"),
    21609: noted("it does not take HARK_BASE_URL for its receipts"),
    21606: noted("HARK_SMS_FROM is not a number of the account that can text"),
    21659: noted("HARK_SMS_FROM is not a number of the account"),
}
LOST = noted("The provider of text messages did not answer. It may or may not have been sent.")
UNKNOWN_STATUSES = (408, 502, 504)
"""Something on the way gave up waiting: what stands behind it may have taken the text."""


class Twilio:
    """Hands texts to the provider, one at a time: each is looked at right before it leaves."""

    def __init__(self, settings: Settings, *, timeout: float = TIMEOUT_SECONDS) -> None:
        """Take the account of the settings."""
        self._settings, self._timeout = settings, timeout
        self._url = f"{settings.sms_url}/2010-04-01/Accounts/{settings.sms_account}/Messages.json"

    def ready(self) -> None:
        """Each text brings its own connection."""

    def send(self, letters: Sequence[Sealed]) -> list[Outcome]:
        """Hand over the first; the others are looked at again."""
        return [self._handed_over(letter) for letter in letters[:1]]

    def close(self) -> None:
        """Nothing is open."""

    def _handed_over(self, letter: Sealed) -> Outcome:
        fields = {
            "To": letter.recipient,
            "From": self._settings.sms_from,
            "Body": letter.raw.decode(),
            **self._receipt(letter),
        }
        try:
            reply = post_form(
                self._url,
                fields,
                user=self._settings.sms_account,
                password=self._settings.sms_token,
                timeout=self._timeout,
            )
        except UnreachedError as error:
            return Outcome(Verdict.AWAY, error.args[0])
        except SilentError:
            return Outcome(Verdict.UNKNOWN, LOST)
        return understood(reply)

    def _receipt(self, letter: Sealed) -> dict[str, str]:
        """Where the provider says what became of the text: it finds no address but a public one."""
        base = self._settings.base_url
        if not letter.receipt or not base.startswith("https://"):
            return {}
        return {"StatusCallback": receipt_address(base, letter.receipt)}


def receipt_address(base_url: str, mark: str) -> str:
    """Give the address that a text's receipt comes to; the provider signs it."""
    return f"{base_url}/hooks/sms/{mark}"


def understood(reply: Reply) -> Outcome:
    """Say what a reply means for this text, and for the others."""
    code, words = _told(reply)
    if reply.status in (200, 201, 202):
        return Outcome(Verdict.SENT)
    if code == STOPPED:
        return Outcome(Verdict.REFUSED, noted("They answered STOP before."), has_left=True)
    if code in NO_NUMBER:
        return Outcome(Verdict.REFUSED, NO_NUMBER[code])
    if code in OURS:
        return _away(told(OURS[code]))
    if reply.status == 429:
        return _away(told("it takes no more texts just now"))
    if reply.status in UNKNOWN_STATUSES:
        return Outcome(Verdict.UNKNOWN, LOST)
    if reply.status == 400:
        return Outcome(
            Verdict.REFUSED,
            told("The provider of text messages refused it: %(words)s", words=words),
        )
    if reply.status >= 500 and reply.status != 503:
        return Outcome(
            Verdict.LATER,
            told("The provider of text messages failed (%(status)s).", status=str(reply.status)),
        )
    return _away(told("it answers with status %(status)s", status=str(reply.status)))


def _away(why: str) -> Outcome:
    return Outcome(
        Verdict.AWAY, told("The provider of text messages sends nothing: %(why)s.", why=why)
    )


def _told(reply: Reply) -> tuple[int, str]:
    try:
        answer = json.loads(reply.body)
        return int(answer.get("code") or 0), str(answer.get("message") or noted("no reason given"))
    except (ValueError, AttributeError, TypeError):
        return 0, noted("no reason given")
