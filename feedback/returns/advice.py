"""Why receivers refuse us, told to the owner with what to fix: it is never the customer's doing."""

import re
from dataclasses import dataclass

from surveys.speech import noted


@dataclass(frozen=True)
class Cause:
    """One kind of refusal."""

    what: str
    fix: str
    pattern: re.Pattern[str]


def _cause(what: str, fix: str, pattern: str) -> Cause:
    return Cause(what, fix, re.compile(pattern, re.IGNORECASE))


CAUSES = (
    _cause(
        noted("The receiver could not verify that the mail is yours."),
        noted("See Campaigns → Deliverability, and set the records it names."),
        r"\bspf\b|\bdkim\b|\bdmarc\b|authenticat|5\.7\.(?:2[0-9]|9|515|509)\b|sender address",
    ),
    _cause(
        noted("The mail server's address has no name that leads back to it."),
        noted(
            "Ask whoever owns the address to set its PTR record; Campaigns → "
            "Deliverability shows it."
        ),
        r"\bptr\b|reverse dns|\brdns\b|5\.7\.25\b",
    ),
    _cause(
        noted("The mail server's address is on a blocklist."),
        noted(
            "Ask whoever runs the mail server to have it taken off; the receiver names the list."
        ),
        r"block ?list|black ?list|spamhaus|spamcop|barracuda|sorbs|\bdnsbl\b|\brbl\b|banned|listed"
        r"|sperrlist",
    ),
    _cause(
        noted("Too much mail came at once."),
        noted("Send fewer a day, and let it grow over weeks."),
        r"rate|too many|throttl|limit|4\.7\.\d+|defer|grey|gray|volume|quota",
    ),
    _cause(
        noted("The message is too big."),
        noted(
            "Shorten it; pictures are not part of Hark's mail, so look at what your server adds."
        ),
        r"too (?:large|big)|size|5\.3\.4|5\.2\.3",
    ),
    _cause(
        noted("Our own mail server does not pass this mail on."),
        noted(
            "Check HARK_SMTP_USER, HARK_SMTP_PASSWORD and whether it may send for HARK_MAIL_FROM."
        ),
        r"relay|bad outbound sender|5\.1\.[78]\b",
    ),
    _cause(
        noted("The receiver takes mail at this address from certain senders only."),
        noted("Ask these customers to let your address through, or reach them another way."),
        r"restrict|only |moderat|approved|notauthori[sz]ed|not authori[sz]ed|permission",
    ),
    _cause(
        noted("The receiver took the message for spam."),
        noted("Read it with a stranger's eyes: a plain subject, your name, why they are asked."),
        r"spam|content|junk|unsolicited|virus|phish|reputation|complain|5\.6\.\d+",
    ),
)
OTHER = _cause(
    noted("The receiver's rules do not let the mail in."),
    noted("Its own words say why. Whoever runs your mail server can ask the receiver."),
    "",
)


def cause_of(status: str, words: str) -> Cause:
    """Tell what kind of refusal this is."""
    told = f"{status} {words}"
    return next((cause for cause in CAUSES if cause.pattern.search(told)), OTHER)
