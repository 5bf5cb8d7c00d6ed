"""Further pages of the attacker: those who are silent, one group's Summary, and accounts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from analysis import MINIMUM
from bench.made_up import Memory, Person
from bench.span import PRIME
from feedback.reports import briefing, gathering, silence
from feedback.reports.accounts.figures import overall
from feedback.reports.accounts.reading import Pattern, Reach
from feedback.reports.ground import Desk
from feedback.reports.release import units
from feedback.reports.selection import SPEED, Asked, Only, SurveyChoice

ACCOUNT = "plan"
"""The attribute that names accounts here."""
SPRING = datetime(2026, 4, 5, 12, tzinfo=UTC)
"""All made-up answers lie within the four quarters before."""


def silent_ones(memory: Memory, surveys: Sequence[SurveyChoice], seen: Any, zone: Any) -> None:
    """Look at the page on those who did not answer, of each survey and of all."""
    desk = Desk("X", zone, SPRING, source=memory)  # type: ignore[arg-type]
    for survey in ("", *(each.key for each in surveys)):
        seen.at(SPEED, f"non-response {survey}")
        found = silence.read_ground(None, survey, desk)  # type: ignore[arg-type]
        silence.silence(None, found, (), desk)  # type: ignore[arg-type]


def summary_of_one(only: Only, given: dict[str, str], memory: Memory, seen: Any, zone: Any) -> None:
    """Look at the Summary as somebody does who may see one group only."""
    for day in (date(2026, 1, 20), date(2026, 4, 5)):
        now = datetime.combine(day, time(12), UTC)
        desk = Desk("X", zone, now, source=memory)  # type: ignore[arg-type]
        seen.at(only.attribute, f"summary {given} only {only.value}")
        material = gathering.gather(None, Asked(given), desk, only)  # type: ignore[arg-type]
        briefing.build(replace(material, comments=None), desk)


def accounts(people: Sequence[Person], seen: Any) -> None:
    """Look at the NPS by account, as readers do who may not know people.

    There an answer weighs as much as it is of its account: that is a sum of all answers, with
    factors. Weights are kept modulo the prime that sets are subtracted by.
    """
    counted = [p for p in people if p.counts]
    kept = {s for several in units(Counter(p.survey for p in counted)) for s in several}
    among = [p for p in counted if p.survey in kept]
    sizes = Counter(p.attributes.get(ACCOUNT, str(p.number)) for p in among)
    patterns = [Pattern(n // 2, 0, n - n // 2) for n in sizes.values()]
    told = overall(patterns, Reach(len(sizes), 0, 0), protected=True)
    if told.by_account and len(among) >= MINIMUM:
        of = {p.number: sizes[p.attributes.get(ACCOUNT, str(p.number))] for p in among}
        row = tuple(pow(of[p.number], -1, PRIME) if p.number in of else 0 for p in people)
        seen.weighted.setdefault(row, "accounts")
