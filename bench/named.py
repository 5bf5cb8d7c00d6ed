"""How surely the people named in comments are found, on comments labelled for it.

    python -m bench.named              precision and recall, both halves, by language
    python -m bench.named --errors     also every comment of the looked-at half that went wrong
    python -m bench.named --beside reviews.txt   credits given by comments that thank nobody of
                                                 the roster, one a line: each is an error

The comments and the rules of their labels lie in bench/corpora/named. Exits with 1 where the
precision of automatic credit on the held-out half is below 0.95.
"""

import argparse
import csv
import sys
import time
import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis import Interval, proportion
from analysis.named import Colleague, Finding, Roster, Said

CORPUS = Path(__file__).parent / "corpora" / "named"
TODAY = date(2025, 11, 1)
TARGET = 0.95
SHOWN = ("all", "looked at", "held out", "en", "de", "fr", "es")


@dataclass(frozen=True)
class Labelled:
    """One comment with its labels: who is praised, blamed, or may be meant."""

    said: Said
    language: str
    praised: frozenset[str]
    blamed: frozenset[str]
    unsure: frozenset[str]

    @property
    def half(self) -> str:
        """Which half it belongs to, by a checksum of its words."""
        return "held out" if zlib.crc32(self.said.words.encode()) & 1 else "looked at"


def main() -> int:
    """Print the figures; 1 where they miss the target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--beside", type=Path)
    order = parser.parse_args()
    roster, keys = read_roster()
    if order.beside:
        return beside(roster, order.beside.read_text(encoding="utf-8").splitlines())
    comments = read_comments()
    begun = time.perf_counter()
    found = [(each, roster.find(each.said)) for each in comments]
    seconds = time.perf_counter() - begun
    print(f"{len(comments)} comments, {len(keys)} people; {len(comments) / seconds:,.0f}/s\n")
    print(
        f"{'':10} {'credits':>7} {'right':>6}  precision, 95 % interval     recall  blamed→credited"
    )
    for part in SHOWN:
        of_part = [pair for pair in found if part in ("all", pair[0].half, pair[0].language)]
        print(f"{part:10} {line(tally(of_part, keys))}")
    if order.errors:
        for each, findings in found:
            if each.half == "looked at" and (wrong := complaint(each, findings, keys)):
                print(f"{wrong}\n    {each.said.words!r}")
    held_out = tally([pair for pair in found if pair[0].half == "held out"], keys)
    return 0 if held_out["right"] >= TARGET * held_out["credits"] else 1


def beside(roster: Roster, comments: list[str]) -> int:
    """Count what is credited where nobody of the roster can be meant."""
    begun = time.perf_counter()
    found = [
        finding.verdict
        for words in comments
        for finding in roster.find(Said(words, day=TODAY.toordinal()))
    ]
    seconds = time.perf_counter() - begun
    print(f"{len(comments)} comments, {len(comments) / seconds:,.0f}/s: {Counter(found)}")
    return 0


def tally(found: list[tuple[Labelled, tuple[Finding, ...]]], keys: list[str]) -> Counter[str]:
    """Count credits, right ones, what there was to credit, and blame taken for praise."""
    count: Counter[str] = Counter()
    for each, findings in found:
        credited = {keys[f.candidates[0].key] for f in findings if f.verdict == "credit"}
        blamed = {keys[f.candidates[0].key] for f in findings if f.verdict == "concern"}
        count["credits"] += len(credited)
        count["right"] += len(credited & each.praised)
        count["praised"] += len(each.praised)
        count["reversed"] += len(credited & each.blamed)
        count["concerns"] += len(blamed)
        count["right concerns"] += len(blamed & each.blamed)
        count["blamed"] += len(each.blamed)
        count["asked"] += sum(f.verdict == "ask" for f in findings)
    return count


def line(count: Counter[str]) -> str:
    """Write one line of the table."""
    share = proportion(count["right"], count["credits"])
    interval = share.interval()
    told = f"{share.estimate or 0:.3f}"
    if isinstance(interval, Interval):
        told += f" ({interval.low:.3f} to {interval.high:.3f})"
    recall = count["right"] / count["praised"] if count["praised"] else 0
    right, all_of_them = count["right concerns"], count["concerns"]
    concerns = f"concerns {right}/{all_of_them} of {count['blamed']}"
    counted = f"{count['credits']:>7} {count['right']:>6}  {told:27} {recall:>6.2f}"
    return f"{counted}  {count['reversed']:>3}   {concerns}, asked {count['asked']}"


def complaint(each: Labelled, findings: tuple[Finding, ...], keys: list[str]) -> str:
    """Say what went wrong with a comment; empty where nothing did."""
    got = {keys[f.candidates[0].key]: f.verdict for f in findings}
    credited = {name for name, verdict in got.items() if verdict == "credit"}
    if credited - each.praised:
        return f"WRONG  {got}, labelled +{sorted(each.praised)} -{sorted(each.blamed)}"
    if each.praised - credited:
        return f"missed {sorted(each.praised - credited)}, got {got}"
    concerns = {name for name, verdict in got.items() if verdict == "concern"}
    if concerns != each.blamed:
        return f"concern {got}, labelled -{sorted(each.blamed)}"
    return ""


def read_roster() -> tuple[Roster, list[str]]:
    """Read the roster; a colleague's key is the place of their name in the list."""
    lines = (CORPUS / "roster.tsv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(lines, delimiter="\t"))
    colleagues = [
        Colleague(
            key=number,
            name=row["name"],
            nicknames=tuple(filter(None, (n.strip() for n in (row["nicknames"] or "").split(",")))),
            team=row["team"] or "",
            place=row["place"] or "",
            since=_day(row["since"]),
            until=_day(row["until"]),
        )
        for number, row in enumerate(rows)
    ]
    return Roster(colleagues), [row["key"] for row in rows]


def read_comments() -> list[Labelled]:
    """Read the labelled comments."""
    lines = (CORPUS / "comments.tsv").read_text(encoding="utf-8").splitlines()
    return [_labelled(*each.split("\t")) for each in lines]


def _labelled(labels: str, language: str, known: str, words: str) -> Labelled:
    signs: dict[str, set[str]] = {"+": set(), "-": set(), "?": set()}
    sign = "+"
    for label in filter(None, labels.split(",")):
        sign, name = (label[0], label[1:]) if label[0] in signs else (sign, label)
        signs[sign].add(name)
    about = dict(pair.split("=", 1) for pair in known.split(";") if pair)
    on = date.fromisoformat(about["on"]) if "on" in about else TODAY
    places = (about["at"],) if "at" in about else ()
    said = Said(words.replace("\\n", "\n"), about.get("by", ""), places, on.toordinal())
    return Labelled(said, language, *(frozenset(signs[s]) for s in "+-?"))


def _day(written: str | None) -> int | None:
    return date.fromisoformat(written).toordinal() if written else None


if __name__ == "__main__":
    sys.exit(main())
