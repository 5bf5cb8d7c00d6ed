"""Files of a report: to whom, how safe, how they behave where there is little or nothing."""

import io
import re
import zipfile

import pytest
from PIL import Image
from sqlalchemy import select

from feedback.appearance import Accent, parse
from feedback.models import Member, Role
from tests.factories import NOW
from tests.reports.outputs.reading import of_csv, of_pdf

ACCENT = tuple(round(255 * part) for part in parse(Accent.of("#0f6b5c").light))
KINDS = ("pdf", "pptx", "xlsx", "csv", "json")


@pytest.mark.parametrize("role", list(Role))
def test_whoever_reads_the_page_takes_its_files(role, sign_in_as, give):
    give(*[9] * 6)
    member = sign_in_as(role)
    assert [member.get(f"/report/file.{kind}").status_code for kind in KINDS] == [200] * 5


def test_strangers_get_no_file(client, workspace):
    answers = [client.get(f"/report/file.{kind}", audit=False) for kind in KINDS]
    assert {answer.status_code for answer in answers} == {302}


def test_a_kind_that_nobody_writes_is_not_there(executive, give):
    give(*[9] * 6)
    assert executive.get("/report/file.exe").status_code == 404
    assert executive.get("/report/chart/scores.exe").status_code == 404
    assert executive.get("/report/chart/nothing.png").status_code == 404


@pytest.mark.parametrize("scores", [(), (3,), (None,) * 9, (10,) * 6])
def test_every_file_is_made_of_whatever_there_is(scores, executive, give):
    give(*scores, comment="It was me")
    files = {kind: executive.get(f"/report/file.{kind}") for kind in KINDS}
    assert {file.status_code for file in files.values()} == {200}
    assert ("It was me" in of_pdf(files["pdf"].data)) == (len(scores) == 6)


def test_a_small_group_is_in_no_file(executive, give):
    for region, n in (("North", 20), ("South", 20), ("Iceland", 8), ("Faroe", 1)):
        give(*[9] * n, attributes={"region": region})
    read = executive.get("/report/file.json?by=region").text
    assert "North" in read
    assert "Iceland" not in read
    assert "Faroe" not in read


def test_no_cell_is_a_formula_or_a_link(executive, give):
    for name in ("=1+1", "@SUM(A1)", "+1", "-1", "http://evil.example", "\t=1"):
        give(*[9] * 6, attributes={name: name, "region": name}, comment=name)
    book = zipfile.ZipFile(io.BytesIO(executive.get("/report/file.xlsx?by=region").data))
    sheets = [book.read(name).decode() for name in book.namelist() if "/sheet" in name]
    assert not [sheet for sheet in sheets if "<f>" in sheet or "hyperlink" in sheet]
    table = executive.get("/report/file.csv?by=region").data
    cells = [cell for line in table.decode("utf-8-sig").splitlines() for cell in line.split(",")]
    assert not [cell for cell in cells if re.match(r"[\s\"]*[=+@]", cell)]
    assert ("groups", 0) in of_csv(table)


def test_letters_that_no_page_shows_harm_no_file(executive, give):
    odd = "a\x00b\x0bc\ue123\ufffe\U000e0001"
    give(*[9] * 6, attributes={"region": "odd\x0b\ue123"}, comment=odd.replace("\x00", ""))
    files = [executive.get(f"/report/file.{kind}?by=region") for kind in KINDS]
    assert {file.status_code for file in files} == {200}


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_each_chart_is_a_picture(kind, executive, give):
    for region in ("North", "South"):
        give(*[9, 10, 3, 7] * 6, attributes={"region": region})
    for key in ("classes", "groups", "scores"):
        drawn = executive.get(f"/report/chart/{key}.{kind}?by=region").data
        assert drawn.startswith(b"\x89PNG" if kind == "png" else b"<svg")


def left_half(picture):
    """Count the pixels of pure colour in the left half of a picture."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    half = image.crop((0, 0, image.width // 2, image.height))
    return sum(n for n, pixel in half.getcolors(half.width * half.height) if pixel == ACCENT)


@pytest.mark.parametrize("key", ["months", "groups"])
def test_charts_keep_their_axes_where_words_run_from_the_right(key, sign_in_as, session, give):
    for month in range(1, 12):
        for region, score in (("North", 9), ("South", 1 + month % 2)):
            at = NOW.replace(month=month)
            give(*[score] * 9, answered_at=at, attributes={"region": region})
    member = sign_in_as(Role.EXECUTIVE)
    address = f"/report/chart/{key}.png?by=region"
    english = left_half(member.get(address).data)
    session.scalars(select(Member)).one().language = "ar"
    session.commit()
    assert english > 50
    assert left_half(member.get(address).data) == pytest.approx(english, rel=0.35)


def test_paper_is_tagged_and_titled_for_those_who_listen(executive, give):
    give(*[9, 10, 3, 7] * 6)
    paper = executive.get("/report/file.pdf").data
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"pdfuaid", b"/Lang", b"DisplayDocTitle"):
        assert mark in paper
