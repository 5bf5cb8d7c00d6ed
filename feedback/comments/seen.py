"""Comments as their reader may see them: names, numbers and addresses only with a right to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import has_request_context

from analysis.reading import Finding, read
from analysis.sentences import Span
from feedback.accounts.permissions import Permission, may
from feedback.comments.words import PERSONAL

BEYOND = 200
"""Letters that are read beyond what is shown: what begins before a cut is seen whole."""


@dataclass(frozen=True)
class Seen:
    """What one reader sees of a comment."""

    words: str
    is_cut: bool
    masks: tuple[tuple[Span, str], ...] = ()
    """What is hidden, by its place in the comment, and what stands there instead."""

    def at(self, span: Span) -> Span:
        """Say where words of the comment stand in what is seen; within a mask it is all of it."""
        return self._moved(span[0], is_end=False), self._moved(span[1], is_end=True)

    def _moved(self, letter: int, *, is_end: bool) -> int:
        moved = 0
        for (start, end), shown in self.masks:
            if end <= letter:
                moved += len(shown) - (end - start)
            elif start < letter:
                return start + moved + (len(shown) if is_end else 0)
        return letter + moved


def shown(said: Mapping[int, str], most: int) -> dict[int, Seen]:
    """Give the first letters of some comments; in mail and jobs, read by nobody, all is hidden."""
    knows_people = has_request_context() and may(Permission.READ_CONTACTS)
    return {
        number: Seen(words[:most], len(words) > most)
        if knows_people
        else hidden(words, read(words).personal, most)
        for number, words in said.items()
    }


def hidden(words: str, found: Sequence[Finding], most: int) -> Seen:
    """Put the kind of what is personal where it stood; no cut goes through one."""
    spans = sorted(
        (each.spans[0], f"[{PERSONAL.get(each.value, PERSONAL['name'])}]") for each in found
    )
    end = min([most, len(words), *(start for (start, stop), _ in spans if start < most < stop)])
    masks = tuple(mask for mask in spans if mask[0][1] <= end)
    pieces, at = [], 0
    for (start, stop), instead in masks:
        pieces += [words[at:start], instead]
        at = stop
    return Seen("".join((*pieces, words[at:end])), end < len(words), masks)
