"""Whole surveys as files: Hark's own form out and in, and what other tools write, in."""

from collections.abc import Callable

from surveys.files import lss, own, qsf, tsv
from surveys.files.brought import Brought, NotASurveyError, Note
from surveys.speech import _

Reader = Callable[[bytes], Brought]

READERS: dict[str, Reader] = {
    "Hark": own.read,
    "LimeSurvey survey structure (.lss)": lss.read,
    "LimeSurvey tab-separated (.txt)": tsv.read,
    "Qualtrics (.qsf)": qsf.read,
}
"""The forms a survey can come in, by the name that people know them by."""

LARGEST = 8 * 1024 * 1024

__all__ = ["LARGEST", "READERS", "Brought", "NotASurveyError", "Note", "read"]


def read(raw: bytes) -> Brought:
    """Read a survey file of any of these forms; NotASurveyError says what is wrong with it."""
    if len(raw) > LARGEST:
        raise NotASurveyError(
            _("The file is larger than %(most)s MB.", most=LARGEST // 1024 // 1024)
        )
    return _reader(raw.lstrip(b"\xef\xbb\xbf \t\r\n"))(raw)


def _reader(head: bytes) -> Reader:
    if head.startswith(b"{"):
        return qsf.read if b'"SurveyElements"' in head else own.read
    if head.startswith(b"<"):
        return lss.read
    return tsv.read
