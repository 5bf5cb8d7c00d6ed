"""Which letters a file is written in: found from its bytes, or chosen by its owner."""

import codecs
from pathlib import Path

from surveys.speech import lazy

LABELS = {
    "utf-8": lazy("UTF-8 (Unicode)"),
    "utf-16-le": lazy("UTF-16 little-endian (Excel's “Unicode text”)"),
    "utf-16-be": lazy("UTF-16 big-endian"),
    "cp1252": lazy("Windows-1252 (Western Europe, Latin-1)"),
    "iso8859-15": lazy("ISO 8859-15 (Western Europe with €)"),
    "cp1250": lazy("Windows-1250 (Central Europe)"),
    "cp1251": lazy("Windows-1251 (Cyrillic)"),
    "cp1253": lazy("Windows-1253 (Greek)"),
    "cp1254": lazy("Windows-1254 (Turkish)"),
    "cp1255": lazy("Windows-1255 (Hebrew)"),
    "cp1256": lazy("Windows-1256 (Arabic)"),
    "mac-roman": lazy("Mac Roman (old Macs)"),
    "cp437": lazy("DOS (CP 437)"),
    "cp850": lazy("DOS (CP 850)"),
    "shift_jis": lazy("Shift JIS (Japanese)"),
    "gb18030": lazy("GB 18030 (Chinese)"),
    "big5": lazy("Big5 (Chinese, traditional)"),
    "euc_kr": lazy("EUC-KR (Korean)"),
}
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 64 * 1024
CHUNK = 1024 * 1024


def found_encoding(path: Path) -> str:
    """Tell the encoding: by its mark, by its zeros, by being valid UTF-8, else Windows-1252."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for mark, encoding in BOMS:
        if head.startswith(mark):
            return encoding
    return _by_zeros(head) or ("utf-8" if is_valid(path, "utf-8") else "cp1252")


def is_valid(path: Path, encoding: str) -> bool:
    """Whether every byte of the file can be read in this encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _by_zeros(head: bytes) -> str:
    """In UTF-16 every other byte of ordinary text is zero."""
    half = len(head) // 2
    if not half:
        return ""
    if head[1::2].count(0) > 0.4 * half and head[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.4 * half and head[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return ""
