"""A report as slides: native text, native tables, native charts that can be edited."""

from collections.abc import Sequence
from io import BytesIO
from math import ceil
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Inches

from feedback.appearance import Accent
from feedback.filters import count, day
from feedback.lettering import is_rtl
from feedback.reports.outputs.document import Document, Line, Quote, Table
from feedback.reports.outputs.slide_charts import add_chart
from feedback.reports.outputs.slide_words import INK, QUIET, SANS, SERIF, box, clean, write
from surveys.speech import _

WIDTH, HEIGHT, LEFT, WIDE = Inches(13.333), Inches(7.5), Inches(0.8), Inches(11.73)
ROWS = 15
"""Lines of a table that stand beside a chart."""
ON_A_SLIDE = 4
SHORT_ON_A_SLIDE, SHORT = 6, 200
"""Quotes of at most so many letters stand in threes: three of praise, three of pain."""
TOP, SUBHEADING = 1.95, 0.45
"""Inches above the figures of a slide, and of the heading of those that stand below others."""
BESIDE_LETTERS, ALONE_LETTERS = 20, 56
"""Letters of a name that stand on one line of a table."""
TALLEST = 4.9
"""Inches of a slide that a table has."""
FIRST_STRONG, POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
FEW_POINTS = 2
"""What to watch, on the first slide; all of it stands in its notes."""
FEW_REMARKS = 3
"""Remarks that fit below their figures."""
SIZES = ((110, 18), (240, 15), (480, 12), (10_000, 10))
"""Letters of the longest quote of a slide up to which a size of type fits its box."""

PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The name PowerPoint gives its table style without fills and lines."""


def as_pptx(document: Document) -> bytes:
    """Make the presentation."""
    made = Presentation()
    made.slide_width, made.slide_height = WIDTH, HEIGHT
    deck = Deck(made, document)
    deck.first()
    for table, further in _with_further(document.tables):
        deck.figures(table, further)
    is_short = all(len(quote.words) <= SHORT for quote in document.quotes)
    fits = is_short and len(document.quotes) <= SHORT_ON_A_SLIDE
    most = SHORT_ON_A_SLIDE if fits else ON_A_SLIDE
    for start in range(0, len(document.quotes), most):
        deck.quotes(document.quotes[start : start + most], rows=most // 2)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _with_further(tables: Sequence[Table]) -> list[tuple[Table, list[Table]]]:
    """Give each table of a slide, with those behind it that have no chart of their own."""
    found: list[tuple[Table, list[Table]]] = []
    for table in tables:
        if table.is_detail:
            continue
        if table.chart is None and found:
            found[-1][1].append(table)
        else:
            found.append((table, []))
    return found


class Deck:
    """Adds the slides of one document."""

    def __init__(self, made: Any, document: Document) -> None:
        """Keep the presentation, and what it is about."""
        self._made, self._about = made, document
        self._accent = RGBColor.from_string(Accent.of(document.accent).light[1:].upper())

    def first(self) -> None:
        """Say the headline: what an executive reads first."""
        page = self._page(self._about.title, top=Inches(1.15), size=34, high=Inches(1.3))
        self._say(page, self._about.company, Inches(0.65), 14, self._accent, bold=True)
        self._say(page, self._about.lead, Inches(2.6), 18, INK, high=Inches(0.9))
        self._say(page, self._about.basis, Inches(3.5), 13, QUIET)
        lines = self._about.headline.lines
        for i, line in enumerate(lines):
            left = LEFT + int(WIDE / max(1, len(lines))) * i
            self._headline(page, line, left)
        for place, (point, _why) in enumerate(self._about.points[:FEW_POINTS]):
            top = Inches(6.15 + 0.3 * place)
            self._say(page, f"{self._about.points_title}: {point}", top, 13, INK)
        said = [*self._about.notes, *(f"{text} {why}" for text, why in self._about.points)]
        page.notes_slide.notes_text_frame.text = clean("\n".join(said))

    def figures(self, table: Table, further: Sequence[Table]) -> None:
        """Show one table: its chart, and beside it the figures for which there is room."""
        page = self._titled(table.title)
        self._say(page, table.note, Inches(1.15), 12, QUIET, high=Inches(0.65))
        beside = len(table.lines) <= ROWS
        fits = len(table.remarks) <= FEW_REMARKS
        room = (
            LEFT,
            Inches(TOP),
            Inches(6.7) if beside or not table.chart else WIDE,
            Inches(3.1 if table.remarks and fits else 4.75),
        )
        if table.chart:
            add_chart(page, table, room, str(self._accent))
        if beside:
            below = TOP + self._table(page, table, TOP, alone=table.chart is None)
            tall = sum(SUBHEADING + _height(each, alone=False) for each in further)
            if table.chart and not table.remarks and below + tall <= TOP + TALLEST:
                self._below(page, further, below, alone=False)
                self._note(page, (table, *further))
                return
        if table.remarks:
            self._remarks(page if fits else self._titled(table.title), table, below=fits)
        self._note(page, (table,))
        self._further(table.title, further)

    def _further(self, title: str, further: Sequence[Table]) -> None:
        """Show figures without a chart, as many of them on a slide as it has room for."""
        waiting = list(further)
        while waiting:
            page, few, tall = self._titled(title), 0, 0.0
            for each in waiting:
                tall += SUBHEADING + _height(each, alone=True)
                few += not few or tall <= TALLEST
            self._below(page, waiting[:few], TOP - SUBHEADING, alone=True)
            self._note(page, waiting[:few])
            del waiting[:few]

    def _below(self, page: Any, further: Sequence[Table], top: float, *, alone: bool) -> None:
        """Write tables below one another, each with its title."""
        left, wide = _column(alone=alone)
        for table in further:
            frame = box(page, left, Inches(top + 0.08), wide, Inches(SUBHEADING - 0.08))
            write(frame, table.title, 13, INK, SANS, is_first=True, bold=True)
            top += SUBHEADING + self._table(page, table, top + SUBHEADING, alone=alone)

    def quotes(self, quotes: Sequence[Quote], *, rows: int) -> None:
        """Show a few quotes, each in a box of its own, the first ones in the left column."""
        page = self._titled(self._about.quotes_title)
        step, longest = 5.3 / rows, max(len(quote.words) for quote in quotes)
        size = next(size for most, size in SIZES if longest <= most)
        for i, quote in enumerate(quotes):
            column, row = divmod(i, max(1, ceil(len(quotes) / 2)))
            left, top = LEFT + column * Inches(6.0), Inches(1.5 + row * step)
            frame = box(page, left, top, Inches(5.6), Inches(step - 0.25))
            for number, words in enumerate(quote.words.split("\n")):
                write(frame, words, size, INK, SERIF, is_first=number == 0)
            by = [str(quote.score) if quote.score is not None else "", quote.band]
            by += [day(quote.day)] if quote.day else []
            write(frame, " · ".join(filter(None, by)), 11, QUIET, SANS, is_first=False)

    def _remarks(self, page: Any, table: Table, *, below: bool) -> None:
        """Say where figures of others come from: below them, or on a page of their own."""
        top, high = (Inches(5.15), Inches(1.7)) if below else (Inches(1.5), Inches(5.2))
        frame = box(page, LEFT, top, WIDE, high)
        for place, line in enumerate(line for line in table.lines if line.said):
            name = f"{FIRST_STRONG}{line.name}{POP}:"
            said = " ".join(filter(None, (name, line.said, line.link)))
            write(frame, said, 11, INK, SANS, is_first=place == 0, rtl=is_rtl(line.said))

    def _titled(self, title: str) -> Any:
        return self._page(title, top=Inches(0.55), size=28, high=Inches(0.6))

    def _page(self, title: str, *, top: int, size: int, high: int) -> Any:
        page = self._made.slides.add_slide(self._made.slide_layouts[5])
        heading = page.shapes.title
        heading.left, heading.top, heading.width, heading.height = LEFT, top, WIDE, high
        frame = heading.text_frame
        frame.word_wrap, frame.margin_left, frame.margin_right = True, 0, 0
        write(frame, title, size, INK, SERIF, is_first=True, bold=True)
        self._say(page, self._about.footer, Inches(6.95), 10, QUIET)
        return page

    def _say(
        self,
        page: Any,
        words: str,
        top: int,
        size: int,
        colour: RGBColor,
        *,
        high: int = Inches(0.4),
        bold: bool = False,
    ) -> None:
        if words:
            frame = box(page, LEFT, top, WIDE, high)
            write(frame, words, size, colour, SANS, is_first=True, bold=bold)

    def _headline(self, page: Any, line: Line, left: int) -> None:
        frame = box(page, left, Inches(4.3), Inches(3.6), Inches(2.2))
        write(frame, line.name, 13, QUIET, SANS, is_first=True)
        write(frame, line.whole, 48, self._accent, SERIF, is_first=False, bold=True)
        write(frame, f"{line.interval} ({_('95 %% interval')})", 14, INK, SANS, is_first=False)
        write(frame, line.rests, 12, QUIET, SANS, is_first=False)

    def _table(self, page: Any, table: Table, top: float, *, alone: bool) -> float:
        """Write a table; give its height in inches."""
        left, wide = _column(alone=alone)
        rows = _rows(table, alone=alone)
        high = sum(high for _cells, high in rows)
        shape = page.shapes.add_table(len(rows), 4, left, Inches(top), wide, Inches(high))
        grid = shape.table
        shape._element.graphic.graphicData.tbl[0][-1].text = PLAIN
        for column, share in enumerate((0.4, 0.16, 0.26, 0.18)):
            grid.columns[column].width = Emu(int(wide * share))
        for row, (cells, tall) in enumerate(rows):
            grid.rows[row].height = Inches(tall)
            for column, words in enumerate(cells):
                self._cell(grid.cell(row, column), words, is_head=row == 0, is_name=column == 0)
        return high

    def _cell(self, cell: Any, words: str, *, is_head: bool, is_name: bool) -> None:
        cell.margin_top = cell.margin_bottom = Inches(0.02)
        colour = QUIET if is_head else INK
        write(cell.text_frame, words, 11, colour, SANS, is_first=True, bold=is_head)
        if not is_name:
            cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT

    def _note(self, page: Any, tables: Sequence[Table]) -> None:
        """Say every figure of a slide once more for its speaker, with whole names."""
        said = [": ".join(filter(None, (line.name, "; ".join(filter(None, _cells(line)[1:])))))
                for table in tables for line in table.lines]  # fmt: skip
        page.notes_slide.notes_text_frame.text = clean("\n".join(said))


def _cells(line: Line) -> tuple[str, str, str, str]:
    n = "" if line.n is None else count(line.n)
    return line.name, line.whole or _("too few answers"), line.interval, n


def _column(*, alone: bool) -> tuple[int, int]:
    """Give where a table begins and how wide it is: beside a chart, or all across."""
    return (LEFT, WIDE) if alone else (Inches(7.8), Inches(4.73))


def _rows(table: Table, *, alone: bool) -> list[tuple[Sequence[str], float]]:
    names = (table.heading, table.measure, _("95 %% interval"), _("Answers"))
    return _fitted([names, *map(_cells, table.lines)], ALONE_LETTERS if alone else BESIDE_LETTERS)


def _height(table: Table, *, alone: bool) -> float:
    return sum(high for _cells, high in _rows(table, alone=alone))


def _fitted(rows: Sequence[Sequence[str]], letters: int) -> list[tuple[Sequence[str], float]]:
    """Give each row its height; names are cut where a slide cannot hold them: its notes do."""
    found = [(cells, _tall(cells[0], letters)) for cells in rows]
    if sum(tall for _cells, tall in found) <= TALLEST:
        return found
    cut = [(_cut(cells[0], 2 * letters), *cells[1:]) for cells in rows]
    return [(cells, _tall(cells[0], letters)) for cells in cut]


def _tall(name: str, letters: int) -> float:
    return 0.11 + 0.19 * max(1, ceil(len(name) / letters))


def _cut(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
