"""The list of rows with problems opens in a spreadsheet, and nothing in it runs."""

import csv
import io
import json

import pytest

from feedback.contacts.problems import as_csv

FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\0=1+1", " \0 =1", "＝1+1"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_and_no_header_starts_a_formula(tmp_path, formula):
    path = tmp_path / "problems"
    path.write_text(json.dumps([1, formula, [formula]]) + "\n")
    written = "".join(as_csv(path, [formula])).removeprefix("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(written, newline="")) for cell in row]
    assert [cell for cell in cells if "1" in cell and len(cell) > 1 and cell[0] != "'"] == []
