"""A survey's texts as a table that a translator fills in, in any spreadsheet."""

import csv
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path

from werkzeug.datastructures import FileStorage

from feedback.contacts.problems import as_meant, harmless
from surveys import imports
from surveys.definition import Definition, Translation
from surveys.imports.table import FileProblemError, Reading
from surveys.questions.text import clean
from surveys.speech import _, counted
from surveys.telling import said
from surveys.translating import Text, texts

COLUMNS = ("place", "original", "translation")
MOST = 1_000_000
"""More bytes than any survey has."""


class TranslatorsFileError(ValueError):
    """The file is not one that we gave; its words say why."""


@dataclass(frozen=True)
class Brought:
    """What a file brought."""

    asks: Definition
    taken: int
    passed_over: int

    @property
    def words(self) -> str:
        """Say what became of its rows."""
        taken = counted(
            "%(n)s translation is taken from the file.",
            "%(n)s translations are taken from the file.",
            self.taken,
        )
        if not self.passed_over:
            return taken
        over = counted(
            "%(n)s belongs to no text of this survey.",
            "%(n)s belong to no text of this survey.",
            self.passed_over,
        )
        return f"{taken} {over}"


def write(rows: Iterable[Text]) -> str:
    """Write the table; the mark at its beginning tells spreadsheets that it is UTF-8."""
    file = StringIO()
    table = csv.writer(file)
    table.writerow(COLUMNS)
    table.writerows((row.place, harmless(row.original), harmless(row.words)) for row in rows)
    return "\ufeff" + file.getvalue()


def read(file: FileStorage | None, asks: Definition, language: str) -> Brought:
    """Take the translations of a file; one made of an older original waits to be checked."""
    if file is None or not file.filename:
        raise TranslatorsFileError(_("Choose the file that came back from the translator."))
    content = file.read(MOST + 1)
    if len(content) > MOST:
        raise TranslatorsFileError(_("The file is larger than any survey. Nothing was changed."))
    words, taken, over = dict(asks.translations.get(language, {})), 0, 0
    known = texts(asks)
    for row in _rows(content):
        at, original, meant = (as_meant(row.get(name, "")) for name in COLUMNS)
        if at not in known:
            over += bool(meant.strip())
        elif meant.strip():
            same = " ".join(original.split()) == " ".join(known[at].split())
            words[at] = Translation(clean(meant), known[at] if same else original)
            taken += 1
    return Brought(replace(asks, translations={**asks.translations, language: words}), taken, over)


def _rows(content: bytes) -> list[Mapping[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts"
        path.write_bytes(content)
        try:
            reading = imports.look(path, Reading())
            found = [row.cells for row in imports.FORMATS[reading.format].rows(path, reading)]
        except FileProblemError as error:
            raise TranslatorsFileError(said(error.args[0])) from None
    head = [cell.strip().casefold() for cell in found[0]] if found else []
    if not set(COLUMNS) <= set(head):
        raise TranslatorsFileError(
            _(
                "The file lacks the columns place, original and translation. Take the file "
                "from this page, fill in its last column and bring it back."
            )
        )
    return [dict(zip(head, cells, strict=False)) for cells in found[1:]]
