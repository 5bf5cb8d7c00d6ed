"""The words in another tool's markup: tags gone, paragraphs kept, nothing else touched."""

import re
from html.parser import HTMLParser

from surveys.questions.text import NOT_TEXT

BREAKS = {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4"}
SILENT = {"script", "style", "head", "title", "template"}


def words_in(markup: str) -> str:
    """Give the text that a reader of this markup would see."""
    reader = _Reader()
    reader.feed(NOT_TEXT.sub("", markup))
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.found).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def line_in(markup: str) -> str:
    """Give it as one line."""
    return " ".join(words_in(markup).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent = tag
        elif tag in BREAKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""
        elif tag in BREAKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)
