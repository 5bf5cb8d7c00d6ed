"""Time of each file of a report that fills ten pages.

    uv run python -m bench.paper [--runs 20]

The report has three years of months, twelve regions with names in five scripts, and as many quotes
as fill ten pages. The first PDF also reads the fonts of the machine; the figures are of later ones.
"""

import argparse
import json
import time
from collections.abc import Callable
from datetime import date
from statistics import quantiles

import pypdfium2

from feedback.reports.figures import headline
from feedback.reports.outputs.document import Chart, Document, Line, Mark, Quote, Table
from feedback.reports.outputs.slides import as_pptx
from feedback.reports.outputs.tables import as_csv, as_json
from feedback.reports.outputs.typeset import as_pdf, as_picture
from feedback.reports.outputs.workbook import as_xlsx
from feedback.reports.scale import NET_PROMOTER

NAMES = ("North", "Süd", "Ouest", "الشرق الأوسط", "東日本", "Север", "South", "Østlandet", "N" * 80)
WORDS = (
    "They came on time, carried everything to the third floor and would not take a tip.",
    "خدمة ممتازة وسريعة جدا، شكرا لكم على كل شيء.",
    "対応が早くて、とても助かりました。またお願いします。",
    "Zweimal zu spät, und niemand hat angerufen. Wir mussten selbst fragen, wo er ist.",
)
PAGES = 10


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=20)
    runs = parser.parse_args().runs
    document = report()
    pages = _pages(as_pdf(document))
    print(f"{pages} pages; p50 and p95 of {runs} in ms")
    made: dict[str, Callable[[], object]] = {
        "PDF (tagged, PDF/UA-1 and PDF/A-2a)": lambda: as_pdf(document),
        "PNG of a chart": lambda: as_picture(document, document.tables[0], "png"),
        "slides": lambda: as_pptx(document),
        "workbook": lambda: as_xlsx(document),
        "CSV": lambda: as_csv(document),
        "JSON": lambda: json.dumps(as_json(document)),
    }
    for name, make in made.items():
        took = []
        for _ in range(runs):
            begun = time.perf_counter()
            make()
            took.append(1000 * (time.perf_counter() - begun))
        cuts = quantiles(took, n=20)
        print(f"{name:<38}{cuts[9]:8.1f}{cuts[18]:8.1f}")


def report() -> Document:
    """Give a report that fills ten pages."""
    quotes = [_quote(number) for number in range(40)]
    while _pages(as_pdf(_document(quotes))) < PAGES:
        quotes += [_quote(number) for number in range(20)]
    return _document(quotes)


def _document(quotes: list[Quote]) -> Document:
    months = [_line(f"{2024 + i // 12}-{i % 12 + 1:02}", f"Month {i + 1}", i) for i in range(36)]
    regions = [_line(name, name, i) for i, name in enumerate(NAMES)]
    ticks = tuple(Mark(25 * i, str(50 * i - 100)) for i in range(5))
    trend, forest = Chart("trend", "months", ticks=ticks), Chart("forest", "regions", ticks=ticks)
    return Document(
        company="Nordlicht Logistics",
        language="en",
        rtl=False,
        accent="#0f6b5c",
        title="More customers would recommend Nordlicht Logistics than would not",
        lead="The Net Promoter Score is 43.",
        basis="18,000 answers",
        notes=("Answers are counted in steps of at least five people.",),
        headline=Table("headline", "NPS", "", "", (_line("score", "NPS", 1),)),
        tables=(
            Table("months", "Month by month", "Month", "NPS", tuple(months), chart=trend),
            Table("groups", "By region", "region", "NPS", tuple(regions), chart=forest),
        ),
        quotes_title="In their words",
        quotes=tuple(quotes),
        glossary=(),
        source="Report of the bench",
    )


def _line(key: str, name: str, number: int) -> Line:
    counts = [3, 1, 2, 4, 2, 8, 9, 20 + number, 40, 60 + 2 * number, 80]
    return Line.of(key, name, headline(NET_PROMOTER, counts))


def _quote(number: int) -> Quote:
    return Quote(WORDS[number % len(WORDS)], "Promoter", "promoter", 10, date(2026, 11, 3))


def _pages(paper: bytes) -> int:
    with pypdfium2.PdfDocument(paper) as document:
        return len(document)


if __name__ == "__main__":
    main()
