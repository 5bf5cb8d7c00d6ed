"""Files from elsewhere: bytes to rows, one module per format, listed here."""

from dataclasses import replace
from pathlib import Path

from surveys.imports import csv, xlsx
from surveys.imports.table import FileProblemError, Format, Reading

FORMATS: dict[str, Format] = {"xlsx": xlsx.FORMAT, "csv": csv.FORMAT}
"""Tried in this order; CSV takes whatever is text."""

HEAD = 64 * 1024
AGAIN = "Save the table as CSV or XLSX and upload that."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OTHERS = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf", "a compressed file (7z)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"SQLite format 3", "a database"),
)


def look(path: Path, reading: Reading) -> Reading:
    """Find out how a file is to be read; FileProblemError where it is no table."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise FileProblemError("The file is empty. Export it again, with its column names.")
    _refuse_others(head, path)
    for name, kind in FORMATS.items():
        if kind.recognises(head):
            return kind.look(path, replace(reading, format=name))
    raise FileProblemError(f"The file is not a table of text. {AGAIN}")


def _refuse_others(head: bytes, path: Path) -> None:
    for mark, name in OTHERS:
        if head.startswith(mark):
            raise FileProblemError(f"The file is {name}, whatever its name says. {AGAIN}")
    if head.startswith(OLE):
        if ENCRYPTED in path.read_bytes():
            raise FileProblemError(
                "The workbook is protected by a password. Remove the password and upload it again."
            )
        raise FileProblemError(f"The file is an old Excel workbook (.xls). {AGAIN}")
    if head.startswith(b"PK") and not FORMATS["xlsx"].recognises(head):
        raise FileProblemError(f"The file is a ZIP archive, not an XLSX workbook. {AGAIN}")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml")):
        raise FileProblemError(f"The file is a web page or XML, not a table. {AGAIN}")
    if start.startswith((b"{", b"[{", b"[\n", b"[\r")):
        raise FileProblemError(f"The file is JSON. {AGAIN}")
