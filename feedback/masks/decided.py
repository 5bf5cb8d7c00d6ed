"""What people decided about masks: it wins over whatever is found, now and when read again."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.masks.masking import Mask, joined, without
from feedback.models import MaskDecision
from feedback.models.consent import digest

HIDE, SHOW = "hide", "show"
LONGEST = 10_000
"""Letters that are looked through for what was hidden elsewhere in them."""


@dataclass(frozen=True)
class Decision:
    """Letters that somebody hid, or showed.

    What is shown is shown where it stood; what is hidden stays hidden wherever the same letters
    stand after its author wrote around them.
    """

    mask: Mask
    verdict: str
    letters: str
    """Their digest."""

    def masks(self, words: str) -> list[Mask]:
        """Where the letters it is about stand now."""
        low, high, kind = self.mask.start, self.mask.end, self.mask.kind
        if digest(words[low:high]) == self.letters:
            return [self.mask]
        if self.verdict == SHOW:
            return []
        length = high - low
        return [
            Mask(at, at + length, kind)
            for at in range(min(LONGEST, len(words)) - length + 1)
            if digest(words[at : at + length]) == self.letters
        ]


def standing(session: Session, numbers: Collection[int]) -> dict[int, list[Decision]]:
    """Give what stands of some comments, by response."""
    rows = select(MaskDecision).where(
        MaskDecision.response_id.in_(numbers), MaskDecision.ended_at.is_(None)
    )
    found: dict[int, list[Decision]] = defaultdict(list)
    for row in session.scalars(rows):
        mask = Mask(row.first, row.last, row.kind)
        found[row.response_id].append(Decision(mask, row.verdict, row.letters_hash))
    return found


def settled(words: str, found: Sequence[Mask], decisions: Sequence[Decision]) -> tuple[Mask, ...]:
    """Put decisions in the place of what was found: shown letters stay, hidden ones go."""
    shown = [mask for each in decisions if each.verdict == SHOW for mask in each.masks(words)]
    hidden = [mask for each in decisions if each.verdict == HIDE for mask in each.masks(words)]
    kept = without(joined(found), [(mask.start, mask.end) for mask in shown])
    return joined([*kept, *hidden])


def count_open(words: str, found: Sequence[Mask], decisions: Sequence[Decision]) -> int:
    """Count what was found and nobody decided on yet."""
    live = [mask for each in decisions for mask in each.masks(words)]
    return sum(not any(overlap(mask, each) for each in live) for mask in found)


def overlap(one: Mask, other: Mask) -> bool:
    """Whether two masks share a letter."""
    return one.start < other.end and other.start < one.end
