"""Comments read on the host itself: themes that stay put, sentiment, urgency, personal data.

Pure: text in, frozen findings out; no network, no database, no clock. `Reader` is made once from a
code frame (`Frame` of `Theme`s of `Rule`s) and a roster, and reads comment after comment.
"""

from analysis.reading.frame import Frame, Rule, RuleError, Theme, parse_rules
from analysis.reading.matcher import Hit, Matcher
from analysis.reading.reader import ANALYSED, VERSION, Known, Reader, read
from analysis.reading.results import Finding, Mention, Reading, Sentiment

__all__ = [
    "ANALYSED",
    "VERSION",
    "Finding",
    "Frame",
    "Hit",
    "Known",
    "Matcher",
    "Mention",
    "Reader",
    "Reading",
    "Rule",
    "RuleError",
    "Sentiment",
    "Theme",
    "parse_rules",
    "read",
]
