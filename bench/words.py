"""How well comments are read: every goal that public files and our own allow, one line each.

    uv run python -m bench.words [--fast]

Public files are read from ../shared/data where they are there, otherwise the row says so. Nothing
was trained on the rows measured here, except where a line says it.
"""

import argparse
import csv
import gzip
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from analysis.reading import Known, Reader
from analysis.reading.disagreement import disagreement
from analysis.reading.names import names
from analysis.reading.personal import personal
from analysis.reading.proposals import grouped, proposals
from analysis.reading.starters import starter
from analysis.reading.tokens import tokens
from analysis.reading.vectors import stems, vectors
from bench.named import read_comments, read_roster, tally

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared" / "data"
OWN = HERE / "corpora" / "words" / "comments.tsv"
ENGLISH = Known("en")
ASPECTS = {"food": "food", "menu": "food", "service": "service", "staff": "service",
           "price": "price", "ambience": "ambience"}  # fmt: skip
KINDS = {"EMAIL_ADDRESS": "email", "CREDIT_CARD": "card", "IBAN_CODE": "iban", "US_SSN": "account",
         "IP_ADDRESS": "ip", "DOMAIN_NAME": "url", "PHONE_NUMBER": "phone",
         "ADDRESS": "street"}  # fmt: skip


def line(what: str, goal: str, found: str) -> None:
    """Print one row."""
    print(f"{what:58} goal {goal:14} found {found}", flush=True)


def table(name: str) -> list[dict[str, str]]:
    """Read a public file; empty where it is not there."""
    path = SHARED / name
    if not path.exists():
        print(f"{name}: not there, skipped")
        return []
    opened: Any = gzip.open if name.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def own() -> list[list[str]]:
    """Read the labelled comments: urgent, again, sentiment, again, words."""
    with OWN.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def f1(right: int, found: int, wanted: int) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    return right / max(1, found), right / max(1, wanted), 2 * right / max(1, found + wanted)


def macro(pairs: Sequence[tuple[str, str]]) -> float:
    """Macro-averaged F1 over the classes of the truth, of (truth, found)."""
    classes = sorted({truth for truth, _found in pairs})
    each = [
        f1(
            sum(t == f == name for t, f in pairs),
            sum(f == name for _t, f in pairs),
            sum(t == name for t, _f in pairs),
        )[2]
        for name in classes
    ]
    return sum(each) / len(each)


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa of two passes."""
    n = len(pairs)
    seen = sum(a == b for a, b in pairs) / n
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[name] * second[name] for name in first) / n**2
    return (seen - chance) / (1 - chance)


def sentiment(reader: Reader) -> None:
    """Two and three classes on our own comments and on reviews with a score."""
    names = {"p": "positive", "n": "negative", "0": "neutral"}
    rows = [(names[row[2]], reader.read(row[4], ENGLISH)) for row in own() if row[2]]
    three = macro([(truth, found.sentiment.value) for truth, found in rows])
    two = macro([_sides(truth, found) for truth, found in rows if truth != "neutral"])
    line("sentiment, 140 own comments (3 / 2 classes)", ".58 / .80", f"{three:.3f} / {two:.3f}")
    reviews = table("skytrax_lounge_seat_dev.csv.gz")
    pairs = [
        _sides("positive" if float(row["overall_rating"]) >= 7 else "negative", found)
        for row in reviews
        if row["overall_rating"] and not 4 < float(row["overall_rating"]) < 7
        for found in [reader.read(row["content"], ENGLISH)]
    ]
    if pairs:
        line("sentiment, lounge and seat reviews (2 classes)", ".80", f"{macro(pairs):.3f}")


def _sides(truth: str, found: Any) -> tuple[str, str]:
    return truth, "positive" if found.polarity >= 0.5 else "negative"


def given_themes() -> None:
    """Starter pack on restaurant sentences, and what each clause says."""
    reader = Reader(starter("hospitality", ["en"]))
    rows = table("mams_acsa_val.csv")
    right = found = wanted = same = judged = 0
    for row in rows:
        said = {ASPECTS[a]: s for a, s in json.loads(row["cats"]) if a in ASPECTS}
        mentions = {m.theme.partition(".")[2]: m for m in reader.read(row["text"]).mentions}
        seen = {name: m for name, m in mentions.items() if name in ASPECTS.values()}
        right += len(seen.keys() & said.keys())
        found, wanted = found + len(seen), wanted + len(said)
        for name in seen.keys() & said.keys():
            if {seen[name].sentiment, said[name]} <= {"positive", "negative"}:
                judged += 1
                same += seen[name].sentiment == said[name]
    if rows:
        line(
            "given themes, micro-F1 (restaurant sentences)",
            ".77",
            f"{f1(right, found, wanted)[2]:.3f}",
        )
        line("  their sentiment where both judge (opposite in each)", "-", f"{same / judged:.3f}")


def discovery() -> None:
    """Normalised mutual information with intents, and phrases that share a word with them."""
    rows = table("banking77_train.csv")
    if not rows:
        return
    chance = np.random.default_rng(0)
    drawn = [rows[at] for at in chance.permutation(len(rows))[:3_000]]
    labels = grouped(vectors([row["text"] for row in drawn]), 77)
    truth = [row["category"] for row in drawn]
    line("discovery, NMI with 77 intents", ".66", f"{nmi(truth, labels.tolist()):.3f}")
    made = proposals(((at, row["text"]) for at, row in enumerate(drawn)), most=100)
    tops = [Counter(truth[key] for key in each.keys).most_common(1)[0][0] for each in made]
    stemmed = [set(stems(top.replace("_", " "))) for top in tops]
    phrase = [bool(set(stems(p.phrase)) & s) for p, s in zip(made, stemmed, strict=True)]
    shown = [
        bool(set(stems(" ".join((p.phrase, *p.others)))) & s)
        for p, s in zip(made, stemmed, strict=True)
    ]
    line("  phrase / phrases shown share a word with the intent", ".83",
         f"{np.mean(phrase):.2f} / {np.mean(shown):.2f} of {len(made)}")  # fmt: skip


def nmi(one: Sequence[Any], other: Sequence[Any]) -> float:
    """Mutual information over the mean of both entropies."""
    n = len(one)
    both, first, second = Counter(zip(one, other, strict=True)), Counter(one), Counter(other)
    shared = sum(k / n * np.log(k * n / (first[a] * second[b])) for (a, b), k in both.items())
    entropies = [-sum(k / n * np.log(k / n) for k in c.values()) for c in (first, second)]
    return float(2 * shared / sum(entropies))


def stability() -> None:
    """Themes of old comments before and after a tenth more arrive."""
    words = [row[4] for row in own()]
    before = [Reader(starter("saas")).read(each).themes for each in words[:400]]
    after = [Reader(starter("saas")).read(each).themes for each in words[:400] + words[400:440]]
    same = sum(a == b for a, b in zip(before, after[:400], strict=True)) / 400
    line("stability when a tenth more arrive", ".99", f"{same:.3f}")


def structured() -> None:
    """Recall of personal data by kind, and what is found without being there."""
    path = SHARED / "presidio_generated_small.json"
    if not path.exists():
        print(f"{path.name}: not there, skipped")
        return
    hit: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    right = found = 0
    for row in json.loads(path.read_text(encoding="utf-8")):
        made = [(each.value, *each.spans[0]) for each in personal(row["full_text"])]
        spans = [
            (KINDS[span["entity_type"]], span["start_position"], span["end_position"])
            for span in row["spans"]
            if span["entity_type"] in KINDS and any(map(str.isalpha, span["entity_value"] + "x"))
        ]
        for kind, start, end in spans:
            if kind == "street" and row["full_text"][start:end].strip().isdigit():
                continue
            wanted[kind] += 1
            hit[kind] += any(k == kind and s < end and start < e for k, s, e in made)
        found += len(made)
        right += sum(any(k == kind and s < end and start < e for k, s, e in spans)
                     for kind, start, end in made)  # fmt: skip
    firm = [kind for kind in wanted if kind not in ("street", "phone")]
    line("personal data with check digits or form, recall", ".95",
         f"{sum(hit[k] for k in firm) / sum(wanted[k] for k in firm):.3f} "
         f"of {sum(wanted[k] for k in firm)}")  # fmt: skip
    for kind, goal in (("phone", ".90"), ("street", ".50")):
        line(f"  {kind}, recall", goal, f"{hit[kind] / wanted[kind]:.3f} of {wanted[kind]}")
    line("  precision of all these", "-", f"{right / found:.3f}")


def people() -> None:
    """Names of people in synthetic text."""
    path = SHARED / "presidio_generated_small.json"
    hit = wanted = right = found = 0
    for row in json.loads(path.read_text(encoding="utf-8")) if path.exists() else ():
        text = row["full_text"]
        made = list(names(text, tuple(tokens(text))))
        spans = [
            (span["start_position"], span["end_position"])
            for span in row["spans"]
            if span["entity_type"] == "PERSON"
        ]
        wanted, found = wanted + len(spans), found + len(made)
        hit += sum(any(s < end and start < e for s, e in made) for start, end in spans)
        right += sum(any(s < end and start < e for s, e in spans) for start, end in made)
    if wanted:
        line(
            "names of people, synthetic text, recall (precision)",
            ".78 (.65)",
            f"{hit / wanted:.2f} ({right / max(1, found):.2f})",
        )


def staff() -> None:
    """Praise by name on the held-out half of bench/corpora/named."""
    roster, keys = read_roster()
    pairs = [(e, roster.find(e.said)) for e in read_comments() if e.half == "held out"]
    count = tally(pairs, keys)
    found = f1(count["right"], count["credits"], count["praised"])
    line(
        "staff praise, F1 (precision, recall)",
        ".80",
        f"{found[2]:.3f} ({found[0]:.2f}, {found[1]:.2f})",
    )


def urgency(reader: Reader) -> None:
    """Urgent comments of our own, and how well both passes agree."""
    rows = own()
    said = [(row[0] == "u", reader.read(row[4], ENGLISH).urgency is not None) for row in rows]
    found = f1(sum(a and b for a, b in said), sum(b for _, b in said), sum(a for a, _ in said))
    line(
        "urgency, F1 (recall); cues were completed on these",
        ".72 (.85)",
        f"{found[2]:.3f} ({found[1]:.2f})",
    )
    both = [(row[0], row[1]) for row in rows]
    tones = [(row[2], row[3]) for row in rows if row[2]]
    line("  agreement of two passes, kappa: urgency, sentiment", "-",
         f"{kappa(both):.2f}, {kappa(tones):.2f} ({len(both)}, {len(tones)} comments)")  # fmt: skip


def toxicity(reader: Reader) -> None:
    """Offensive tweets, and angry but decent comments that are flagged."""
    rows = table("davidson_offensive_dev.csv.gz")
    said = [
        (r["class"] != "2", reader.read(r["tweet"], ENGLISH).toxicity is not None) for r in rows
    ]
    if said:
        found = f1(sum(a and b for a, b in said), sum(b for _, b in said), sum(a for a, _ in said))
        line("toxicity, F1 on tweets (most hold a listed word)", ".70", f"{found[2]:.3f}")
    angry = [row[4] for row in own() if row[2] == "n"]
    reviews = [r["review"] for r in table("clothing_cc0_dev.csv.gz") if r["rating"] == "1"]
    flagged = sum(reader.read(words, ENGLISH).toxicity is not None for words in angry + reviews)
    line("  angry but decent comments flagged", "<= 4 %", f"{flagged / len(angry + reviews):.1%}")


def at_odds(reader: Reader) -> None:
    """How often score and words disagree on reviews, by the author's own recommendation."""
    right = found = 0
    for row in table("clothing_cc0_dev.csv.gz")[8_000:]:
        score = {"1": 1, "2": 3, "3": 6, "4": 8, "5": 10}[row["rating"]]
        if score in (1, 3, 6):
            flag = disagreement(score, reader.read(row["review"], ENGLISH))
            found += flag is not None
            right += flag is not None and row["recommended"] == "1"
    if found:
        line(
            "score and words disagree: of the flagged, recommended",
            "reported",
            f"{right / found:.2f} of {found}",
        )


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


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--fast", action="store_true", help="1,000 comments for speed")
    asked = parser.parse_args()
    speed(1_000 if asked.fast else 6_000)
    memory()
    reader = Reader()
    sentiment(reader)
    given_themes()
    discovery()
    stability()
    structured()
    people()
    staff()
    urgency(reader)
    toxicity(reader)
    at_odds(reader)
    return 0


if __name__ == "__main__":
    sys.exit(main())
