"""CSV as the world writes it: every encoding, every delimiter, ragged rows and broken quotes."""

import pytest

from surveys.imports import FORMATS, csv, look
from surveys.imports.table import FileProblemError, Reading

WORDS = "Name,City\nJürgen,Köln €\n"
ROWS = [["Name", "City"], ["Jürgen", "Köln €"]]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_encoding_is_found(read, encoding):
    assert read(WORDS.encode(encoding)) == ROWS


def test_utf16_big_endian_with_its_mark_is_found(read):
    assert read(b"\xfe\xff" + WORDS.encode("utf-16-be")) == ROWS


def test_chosen_encoding_is_used(read):
    assert read("Имя,Город\n".encode("cp1251"), encoding="cp1251") == [["Имя", "Город"]]


def test_row_with_letters_that_do_not_fit_the_encoding_is_a_problem(kept):
    path = kept("Name\nAnn\nJürgen\n".encode("cp1252"))
    rows = list(csv.rows(path, look(path, Reading(encoding="utf-8"))))
    assert [bool(row.problem) for row in rows] == [False, False, True]
    assert "UTF-8" in rows[2].problem


def test_replacement_sign_that_stands_in_a_sound_file_is_no_problem(kept):
    path = kept("Name\nAnn\ufffd\n")
    assert not any(row.problem for row in csv.rows(path, look(path, Reading())))


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_delimiter_is_found(read, sign):
    text = f'Name{sign}Text\nAnn{sign}"a, b; c"\nBen{sign}d, e\n'
    assert read(text)[1] == ["Ann", "a, b; c"]


def test_excels_note_of_the_delimiter_is_heeded(read):
    assert read("sep=;\nName;City\nAnn;a,b,c\n") == [["Name", "City"], ["Ann", "a,b,c"]]


def test_rows_are_numbered_as_a_spreadsheet_does(kept):
    path = kept('a,b\n\n"two\nlines",c\nd,e\n')
    rows = list(csv.rows(path, look(path, Reading())))
    assert [(row.number, row.cells) for row in rows] == [
        (1, ["a", "b"]),
        (2, []),
        (3, ["two\nlines", "c"]),
        (4, ["d", "e"]),
    ]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_all_line_ends_are_taken(read, ending):
    assert read(f"a,b{ending}c,d{ending}") == [["a", "b"], ["c", "d"]]


@pytest.mark.parametrize("broken", ['"never closed,x', 'x,"He said "hi" to me"', '"a"b,c'])
def test_broken_quote_costs_its_row_only(kept, broken):
    path = kept(f"a,b\n1,2\n{broken}\n3,4\n5,6\n")
    rows = list(csv.rows(path, look(path, Reading(delimiter=","))))
    assert [row.number for row in rows if row.problem] == [3]
    assert [row.cells for row in rows if not row.problem] == [
        ["a", "b"],
        ["1", "2"],
        ["3", "4"],
        ["5", "6"],
    ]


def test_many_broken_quotes_end_the_reading_with_a_sentence(read):
    with pytest.raises(FileProblemError, match="broken quotation marks"):
        read("a,b\n" + 'x"y",""z"\n"q"r,s\n' * 300)


def test_quote_that_swallows_a_long_file_costs_its_row_only(kept):
    text = "a,b\n" + '"open,x\n' + "".join(f"{i},{i}\n" for i in range(50_000))
    path = kept(text)
    rows = list(csv.rows(path, look(path, Reading())))
    assert len(rows) == 50_002
    assert [row.number for row in rows if row.problem] == [2]


def test_huge_cell_is_a_problem_of_its_row(kept):
    path = kept("a,b\n" + "x" * 150_000 + ",y\nc,d\n")
    rows = list(csv.rows(path, look(path, Reading())))
    assert "100,000 characters" in rows[1].problem
    assert rows[2].cells == ["c", "d"]


def test_endless_line_is_no_table(read):
    with pytest.raises(FileProblemError, match="not a table"):
        read("x" * 3_000_000)


def test_ten_thousand_columns_are_refused_with_their_number(read):
    with pytest.raises(FileProblemError, match=r"10,000 columns; 200 is the most"):
        read(",".join(f"c{i}" for i in range(10_000)) + "\n")


def test_empty_columns_at_the_end_do_not_count(read):
    assert len(read("a,b" + "," * 500 + "\n")[0]) == 2


def test_formulas_are_text(read):
    assert read('a,b\n=1+1,"=HYPERLINK(""x"")"\n')[1] == ["=1+1", '=HYPERLINK("x")']


def test_estimate_is_about_the_number_of_rows(kept):
    path = kept("a\n" * 1000)
    assert FORMATS["csv"].estimate(path, look(path, Reading())) == 1000
