"""From a table to figures of others: what was read, and what is wrong in which row."""

from dataclasses import dataclass
from pathlib import Path

from surveys.imports import FORMATS
from surveys.imports.layout import fold
from surveys.imports.people import RowProblemError, cell
from surveys.imports.preview import preview
from surveys.imports.table import FileProblemError, Reading, Row
from surveys.published import CES, CSAT, NPS, Published, count, figure, line, problems
from surveys.telling import told

MOST_ROWS = 200
REQUIRED = ("measure", "name", "value", "period", "source")


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


COLUMNS = {
    "measure": _names(
        "measure metric kind type kennzahl maß mass mesure indicateur medida المقياس"
    ),
    "name": _names("name benchmark label bezeichnung titel nom libellé nombre etiqueta الاسم"),
    "value": _names(
        "value score figure result wert ergebnis valeur résultat valor resultado القيمة"
    ),
    "low": _names(
        "low from lower lowerlimit intervallow untergrenze von unten min borneinférieure bas "
        "límiteinferior inferior الحدالأدنى"
    ),
    "high": _names(
        "high to upper upperlimit intervalhigh obergrenze bis oben max bornesupérieure haut "
        "límitesuperior superior الحدالأعلى"
    ),
    "n": _names("n answers responses sample samplesize antworten stichprobe réponses respuestas"),
    "period": _names("period year date when zeitraum jahr datum période année periodo año الفترة"),
    "source": _names("source publisher publishedby quelle herausgeber fuente origen المصدر"),
    "link": _names("link url address website adresse lien enlace الرابط"),
}
"""What columns are called, as `fold` leaves names."""
MEASURES = {
    NPS: _names("nps netpromoterscore netpromoter"),
    CSAT: _names(
        "csat satisfied satisfaction customersatisfaction zufriedenheit kundenzufriedenheit "
        "satisfactionclient satisfacción satisfaccióndelcliente"
    ),
    CES: _names("ces effort ease customereffort customereffortscore aufwand effortclient esfuerzo"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a file says: figures, and the rows that say nothing sound, with the reason."""

    listed: tuple[tuple[int, Published], ...]
    problems: tuple[tuple[int, str], ...]


def read_published(path: Path) -> Found:
    """Read a whole file; FileProblemError where it is no table of figures."""
    seen = preview(path, Reading())
    reader = _Reader([fold(name) for name in seen.layout.names])
    listed: list[tuple[int, Published]] = []
    wrong: list[tuple[int, str]] = []
    for row in FORMATS[seen.reading.format].rows(path, seen.reading):
        if row.number < seen.layout.first_row or not any(text.strip() for text in row.cells):
            continue
        if len(listed) + len(wrong) >= MOST_ROWS:
            raise FileProblemError(
                told("The file has more than %(n)s rows. Split it into several.", n=MOST_ROWS)
            )
        try:
            listed.append((row.number, reader.read(row)))
        except RowProblemError as problem:
            wrong.append((row.number, problem.args[0]))
    return Found(tuple(listed), tuple(wrong))


class _Reader:
    def __init__(self, names: list[str]) -> None:
        self.places = {field: _find(names, known) for field, known in COLUMNS.items()}
        missing = [field for field in REQUIRED if self.places[field] is None]
        if missing:
            raise FileProblemError(
                told(
                    "No column is called %(names)s. These five are needed: measure, name, value, "
                    "period, source.",
                    names=", ".join(missing),
                )
            )
        self.seen: dict[tuple[str, str, str], int] = {}

    def read(self, row: Row) -> Published:
        if row.problem:
            raise RowProblemError(row.problem)
        found = Published(
            measure=self._measure(row),
            name=line(self._cell(row, "name")),
            value=self._number(row, "value"),
            period=line(self._cell(row, "period")),
            source=line(self._cell(row, "source")),
            low=self._limit(row, "low"),
            high=self._limit(row, "high"),
            n=self._count(row),
            link=self._cell(row, "link"),
        )
        for _field, sentence in problems(found):
            raise RowProblemError(sentence)
        earlier = self.seen.setdefault(found.key, row.number)
        if earlier != row.number:
            raise RowProblemError(
                told("The same figure stands in row %(row)s. Keep one of the two.", row=earlier)
            )
        return found

    def _cell(self, row: Row, field: str) -> str:
        return cell(row.cells, self.places[field])

    def _measure(self, row: Row) -> str:
        text = self._cell(row, "measure")
        for key, known in MEASURES.items():
            if fold(text) in known:
                return key
        raise RowProblemError(
            told("“%(text)s” is no measure that is known here: NPS, CSAT or CES.", text=text[:60])
        )

    def _number(self, row: Row, field: str) -> float:
        text = self._cell(row, field)
        found = figure(text)
        if found is None:
            raise RowProblemError(
                told("“%(text)s” is no number such as 42 or 61.5.", text=text[:60])
            )
        return found

    def _limit(self, row: Row, field: str) -> float | None:
        return self._number(row, field) if self._cell(row, field) else None

    def _count(self, row: Row) -> int | None:
        text = self._cell(row, "n")
        found = count(text)
        if text and found is None:
            raise RowProblemError(
                told("“%(text)s” is no number of answers, such as 1200.", text=text[:60])
            )
        return found


def _find(names: list[str], known: frozenset[str]) -> int | None:
    return next((place for place, name in enumerate(names) if name in known), None)
