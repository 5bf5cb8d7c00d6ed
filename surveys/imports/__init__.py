"""Files from elsewhere: bytes to rows, one module per format, listed here."""

from dataclasses import replace
from pathlib import Path

from surveys.imports import csv, xlsx
from surveys.imports.table import FileProblemError, Format, Reading
from surveys.telling import told

FORMATS: dict[str, Format] = {"xlsx": xlsx.FORMAT, "csv": csv.FORMAT}
"""Tried in this order; CSV takes whatever is text."""

HEAD = 64 * 1024
AGAIN = told("Save the table as CSV or XLSX and upload that.")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OTHERS = (
    (b"\x89PNG", told("a PNG picture")),
    (b"\xff\xd8\xff", told("a JPEG picture")),
    (b"GIF8", told("a GIF picture")),
    (b"%PDF", told("a PDF document")),
    (b"\x1f\x8b", told("a compressed file (gzip)")),
    (b"7z\xbc\xaf", told("a compressed file (7z)")),
    (b"Rar!", told("a compressed file (RAR)")),
    (b"SQLite format 3", "a database"),
)


def look(path: Path, reading: Reading) -> Reading:
    """Find out how a file is to be read; FileProblemError where it is no table."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise FileProblemError(told("The file is empty. Export it again, with its column names."))
    _refuse_others(head, path)
    for name, kind in FORMATS.items():
        if kind.recognises(head):
            return kind.look(path, replace(reading, format=name))
    raise FileProblemError(told("The file is not a table of text. %(again)s", again=AGAIN))


def _refuse_others(head: bytes, path: Path) -> None:
    for mark, name in OTHERS:
        if head.startswith(mark):
            raise FileProblemError(
                told(
                    "The file is %(name)s, whatever its name says. %(again)s",
                    name=name,
                    again=AGAIN,
                )
            )
    if head.startswith(OLE):
        if ENCRYPTED in path.read_bytes():
            raise FileProblemError(
                told(
                    "The workbook is protected by a password. Remove the password and upload "
                    "it again."
                )
            )
        raise FileProblemError(
            told("The file is an old Excel workbook (.xls). %(again)s", again=AGAIN)
        )
    if head.startswith(b"PK") and not FORMATS["xlsx"].recognises(head):
        raise FileProblemError(
            told("The file is a ZIP archive, not an XLSX workbook. %(again)s", again=AGAIN)
        )
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml")):
        raise FileProblemError(
            told("The file is a web page or XML, not a table. %(again)s", again=AGAIN)
        )
    if start.startswith((b"{", b"[{", b"[\n", b"[\r")):
        raise FileProblemError(told("The file is JSON. %(again)s", again=AGAIN))
