"""Which themes a comment speaks of, and what it says of each."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from analysis.reading.frame import Frame
from analysis.reading.matcher import Matcher
from analysis.reading.parts import Clause
from analysis.reading.results import Mention, Sentiment
from analysis.reading.tokens import Token
from analysis.sentences import Span

Judge = Callable[[int], tuple[Sentiment, float]]
"""What the clause of a number says, and how sure that is."""


@dataclass(frozen=True, slots=True)
class Caught:
    """Where a theme was found: the words, and the numbers of their clauses."""

    theme: str
    spans: tuple[Span, ...]
    clauses: tuple[int, ...]


class Finder:
    """The themes of a frame, made ready once for many comments."""

    def __init__(self, frame: Frame) -> None:
        """Lay all rules and excludes of all themes into one matcher."""
        self.frame = frame
        owned = [
            (place, rule, excludes)
            for place, theme in enumerate(frame.themes)
            for excludes, rules in ((False, theme.rules), (True, theme.excludes))
            for rule in rules
        ]
        self._place = [place for place, _rule, _excludes in owned]
        self._excludes = [excludes for _place, _rule, excludes in owned]
        self._matcher = Matcher([rule for _place, rule, _excludes in owned])

    def find(
        self, words: Sequence[Token], parts: Sequence[Clause], language: str = ""
    ) -> tuple[Caught, ...]:
        """Find the themes of a comment.

        Parameters
        ----------
        words : sequence of Token
            All of its words, as `analysis.reading.tokens.tokens` gives them.
        parts : sequence of Clause
            All of its clauses.
        language : str
            Of it; "" looks for the rules of every language.

        Returns
        -------
        tuple of Caught
            In the order of the frame. They depend on the comment and the frame alone, so
            that more comments never move one to another theme.
        """
        starts = [part.span[0] for part in parts]
        found: dict[int, list[tuple[Span, int]]] = {}
        barred: dict[int, list[tuple[Span, int]]] = {}
        for hit in self._matcher.find_in(words, language):
            at = max(0, bisect_right(starts, hit.span[0]) - 1)
            where = barred if self._excludes[hit.rule] else found
            where.setdefault(self._place[hit.rule], []).append((hit.span, at))
        kept = {
            place: _without(hits, barred[place]) if place in barred else hits
            for place, hits in found.items()
        }
        return tuple(self._caught(place, kept[place]) for place in sorted(kept) if kept[place])

    def _caught(self, place: int, hits: Sequence[tuple[Span, int]]) -> Caught:
        return Caught(
            self.frame.themes[place].id,
            tuple(_apart(sorted({span for span, _at in hits}))),
            tuple(sorted({at for _span, at in hits})),
        )


def mentions(
    caught: Sequence[Caught], parts: Sequence[Clause], judge: Judge | None
) -> tuple[Mention, ...]:
    """Say of each theme that was found what its clauses say of it.

    Parameters
    ----------
    caught : sequence of Caught
        What `Finder.find` gave.
    parts : sequence of Clause
        The clauses it was given.
    judge : callable or None
        What a clause says; None where the comment is not analysed.

    Returns
    -------
    tuple of Mention
    """
    return tuple(_mention(each, parts, judge) for each in caught)


def _mention(caught: Caught, parts: Sequence[Clause], judge: Judge | None) -> Mention:
    spans = tuple(parts[at].span for at in caught.clauses if at < len(parts))
    if judge is None:
        return Mention(caught.theme, "", 0.0, caught.spans, spans)
    said = [judge(at) for at in caught.clauses if at < len(parts)]
    judging = [one for one in said if one[0] != "neutral"] or said or [("neutral", 0.0)]
    kinds = {sentiment for sentiment, _sure in judging}
    sure = min(sure for _sentiment, sure in judging)
    only: Sentiment = judging[0][0] if len(kinds) == 1 else "mixed"
    return Mention(caught.theme, only, sure, caught.spans, spans)


def _without(
    hits: Sequence[tuple[Span, int]], barred: Sequence[tuple[Span, int]]
) -> list[tuple[Span, int]]:
    """Take out hits that an exclude overlaps, or shares a clause with."""
    closed = {at for _span, at in barred}
    edges = sorted(span for span, _at in barred)
    starts = [start for start, _end in edges]
    reach = list(_highest(end for _start, end in edges))
    kept = []
    for span, at in hits:
        before = bisect_right(starts, span[1] - 1)
        overlaps = before > 0 and reach[before - 1] > span[0]
        if at not in closed and not overlaps:
            kept.append((span, at))
    return kept


def _highest(ends: Iterable[int]) -> Iterator[int]:
    highest = 0
    for end in ends:
        highest = max(highest, end)
        yield highest


def _apart(spans: Sequence[Span]) -> Iterator[Span]:
    """Join spans that overlap: each word is marked once."""
    start, end = spans[0]
    for low, high in spans[1:]:
        if low >= end:
            yield start, end
            start = low
        end = max(end, high)
    yield start, end
