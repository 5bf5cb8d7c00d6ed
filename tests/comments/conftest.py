"""Comments as they were read, and the stream that shows them."""

import pytest

from tests.themes.conftest import framed, read, said, version

assert framed
assert read
assert said
assert version


@pytest.fixture
def stream(owner, read):
    """Give a function: what an owner sees of the stream, once all is read."""

    def look(query="", **given):
        read()
        return owner.get("/comments", query_string=query or given).text

    return look


@pytest.fixture
def listed(stream):
    """Give a function: which of some words the stream shows."""

    def find(*words, **given):
        page = stream(**given)
        return [each for each in words if each in page.replace("<mark>", "").replace("</mark>", "")]

    return find
