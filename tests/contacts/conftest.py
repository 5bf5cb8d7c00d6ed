"""What the tests of uploads share: sending a file the way a person does, step by step."""

import io
import re
from html import unescape

import pytest

from feedback import worker

SELECT = re.compile(r'<select[^>]*name="([\w-]+)"[^>]*>(.*?)</select>', re.DOTALL)
ERROR = re.compile(r'class="[^"]*error[^"]*"[^>]*>([^<]+)')
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
READING = ("encoding", "delimiter", "sheet", "header")


class Uploader:
    """An owner at the upload pages."""

    def __init__(self, client, app):
        self.client, self.app = client, app
        self.address = ""

    def send(self, content, *, kind="contacts", name="file.csv"):
        """Upload a file; give the answer."""
        content = content.encode() if isinstance(content, str) else content
        data = {
            "csrf_token": self.client.csrf("/contacts/uploads"),
            "kind": kind,
            "file": (io.BytesIO(content), name),
        }
        answer = self.client.post("/contacts/uploads", data=data)
        if answer.status_code == 303:
            self.address = answer.location.removesuffix("/mapping")
        return answer

    def fields(self, query=""):
        """Give the mapping form as the page fills it."""
        page = self.client.get(f"{self.address}/mapping{query}").text
        found = dict(re.findall(r'<input[^>]*name="([\w-]+)"[^>]*value="([^"]*)"', page))
        for name, options in SELECT.findall(page):
            chosen = re.search(r'<option selected value="([^"]*)"', options)
            first = re.search(r'<option[^>]*value="([^"]*)"', options)
            found[name] = (chosen or first)[1]
        return {name: unescape(value) for name, value in found.items() if name not in READING}

    def map(self, query="", **changes):
        """Send the mapping form; give the answer."""
        fields = self.fields(query) | changes
        return self.client.post(f"{self.address}/mapping{query}", data=fields)

    def work(self):
        """Let the worker do what is due; give the upload's page."""
        with self.app.app_context():
            while worker.run_next_job():
                pass
        return self.client.get(self.address).text

    def tried(self, content, *, query="", kind="contacts", name="file.csv", **changes):
        """Upload, map and try; give the page that says what would happen."""
        assert self.send(content, kind=kind, name=name).status_code == 303
        answer = self.map(query, **changes)
        assert answer.status_code == 303, ERROR.findall(answer.text)
        return self.work()

    def imported(self, content, **how):
        """Upload, map, try and import; give the page that says what happened."""
        page = self.tried(content, **how)
        token = TOKEN.search(page)[1]
        assert (
            self.client.post(f"{self.address}/import", data={"csrf_token": token}).status_code
            == 303
        )
        return self.work()


@pytest.fixture
def upload(owner, app):
    """Olive at the upload pages."""
    return Uploader(owner, app)


def facts(page):
    """The figures of a page, by what they count."""
    found = re.findall(r"<dt>([^<]+)</dt><dd[^>]*>([\d,]+)</dd>", page)
    return {name: int(number.replace(",", "")) for name, number in found}


def problems(page):
    """The rows with problems: number and sentence."""
    listed = re.findall(r"<tr><td>([\d,]+)</td><td[^>]*>([^<]+)</td></tr>", page)
    return [(int(row.replace(",", "")), sentence) for row, sentence in listed]
