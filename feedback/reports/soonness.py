"""Explore's time to answer: the median of hours, by the groups in which times may be told."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from analysis import Interval, Median, median, median_change
from feedback.reports import comparing, queries
from feedback.reports.breakdown import hidden_among
from feedback.reports.by_answer import Told as Days
from feedback.reports.carried import carried
from feedback.reports.changing import CHANCE, DOWN, ERROR, FEW, UP, Delta
from feedback.reports.exploring import ALL, OTHERS, Exploration, Told, Wish
from feedback.reports.figures import Figure, figure, written
from feedback.reports.ground import Desk, Ground
from feedback.reports.laying import Asked, Laid, Pairs, Writing, table
from feedback.reports.notes import notes_on_groups
from feedback.reports.selection import CHANNEL, SPEED, Selection
from feedback.reports.settling import AT_ONCE, ONE, beside_now, unit_of
from feedback.reports.timing import BESIDE, MAIL, NEWEST, Steps, medians
from feedback.reports.unit import Unit
from surveys.speech import _

NO_GROUPS = (SPEED, CHANNEL)
"""What time cannot be told by: itself, and ways of which only one asks by name."""


def explore_time(session: Session, found: Ground, desk: Desk, wish: Wish) -> Exploration:
    """Lay the table of the median hours from mail to answer."""
    by = "" if found.selection.by in NO_GROUPS else found.selection.by
    world = _world(session, found, desk, by)
    asked = Asked.of(found, desk, wish)
    periods = [(each, NEWEST) for each in asked.every]
    periods[len(periods) - len(asked.beside) :] = [(each, BESIDE) for each in asked.beside]
    told = medians(session, world.steps, periods, by, found.selection.scale)
    laid = Laid.of(asked, [_shown(each, world) for each in told])
    return table(
        laid,
        wish,
        by,
        measure=_("Hours from mail to answer"),
        writing=Writing(_figure, _held, _held, _("All answers")),
        notes=_notes(found, desk, laid, world, by),
    )


def _shown(told: Mapping[str, Median], world: "World") -> dict[str, Median]:
    """Leave all others away where nobody may be told apart from them."""
    tells = world.tells_others and set(told) - {ALL, OTHERS}
    return {ALL: median({})} | {key: n for key, n in told.items() if key != OTHERS or tells}


@dataclass(frozen=True)
class World:
    """Those who were asked by name, in steps of days."""

    steps: tuple[Steps, ...]
    tells_others: bool = False
    leaves_out: bool = False
    """Whether a survey is left out because many answered it in other ways."""


def _world(session: Session, found: Ground, desk: Desk, by: str) -> World:
    whole = Selection(found.selection.surveys, found.selection.scale, by=by)
    units = queries.kept_units(whole, [row for row in found.rows if row.source == MAIL])
    if not by:
        return World(tuple(map(Steps.of, units)))
    every = {each.surveys: each for each in queries.kept_units(whole, found.rows)}
    only = [each for each in units if _is_all(each, every.get(each.surveys))]
    alone = {each.surveys for each in only}
    mixed = _small([each for each in units if each.surveys not in alone], found)
    apart = [
        comparing.told_apart(session, only, whole, desk.source),
        _apart(session, mixed, replace(whole, scale=ONE)),
    ]
    steps = [
        Steps.of_known(each, tables, named)
        for known, named, tables, _wide in apart
        for each in known
    ]
    others = all(comparing.tells_others(known, named) for known, named, _tables, _wide in apart)
    return World(tuple(steps), others, len(only) + len(mixed) < len(units))


def _is_all(mailed: Unit, whole: Unit | None) -> bool:
    """Tell whether everybody who is counted was asked by name."""
    return whole is not None and whole.by_day == mailed.by_day


def _small(units: Sequence[Unit], found: Ground) -> list[Unit]:
    """Choose the units whose answers can be looked at within a page, the smallest first."""
    sizes: Counter[int] = Counter()
    for row in found.rows:
        sizes[row.survey_id] += sum(row.steps)
    chosen, left = [], AT_ONCE
    for unit in sorted(units, key=lambda unit: sum(sizes[survey] for survey in unit.surveys)):
        left -= sum(sizes[survey] for survey in unit.surveys)
        if left >= 0:
            chosen.append(unit)
    return chosen


def _apart(session: Session, units: Sequence[Unit], selection: Selection) -> comparing.Apart:
    """Tell groups apart among those alone who were asked by name, from their answers."""
    surveys = [survey for unit in units for survey in unit.surveys]
    found = carried(session, surveys, units[0].scale) if units else ()
    people = [each for each in found if each.said.get(CHANNEL) == MAIL]
    some = [unit_of(u.surveys, [p for p in people if p.survey in u.surveys]) for u in units]
    by = selection.by
    days = Counter((p.survey, p.said[by], p.day) for p in people if by in p.said)
    told = Days.of([(*key, (n,)) for key, n in days.items()])
    return comparing.apart_by(
        session,
        some,
        selection,
        told,
        lambda known: [beside_now(each, by, people) for each in known],
    )


def _figure(found: Median) -> Figure | None:
    return figure(found.estimate, found.interval(), 1, "", found.n, "", decimals=1)


def _held(pairs: Pairs[Median]) -> tuple[str, Mapping[str, Told]]:
    """Name differences that hold although several were looked at; all answers stand alone."""
    among = max(1, len([key for key in pairs if key != ALL]))
    told = {key: _moved(*pair, 1 if key == ALL else among) for key, pair in pairs.items()}
    sure = {key: (each, None, each.is_sure) for key, each in told.items() if each.is_told}
    return _("Bonferroni"), sure


def _moved(before: Median, after: Median, among: int) -> Delta:
    usual = median_change(before, after)
    strict = median_change(before, after, 1 - ERROR / among)
    if not isinstance(usual, Interval):
        return Delta(FEW)
    is_up = isinstance(strict, Interval) and strict.low > 0
    is_down = isinstance(strict, Interval) and strict.high < 0
    size = (after.estimate or 0.0) - (before.estimate or 0.0)
    texts = (written(abs(size), 1), written(usual.low, 1), written(usual.high, 1))
    verdict = UP if is_up else DOWN if is_down else CHANCE
    return Delta(verdict, *texts, size, usual.low, usual.high, method=usual.method)


def _notes(found: Ground, desk: Desk, laid: Laid[Median], world: World, by: str) -> list[str]:
    said = [_("The median: half answered sooner. Of those asked by mail, the newest 5,000.")]
    if laid.asked.beside:
        said.append(_("Of each period that stands beside others, the newest 1,000."))
    if found.selection.by in NO_GROUPS:
        said.append(
            _("Time is not told by how or how soon people answered: all were asked by name.")
        )
    if by and found.now.groups:
        any_other = _figure(laid.now[OTHERS]) if OTHERS in laid.now else None
        said += [hidden_among(found.now.groups, any_other), *notes_on_groups(found.now)]
    if world.leaves_out:
        said.append(
            _(
                "Surveys that more than 1,000 answered, some of them in other ways than by mail, "
                "are not told apart by group."
            )
        )
    if found.period.is_running(desk.today):
        said.append(_("Answers of this period still come in: these limits are right for one look."))
    return said
