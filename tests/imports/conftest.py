"""What the tests of reading files share."""

import io

import pytest
import xlsxwriter

from surveys.imports import FORMATS, look
from surveys.imports.preview import preview
from surveys.imports.table import Reading


@pytest.fixture
def kept(tmp_path):
    """Give a function: keep bytes as a file."""

    def keep(content, name="file"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return keep


@pytest.fixture
def read(kept):
    """Give a function: the cells of each row of a file."""

    def rows(content, **reading):
        path = kept(content)
        how = look(path, Reading(**reading))
        return [row.cells for row in FORMATS[how.format].rows(path, how)]

    return rows


@pytest.fixture
def seen(kept):
    """Give a function: the first look at a file."""
    return lambda content, **how: preview(kept(content), Reading(**how))


def xlsx(*sheets, **options):
    """Make a workbook of sheets, each a list of rows; dates get a date format."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"default_date_format": "dd/mm/yy hh:mm", "in_memory": True, **options}
    )
    for rows in sheets:
        sheet = book.add_worksheet()
        for number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(number, column, cell)
    book.close()
    return out.getvalue()
