"""A report as slides: native text, native tables, native charts that can be edited."""

from collections.abc import Sequence
from io import BytesIO
from math import ceil
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Inches, Pt

from feedback.appearance import Accent
from feedback.filters import count, day
from feedback.lettering import NOT_XML, is_rtl
from feedback.reports.outputs.document import Document, Line, Quote, Table
from feedback.reports.outputs.slide_charts import add_chart
from surveys.speech import _

WIDTH, HEIGHT, LEFT, WIDE = Inches(13.333), Inches(7.5), Inches(0.8), Inches(11.73)
INK, QUIET, RULE = (RGBColor.from_string(c) for c in ("1D1C1A", "625F58", "E5E1DA"))
SERIF, SANS = "Georgia", "Calibri"
ROWS = 15
"""Lines of a table that stand beside a chart."""
ON_A_SLIDE = 4
BESIDE_LETTERS, ALONE_LETTERS = 20, 56
"""Letters of a name that stand on one line of a table."""
TALLEST = 4.9
"""Inches of a slide that a table has."""
FIRST_STRONG, POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
FEW_REMARKS = 3
"""Remarks that fit below their figures."""
SIZES = ((110, 18), (240, 15), (480, 12), (10_000, 10))
"""Letters of a quote up to which a size of type fits its box."""

PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The name PowerPoint gives its table style without fills and lines."""


def as_pptx(document: Document) -> bytes:
    """Make the presentation."""
    made = Presentation()
    made.slide_width, made.slide_height = WIDTH, HEIGHT
    deck = Deck(made, document)
    deck.first()
    for table in document.tables:
        if not table.is_detail:
            deck.figures(table)
    for start in range(0, len(document.quotes), ON_A_SLIDE):
        deck.quotes(document.quotes[start : start + ON_A_SLIDE])
    out = BytesIO()
    made.save(out)
    return out.getvalue()


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
        said = [*self._about.notes, *(f"{text} {why}" for text, why in self._about.points)]
        page.notes_slide.notes_text_frame.text = _clean("\n".join(said))

    def figures(self, table: Table) -> None:
        """Show one table: its chart, and the figures beside it where there is room."""
        page = self._titled(table.title)
        self._say(page, table.note, Inches(1.15), 12, QUIET, high=Inches(0.65))
        beside = len(table.lines) <= ROWS
        fits = len(table.remarks) <= FEW_REMARKS
        room = (
            LEFT,
            Inches(1.95),
            Inches(6.7) if beside or not table.chart else WIDE,
            Inches(3.1 if table.remarks and fits else 4.75),
        )
        if table.chart:
            add_chart(page, table, room, str(self._accent))
        if beside:
            self._table(page, table, alone=table.chart is None)
        if table.remarks:
            self._remarks(page if fits else self._titled(table.title), table, below=fits)
        said = [self._said(line) for line in table.lines]
        page.notes_slide.notes_text_frame.text = _clean("\n".join(said))

    def quotes(self, quotes: Sequence[Quote]) -> None:
        """Show a few quotes, each in a box of its own."""
        page = self._titled(self._about.quotes_title)
        for i, quote in enumerate(quotes):
            left = LEFT + (i % 2) * Inches(6.0)
            top = Inches(1.5) + (i // 2) * Inches(2.65)
            frame = _box(page, left, top, Inches(5.6), Inches(2.4))
            size = next(size for most, size in SIZES if len(quote.words) <= most)
            for number, words in enumerate(quote.words.split("\n")):
                _write(frame, words, size, INK, SERIF, is_first=number == 0)
            by = [str(quote.score) if quote.score is not None else "", quote.band]
            by += [day(quote.day)] if quote.day else []
            _write(frame, " · ".join(filter(None, by)), 11, QUIET, SANS, is_first=False)

    def _remarks(self, page: Any, table: Table, *, below: bool) -> None:
        """Say where figures of others come from: below them, or on a page of their own."""
        top, high = (Inches(5.15), Inches(1.7)) if below else (Inches(1.5), Inches(5.2))
        frame = _box(page, LEFT, top, WIDE, high)
        for place, line in enumerate(line for line in table.lines if line.said):
            name = f"{FIRST_STRONG}{line.name}{POP}:"
            said = " ".join(filter(None, (name, line.said, line.link)))
            _write(frame, said, 11, INK, SANS, is_first=place == 0, rtl=is_rtl(line.said))

    def _titled(self, title: str) -> Any:
        return self._page(title, top=Inches(0.55), size=28, high=Inches(0.6))

    def _page(self, title: str, *, top: int, size: int, high: int) -> Any:
        page = self._made.slides.add_slide(self._made.slide_layouts[5])
        heading = page.shapes.title
        heading.left, heading.top, heading.width, heading.height = LEFT, top, WIDE, high
        frame = heading.text_frame
        frame.word_wrap, frame.margin_left, frame.margin_right = True, 0, 0
        _write(frame, title, size, INK, SERIF, is_first=True, bold=True)
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
            frame = _box(page, LEFT, top, WIDE, high)
            _write(frame, words, size, colour, SANS, is_first=True, bold=bold)

    def _headline(self, page: Any, line: Line, left: int) -> None:
        frame = _box(page, left, Inches(4.3), Inches(3.6), Inches(2.2))
        _write(frame, line.name, 13, QUIET, SANS, is_first=True)
        _write(frame, line.whole, 48, self._accent, SERIF, is_first=False, bold=True)
        _write(frame, f"{line.interval} ({_('95 %% interval')})", 14, INK, SANS, is_first=False)
        _write(frame, line.rests, 12, QUIET, SANS, is_first=False)

    def _table(self, page: Any, table: Table, *, alone: bool) -> None:
        left, wide = (LEFT, WIDE) if alone else (Inches(7.8), Inches(4.73))
        names = (table.heading, table.measure, _("95 %% interval"), _("Answers"))
        rows = _fitted(
            [names, *map(_cells, table.lines)], ALONE_LETTERS if alone else BESIDE_LETTERS
        )
        high = Inches(sum(high for _cells, high in rows))
        shape = page.shapes.add_table(len(rows), 4, left, Inches(1.95), wide, high)
        grid = shape.table
        shape._element.graphic.graphicData.tbl[0][-1].text = PLAIN
        for column, share in enumerate((0.4, 0.16, 0.26, 0.18)):
            grid.columns[column].width = Emu(int(wide * share))
        for row, (cells, tall) in enumerate(rows):
            grid.rows[row].height = Inches(tall)
            for column, words in enumerate(cells):
                self._cell(grid.cell(row, column), words, is_head=row == 0, is_name=column == 0)

    def _cell(self, cell: Any, words: str, *, is_head: bool, is_name: bool) -> None:
        cell.margin_top = cell.margin_bottom = Inches(0.02)
        colour = QUIET if is_head else INK
        _write(cell.text_frame, words, 11, colour, SANS, is_first=True, bold=is_head)
        if not is_name:
            cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT

    def _said(self, line: Line) -> str:
        return ": ".join(filter(None, (line.name, "; ".join(filter(None, _cells(line)[1:])))))


def _cells(line: Line) -> tuple[str, str, str, str]:
    n = "" if line.n is None else count(line.n)
    return line.name, line.whole or _("too few answers"), line.interval, n


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


def _box(page: Any, left: int, top: int, wide: int, high: int) -> Any:
    frame = page.shapes.add_textbox(left, top, wide, high).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    return frame


def _write(
    frame: Any,
    words: str,
    size: int,
    colour: RGBColor,
    font: str,
    *,
    is_first: bool,
    bold: bool = False,
    rtl: bool | None = None,
) -> None:
    """Write a paragraph; it runs as its first letter does unless that is said."""
    from_right = is_rtl(words) if rtl is None else rtl
    paragraph = frame.paragraphs[0] if is_first else frame.add_paragraph()
    run = paragraph.add_run()
    run.text = _clean(words)
    run.font.size, run.font.name, run.font.bold = Pt(size), font, bold
    run.font.color.rgb = colour
    paragraph.alignment = PP_ALIGN.RIGHT if from_right else PP_ALIGN.LEFT
    if from_right:
        paragraph._p.get_or_add_pPr().set("rtl", "1")


def _clean(words: str) -> str:
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", words)
