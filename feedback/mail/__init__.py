"""Mail: what it says, how it is written as bytes, and how it leaves (or stays in the house).

A new e-mail is one function here (see `invitation.py`) and its three templates.
"""

from feedback.mail.letter import Letter, Sealed, UnwritableAddressError
from feedback.mail.mailer import Mailer, mailer_for
from feedback.mail.verdict import Outcome, Verdict

__all__ = [
    "Letter",
    "Mailer",
    "Outcome",
    "Sealed",
    "UnwritableAddressError",
    "Verdict",
    "mailer_for",
]
