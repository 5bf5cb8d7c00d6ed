"""A language nobody speaks: each sentence of the catalogue in brackets, months in Finnish.

What a page says outside the brackets is either somebody's data or a sentence that no translator
ever gets to see.
"""

import re
from gettext import NullTranslations
from html.parser import HTMLParser

from babel import Locale

from surveys.speech import Speech

OPEN, CLOSE = "⟦", "⟧"
WORD = re.compile(r"[^\W\d_]{2,}")
ADDRESS = re.compile(
    r"https?://[^\s<\"⟦⟧]+|[^\s<>\"⟦⟧]+@[^\s<>\"⟦⟧]+|\b[A-Z]\w+/[A-Z][\w/+-]*|\w+\.csv\b"
)
"""Addresses, time zones and files are written the same everywhere."""
READ = ("aria-label", "aria-description", "title", "placeholder", "alt", "label")
UNSAID = ("script", "style", "code", "pre")
"""Parts for machines or quoted as they must be typed, as are those marked `translate="no"`."""


class Brackets(NullTranslations):
    """Says every sentence in brackets."""

    def gettext(self, sentence):
        return f"{OPEN}{sentence}{CLOSE}"

    def ngettext(self, one, many, n):
        return f"{OPEN}{one if n == 1 else many}{CLOSE}"


PSEUDO = Speech("fi", Brackets())
FINNISH = {
    word
    for words in (
        *(Locale("fi").months["format"].values()),
        *(Locale("fi").months["stand-alone"].values()),
        *(Locale("fi").days["format"].values()),
    )
    for name in words.values()
    for word in WORD.findall(name)
} | set(
    WORD.findall(
        "sitten päästä sekuntia minuutti minuuttia tunti tuntia päivä päivää viikko viikkoa "
        "kuukausi kuukautta vuosi vuotta"
    )
)


class Reader(HTMLParser):
    """Reads what a page says outside of the brackets, and in what it is marked to be in."""

    def __init__(self):
        super().__init__()
        self.naked, self.depth, self.within = [], 0, []

    def handle_starttag(self, tag, attributes):
        if not self.within and (tag in UNSAID or ("translate", "no") in attributes):
            self.within = [tag]
        elif self.within and tag == self.within[0]:
            self.within.append(tag)
        for name, value in attributes:
            if name in READ or (name.startswith("data-") and " " in (value or "")):
                self._read(value or "", f"{name}=")

    def handle_endtag(self, tag):
        if self.within and self.within[0] == tag:
            self.within.pop()

    def handle_data(self, said):
        if self.within:
            return
        for piece in re.split(f"([{OPEN}{CLOSE}])", said):
            if piece in (OPEN, CLOSE):
                self.depth += 1 if piece == OPEN else -1
            elif self.depth == 0:
                self.naked += WORD.findall(piece)

    def _read(self, said, where):
        depth = 0
        for piece in re.split(f"([{OPEN}{CLOSE}])", said):
            if piece in (OPEN, CLOSE):
                depth += 1 if piece == OPEN else -1
            elif depth == 0:
                self.naked += [where + word for word in WORD.findall(piece)]


def naked(page):
    """Give the words of a page that stand outside every sentence."""
    reader = Reader()
    reader.feed(ADDRESS.sub(" ", page))
    assert reader.depth == 0, "a sentence that begins does not end"
    return [word for word in reader.naked if word.rpartition("=")[2] not in FINNISH]
