"""Masks over the words of a comment: what is found, and what stands in its place."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from analysis.reading.people import LONGEST, people_in
from analysis.sentences import Span
from surveys.speech import lazy

SHORTEST = 3
"""Letters from which on a part of what is hidden tells of it."""

PLACEHOLDERS = {
    "name": lazy("[name]"),
    "phone": lazy("[phone]"),
    "email": lazy("[e-mail]"),
    "street": lazy("[address]"),
    "url": lazy("[link]"),
    "card": lazy("[card number]"),
    "iban": lazy("[bank account]"),
    "account": lazy("[customer number]"),
    "ip": lazy("[network address]"),
    "key": lazy("[password]"),
}
HIDDEN = lazy("[hidden]")


@dataclass(frozen=True, order=True)
class Mask:
    """Letters of a comment that tell who somebody is."""

    start: int
    end: int
    kind: str

    @property
    def placeholder(self) -> str:
        """What stands in their place, in the language spoken."""
        return str(PLACEHOLDERS.get(self.kind, HIDDEN))


@dataclass(frozen=True)
class Shown:
    """A comment as one reader sees it."""

    words: str
    is_cut: bool = False
    masks: tuple[Mask, ...] = ()
    hidden: tuple[str, ...] = ()
    """What the masks stand for: never printed."""

    def at(self, span: Span) -> Span:
        """Where words of the comment stand in what is shown; inside a mask all of it."""
        return self._place(span[0], at_end=False), self._place(span[1], at_end=True)

    def _place(self, letter: int, *, at_end: bool) -> int:
        moved = 0
        for mask in self.masks:
            if mask.end <= letter:
                moved += len(mask.placeholder) - (mask.end - mask.start)
            elif mask.start < letter:
                begin = mask.start + moved
                return begin + len(mask.placeholder) if at_end else begin
        return letter + moved

    def reveal(self, found: str) -> str:
        """Give what was found in the comment only if it tells nothing of what is hidden."""
        bare = " ".join(found.rstrip("… ").split()).casefold()
        for each in self.hidden:
            if each in bare or (len(bare) >= SHORTEST and bare in each):
                return str(HIDDEN)
        return found


def found_in(words: str) -> tuple[Mask, ...]:
    """Find what the reader finds."""
    return tuple(Mask(*each.spans[0], each.value) for each in people_in(words))


def masked(words: str, masks: Sequence[Mask], *, most: int = LONGEST) -> Shown:
    """Put a placeholder where each mask is; a cut never leaves half of one."""
    end = min(len(words), most)
    for mask in masks:
        if mask.start < end < mask.end:
            end = mask.start
    inside = tuple(mask for mask in masks if mask.end <= end)
    pieces, at = [], 0
    for mask in inside:
        pieces += [words[at : mask.start], mask.placeholder]
        at = mask.end
    hidden = tuple(" ".join(words[m.start : m.end].split()).casefold() for m in masks)
    return Shown("".join((*pieces, words[at:end])), end < len(words), inside, hidden)


def without(masks: Sequence[Mask], kept: Collection[Span]) -> tuple[Mask, ...]:
    """Leave out masks of words that a page is about; what stands around these stays hidden."""
    parts = list(masks)
    for low, high in kept:
        parts = [part for mask in parts for part in _around(mask, low, high)]
    return tuple(parts)


def _around(mask: Mask, low: int, high: int) -> list[Mask]:
    if high <= mask.start or mask.end <= low:
        return [mask]
    sides = ((mask.start, min(low, mask.end)), (max(high, mask.start), mask.end))
    return [Mask(start, end, mask.kind) for start, end in sides if end - start > 1]


def joined(masks: Iterable[Mask]) -> tuple[Mask, ...]:
    """Put masks in order; of those that overlap the first grows."""
    kept: list[Mask] = []
    for mask in sorted(masks):
        if kept and mask.start < kept[-1].end:
            kept[-1] = Mask(kept[-1].start, max(kept[-1].end, mask.end), kept[-1].kind)
        elif mask.start < mask.end:
            kept.append(mask)
    return tuple(kept)
