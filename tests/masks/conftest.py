"""Comments in which people are named, and a worker that reads them."""

import re

import pytest

from feedback.ids import spell
from tests.themes.conftest import framed, read, said, version

__all__ = ["framed", "read", "said", "version"]


@pytest.fixture
def decide():
    """Give a function: somebody presses a button on a comment's page."""

    def press(client, row, **form):
        token = re.search(r'csrf_token"[^>]*value="([^"]+)"', client.get("/account").text).group(1)
        path = f"/themes/people/{spell(row.id)}/decisions{form.pop('at', '')}"
        return client.post(path, data={"csrf_token": token, **form}, audit=False)

    return press
