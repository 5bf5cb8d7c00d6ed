"""What a plan rests on: how people answered, how many of those asked, and who can be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median_low

from sqlalchemy.orm import Session

from feedback.reports import queries
from feedback.reports.dataset import Counts, add
from feedback.reports.figures import Figure, share
from feedback.reports.ground import Desk
from feedback.reports.mailing import mailed
from feedback.reports.periods import A_DAY, EVERY, Period, calendar
from feedback.reports.scale import Scale
from feedback.reports.selection import Asked, Selection, SurveyChoice
from surveys.asking import Ask, review
from surveys.models import Skip
from surveys.rules import AskingRules

YEAR = timedelta(days=365)
LATE = timedelta(days=14)
"""Mail that is younger may still be answered."""
ENOUGH = 30
"""Answers from which their distribution is taken for the one to come."""
LOOKED_AT = 4
"""Closed periods whose middle one stands for all."""


@dataclass(frozen=True)
class Basis:
    """What is known before anything is planned."""

    selection: Selection
    surveys: tuple[SurveyChoice, ...]
    counts: Counts
    """Answers of the last year, or of all time where these are few; empty where all are few."""
    is_of_year: bool
    rate: Figure | None
    a_period: Mapping[str, int]
    """Answers in a usual period of each kind; missing where five did not answer."""
    people: int
    """Contacts who can be asked by mail, when they were not asked too recently."""
    gap_days: int

    @property
    def scale(self) -> Scale:
        """The scale that is planned for."""
        return self.selection.scale


def basis(session: Session, survey: str, desk: Desk, rules: AskingRules, key: str) -> Basis:
    """Read it, of a survey or of all NPS surveys together."""
    surveys = queries.surveys(session)
    selection = Asked({"survey": survey}).select(surveys, ())
    among = [each.id for each in selection.surveys]
    rows = desk.source.daily(session, among, anonymous=selection.is_anonymous)
    days = queries.days_of(queries.kept_units(selection, rows), selection)
    year = replace(selection, start=desk.today - YEAR - LATE, end=desk.today - LATE)
    mails = mailed(session, year, desk.source.asked(session, among), desk.zone, rows)
    lately = [counts for day, counts in days.items() if day > desk.today - YEAR]
    counts, is_of_year = add(selection.scale, lately), True
    if sum(counts) < ENOUGH:
        counts, is_of_year = add(selection.scale, days.values()), False
    return Basis(
        selection=selection,
        surveys=surveys,
        counts=counts if sum(counts) >= ENOUGH else (),
        is_of_year=is_of_year,
        rate=share(mails.answered, mails.sent),
        a_period={every: n for every in EVERY if (n := _usual(every, days, desk))},
        people=_people(session, desk, rules, key),
        gap_days=rules.gap_days,
    )


def _usual(every: str, days: Mapping[date, Counts], desk: Desk) -> int:
    """Give the answers of the middle one of the last closed periods that began after the first."""
    found: list[int] = []
    period = calendar(every, desk.today, desk.begins).before(desk.begins)
    first = min(days, default=desk.today)
    while period and len(found) < LOOKED_AT and (not found or _began(period, first)):
        found.append(_answers(period, days))
        period = period.before(desk.begins)
    return median_low(found) if found else 0


def _began(period: Period, first: date) -> bool:
    return period.first is not None and period.first >= first - A_DAY


def _answers(period: Period, days: Mapping[date, Counts]) -> int:
    return sum(sum(counts) for day, counts in days.items() if period.holds(day))


def _people(session: Session, desk: Desk, rules: AskingRules, key: str) -> int:
    """Count whom nobody has to leave in peace for good; how often each is asked is for later."""
    always = [replace(each, gap_days=each.gap_days and 0) for each in rules.overrides]
    found = review(session, Ask(0, {}, AskingRules(0, tuple(always)), desk.now, key))
    return found.asked + found.skipped.get(Skip.LESS_OFTEN, 0)
