"""The words that name a colleague, as they stand now and as whoever reads them may see them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from analysis.sentences import Span
from feedback.masks import hiding
from feedback.masks.masking import Shown
from feedback.models import Mention
from feedback.models.consent import digest


@dataclass(frozen=True)
class Passage:
    """The words that praise or blame somebody, parted so that the name can be marked."""

    before: str
    name: str
    after: str
    cut_before: bool
    cut_after: bool


@dataclass(frozen=True)
class Named:
    """One mention with its words as they stand now."""

    mention: Mention
    passage: Passage
    words: str
    answered_on: date


def as_they_stand(session: Session, rows: Iterable[Any]) -> list[Named]:
    """Read mentions with their words; other people than the colleague meant may be hidden."""
    found = list(unchanged(rows))
    meant: dict[int, list[Span]] = defaultdict(list)
    for mention, _words, _day in found:
        meant[mention.response_id].append((mention.name_start, mention.name_end))
    said = {mention.response_id: words for mention, words, _day in found}
    seen = hiding.shown(session, said, named=meant)
    return [
        Named(mention, _passage(mention, words, seen[mention.response_id]), shown.words, day)
        for mention, words, day in found
        for shown in [seen[mention.response_id]]
    ]


def unchanged(rows: Iterable[Any]) -> Iterator[tuple[Mention, str, date]]:
    """Leave out what was found in words that read otherwise now."""
    for mention, words, answered_on in rows:
        if digest(words or "") == mention.words_hash:
            yield mention, words, answered_on


def _passage(mention: Mention, words: str, shown: Shown) -> Passage:
    start, end = shown.at((mention.clause_start, mention.clause_end))
    low, high = shown.at((mention.name_start, mention.name_end))
    return Passage(
        before=shown.words[start:low],
        name=shown.words[low:high],
        after=shown.words[high:end],
        cut_before=bool(words[: mention.clause_start].strip()),
        cut_after=bool(words[mention.clause_end :].strip()),
    )
