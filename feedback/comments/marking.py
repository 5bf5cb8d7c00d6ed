"""One comment whole: each finding with the words that made it, told apart by number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.reading import Finding, Known, Reading, read
from analysis.sentences import Span
from feedback.accounts.permissions import Permission, may
from feedback.comments import words as called
from feedback.comments.reading import Item, items
from feedback.comments.sifting import Sieve
from feedback.masks.hiding import shown
from feedback.models import Answer, Mention, Staff
from feedback.models.consent import digest
from feedback.themes import frames
from surveys.definition import REASON_KEY
from surveys.speech import Phrase, lazy

LONGEST = 100_000
KINDS: dict[str, Phrase] = {
    "theme": lazy("Theme"),
    "sentiment": lazy("What it says"),
    "urgency": lazy("Urgent"),
    "toxicity": lazy("Rude words"),
    "personal": lazy("Personal data"),
    "staff": lazy("Colleague"),
}


@dataclass(frozen=True)
class Found:
    """One finding: what it is, how sure the model is, and where."""

    kind: str
    value: str
    confidence: float | None
    spans: tuple[Span, ...]
    theme_id: int = 0
    sentiment: str = ""
    by_hand: bool = False
    number: int = 0

    @property
    def label(self) -> str:
        """What kind of finding it is."""
        return str(KINDS[self.kind])


@dataclass(frozen=True)
class Segment:
    """Some words, what was found in them, and which findings end behind them."""

    words: str
    kinds: tuple[str, ...] = ()
    ends: tuple[Found, ...] = ()


@dataclass(frozen=True)
class Whole:
    """A comment with all that was found in it."""

    item: Item
    segments: tuple[Segment, ...]
    found: tuple[Found, ...]
    is_current: bool
    """Whether it was read with the themes as they stand."""


def whole(session: Session, response_id: int) -> Whole | None:
    """Read one comment; None where there is none that may be shown."""
    listed = items(session, [response_id], Sieve())
    if not listed:
        return None
    item, here = listed[0], frames.frame_of(session)
    text = words_of(session, response_id)
    again = read(text, here.frame, Known(item.asked_in))
    found = [*_kept(item, again), *_staff(session, response_id, text)]
    numbered = tuple(replace(each, number=n) for n, each in enumerate(found, start=1))
    seen = shown(session, {response_id: text}, most=LONGEST)[response_id]
    placed = tuple(replace(each, spans=tuple(map(seen.at, each.spans))) for each in numbered)
    segments = tuple(segments_of(seen.words, placed))
    return Whole(item, segments, placed, item.row.number == here.reads)


def words_of(session: Session, response_id: int) -> str:
    """Give the words of a comment as they stand."""
    mine = Answer.response_id == response_id, Answer.question_key == REASON_KEY
    return session.scalar(select(Answer.text).where(*mine)) or ""


def segments_of(words: str, found: Sequence[Found]) -> Iterator[Segment]:
    """Part words wherever a finding begins or ends; what overlaps is marked by all of them."""
    spans = [
        (max(0, start), min(end, len(words)), each)
        for each in found
        for start, end in _joined(each.spans)
        if start < len(words) and end > start
    ]
    edges = sorted({0, len(words), *(edge for start, end, _ in spans for edge in (start, end))})
    for low, high in pairwise(edges):
        inside = [each for start, end, each in spans if start <= low and end >= high]
        ends = {each.number: each for _start, end, each in spans if end == high and each in inside}
        kinds = tuple(dict.fromkeys(each.kind for each in inside))
        yield Segment(words[low:high], kinds, tuple(ends.values()))


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Put together what overlaps: one finding marks each word once."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _kept(item: Item, again: Reading) -> Iterator[Found]:
    """Give what is kept of it, with the words that say so."""
    row = item.row
    spans = {int(mention.theme): mention.spans for mention in again.mentions}
    for said in item.themes:
        yield Found(
            "theme",
            said.name,
            None if said.by_hand or not said.sentiment else said.confidence,
            spans.get(said.theme_id, ()),
            said.theme_id,
            said.sentiment,
            said.by_hand,
        )
    if row.is_analysed:
        yield _of(again.sentiment, "sentiment", str(called.SENTIMENTS[row.sentiment or "neutral"]))
    if row.urgency:
        yield _of(again.urgency, "urgency", str(called.URGENCIES[row.urgency]))
    if row.toxicity:
        yield _of(again.toxicity, "toxicity", str(called.RUDE[row.toxicity]))
    for each in again.personal:
        name = str(called.PERSONAL.get(each.value, called.PERSONAL["name"]))
        yield Found("personal", name, each.confidence, each.spans)


def _of(finding: Finding | None, kind: str, value: str) -> Found:
    if finding is None:
        return Found(kind, value, None, ())
    return Found(kind, value, finding.confidence, finding.spans)


def _staff(session: Session, response_id: int, text: str) -> Iterator[Found]:
    """Give the colleagues that are named, blame only to those who may read it."""
    theirs = (Staff.workspace_id == Mention.workspace_id) & (Staff.id == Mention.staff_id)
    named = (
        select(Mention, Staff.name)
        .join(Staff, theirs)
        .where(Mention.response_id == response_id, Mention.words_hash == digest(text))
    )
    if not may(Permission.READ_CONCERNS):
        named = named.where(Mention.is_good, ~Mention.is_doubtful)
    for mention, name in session.execute(named):
        yield Found("staff", name, None, ((mention.name_start, mention.name_end),))
