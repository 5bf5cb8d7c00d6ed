"""XLSX: all kinds of cells as text, and workbooks made to hurt."""

import io
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
import xlsxwriter

from surveys.imports.table import FileProblemError
from tests.imports.conftest import xlsx

AT = datetime(2026, 2, 3, 14, 5)


def changed(content, member, change):
    """Rewrite one member of a workbook."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()) if name == member else text)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "cell,text",
    [
        ("words", "words"),
        ("مرحبا 👍", "مرحبا 👍"),
        (9, "9"),
        (9.5, "9.5"),
        (4_200_000_001, "4200000001"),
        (True, "TRUE"),
        (AT, "2026-02-03 14:05:00"),
        (date(2026, 2, 3), "2026-02-03"),
        ("=1+1", "0"),
    ],
)
def test_cell_becomes_text(read, cell, text):
    assert read(xlsx([["a"], [cell]]))[1] == [text]


def test_custom_date_formats_are_dates_and_others_are_not(read):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write(0, 0, "a")
    for row, code in enumerate(['d"th of" mmmm yyyy', '0.0 "days"', "[Red]0", "[h]:mm"], 1):
        sheet.write(row, 0, 46056, book.add_format({"num_format": code}))
    book.close()
    assert [row[0] for row in read(out.getvalue())[1:]] == [
        "2026-02-03",
        "46056",
        "46056",
        "2026-02-03",
    ]


def test_dates_counted_from_1904_are_read_as_such(read):
    assert read(xlsx([["a"], [AT]], date_1904=True))[1] == ["2026-02-03 14:05:00"]


def test_gaps_keep_their_columns(read):
    assert read(xlsx([["a", "b", "c"], [None, None, "x"]]))[1] == ["", "", "x"]


def test_chosen_sheet_is_read(read):
    assert read(xlsx([["one"]], [["two"]]), sheet="Sheet2") == [["two"]]


def test_text_in_the_cells_themselves_is_read(read):
    content = xlsx([["a", "b"], ["c", 9]], constant_memory=True)
    assert read(content) == [["a", "b"], ["c", "9"]]


def test_pronunciation_beside_words_is_not_read(read):
    shown = "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si>"
    content = changed(
        xlsx([["a"]]), "xl/sharedStrings.xml", lambda t: re.sub("<si>.*</si>", shown, t)
    )
    assert read(content) == [["東京"]]


def test_prefixed_names_are_read(read):
    prefixed = changed(
        xlsx([["a"], [9]]),
        SHEET,
        lambda t: re.sub(r"(</?)(\w)", r"\1x:\2", t).replace("xmlns=", "xmlns:x="),
    )
    assert read(prefixed) == [["a"], ["9"]]


def test_two_cells_far_apart_are_refused_at_once(read):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write(0, 0, "a")
    sheet.write(1_048_575, 16_383, "z")
    book.close()
    with pytest.raises(FileProblemError, match="XFD1048576 lies beyond the 200 columns"):
        read(out.getvalue())


def test_last_row_of_a_sheet_can_be_read(read):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet().write(1_048_575, 0, "z")
    book.close()
    assert read(out.getvalue()) == [["z"]]


def test_workbook_that_unpacks_without_end_is_refused(read, monkeypatch):
    monkeypatch.setattr("surveys.imports.xml.MAX_UNPACKED", 1_000_000)
    bomb = changed(
        xlsx([["a"]]), SHEET, lambda t: t.replace("</sheetData>", " " * 5_000_000 + "</sheetData>")
    )
    with pytest.raises(FileProblemError, match="more than a gigabyte"):
        read(bomb)


def test_shared_words_without_end_are_refused(read, monkeypatch):
    monkeypatch.setattr("surveys.imports.workbook.MAX_SHARED_TEXT", 10_000)
    with pytest.raises(FileProblemError, match="more text than can be read at once"):
        read(xlsx([[f"word {i}"] for i in range(1000)]))


def test_entities_are_refused(read):
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    content = changed(
        xlsx([["a"]]), SHEET, lambda t: t.replace("<worksheet", laughs + "<worksheet")
    )
    with pytest.raises(FileProblemError, match="cannot be read"):
        read(content)


@pytest.mark.parametrize(
    "damage",
    [
        lambda t: t[: len(t) // 2],
        lambda t: t.replace("<v>0</v>", "<v>77</v>"),
        lambda t: t.replace("<v>0</v>", "<v>many</v>"),
        lambda t: t.replace('r="1"', 'r="first"'),
    ],
)
def test_damaged_sheet_gets_a_sentence(read, damage):
    with pytest.raises(FileProblemError, match="damaged or incomplete"):
        read(changed(xlsx([["a"], ["b"]]), SHEET, damage))


def test_utc_is_not_invented(read):
    with pytest.raises(TypeError):
        xlsx([[AT.replace(tzinfo=UTC)]])
