"""What stands around the sheets of an XLSX file: their names, shared words and date styles."""

import posixpath
import re
from functools import cached_property
from zipfile import ZipFile

from surveys.imports.table import MAX_CELL, FileProblemError
from surveys.imports.xml import elements
from surveys.telling import told

MAX_SHARED_TEXT = 200_000_000
BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
NOT_A_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


class Workbook:
    """An open workbook; each part is read when it is first needed."""

    def __init__(self, archive: ZipFile) -> None:
        """Find the sheets: name and place in the archive."""
        self.archive = archive
        self.members = set(archive.namelist())
        targets = {
            element.get("Id"): element.get("Target")
            for element in elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
        }
        found = {
            element.get("name"): _place(targets[element.related()])
            for element in elements(archive, "xl/workbook.xml", "sheet")
            if element.related() in targets
        }
        self.sheets = {name: place for name, place in found.items() if place in self.members}
        if not self.sheets:
            raise ValueError("no sheet")

    @cached_property
    def strings(self) -> list[str]:
        """The words that cells point at by number."""
        if "xl/sharedStrings.xml" not in self.members:
            return []
        kept: list[str] = []
        size = 0
        for element in elements(self.archive, "xl/sharedStrings.xml", "si"):
            kept.append(element.text[: MAX_CELL + 1])
            size += len(element.text) + 50
            if size > MAX_SHARED_TEXT:
                raise FileProblemError(
                    told(
                        "The workbook holds more text than can be read at once. Save the sheet as "
                        "CSV and upload that: it is read row by row."
                    )
                )
        return kept

    @cached_property
    def date_styles(self) -> set[int]:
        """The numbers of the cell styles that show a number as a date."""
        if "xl/styles.xml" not in self.members:
            return set()
        codes: dict[int, str] = {}
        for element in elements(self.archive, "xl/styles.xml", "numFmt"):
            codes.setdefault(int(element.get("numFmtId")), element.get("formatCode"))
        for element in elements(self.archive, "xl/styles.xml", "cellXfs", part="xf"):
            numbers = [int(style.get("numFmtId") or 0) for style in element.parts]
            return {i for i, n in enumerate(numbers) if _is_date(n, codes.get(n, ""))}
        return set()

    @cached_property
    def counts_from_1904(self) -> bool:
        """Whether its dates are counted from 1904, as on old Macs."""
        for element in elements(self.archive, "xl/workbook.xml", "workbookPr"):
            return element.get("date1904") in ("1", "true")
        return False


def _place(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath("xl/" + target)


def _is_date(number: int, code: str) -> bool:
    if not code:
        return number in BUILT_IN_DATES
    return bool(re.search("[ymdhs]", NOT_A_DATE.sub("", code), re.IGNORECASE))
