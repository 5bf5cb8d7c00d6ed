"""What the inbox shows: comments in the order of their merits, and one comment with its cut."""

from dataclasses import dataclass
from datetime import datetime

from analysis.praise import Comment, Praise, praise, rank
from analysis.quotes import CutWarning, quote, warnings
from analysis.sentences import Span, sentences
from feedback.models import Testimonial
from feedback.testimonials.queries import Consented

WORDS_TO_QUOTE_WHOLE = 60


@dataclass(frozen=True)
class Ranked:
    """One comment with the reasons for its place."""

    found: Consented
    judged: Praise


@dataclass(frozen=True)
class Piece:
    """One sentence of a comment, as it is offered for choosing."""

    number: int
    words: str
    chosen: bool


@dataclass(frozen=True)
class Proposal:
    """One comment on the table: its sentences, the quote as it reads now, what the cut loses."""

    pieces: tuple[Piece, ...]
    quote: str
    warnings: tuple[CutWarning, ...]
    written: str
    """The quote, where it cuts within a sentence and the ticks cannot say it."""


def listed(comments: list[Consented]) -> dict[str, list[Consented]]:
    """Part what waits from what is on the wall, the newest first there."""
    shown = [found for found in comments if found.publication]
    shown.sort(key=lambda found: found.publication.id if found.publication else 0, reverse=True)
    return {"new": [found for found in comments if found.publication is None], "wall": shown}


def one_page(
    lists: dict[str, list[Consented]], state: str, part: slice, now: datetime
) -> list[Ranked]:
    """Judge what one page shows; only what waits has to be ranked as a whole."""
    if state == "new":
        return ranked(lists["new"], now)[part]
    return [Ranked(found, praise(_comment(found, now))) for found in lists.get(state, [])[part]]


def ranked(comments: list[Consented], now: datetime) -> list[Ranked]:
    """Put comments in the order of their merits."""
    by_id = {found.consent.id: found for found in comments}
    order = rank(_comment(found, now) for found in comments)
    return [Ranked(by_id[judged.key], judged) for judged in order]


def proposal(found: Consented, kept: Testimonial | None, now: datetime) -> Proposal:
    """Lay a comment out with what is cut already, or else with what seems best."""
    words = found.consent.words
    pieces = sentences(words)
    spans = [(start, end) for start, end in kept.spans] if kept else _best(found, pieces, now)
    offered = tuple(
        Piece(n, words[start:end], any(first <= start and end <= last for first, last in spans))
        for n, (start, end) in enumerate(pieces)
    )
    reads, ticked = quote(words, spans), [pieces[p.number] for p in offered if p.chosen]
    written = "" if ticked and quote(words, ticked) == reads else reads
    return Proposal(offered, reads, warnings(words, spans), written)


def _comment(found: Consented, now: datetime) -> Comment:
    consent = found.consent
    days = (now.date() - found.answered_on).days
    return Comment(consent.id, consent.words, max(0, days), unhappy=found.is_unhappy)


def _best(found: Consented, pieces: tuple[Span, ...], now: datetime) -> list[Span]:
    """Propose the whole of a short comment, the strongest sentence of a long one."""
    words = found.consent.words
    if len(words.split()) <= WORDS_TO_QUOTE_WHOLE or len(pieces) == 1:
        return list(pieces)
    best = rank(Comment(n, words[start:end]) for n, (start, end) in enumerate(pieces[:200]))
    return [pieces[best[0].key]]
