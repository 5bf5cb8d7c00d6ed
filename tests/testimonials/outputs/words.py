"""The words of quotes as a browser would read them."""

from html.parser import HTMLParser


class _Words(HTMLParser):
    """The text inside each block quote."""

    def __init__(self):
        super().__init__()
        self.found, self.inside = [], False

    def handle_starttag(self, tag, attrs):
        if tag == "blockquote":
            self.inside, self.found = True, [*self.found, ""]

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "blockquote"

    def handle_data(self, data):
        if self.inside:
            self.found[-1] += data


def quotes_in(html: str) -> list[str]:
    """Give the text of each block quote."""
    reader = _Words()
    reader.feed(html)
    return reader.found
