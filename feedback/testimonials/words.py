"""The inbox in words: why a comment stands where it stands, what holds it back, what to do."""

from dataclasses import dataclass

from analysis.cutting import CutWarning
from analysis.quotes import NotExactError
from feedback.models import Decline
from surveys.speech import _, lazy, noted

REASONS = {
    "outcome": noted("Tells what changed: “%(found)s”"),
    "number": noted("Gives a number: “%(found)s”"),
    "figures": noted("%(found)s different figures"),
    "moment": noted("Says when: “%(found)s”"),
    "name": noted("Names somebody or something: “%(found)s”"),
    "particular": noted("Tells something particular"),
    "length": noted("A good length: %(found)s words"),
    "only_good": noted("Nothing in it speaks against you"),
    "first_person": noted("Speaks in the first person"),
    "stands_alone": noted("Can be understood by itself"),
    "happy": noted("Gave one of the best scores"),
    "fresh": noted("From the last 30 days"),
    "recent": noted("From the last 12 months"),
    "thin": noted("Praises without telling anything"),
    "alike": noted("Says much the same as one above"),
    "negative": noted("Also says something against you: “%(found)s”"),
    "mostly_negative": noted("Half of it or more speaks against you"),
    "ironic": noted("May be meant ironically: “%(found)s”"),
}
"""Each key of analysis.praise.POINTS as a sentence."""

_CUT_IT = noted("Quote it without that, or decline it.")
GATES = {
    "email": (noted("Holds an e-mail address: “%(found)s”"), _CUT_IT),
    "link": (noted("Holds a link: “%(found)s”"), _CUT_IT),
    "iban": (noted("Holds a bank account: “%(found)s”"), _CUT_IT),
    "phone": (noted("Holds a telephone or other long number: “%(found)s”"), _CUT_IT),
    "account": (noted("Holds a number of a customer or contract: “%(found)s”"), _CUT_IT),
    "key": (noted("Holds a password or key: “%(found)s”"), _CUT_IT),
    "address": (noted("Holds a street address: “%(found)s”"), _CUT_IT),
    "profanity": (noted("Swears: “%(found)s”"), _CUT_IT),
    "person": (
        noted("Names a person in full: “%(found)s”"),
        noted("Ask that person too, or quote it without the name."),
    ),
    "rival": (
        noted("Compares you with another company: “%(found)s”"),
        noted("Quote it without the name: you would have to prove the comparison."),
    ),
    "medical": (
        noted("Claims something about health: “%(found)s”"),
        noted("Do not use it without somebody who knows the law for such claims."),
    ),
    "financial": (
        noted("Claims something about earning money: “%(found)s”"),
        noted("Do not use it without somebody who knows the law for such claims."),
    ),
    "insider": (
        noted("Seems to belong to you: “%(found)s”"),
        noted("Say what ties them to you: it then stands beside their words wherever these are."),
    ),
    "low_score": (
        noted("Its author gave a low score: %(found)s"),
        noted("Help them first; praise in a complaint is not a testimonial."),
    ),
    "hurt": (
        noted("Its author gave a low score in the last 60 days"),
        noted("Ask for nothing now; it comes back here when the 60 days are over."),
    ),
    "case": (
        noted("Its author has an open case, or is to be left in peace"),
        noted("Wait until that is over; it comes back here by itself."),
    ),
    "import": (
        noted("Came in a file: nobody knows on what terms it was given"),
        noted("Ask its author before you use it anywhere."),
    ),
    "nobody": (
        noted("Nobody can be asked: it came without a name or address"),
        noted("Only who agreed on the thank-you page can be quoted from here."),
    ),
}
"""What holds a comment back, and what to do about it."""

KINDS = {
    "negation": noted("a negation"),
    "contrast": noted("a contrast or condition"),
    "number": noted("a number"),
}
NOT_EXACT = {
    "absent": noted("“%(passage)s” is not in the comment word for word."),
    "inside": noted("“%(passage)s” begins or ends inside a word."),
    "insertion": noted(
        "“[%(passage)s]” cannot be put in: up to four words such as a name, without numbers, "
        "negations or contrasts."
    ),
    "spelling": noted(
        "“%(passage)s” is more than a mended spelling mistake. Let its author change it."
    ),
    "many": noted("That changes too much. Let its author write it anew."),
    "order": noted("Choose passages in the order in which they stand in the comment."),
    "nothing": noted("Nothing is chosen."),
}

DECLINES = {
    Decline.VAGUE: lazy(noted("Says too little")),
    Decline.UNCLEAR: lazy(noted("Not clear to a stranger")),
    Decline.PRIVATE: lazy(noted("Too personal")),
    Decline.REPEATS: lazy(noted("Others say it better")),
    Decline.UNFAIR: lazy(noted("Would mislead")),
    Decline.OTHER: lazy(noted("Another reason")),
}


@dataclass(frozen=True)
class Told:
    """A gate in words, with its remedy."""

    name: str
    words: str
    remedy: str


def reason(name: str, found: str) -> str:
    """Say why a comment has points, or loses some."""
    return _(REASONS[name], found=found)


def gate(name: str, found: str = "") -> Told:
    """Say what holds a comment back, and what can be done."""
    says, remedy = GATES[name]
    return Told(name, _(says, found=found), _(remedy))


def warning(found: CutWarning) -> str:
    """Say what a cut leaves out."""
    kind = _(KINDS[found.kind])
    if found.inside:
        return _(
            "The cut takes “%(word)s” (%(kind)s) out of a sentence you quote.",
            word=found.word,
            kind=kind,
        )
    return _("What you leave out says “%(word)s” (%(kind)s).", word=found.word, kind=kind)


def not_exact(error: NotExactError) -> str:
    """Say why a choice is not made of the author's words."""
    return _(NOT_EXACT[error.why], passage=error.passage)
