"""What somebody agrees to when they let themselves be quoted: every wording there ever was.

A wording that has been agreed to is never changed. To say it differently, add a version and make
it CURRENT; consents keep the version and the hash of what their author read.
"""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """One text of the agreement."""

    version: str
    text: str
    purposes: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Its hash, to show later what was agreed to."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def read_by(self, company: str) -> str:
        """Give the text as its reader sees it."""
        return self.text.replace("{company}", company)


WORDINGS = (
    Wording(
        version="1",
        text=(
            "I agree that {company} shows these words on its website, named as above: all of "
            "them or a part, always exactly as I wrote them, with […] where something is left "
            "out. This ends by itself after two years, and at any time when I withdraw it."
        ),
        purposes=("website",),
    ),
)
CURRENT = WORDINGS[-1]
YEARS = 2
