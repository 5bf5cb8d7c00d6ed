"""Explore's times and shares of themes as the attacker sees them: whom each figure rests on."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import combinations
from typing import Any
from unittest import mock

from analysis import MINIMUM, Median
from analysis.reading import VERSION, Frame, Theme
from bench.made_up import Memory, Person
from feedback.counts.reading import Daily, Value
from feedback.reports import explore_views, soonness, timing
from feedback.reports.by_answer import Told
from feedback.reports.carried import Carried
from feedback.reports.exploring import Wish
from feedback.reports.laying import Pairs, Part, Writing, of_parts
from feedback.reports.selection import CHANNEL
from feedback.themes import counting, sharing
from feedback.themes.frames import Standing

THEME = Theme("7001", "Theme", ())


@contextmanager
def on_top_of(memory: Memory, seen: Any) -> Iterator[None]:
    """Put made-up times and comments where Explore reads them; write down whom it tells of."""
    wrote = Memory([p for p in memory.people if p.number % 4])
    wrote.steps = [memory.steps[p.number] for p in wrote.people]
    standing = Standing(1, 1, Frame((THEME,)), VERSION)
    put: list[tuple[Any, str, Any]] = [
        (timing, "times", lambda _session, name, _scale, runs: _times(memory.people, name, runs)),
        (soonness, "carried", lambda *given: _carried(memory.people, given[1])),
        (soonness, "_figure", _noting(soonness._figure, seen)),
        (soonness, "_moved", _noting(soonness._moved, seen)),
        (counting, "look", lambda _session, surveys: _look(wrote, surveys, memory)),
        (counting, "ByGroup", lambda: ByGroup(wrote)),
        (counting, "by_group_and_day", lambda _session, _surveys, about, _ids: _said(wrote, about)),
        (sharing, "bound_workspace", lambda _session: 1),
        (sharing, "of_parts", lambda everybody: _watched(of_parts(everybody), seen)),
        (sharing.frames, "frame_of", lambda _session: standing),
    ]
    with ExitStack() as stack:
        for place, name, value in put:
            stack.enter_context(mock.patch.object(place, name, value))
        yield


def look(found: Any, desk: Any, wish: Wish) -> None:
    """Look at both measures of what Explore was asked for."""
    soonness.explore_time(None, found, desk, wish)  # type: ignore[arg-type]
    theme = replace(wish, measure="theme")
    frame = sharing.frames.frame_of(None).frame  # type: ignore[arg-type]
    explore_views._table(None, found, desk, theme, frame)  # type: ignore[arg-type]


def leaks(seen: Any) -> Iterator[str]:
    """Give times that one to four people follow from: medians are subtracted in pairs."""
    for bits, where in seen.times.items():
        if bits.bit_count() < MINIMUM:
            yield f"times, {where}: {bits.bit_count()} people shown"
    for (a, one), (b, other) in combinations(seen.times.items(), 2):
        if 0 < (a ^ b).bit_count() < MINIMUM and a & b in (a, b):
            yield f"times, {one} / {other}: {(a ^ b).bit_count()} people left"


def _noting(written: Callable[..., Any], seen: Any) -> Callable[..., Any]:
    """Write down whose times are told; without an interval they are not."""

    def noted(*given: Any) -> Any:
        found = written(*given)
        for each in given:
            if isinstance(each, Median) and found is not None and getattr(found, "is_told", True):
                bits = sum(1 << int(10 * hour) for hour in each.values)
                seen.times.setdefault(bits, seen.where)
        return found

    return noted


def _watched(writing: Writing[Part], seen: Any) -> Writing[Part]:
    def noted(part: Part) -> None:
        if sum(part.among) >= MINIMUM:
            bits = sum(1 << i for i, n in enumerate(part.among) if n)
            seen.comments.setdefault(seen.by, {}).setdefault(bits, seen.where)
        elif any(part.among) and writing.figure(part):
            seen.strange.append(f"theme, {seen.where}: {sum(part.among)} people shown")

    def held(hold: Callable[[Pairs[Part]], Any]) -> Callable[[Pairs[Part]], Any]:
        def noting(pairs: Pairs[Part]) -> Any:
            for one, other in pairs.values():
                noted(one)
                noted(other)
            return hold(pairs)

        return noting

    def figure(part: Part) -> Any:
        noted(part)
        return writing.figure(part)

    past, group = held(writing.against_past), held(writing.against_group)
    return Writing(figure, past, group, writing.everybody)


def _times(people: Sequence[Person], name: str, runs: Sequence[timing.Run]) -> list[timing.Time]:
    """Give everybody who was mailed a time of their own, in tenths of hours."""
    spans = [(run.of.surveys, run.steps[-1].first, run.steps[0].last) for run in runs]
    return [
        (p.survey, p.day, _of(p, name), p.number / 10)
        for p in people
        if p.counts and p.source == timing.MAIL
        if any(p.survey in of and first <= p.day <= last for of, first, last in spans)
    ]


def _of(person: Person, name: str) -> str:
    return person.said.get(name, "")


def _carried(people: Sequence[Person], surveys: Sequence[int]) -> tuple[Carried, ...]:
    return tuple(
        Carried(p.survey, p.day, {**p.said, CHANNEL: p.source})
        for p in people
        if p.counts and p.survey in surveys
    )


def _look(wrote: Memory, surveys: Sequence[int], memory: Memory) -> counting.Look:
    rows = wrote.daily(None, surveys)
    days = [Daily(r.survey_id, r.day, "", "", False, r.steps, 0) for r in rows if not r.excluded]
    return counting.Look([row for row in days if any(row.steps)], str(id(memory)))


class ByGroup:
    """Speaks of groups of those who wrote."""

    def __init__(self, wrote: Memory) -> None:
        """Keep them."""
        self.wrote = wrote

    def _told(self, surveys: Sequence[int], name: str) -> Told:
        return self.wrote.told_by(None, None, surveys, name)

    def values(self, session: Any, surveys: Sequence[int], name: str) -> list[Value]:
        """Count them."""
        return self._told(surveys, name).values(session, surveys, name)

    def wide(self, _session: Any, _surveys: Sequence[int], _name: str) -> set[int]:
        """Bound nothing."""
        return set()

    def groups(self, session: Any, wanted: Sequence[Value], name: str) -> list[Any]:
        """Give their days."""
        surveys = sorted({value.survey_id for value in wanted})
        return self._told(surveys, name).groups(session, wanted, name)


def _said(wrote: Memory, about: Any) -> list[tuple[int, str, Any, int]]:
    return [
        (p.survey, _of(p, about.by), p.day, 1) for p in wrote.people if p.counts and p.number % 2
    ]
