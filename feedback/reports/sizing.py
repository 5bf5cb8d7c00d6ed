"""How many to ask: answers and invitations for a change to be noticed, and what can be noticed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil

from analysis import Plan, Shares
from feedback.reports.figures import Figure
from feedback.reports.periods import EVERY
from feedback.reports.reach import Basis
from feedback.reports.scale import Scale
from surveys.speech import _

POWER, ERROR = 0.8, 0.05
LADDER = (1, 2, 3, 5, 8, 10, 15, 20, 30)
"""Changes of which the table tells, in points."""
MOST_GROUPS = 50
DAYS = {"week": 7, "month": 30, "quarter": 91, "half": 182, "year": 365}
ROUNDING = 1e-9
CAREFUL = Shares(0.5, 0.0, 0.5)
"""Opinions as split as they can be: no others need more answers for the same change."""


@dataclass(frozen=True)
class Wanted:
    """What the reader wants to notice, and what they expect where nothing is known."""

    points: int = 5
    every: str = "quarter"
    groups: int = 1
    low: float | None = None
    """Expected share of detractors in percent; None is what is known."""
    top: float | None = None
    """Expected share of promoters, or of those in the top band."""
    rate: float | None = None
    """Expected response rate in percent."""
    problems: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Wanted":
        """Read it kindly from an address; what cannot be used is left out and told."""
        problems: list[str] = []

        def between(name: str, least: float, most: float) -> float | None:
            text = given.get(name, "").strip()[:12].replace(",", ".")
            if not text:
                return None
            try:
                value = float(text)
            except ValueError:
                value = -1.0
            if least <= value <= most:
                return value
            problems.append(
                _(
                    "“%(given)s” is not a number from %(least)s to %(most)s, so it is left out.",
                    given=text,
                    least=f"{least:g}",
                    most=f"{most:g}",
                )
            )
            return None

        low, top = between("low", 0, 100), between("top", 0, 100)
        if (low or 0) + (top or 0) > 100:
            problems.append(_("The shares add up to more than 100 %%, so they are left out."))
            low = top = None
        every = given.get("every", "")
        return cls(
            points=round(between("points", 1, 100) or cls.points),
            every=every if every in EVERY else cls.every,
            groups=round(between("groups", 1, MOST_GROUPS) or cls.groups),
            low=low,
            top=top,
            rate=between("rate", 1, 100),
            problems=problems,
        )


@dataclass(frozen=True)
class Range:
    """From so many to so many; `most` is None where nothing bounds it."""

    least: int
    most: int | None


@dataclass(frozen=True)
class Rung:
    """One change, and what noticing it takes in a period."""

    points: int
    answers: int | None
    """None where the figure has no room for such a change."""
    invitations: Range | None
    is_wanted: bool


@dataclass(frozen=True)
class Given:
    """So many answers in a period, and the change that they would let one notice."""

    answers: int
    points: int | None


@dataclass(frozen=True)
class Cap:
    """What all contacts can give in a period: each asked once at most."""

    people: int
    invitations: int
    answers: Range | None
    points: int | None
    """What would be noticed with the fewer of these answers."""
    verdict: str
    """'enough', 'perhaps', 'short', or "" where no response rate is known."""


@dataclass(frozen=True)
class Sized:
    """The plan as the page shows it."""

    wanted: Wanted
    scale: Scale
    source: str
    """Where the distribution is from: 'typed', 'year', 'all' or 'careful'."""
    shares: Shares
    rungs: tuple[Rung, ...]
    got: Given | None
    cap: Cap
    rate: Figure | None
    curve: tuple[tuple[int, float], ...]
    """Answers, and the change in points that they would let one notice."""

    @property
    def rung(self) -> Rung:
        """The change that was asked for."""
        return next(each for each in self.rungs if each.is_wanted)


def sized(wanted: Wanted, known: Basis) -> Sized:
    """Work out a plan."""
    shares, source = _shares(wanted, known)
    level = 1 - ERROR / wanted.groups
    plan = Plan(shares, level=level, power=POWER, share=1 / wanted.groups)
    unit = 100 if known.scale.is_nps else 50  # a share p is a balance of 2p - 1
    low, high = _rate(wanted, known)
    ladder = sorted({*LADDER, wanted.points})
    rungs = [_rung(plan, each, unit, low, high, wanted.points) for each in ladder]
    n = known.a_period.get(wanted.every, 0)
    needed = next(each.answers for each in rungs if each.is_wanted)
    return Sized(
        wanted=wanted,
        scale=known.scale,
        source=source,
        shares=shares,
        rungs=tuple(rungs),
        got=Given(n, _points(plan, n, unit)) if n else None,
        cap=_cap(plan, wanted, known, needed, (low, high)),
        rate=None if wanted.rate else known.rate,
        curve=_curve(plan, unit),
    )


def _shares(wanted: Wanted, known: Basis) -> tuple[Shares, str]:
    if wanted.top is not None:
        top, low = wanted.top / 100, (wanted.low or 0) / 100
        low = low if known.scale.is_nps else 1 - top
        return Shares(low, max(0.0, 1 - top - low), top), "typed"
    if not known.counts:
        return CAREFUL, "careful"
    classes = known.scale.classes(known.counts)
    n = sum(classes)
    return Shares(*(each / n for each in classes)), "year" if known.is_of_year else "all"


def _rate(wanted: Wanted, known: Basis) -> tuple[float, float]:
    """Give the ends of the response rate's interval; (0, 0) where it is not known."""
    if wanted.rate:
        return wanted.rate / 100, wanted.rate / 100
    return (known.rate.low / 100, known.rate.high / 100) if known.rate else (0.0, 0.0)


def _rung(plan: Plan, points: int, unit: int, low: float, high: float, wanted: int) -> Rung:
    answers = needed(plan, points / unit)
    asked = None
    if answers and high:
        asked = Range(ceil(answers / high), ceil(answers / low) if low else None)
    return Rung(points, answers, asked, points == wanted)


def needed(plan: Plan, change: float) -> int | None:
    """Give the answers that notice a change whichever way it goes; None where neither can be."""
    nps = plan.shares.promoters - plan.shares.detractors
    ways = [way for way in (change, -change) if abs(nps + way) <= 1]
    return max((plan.answers(way) for way in ways), default=None)


def noticed(plan: Plan, n: float) -> float | None:
    """Give the smallest change, either way, that so many answers notice; None where none is."""
    high = 1 + abs(plan.shares.promoters - plan.shares.detractors) - ROUNDING
    most, low = needed(plan, high), 0.0
    if most is None or most > n:
        return None
    while high - low > 1e-5:
        middle = (low + high) / 2
        if (needed(plan, middle) or 0) > n:
            low = middle
        else:
            high = middle
    return high


def _points(plan: Plan, n: int, unit: int) -> int | None:
    found = noticed(plan, n)
    return None if found is None else ceil(found * unit - 1e-3)


def _cap(
    plan: Plan, wanted: Wanted, known: Basis, needed: int | None, rate: tuple[float, float]
) -> Cap:
    turns = min(1.0, DAYS[wanted.every] / known.gap_days) if known.gap_days else 1.0
    asked = int(known.people * turns)
    if not rate[1]:
        return Cap(known.people, asked, None, None, "")
    answers = Range(int(asked * rate[0]), int(asked * rate[1]))
    verdict = "short"
    if needed is not None and answers.least >= needed:
        verdict = "enough"
    elif needed is not None and (answers.most or 0) >= needed:
        verdict = "perhaps"
    unit = 100 if known.scale.is_nps else 50
    return Cap(known.people, asked, answers, _points(plan, answers.least, unit), verdict)


def _curve(plan: Plan, unit: int) -> tuple[tuple[int, float], ...]:
    """Give what 10 to 100,000 answers notice, evenly by their order of magnitude."""
    found = []
    for step in range(33):
        n = round(10 ** (1 + step / 8))
        change = noticed(plan, n)
        if change is not None:
            found.append((n, change * unit))
    return tuple(found)
