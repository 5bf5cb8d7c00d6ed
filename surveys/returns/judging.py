"""From a status and the receiver's words to what they mean: the code first, then the words.

Whatever speaks of policy wins over all else, and what remains unclear is soft: better to ask a
dead mailbox twice more than never again to ask a living person.
"""

import re

from surveys.returns import wordings
from surveys.returns.codes import codes_in, is_passing, kind_of
from surveys.returns.kinds import Kind

DIRECTORY_REFUSES = re.compile(r"recipient address rejected: access denied", re.IGNORECASE)
"""What Microsoft 365 says (5.4.1) where a domain's directory does not have the recipient."""
NO_SUCH_HOST = re.compile(r"not found|does ?n(?:o|')t exist|nxdomain|no such", re.IGNORECASE)
NOT_THERE = re.compile(r"mailbox (?:unavailable|not available)", re.IGNORECASE)


def judge(status: str, said: str) -> Kind:
    """Tell hard, soft and policy apart."""
    codes = [*codes_in(said), *codes_in(status)]
    kinds = [kind for code in codes if (kind := kind_of(code))]
    words = wordings.without_places(said)
    if "5.4.1" in codes and DIRECTORY_REFUSES.search(words):
        return Kind.HARD
    if wordings.FULL.search(words) and not wordings.HARD.search(words):
        return Kind.POLICY if Kind.POLICY in kinds and "5.2.2" not in codes else Kind.SOFT
    if Kind.POLICY in kinds or wordings.POLICY.search(words):
        return Kind.POLICY
    if is_passing(said, codes):
        return Kind.SOFT
    return kinds[0] if kinds else _by_words(codes, words)


def _by_words(codes: list[str], words: str) -> Kind:
    if "5.4.4" in codes:
        return Kind.HARD if NO_SUCH_HOST.search(words) else Kind.SOFT
    if "5.5.0" in codes and NOT_THERE.search(words):
        return Kind.HARD  # Outlook.com writes this for an unknown user
    if wordings.PASSING.search(words):
        return Kind.SOFT
    return Kind.HARD if wordings.HARD.search(words) else Kind.SOFT
