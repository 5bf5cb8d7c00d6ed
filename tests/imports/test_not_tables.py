"""Files that are no tables: each gets a sentence that says what it is and what to do."""

import io
import zipfile

import pytest

from surveys.imports.table import FileProblemError
from tests.imports.conftest import xlsx


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600

NOT_TABLES = {
    "empty": (b"", "empty"),
    "blank": (b"\xef\xbb\xbf \r\n\n", "empty"),
    "zeros": (b"\0" * 5000, "empty"),
    "header only": (b"Name,E-mail\n", "no rows below"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "PNG picture"),
    "photo": (b"\xff\xd8\xff\xe0" + bytes(range(256)), "JPEG picture"),
    "pdf": (b"%PDF-1.7\n...", "PDF"),
    "noise": (bytes(range(256)) * 40, "not a table"),
    "old Excel": (OLE, r"old Excel workbook \(.xls\)"),
    "locked": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "archive": (zipped(readme_txt="hello"), "ZIP archive"),
    "web page": (b"<!DOCTYPE html><table><tr><td>x", "web page"),
    "xls that is html": (b"  <html><table>", "web page"),
    "json": (b'[{"score": 9}]', "JSON"),
    "half a workbook": (xlsx([["a"], ["b"]])[:3000], "damaged or incomplete"),
}


@pytest.mark.parametrize("name", NOT_TABLES)
def test_file_that_is_no_table_gets_its_sentence(seen, name):
    content, sentence = NOT_TABLES[name]
    with pytest.raises(FileProblemError, match=sentence):
        seen(content)
