"""Given themes, themes that are proposed, and whether comments stay in theirs."""

import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from analysis.reading import Reader
from analysis.reading.proposals import grouped, proposals
from analysis.reading.sentence_model import SentenceModel
from analysis.reading.starters import starter
from analysis.reading.vectors import stems, vectors
from analysis.scoring import Floats
from bench.words.inputs import f1, line, own, table

ASPECTS = {"food": "food", "menu": "food", "service": "service", "staff": "service",
           "price": "price", "ambience": "ambience"}  # fmt: skip


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


def discovery(model: Path | None) -> None:
    """Normalised mutual information with intents, and phrases that share a word with them."""
    _discovery(vectors, "")
    if model is not None:
        _discovery(SentenceModel(model), ", sentence model")


def _discovery(place: Callable[[Sequence[str]], Floats], how: str) -> None:
    rows = table("banking77_train.csv")
    if not rows:
        return
    chance = np.random.default_rng(0)
    drawn = [rows[at] for at in chance.permutation(len(rows))[:3_000]]
    begun = time.process_time()
    points = place([row["text"] for row in drawn])
    taken = time.process_time() - begun
    labels = grouped(points, 77)
    truth = [row["category"] for row in drawn]
    line(f"discovery, NMI with 77 intents{how}", ".80" if how else ".66",
         f"{nmi(truth, labels.tolist()):.3f}, {len(drawn) / taken:.0f} a second")  # fmt: skip
    made = proposals(((at, row["text"]) for at, row in enumerate(drawn)), 100, lambda _: points)
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
