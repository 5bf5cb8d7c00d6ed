"""What is kept of a comment that was read: narrow rows, with what people corrected."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row

from analysis.reading import Mention, Reading
from analysis.reading.copies import fingerprint
from analysis.reading.learning import Learned
from feedback.masks import decided, own_words
from feedback.masks.decided import Decision
from feedback.masks.masking import Mask
from feedback.models.consent import digest
from feedback.reports.scale import SCALES
from feedback.themes.corrected import ABSENT, WHOLE, Correction
from feedback.themes.frames import Standing

SURE = 0.8
"""From here on words are clear enough to be held against a score."""
OPPOSITE = {"promoter": "negative", "detractor": "positive"}


@dataclass(frozen=True)
class Found:
    """The rows of one comment."""

    response_id: int
    reading: dict[str, Any]
    mentions: list[dict[str, Any]]

    @property
    def themes(self) -> set[int]:
        """What it speaks of."""
        return {mention["theme_id"] for mention in self.mentions}


@dataclass(frozen=True)
class Known:
    """What people said of a comment: of its themes, and of who is named in it."""

    words: str = ""
    corrections: Sequence[Correction] = ()
    masks: Sequence[Decision] = ()
    learned: Learned | None = None
    own: frozenset[str] = frozenset()
    """The company's own words: found as names, and none."""


def found_in(row: Row[Any], said: Reading, known: Known, here: Standing) -> Found:
    """Give the rows of one comment; what people said of these words wins over the rules."""
    corrections = known.corrections
    hashed = digest(row.text) if corrections else ""
    by_hand = {each.theme_id: each.verdict for each in corrections if each.words_hash == hashed}
    copied = {
        "response_id": row.id,
        "survey_id": row.survey_id,
        "answered_on": row.answered_on,
        "score": row.score,
        "is_counted": row.excluded is None,
    }
    sentiment = by_hand.get(WHOLE) or (said.sentiment.value if said.sentiment else "")
    reading = copied | {
        "number": here.reads,
        "reader": said.version,
        "contact_id": row.contact_id,
        "language": said.language[:8],
        "is_analysed": said.is_analysed,
        "polarity": said.polarity,
        "judges": said.judges,
        "sentiment": sentiment,
        "urgency": said.urgency.value if said.urgency else "",
        "toxicity": said.toxicity.value if said.toxicity else "",
        "disagrees": _disagrees(row, said, is_corrected=WHOLE in by_hand),
        "same": fingerprint(row.text),
        "open_masks": decided.count_open(row.text, _masks(row.text, said, known), known.masks),
    }
    kept = [
        copied
        | {
            "theme_id": theme_id,
            "sentiment": mention.sentiment,
            "confidence": mention.confidence,
            "by_hand": theme_id in by_hand,
        }
        for theme_id, mention in _mentions(_taught(said, known), by_hand, here).items()
    ]
    return Found(row.id, reading, kept)


def _taught(said: Reading, known: Known) -> Reading:
    """Put what corrections taught in the place of what the rules found."""
    if known.learned is None:
        return said
    themes = known.learned.themes(known.words, said.themes)
    sentiment = said.sentiment.value if said.sentiment else ""
    kept = [mention for mention in said.mentions if mention.theme in themes]
    added = sorted(themes.difference(said.themes))
    more = [Mention(theme, sentiment, 0.0, (), ()) for theme in added]  # type: ignore[arg-type]
    return replace(said, mentions=(*kept, *more))


def _masks(words: str, said: Reading, known: Known) -> tuple[Mask, ...]:
    found = (Mask(*each.spans[0], each.value) for each in said.personal)
    return own_words.without_own(words, found, known.own)


def _mentions(said: Reading, by_hand: dict[int, str], here: Standing) -> dict[int, Mention]:
    found = {int(mention.theme): mention for mention in said.mentions}
    for theme_id, verdict in by_hand.items():
        if theme_id == WHOLE or str(theme_id) not in here.frame.by_id:
            continue
        if verdict == ABSENT:
            found.pop(theme_id, None)
        else:
            known = found.get(theme_id, Mention(str(theme_id), "", 0, (), ()))
            found[theme_id] = replace(known, sentiment=verdict, confidence=1.0)  # type: ignore[arg-type]
    return found


def _disagrees(row: Row[Any], said: Reading, *, is_corrected: bool) -> bool:
    """Whether the words clearly say what the score denies; whoever read it has decided."""
    scale = SCALES[row.kind]
    if is_corrected or said.sentiment is None or row.score not in scale.steps:
        return False
    is_clear = said.sentiment.confidence >= SURE
    return is_clear and said.sentiment.value == OPPOSITE.get(scale.band(row.score).tone)
