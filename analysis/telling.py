"""What a comment tells, and what it says against us: cues of its language found in its words."""

import re
from itertools import islice

from analysis.cues import Cues
from analysis.sentences import sentences

SHORTEST, LONGEST = 12, 60
"""Words of a comment that can stand as a quote uncut."""

PARTICULAR, THIN = 5, 3
"""From so many words that are no stock praise a comment tells something; below so few, nothing."""

CONTENT = re.compile(r"[^\W\d_]{4,}")
"""Words that say something, as far as length tells."""

Told = dict[str, str | None]
"""What was found by the name of its reason: words, "" where the name says all; None is absent."""


def told(words: str, cues: Cues, happy: bool) -> Told:
    """Look for all that speaks for quoting words, or against it.

    Parameters
    ----------
    words : str
        A comment.
    cues : Cues
        Of its language.
    happy : bool
        Whether its author gave one of the best scores: then a trouble that was dealt with, or
        that has its day in a story, does not speak against us.

    Returns
    -------
    dict
        By the names in `analysis.praise.POINTS`.
    """
    particular = {w for w in CONTENT.findall(words.casefold()) if w not in cues.stock}
    return {
        "outcome": shown(cues.outcome.search(words)),
        "number": shown(cues.span.search(words) or cues.number.search(words)),
        "figures": _figures(words, cues),
        "moment": shown(cues.moment.search(words)),
        "particular": "" if len(particular) >= PARTICULAR else None,
        "thin": "" if len(particular) < THIN else None,
        "first_person": "" if cues.first_person.search(words) else None,
        "stands_alone": _stands_alone(words, cues),
        "ironic": shown(cues.sarcasm.search(words)),
        **_tone(words, cues, happy),
    }


def _figures(words: str, cues: Cues) -> str | None:
    found = islice(cues.number.finditer(words), 40)
    different = {match.group().casefold().strip(".,;:") for match in found}
    return str(len(different)) if len(different) > 1 else None


def length(words: str) -> str | None:
    n = count_words(words)
    return str(n) if SHORTEST <= n <= LONGEST else None


def _stands_alone(words: str, cues: Cues) -> str | None:
    first = next(iter(sentences(words)), (0, 0))
    whole = count_words(words[slice(*first)]) >= 4 and not cues.leaning.match(words)
    return "" if whole else None


def _tone(words: str, cues: Cues, happy: bool) -> Told:
    spans = sentences(words)
    ends = [*(end for _, end in spans[1:]), len(words)][: len(spans)]
    against = [
        found
        for (start, end), next_end in zip(spans, ends, strict=True)
        if (found := _against(words[start:end], words[start:next_end], cues, happy))
    ]
    if not against:
        return {"only_good": ""}
    mostly = "" if 2 * len(against) >= len(spans) else None
    return {"negative": shown(against[0]), "mostly_negative": mostly}


def _against(sentence: str, story: str, cues: Cues, happy: bool) -> re.Match[str] | None:
    """Find what speaks against us; not a trouble that was dealt with, as far as that is told."""
    turn = cues.turn.search(sentence) or cues.denied_praise.search(sentence)
    if turn:
        return turn
    dealt_with = cues.outcome.search(sentence) or (happy and _dealt_with(story, cues))
    blamed = (c for c in cues.complaint.finditer(sentence) if not _denied(c, cues))
    return None if dealt_with else next(blamed, None)


def _dealt_with(story: str, cues: Cues) -> bool:
    return bool(cues.solved.search(story) or cues.moment.search(story))


def _denied(complaint: re.Match[str], cues: Cues) -> bool:
    before = complaint.string[max(0, complaint.start() - 40) : complaint.start()]
    return bool(cues.denied.search(before))


def count_words(words: str) -> int:
    """Count words as the length is told: whatever white space parts."""
    return len(words.split())


def shown(match: re.Match[str] | None) -> str | None:
    """Give what a cue found as it is shown: at most 40 characters; None where it found nothing."""
    if match is None:
        return None
    text = " ".join(match.group().split()).strip(".,;:!?()")
    return text if len(text) <= 40 else text[:39] + "…"
