"""Enhanced status codes (RFC 3463 and its registry): what each says, where it says enough."""

import re

from surveys.returns.kinds import Kind

ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
REPLY = re.compile(r"(?<![\d.])([245])\d\d(?=[ -])")

PERMANENT: dict[str, Kind] = {
    "1.1": Kind.HARD,  # no such mailbox
    "1.2": Kind.HARD,  # no such domain
    "1.3": Kind.HARD,  # no address at all
    "1.6": Kind.HARD,  # moved, no forwarding
    "1.10": Kind.HARD,  # the domain takes no mail (RFC 7505); no such recipient (Microsoft)
    "2.1": Kind.HARD,  # mailbox disabled
    "4.310": Kind.HARD,  # no such domain (Microsoft)
    "1.7": Kind.POLICY,  # our sender's address
    "1.8": Kind.POLICY,  # our sender's domain
    "1.90": Kind.POLICY,  # our daily limit (Microsoft)
    "2.3": Kind.POLICY,  # our message is too long for the mailbox
    "3.4": Kind.POLICY,  # our message is too big for the server
    "4.5": Kind.POLICY,  # our daily limit (Google)
    "2.2": Kind.SOFT,  # mailbox full
    "3.1": Kind.SOFT,  # server full
    "4.6": Kind.SOFT,  # loop
    "4.7": Kind.SOFT,  # tried for too long
}
"""5.x.y, by its last two numbers; what is not here is decided by the words beside it."""

PASSING: dict[str, Kind] = {"1.7": Kind.POLICY, "1.8": Kind.POLICY}
"""4.x.y, likewise."""


def codes_in(text: str) -> list[str]:
    """Give the enhanced codes that a text names, in their order."""
    return [match.group() for match in ENHANCED.finditer(text)]


def kind_of(code: str) -> Kind | None:
    """Tell what a code says by itself."""
    grade, _, rest = code.partition(".")
    subject = rest.partition(".")[0]
    if grade == "2":
        return None
    if subject in ("6", "7"):
        return Kind.POLICY  # our message's form and content; security and policy
    if grade == "4":
        return PASSING.get(rest, Kind.SOFT)
    return PERMANENT.get(rest)


def is_passing(text: str, codes: list[str]) -> bool:
    """Whether the receiver said that it is for now only."""
    if codes:
        return all(code.startswith("4") for code in codes)
    replies = [match.group(1) for match in REPLY.finditer(text)]
    return bool(replies) and all(grade == "4" for grade in replies)
