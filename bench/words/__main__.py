"""How well comments are read: every goal that public files and our own allow, one line each.

    uv run python -m bench.words [--fast] [--model FOLDER]

Public files are read from ../shared/data where they are there, otherwise the row says so. Nothing
was trained on the rows measured here, except where a line says it.
"""

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from analysis.reading import Reader
from analysis.reading.starters import starter
from bench.words import people, themes, tone
from bench.words.inputs import line, own, table


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--fast", action="store_true", help="1,000 comments for speed")
    parser.add_argument(
        "--model", type=Path, help="folder of a sentence model: discovery by it too"
    )
    asked = parser.parse_args()
    speed(1_000 if asked.fast else 6_000)
    memory()
    reader = Reader()
    tone.sentiment(reader)
    themes.given_themes()
    themes.discovery(asked.model)
    themes.stability()
    people.structured()
    people.people()
    people.staff()
    tone.urgency(reader)
    tone.toxicity(reader)
    tone.at_odds(reader)
    return 0


def speed(count: int) -> None:
    """Comments of 29 words a second of processor time, with a code frame of seven trades."""
    reader = Reader(starter("retail"))
    words = [" ".join(text.split()[:29]) for text in _texts()][:count]
    for text in words[:50]:
        reader.read(text)
    begun = time.process_time()
    for text in words:
        reader.read(text)
    taken = time.process_time() - begun
    line("speed, comments per processor second", "600", f"{len(words) / taken:.0f}")


def _texts() -> Iterator[str]:
    rows = table("clothing_cc0_dev.csv.gz")
    yield from (row["review"] for row in rows) if rows else (row[4] for row in own())


def memory() -> None:
    """Print the most this process has held, before anything of the training kind is loaded."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line("memory, MB at most (a reader and its models)", "320", f"{most:.0f}")


if __name__ == "__main__":
    sys.exit(main())
