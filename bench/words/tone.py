"""Sentiment, urgency, rude words, and score against words."""

from typing import Any

from analysis.reading import Reader
from analysis.reading.disagreement import disagreement
from bench.blind import interval, kappa
from bench.words.inputs import ENGLISH, f1, line, macro, own, table


def sentiment(reader: Reader) -> None:
    """Two and three classes on our own comments and on reviews with a score."""
    names = {"p": "positive", "n": "negative", "0": "neutral"}
    rows = [(names[row[2]], reader.read(row[4], ENGLISH)) for row in own() if row[2]]
    three = macro([(truth, found.sentiment.value) for truth, found in rows])
    judging = [_sides(truth, found) for truth, found in rows if truth != "neutral"]
    low, high = interval(judging, macro)
    line(
        "sentiment, 140 own comments (3 / 2 classes)",
        ".58 / .80",
        f"{three:.3f} / {macro(judging):.3f} ({low:.2f} to {high:.2f})",
    )
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
            "score and words disagree: recommended (part trained on)",
            "reported",
            f"{right / found:.2f} of {found}",
        )
