"""What has to stand beside a quote, wherever it goes: who gave what, who is whose, how to check."""

from feedback.agreements.disclosing import disclosures as told
from feedback.models import Consent
from feedback.testimonials.shown import Shown
from surveys.speech import _, noted, spoken

VERIFIED = noted(
    "The exact words of people who answered our survey and agreed to be quoted. Whoever is called "
    "“Verified customer” was sent a personal link to it."
)
MARKS = {"de": "„“", "fr": "«»", "es": "«»", "ar": "«»"}


def disclosures(shown: Shown | Consent, company: str) -> list[str]:
    """Say what a reader has to know of an author: a gift, a tie, a correction of their own."""
    said = told(shown.incentive, shown.relation, company)
    if shown.is_corrected:
        said.append(corrected_by_author())
    return said


def corrected_by_author() -> str:
    """Say that the words are not quite those of the answer."""
    return _("Corrected by its author.")


def quoted(words: str) -> str:
    """Put the quotation marks of the language spoken around words."""
    marks = MARKS.get(spoken().language.partition("-")[0], "“”")
    space = "\N{NARROW NO-BREAK SPACE}" if spoken().language.startswith("fr") else ""
    return f"{marks[0]}{space}{words}{space}{marks[1]}"
