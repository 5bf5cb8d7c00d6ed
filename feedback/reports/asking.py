"""How many were asked by each campaign and channel, and answered: small ones never by themselves.

Both are told in the same steps of days, made for the finest there is: each campaign that is shown,
and all other campaigns of a channel together, ask nobody or at least five people in each. A channel
is a sum of these, so nobody is left over where campaigns are subtracted from it.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from analysis import MINIMUM
from feedback.counts.reading import Daily
from feedback.ids import spell
from feedback.models import TallyAsked, TallyAskedChange
from feedback.reports.dataset import Counts
from feedback.reports.exploring import OTHERS
from feedback.reports.groups import SHOWN
from feedback.reports.mailing import by_day
from feedback.reports.queries import kept_units
from feedback.reports.selection import CHANNEL, Selection
from feedback.reports.settling import ONE
from feedback.reports.shares import Cells, Meant
from feedback.reports.unit import Unit
from surveys.models import Campaign
from surveys.models.campaign import CampaignKind


@dataclass(frozen=True)
class Asking:
    """A campaign on a day: how many it asked, and how many of them answered."""

    survey: int
    campaign: str
    channel: str
    day: date
    sent: int
    answered: int


def asked_by_campaign(session: Session, surveys: Sequence[int], zone: ZoneInfo) -> list[Asking]:
    """Read how many each campaign asked on each day of the workspace's clock."""
    parts = [
        select(m.campaign_id, m.slot, m.sent, m.answered) for m in (TallyAsked, TallyAskedChange)
    ]
    every = union_all(*parts).subquery().c
    key = (Campaign.survey_id, Campaign.id, Campaign.name, Campaign.channel, every.slot)
    rows = session.execute(
        select(*key, func.sum(every.sent), func.sum(every.answered))
        .join(Campaign, Campaign.id == every.campaign_id)
        .where(Campaign.survey_id.in_(surveys), Campaign.kind != CampaignKind.QUOTES)
        .group_by(*key)
    ).all()
    slots: dict[tuple[int, int, str, str], list[tuple[int, int, int, int]]] = defaultdict(list)
    for survey, number, name, channel, slot, sent, answered in rows:
        slots[survey, number, name, channel].append((survey, slot, int(sent), int(answered)))
    names = Counter(name for _survey, _number, name, _channel in slots)
    return [
        Asking(survey, _called(names, name, number), channel, day, *pair)
        for (survey, number, name, channel), several in slots.items()
        for day, pair in by_day(several, zone).items()
    ]


def _called(names: Counter[str], name: str, number: int) -> str:
    """Tell campaigns of one name from each other."""
    return name if names[name] == 1 else f"{name[:80]} · {spell(number)}"


def meant_by(asked: Sequence[Asking], selection: Selection) -> list[Meant]:
    """Lay those who were asked into steps of days by campaign or channel; answered are meant."""
    rows = [
        Daily(a.survey, a.day, "", "", labelled=False, steps=(a.sent,), skipped=0) for a in asked
    ]
    kept = kept_units(Selection(selection.surveys, ONE), rows)
    return [
        _meant(unit, [a for a in asked if a.survey in unit.surveys], selection) for unit in kept
    ]


def _meant(unit: Unit, asked: Sequence[Asking], selection: Selection) -> Meant:
    finest = _finest(asked)
    days: dict[str, dict[date, Counts]] = defaultdict(dict)
    for each in asked:
        key = finest[each.campaign]
        days[key][each.day] = (days[key].get(each.day, (0,))[0] + each.sent,)
    chosen, groups = unit.apart({key: days[key] for key in _large(days)})
    view = {
        a.campaign: _seen_as(a, finest[a.campaign], selection)
        if finest[a.campaign] in groups
        else OTHERS
        for a in asked
    }
    shown = _by_view(unit, asked, view)
    cells = Cells.in_blocks(unit, chosen, shown)
    return cells.meant([(a.survey, view[a.campaign], a.day, a.answered) for a in asked])


def _finest(asked: Sequence[Asking]) -> dict[str, str]:
    """Name the group of each campaign: itself, or the others of its channel."""
    sizes: Counter[str] = Counter()
    for each in asked:
        sizes[each.campaign] += each.sent
    ordered = sorted(sizes, key=lambda name: (-sizes[name], name))
    alone = {name for name in ordered[:SHOWN] if sizes[name] >= MINIMUM}
    return {a.campaign: a.campaign if a.campaign in alone else OTHERS + a.channel for a in asked}


def _large(days: Mapping[str, Mapping[date, Counts]]) -> list[str]:
    """Choose groups of five and more, such that nobody or five are in none of them."""
    sizes = {key: sum(map(sum, each.values())) for key, each in days.items()}
    found = sorted((key for key, n in sizes.items() if n >= MINIMUM), key=lambda key: -sizes[key])
    rest = sum(sizes.values()) - sum(sizes[key] for key in found)
    while found and 0 < rest < MINIMUM:
        rest += sizes[found.pop()]
    return found


def _seen_as(asking: Asking, group: str, selection: Selection) -> str:
    if selection.by == CHANNEL:
        return asking.channel
    return asking.campaign if group == asking.campaign else OTHERS


def _by_view(
    unit: Unit, asked: Sequence[Asking], view: Mapping[str, str]
) -> dict[str, dict[date, Counts]]:
    found: dict[str, dict[date, Counts]] = defaultdict(dict)
    for each in asked:
        key = view[each.campaign]
        found[key][each.day] = (found[key].get(each.day, (0,))[0] + each.sent,)
    return {key: unit.in_blocks(dict(sorted(days.items()))) for key, days in found.items()}
