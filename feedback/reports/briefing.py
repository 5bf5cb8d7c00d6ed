"""Building the executive's report from what was gathered: sentences, figures, trend."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from feedback.reports import alone, keeping, words
from feedback.reports.benchmarks import shelf
from feedback.reports.benchmarks.beside import beside
from feedback.reports.changing import CHANCE, FEW, UP, Delta, change, running
from feedback.reports.driving import drivers
from feedback.reports.executive import (
    ExecutiveReport,
    Headline,
    Point,
    Scope,
    Segments,
    Share,
    Watch,
)
from feedback.reports.figures import Figure, average, headline, live, share
from feedback.reports.gathering import Desk, Material, gather
from feedback.reports.glossary import glossary
from feedback.reports.notes import notes
from feedback.reports.periods import Period, slices
from feedback.reports.segmenting import segments
from feedback.reports.selection import Asked, Only
from feedback.reports.theming import themes
from feedback.reports.watching import Watched, watch
from surveys.published import Published
from surveys.speech import _, counted

POINTS = {"week": 13, "month": 13, "quarter": 8, "half": 6, "year": 5}
"""How many periods of a kind the trend draws."""


def report_for(
    session: Session, asked: Asked, desk: Desk, only: Only | None = None
) -> ExecutiveReport:
    """Read and build the report that parameters of an address ask for, as all renderings do."""
    material = gather(session, asked, desk, only)
    return build(material, desk, shelf.of_measure(session, material.selection.scale.key))


def build(material: Material, desk: Desk, others: Sequence[Published] = ()) -> ExecutiveReport:
    """Build the report in the language spoken, with figures of others beside the score."""
    scale, now, only = material.selection.scale, material.now, material.selection.only
    is_running = material.period.is_running(desk.today)
    score = (live if is_running else headline)(scale, now.counts)
    changed = _change(material, is_running=is_running) if score else None
    rated = share(now.mailed.answered, now.mailed.sent)
    found = (
        segments(now, material.before, material.earlier, is_running=is_running) if score else None
    )
    return ExecutiveReport(
        company=desk.company,
        title=_("What customers say about %(company)s", company=desk.company),
        scope=_scope(material, is_running=is_running),
        scale=scale,
        headline=_headline(material, score, changed),
        score=score,
        mean=average(scale, now.counts) if score and not scale.is_nps else None,
        change=changed,
        rate=rated,
        rate_words=_rate_words(material, rated),
        shares=_shares(material) if score else (),
        trend=_trend(material, desk) if score else (),
        drivers=drivers(material.rated) if score else None,
        themes=themes(material.comments, is_running=is_running) if score else None,
        segments=found,
        praise=material.said.praise,
        pain=material.said.pain,
        watch=_watch(material, desk, found) if score else (),
        beside=beside(scale, score, alone.whose(desk.company, only), others),
        notes=(*alone.about(only), *material.notes, *notes(now, material.selection)),
        glossary=glossary(scale, desk.zone.key),
        name=material.name,
        rules=keeping.RULES,
        moment=desk.now,
    )


def _rate_words(material: Material, rated: Figure | None) -> str:
    if material.selection.only:
        return alone.why_no_rate()
    return words.rate(material.now, rated)


def _watch(material: Material, desk: Desk, found: Segments | None) -> tuple[Watch, ...]:
    until = min(filter(None, (desk.today, material.period.last)))
    watched = Watched.of(material.selection.scale, material.days, until, desk.begins)
    is_running = material.period.is_running(desk.today)
    earlier, before = material.earlier, material.before
    return watch(watched, material.now, before, found, earlier, is_running=is_running)


def _scope(material: Material, *, is_running: bool) -> Scope:
    selection, period = material.selection, material.period
    named = [survey for survey in selection.surveys if survey.id not in material.now.left_out]
    return Scope(
        surveys=tuple(survey.name for survey in named),
        period=period.name,
        against=material.earlier.name if material.earlier else "",
        first=period.first,
        last=period.last,
        is_running=is_running,
        filters=alone.filters(material.selection.only),
        parameters=material.parameters,
    )


def _change(material: Material, *, is_running: bool) -> Delta | None:
    if material.before is None:
        return None
    scale, then, now = material.selection.scale, material.before.counts, material.now.counts
    if is_running:
        return running(scale, then, now)
    return change(scale.headline(then), scale.headline(now))


def _headline(material: Material, score: Figure | None, changed: Delta | None) -> Headline:
    scale = material.selection.scale
    if score is None:
        text = words.title(scale, None, "")
        return Headline(text, "", "", "", "")
    said = _(
        "%(measure)s %(score)s (%(interval)s)",
        measure=str(scale.measure),
        score=score.whole,
        interval=score.interval,
    )
    answers = counted("%(n)s answer", "%(n)s answers", score.n)
    moved, sure = _moved(material.earlier, changed)
    whole = ", ".join(filter(None, (said, answers, moved)))
    return Headline(f"{whole} – {sure}" if sure else whole, said, answers, moved, sure)


def _moved(earlier: Period | None, changed: Delta | None) -> tuple[str, str]:
    """Say how the score moved, and whether chance could have done it."""
    if earlier is None or changed is None:
        return "", ""
    if changed.verdict == FEW:
        return "", _("too few answers in %(period)s to tell a change", period=earlier.name)
    if changed.verdict == CHANCE:
        moved = _("%(points)s since %(period)s", points=changed.points, period=earlier.name)
        return moved, _("chance could explain that")
    sentence = (
        _("up %(size)s since %(period)s", size=changed.text, period=earlier.name)
        if changed.verdict == UP
        else _("down %(size)s since %(period)s", size=changed.text, period=earlier.name)
    )
    return sentence, _("unlikely to be chance")


def _shares(material: Material) -> tuple[Share, ...]:
    scale, counts = material.selection.scale, material.now.counts
    found = []
    for band in reversed(scale.bands):
        n = scale.total(counts, band)
        figure = share(n, sum(counts))
        assert figure is not None  # there is a score, so there are five answers
        steps = str(band.low) if band.low == band.high else f"{band.low}–{band.high}"
        found.append(Share(str(band.name), band.tone, steps, n, figure))
    return tuple(found)


def _trend(material: Material, desk: Desk) -> tuple[Point, ...]:
    """Give the periods up to the report's own: months for a quarter, otherwise of its kind."""
    last = max(day for day in material.days if material.period.holds(day))
    every = material.period.every or "month"
    every = "month" if every == "quarter" else every
    periods = slices(every, min(material.days), last, begins=desk.begins, most=POINTS[every])
    return tuple(_point(material, period, desk) for period in periods)


def _point(material: Material, period: Period, desk: Desk) -> Point:
    is_running, scale = period.is_running(desk.today), material.selection.scale
    inside = Period(period.first, min(filter(None, (period.last, material.period.last))))
    figure = (live if is_running else headline)(scale, material.counts(inside))
    assert period.first is not None
    return Point(period.name, period.first, figure, is_running)
