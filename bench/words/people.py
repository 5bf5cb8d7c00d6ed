"""Who can be recognised: personal data with a form, names, and staff."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from analysis.reading.names import names
from analysis.reading.personal import personal
from analysis.reading.tokens import tokens
from bench.blind import second, shuffled
from bench.named import CORPUS, read_comments, read_roster, tally
from bench.words.inputs import SHARED, Tagged, conll, f1, line, lowered

KINDS = {"EMAIL_ADDRESS": "email", "CREDIT_CARD": "card", "IBAN_CODE": "iban", "US_SSN": "account",
         "IP_ADDRESS": "ip", "DOMAIN_NAME": "url", "PHONE_NUMBER": "phone",
         "ADDRESS": "street"}  # fmt: skip


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
    """Names of people in synthetic text, in messages of strangers, and in feedback of our own."""
    path = SHARED / "presidio_generated_small.json"
    rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    made_up = [
        (
            row["full_text"],
            [
                (span["start_position"], span["end_position"])
                for span in row["spans"]
                if span["entity_type"] == "PERSON"
            ],
        )
        for row in rows
    ]
    noisy = SHARED / "wnut17_person_dev.conll"
    strangers = list(conll(noisy)) if noisy.exists() else []
    ours = list(_of_roster())
    for what, goal, texts in (
        ("synthetic text", ".78 (.65)", made_up),
        ("messages of strangers", "-", strangers),
        ("  the same in small letters", "-", [lowered(row) for row in strangers]),
        ("feedback of our own, every name labelled", "-", list(_labelled())),
        ("feedback of our own, held out, misleading", ".95", ours),
        ("  in small letters", ".85", [lowered(row) for row in ours]),
    ):
        hit, wanted, right, found = _counted(texts)
        if wanted:
            is_whole = texts != ours and goal != ".85"
            sure = f" ({right / max(1, found):.2f})" if is_whole else ""
            line(f"names, {what}", goal, f"{hit / wanted:.2f}{sure} of {wanted}")


def _counted(rows: Iterable[Tagged]) -> tuple[int, int, int, int]:
    """Count names that were hit and all of them, findings that hit one and all of them."""
    hit = wanted = right = found = 0
    for text, spans in rows:
        made = list(names(text, tuple(tokens(text))))
        wanted, found = wanted + len(spans), found + len(made)
        hit += sum(any(s < end and start < e for s, e in made) for start, end in spans)
        right += sum(any(s < end and start < e for s, e in spans) for start, end in made)
    return hit, wanted, right, found


def _labelled() -> Iterator[Tagged]:
    """Give the comments of the blind pass with all places where somebody is named."""
    words = {row["n"]: row["words"] for row in shuffled()}
    for row in second():
        text, spans, at = words[row["n"]], [], 0
        for name in filter(None, row["names"].split(";")):
            at = text.index(name, at)
            spans.append((at, at + len(name)))
            at += len(name)
        yield text, spans


def _of_roster() -> Iterator[Tagged]:
    """Give held-out English comments with the first place where each judged person is named.

    Other people are named there as well and not marked, so that only recall can be told.
    """
    forms = {}
    with (CORPUS / "roster.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            said = re.split(r"[ ,]+", f"{row['name']} {row['nicknames'] or ''}")
            forms[row["key"]] = [re.escape(word) for word in said if len(word) > 1]
    for each in read_comments():
        if each.language == "en" and each.half == "held out":
            text = each.said.words
            places = (
                re.search(rf"(?<!\w)(?:{'|'.join(forms[key])})(?!\w)", text)
                for key in sorted(each.praised | each.blamed)
            )
            yield text, [place.span() for place in places if place]


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
