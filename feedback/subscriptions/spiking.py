"""Themes that are suddenly spoken of: an alarm with a known distance between false ones.

Like the watch over the score it begins with the quarter before the running one and holds every day
since against the year before it. A comment either speaks of a theme or does not; the floor is the
upper limit of the year's share. An alarm needs as many times more evidence as themes are watched,
so that all of them together are false about once a year at most.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis import Interval, proportion, watch_below
from analysis.theme_trend import LEAST
from feedback.filters import day as written_day
from feedback.models import CommentReading, Subscription, ThemeMention
from feedback.reports import queries
from feedback.reports.figures import Figure, share
from feedback.reports.moment import one_moment
from feedback.reports.periods import A_DAY, calendar
from feedback.reports.selection import Asked
from feedback.subscriptions.alert import Alert
from feedback.themes.frames import frame_of
from surveys.models import Workspace
from surveys.speech import _

YEAR = timedelta(days=365)
BASELINE = 100
"""Comments that a year has to have before days are held against it."""
LOOKS = 365.0
"""Looks between false alarms of all themes together, on average at least."""
FRESH = timedelta(days=14)
"""An alarm that is older is no news."""
AGAIN = timedelta(days=91)
LATELY = timedelta(days=28)
Days = Mapping[date, int]


@dataclass(frozen=True)
class Spoken:
    """How many comments there are a day, and how many speak of each theme."""

    comments: Days
    mentions: Mapping[int, Days]


@dataclass(frozen=True)
class Spike:
    """A theme that is spoken of more than it was, and the day on which that was found."""

    theme: int
    day: date
    usual: Figure
    lately: Figure


def theme_spikes(
    session: Session, workspace: Workspace, subscription: Subscription, now: datetime
) -> Alert | None:
    """Speak of themes that rose in the last days; of each not again within a quarter."""
    today = now.astimezone(workspace.zone).date()
    frame = frame_of(session)
    names = {int(theme.id): theme.name for theme in frame.frame.themes}
    spoken = _read(workspace, subscription, frame.reads, today)
    found = spikes(spoken, names, today, workspace.year_begins)
    told = {int(key): date.fromisoformat(at) for key, at in subscription.remembers.items()}
    news = [s for s in found if s.theme not in told or told[s.theme] + AGAIN <= s.day]
    if not news:
        return None
    told |= {spike.theme: spike.day for spike in news}
    return Alert(
        title=_("More customers speak of %(themes)s", themes=_list(names, news)),
        said=(
            *(_said(names[spike.theme], spike) for spike in news),
            _(
                "Every day is held against the year before; all themes together give a false "
                "alarm about once a year at most (e-detector). Of each theme you hear once a "
                "quarter."
            ),
        ),
        data={
            "themes": [
                {
                    "id": str(spike.theme),
                    "name": names[spike.theme],
                    "found_on": spike.day.isoformat(),
                    "usual": _figure(spike.usual),
                    "lately": _figure(spike.lately),
                }
                for spike in news
            ]
        },
        remembers={str(theme): at.isoformat() for theme, at in told.items() if at + YEAR > today},
    )


def spikes(spoken: Spoken, themes: Iterable[int], today: date, begins: int) -> list[Spike]:
    """Find the themes whose alarm went off in the last days, the most spoken of first."""
    watched = calendar("quarter", today, begins).before(begins)
    assert watched is not None
    assert watched.first is not None
    first = watched.first
    year = _sum(spoken.comments, first - YEAR, first - A_DAY)
    if year < BASELINE:
        return []
    themes = list(themes)
    found = []
    for theme in themes:
        mentions = spoken.mentions.get(theme, {})
        usual = share(_sum(mentions, first - YEAR, first - A_DAY), year)
        lately = _lately(mentions, spoken.comments, today)
        if usual is None or lately is None:
            continue
        days = _days(mentions, spoken.comments, first, today)
        number = first_rise(usual.high / 100, days, LOOKS * len(themes))
        if number is not None and first + number * A_DAY > today - FRESH:
            found.append(Spike(theme, first + number * A_DAY, usual, lately))
    return sorted(found, key=lambda spike: -spike.lately.value)


def first_rise(ceiling: float, days: Sequence[tuple[int, int]], looks: float) -> int | None:
    """Look day by day at mentions and other comments; give the day of the alarm."""
    if not 0 < ceiling < 1:
        return None
    pager = watch_below(1 - 2 * ceiling, looks)  # a mention counts as -1, any other comment as 1
    for number, (mentions, others) in enumerate(days):
        pager = pager.look((mentions, 0, others))
        if pager.alarm:
            return number
    return None


def _lately(mentions: Days, comments: Days, today: date) -> Figure | None:
    """Give the share of four weeks; None where fewer than five speak of it."""
    since = today - LATELY + A_DAY
    k, n = _sum(mentions, since, today), _sum(comments, since, today)
    interval = proportion(k, n).interval() if k >= LEAST else None
    return share(k, n) if isinstance(interval, Interval) else None


def _days(mentions: Days, comments: Days, first: date, last: date) -> list[tuple[int, int]]:
    each = (first + i * A_DAY for i in range((last - first).days + 1))
    return [(mentions.get(d, 0), comments.get(d, 0) - mentions.get(d, 0)) for d in each]


def _sum(days: Days, first: date, last: date) -> int:
    return sum(n for day, n in days.items() if first <= day <= last)


def _read(workspace: Workspace, subscription: Subscription, reads: int, today: date) -> Spoken:
    """Count comments and what they speak of by day: those that were read with the frame of now.

    While history is read anew, the others would look as if they spoke of nothing.
    """
    c, m, since = CommentReading, ThemeMention, today - 2 * YEAR
    with one_moment(workspace.id) as session:
        asked = Asked(subscription.parameters).select(queries.surveys(session), ())
        among = [survey.id for survey in asked.surveys]
        comments: Counter[date] = Counter()
        mentions: dict[int, Counter[date]] = defaultdict(Counter)
        counts = (c.survey_id.in_(among), c.is_counted, c.answered_on > since, c.number == reads)
        every = select(c.answered_on, func.count()).where(*counts).group_by(c.answered_on)
        for day, n in session.execute(every):
            comments[day] = n
        of_themes = (
            select(m.theme_id, c.answered_on, func.count())
            .join(c, c.response_id == m.response_id)
            .where(*counts)
            .group_by(m.theme_id, c.answered_on)
        )
        for theme, day, n in session.execute(of_themes):
            mentions[theme][day] = n
    return Spoken(comments, mentions)


def _said(name: str, spike: Spike) -> str:
    return _(
        "“%(theme)s”: %(lately)s (%(lately_interval)s) of the %(n)s comments of four weeks, where "
        "%(usual)s (%(usual_interval)s) was usual in a year; found on %(day)s.",
        theme=name,
        lately=spike.lately.whole,
        lately_interval=spike.lately.interval,
        n=spike.lately.n,
        usual=spike.usual.whole,
        usual_interval=spike.usual.interval,
        day=written_day(spike.day),
    )


def _list(names: Mapping[int, str], news: Sequence[Spike]) -> str:
    return ", ".join(f"“{names[spike.theme]}”" for spike in news[:3])


def _figure(figure: Figure) -> dict[str, float]:
    return {"value": figure.value, "low": figure.low, "high": figure.high, "n": figure.n}
