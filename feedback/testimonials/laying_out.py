"""One comment on the table: its sentences, what is worth quoting, what the quote loses or holds."""

from dataclasses import dataclass

from analysis.cutting import Change, CutWarning, changes, warnings
from analysis.gates import gates
from analysis.language import language_of
from analysis.praise import Comment, Praise, praise
from analysis.quotes import Piece, quote
from analysis.sentences import Span, sentences
from analysis.signs import OddSign, odd_signs
from analysis.suggesting import Suggestion, suggest
from analysis.telling import count_words
from feedback.models import Testimonial
from feedback.testimonials import words as said
from feedback.testimonials.words import Told

WORDS_TO_QUOTE_WHOLE = 60
WORDS_TO_CHOOSE_FROM = 25
TICKED = 120
"""Sentences that are offered for ticking; of a longer comment the rest is chosen by its words."""


@dataclass(frozen=True)
class Author:
    """What is known of the author where a comment is judged by itself."""

    language: str
    happy: bool
    known: tuple[str, ...]
    """Names that may stand in a quote."""


@dataclass(frozen=True)
class Offer:
    """One sentence of a comment, as it is offered for choosing."""

    number: int
    words: str
    chosen: bool


@dataclass(frozen=True)
class Proposal:
    """The quote as it reads now, beside the words it is made of."""

    offers: tuple[Offer, ...]
    rest: str
    """What of a very long comment is not offered sentence by sentence."""
    quote: str
    warnings: tuple[CutWarning, ...]
    changes: tuple[Change, ...]
    gates: tuple[Told, ...]
    """What stands in the quote and has to be dealt with."""
    written: str
    """The quote, where it cuts within a sentence and the ticks cannot say it."""

    @property
    def is_delicate(self) -> bool:
        """Whether somebody has to say that it is fair before it is published."""
        return bool(self.warnings or self.changes or self.gates)


def author_of(words: str, hint: str, *, happy: bool, known: tuple[str, ...]) -> Author:
    """Say who speaks, as far as judging needs it."""
    return Author(language_of(words, hint), happy, known)


def judged(words: str, author: Author) -> Praise:
    """Judge words by themselves, without age."""
    return praise(Comment(0, words, author.language, names=author.known, happy=author.happy))


def suggestions(words: str, author: Author) -> tuple[Suggestion, ...]:
    """Suggest what of a comment to quote, where there is something to choose."""
    if count_words(words) < WORDS_TO_CHOOSE_FROM or len(sentences(words)) < 2:
        return ()
    return suggest(words, author.language, happy=author.happy, names=author.known)


def proposal(
    words: str, kept: Testimonial | None, author: Author, suggested: tuple[Suggestion, ...]
) -> Proposal:
    """Lay a comment out with what is cut already, or else with what seems best."""
    pieces = sentences(words)
    spans: list[Piece] = _kept(kept) if kept else _best(words, pieces, suggested)
    whole = [(piece[0], piece[1]) for piece in spans if len(piece) == 2]
    offers = tuple(
        Offer(n, words[start:end], any(low <= start and end <= high for low, high in whole))
        for n, (start, end) in enumerate(pieces[:TICKED])
    )
    reads, ticked = quote(words, spans), [pieces[offer.number] for offer in offers if offer.chosen]
    return Proposal(
        offers,
        words[pieces[TICKED][0] :] if len(pieces) > TICKED else "",
        reads,
        warnings(words, spans, author.language),
        changes(words, spans),
        tuple(said.gate(g.name, g.found) for g in gates(reads, author.language, author.known)),
        written="" if ticked and quote(words, ticked) == reads else reads,
    )


def signs(words: str) -> tuple[OddSign, ...]:
    """Name the signs that a reader cannot see or takes for others."""
    return odd_signs(words)


def _kept(kept: Testimonial) -> list[Piece]:
    return [(piece[0], piece[1], *piece[2:]) for piece in kept.spans]


def _best(words: str, pieces: tuple[Span, ...], suggested: tuple[Suggestion, ...]) -> list[Piece]:
    """Propose the whole of a short comment, the best passage of a long one."""
    if count_words(words) <= WORDS_TO_QUOTE_WHOLE or not suggested:
        return [(pieces[0][0], pieces[-1][1])]
    return [suggested[0].span]
