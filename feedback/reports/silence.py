"""Those who did not answer: how far they could move the score, and what speaks of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from analysis import Interval, NotEstimable, WeightedNPS, early_against_late, worst_case
from feedback.counts.derived import EARLY
from feedback.counts.derived import LATE as LATER
from feedback.reports import queries
from feedback.reports.changing import Delta, told
from feedback.reports.dataset import Counts, Dataset, add
from feedback.reports.figures import Axis, Figure, figure, headline, share, signed, written
from feedback.reports.frame import Cells, Frame, Margin, cells, margin, weighted
from feedback.reports.ground import Desk, Ground, ground
from feedback.reports.overview import Whisker
from feedback.reports.periods import Period, calendar
from feedback.reports.scale import Scale
from feedback.reports.selection import SPEED, Asked
from feedback.reports.trend import Tick

QUARTERS = 4
BY_ITSELF = ("sms", "mail")
"""How answers come of those who were asked by name."""


@dataclass(frozen=True)
class Bounds:
    """What the score of all who were asked could be."""

    score: Figure
    """Of those who answered."""
    low: str
    high: str
    whisker: Whisker


@dataclass(frozen=True)
class Waves:
    """Those who answered at once, and those who took their time."""

    early: Figure
    late: Figure
    change: Delta


@dataclass(frozen=True)
class Weighed:
    """The score as counted, and as it is with every group as large as among the contacts."""

    names: tuple[str, ...]
    plain: Figure
    weighted: Figure | None
    """None where no honest weight can be given."""
    worth: int
    """Answers of equal weight that would tell as much."""
    why: str
    """'small', 'uneven' or 'unmet', where there is no weighted score."""
    is_merged: bool
    """Whether small groups were weighted together."""
    at: datetime | None = None
    """When the contacts were counted, where they are too many to count them for each page."""


@dataclass(frozen=True)
class Silence:
    """Everything the page says; what too few carry is None."""

    period: Period
    scale: Scale
    asked: int
    answered: int
    rate: Figure | None
    bounds: Bounds | None
    waves: Waves | None
    weighed: Weighed | None


def last_year(desk: Desk) -> Period:
    """Give the last four quarters that have ended: the page changes once a quarter."""
    last = calendar("quarter", desk.today, desk.begins).before(desk.begins)
    assert last is not None
    first = last
    for _each in range(QUARTERS - 1):
        first = first.before(desk.begins) or first
    return Period(first.first, last.last)


def read_ground(session: Session, survey: str, desk: Desk) -> Ground:
    """Count the answers of those quarters, early and late ones apart."""
    period = last_year(desk)
    days = {"from": str(period.first), "to": str(period.last)}
    asked = Asked({"survey": survey, "by": SPEED, **days})
    return ground(session, asked, desk, usual=lambda *_: (period, ""), telling=lambda *_: "")


def silence(session: Session, found: Ground, names: Sequence[str], desk: Desk) -> Silence:
    """Build the page."""
    now, scale = found.now, found.selection.scale
    mails = now.mailed
    return Silence(
        period=found.period,
        scale=scale,
        asked=mails.sent,
        answered=mails.answered,
        rate=share(mails.answered, mails.sent),
        bounds=_bounds(now, scale),
        waves=_waves(now, scale),
        weighed=_weighed(session, found, names, desk),
    )


def _by_speed(now: Dataset) -> dict[str, Counts]:
    return {g.value: g.counts for g in now.groups.shown.alone} if now.groups else {}


def _of_asked(now: Dataset) -> Counts | None:
    """Give the answers of those who were asked by name; None where they cannot be told apart."""
    waves = _by_speed(now)
    if EARLY in waves and LATER in waves:
        return add(now.scale, [waves[EARLY], waves[LATER]])
    return now.counts if now.n and not now.imported and set(now.came_by) <= set(BY_ITSELF) else None


def _bounds(now: Dataset, scale: Scale) -> Bounds | None:
    counts, mails = _of_asked(now), now.mailed
    if counts is None or not mails.answered:
        return None
    score = headline(scale, counts)
    if score is None:
        return None
    n = sum(counts)
    invited = max(n, round(n * mails.sent / mails.answered))
    found = worst_case(scale.balance(scale.classes(counts)), invited)
    low, high = (points(scale, each) for each in (found.low, found.high))
    axis = Axis(scale.floor, 100)
    ticks = tuple(
        Tick(axis.at(t), signed(t))
        for t in ((scale.floor, 0, 100) if scale.floor else (0, 50, 100))
    )
    at = [axis.at(value) for value in (low, score.value, high)]
    return Bounds(score, written(low), written(high), Whisker(score, at[0], at[1], at[2], ticks))


def points(scale: Scale, balance: float) -> float:
    """Write a balance as the headline figure has it: of a share p it is 2p - 1."""
    return 100 * balance if scale.is_nps else 50 * (balance + 1)


def _waves(now: Dataset, scale: Scale) -> Waves | None:
    found = _by_speed(now)
    if EARLY not in found or LATER not in found:
        return None
    early, late = (headline(scale, found[each]) for each in (EARLY, LATER))
    if early is None or late is None:
        return None
    waves = (scale.balance(scale.classes(found[each])) for each in (EARLY, LATER))
    return Waves(early, late, told(early_against_late(*waves), factor=100 if scale.is_nps else 50))


def _weighed(session: Session, found: Ground, names: Sequence[str], desk: Desk) -> Weighed | None:
    plain = headline(found.selection.scale, found.now.counts)
    if plain is None or not names or found.selection.is_anonymous:
        return None
    kept = queries.kept_units(found.selection, found.rows)
    frame = Frame.of(session, names)
    answers = cells(session, kept, found.selection, frame, desk.begins)
    margins = [margin(answers, place, frame) for place in range(len(answers.names))]
    told = weigh(found.selection.scale, plain, answers, [each for each in margins if each.tells])
    return replace(told, at=frame.at)


def weigh(scale: Scale, plain: Figure, answers: Cells, margins: Sequence[Margin]) -> Weighed:
    """Weigh the answers by margins, or say why not."""
    names = tuple(each.name for each in margins)
    is_merged = any("\x00others" in each.targets for each in margins)
    nothing = Weighed(names, plain, None, 0, "small", is_merged)
    if not margins:
        return nothing
    found = weighted(answers, margins)
    if found is None:
        return replace(nothing, why="unmet")
    worth, interval = int(found.n_effective), found.interval()
    if isinstance(interval, NotEstimable):
        return replace(nothing, why="uneven", worth=worth)
    return Weighed(names, plain, _figure(scale, found, interval), worth, "", is_merged)


def _figure(scale: Scale, found: WeightedNPS, interval: Interval) -> Figure | None:
    assert found.estimate is not None
    value, low, high = (
        points(scale, each) / 100 for each in (found.estimate, interval.low, interval.high)
    )
    limits = replace(interval, low=low, high=high)
    return figure(value, limits, 100, scale.unit, found.n, "")
