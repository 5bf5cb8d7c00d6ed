"""Our score beside those of others: what may be said of the difference, and what may not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from analysis import Interval, proportion
from analysis.external import Known, difference, widest_nps
from feedback.reports.figures import Figure, between, written
from feedback.reports.scale import Scale
from surveys.published import NPS, Published
from surveys.speech import _, counted

Verdict = Literal["higher", "lower", "alike", "unknown"]


@dataclass(frozen=True)
class Benchmark:
    """One figure of others, as people read it."""

    name: str
    period: str
    source: str
    link: str
    text: str
    low_text: str
    high_text: str
    unit: str
    value: float
    low: float | None
    high: float | None
    """Its limits, published or worked out of its n; None where nothing is known of them."""
    n: int | None
    verdict: Verdict
    """How ours stands to it."""
    said: str
    """The same in a sentence."""

    @property
    def titled(self) -> str:
        """Its name with its period."""
        return titled(self.name, self.period)

    @property
    def whole(self) -> str:
        """The number with its unit."""
        return f"{self.text}{self.unit}"

    @property
    def interval(self) -> str:
        """Both limits in words; "" where they are not known."""
        return between(self.low_text, self.high_text, self.unit)

    @property
    def credit(self) -> str:
        """Where it comes from."""
        return _("Source: %(source)s.", source=self.source.rstrip("."))


@dataclass(frozen=True)
class Beside:
    """Our figure and those of others, of one measure alone."""

    whose: str
    own: Figure
    benchmarks: tuple[Benchmark, ...]
    note: str


def beside(
    scale: Scale, own: Figure | None, whose: str, others: Sequence[Published]
) -> Beside | None:
    """Hold our figure beside those of the same measure; None where there are none."""
    found = [each for each in others if each.measure == scale.key]
    if own is None or not found:
        return None
    limits = [limits_of(each) for each in found]
    among = sum(known is not None for known in limits)
    told = (
        _told(scale, own, each, known, max(1, among))
        for each, known in zip(found, limits, strict=True)
    )
    return Beside(whose, own, tuple(told), _note(among))


def limits_of(each: Published) -> Known | None:
    """Give its limits as published, else the widest that its number of answers allows."""
    if each.low is not None and each.high is not None:
        return Known(each.value, each.low, each.high)
    if each.n is None:
        return None
    if each.measure == NPS:
        widest = widest_nps(each.value / 100, each.n)
        return widest and Known(each.value, 100 * widest.low, 100 * widest.high)
    limits = proportion(round(each.value * each.n / 100), each.n).interval()
    if not isinstance(limits, Interval):
        return None
    low, high = min(each.value, 100 * limits.low), max(each.value, 100 * limits.high)
    return Known(each.value, low, high)


def titled(name: str, period: str) -> str:
    """Name a figure with its period."""
    return _("%(name)s (%(period)s)", name=name, period=period)


def as_published(value: float) -> str:
    """Write a number of others: never rounder than it was, but for a second decimal."""
    return written(value, 0 if value == int(value) else 1)


def _told(scale: Scale, own: Figure, each: Published, known: Known | None, among: int) -> Benchmark:
    verdict, said = _held(own, known, among)
    worked_out = _worked_out(each) if each.low is None and known else ""
    low_text, high_text = _limits_said(known, is_published=not worked_out)
    return Benchmark(
        name=each.name,
        period=each.period,
        source=each.source,
        link=each.link,
        text=as_published(each.value),
        low_text=low_text,
        high_text=high_text,
        unit=scale.unit,
        value=each.value,
        low=known.low if known else None,
        high=known.high if known else None,
        n=each.n,
        verdict=verdict,
        said=" ".join(filter(None, (said, worked_out))),
    )


def _limits_said(known: Known | None, *, is_published: bool) -> tuple[str, str]:
    if known is None:
        return "", ""
    write = as_published if is_published else written
    return write(known.low), write(known.high)


def _held(own: Figure, known: Known | None, among: int) -> tuple[Verdict, str]:
    if known is None:
        return "unknown", _("Its uncertainty is not known, so no comparison is made.")
    ours = Known(own.value, own.low, own.high)
    found = difference(ours, known, among=among)
    if found.low > 0:
        return "higher", _("Ours is higher, by %(between)s points.", between=_between(found))
    if found.high < 0:
        turned = replace(found, low=-found.high, high=-found.low)
        return "lower", _("Ours is lower, by %(between)s points.", between=_between(turned))
    return "alike", _(
        "Ours and theirs cannot be told apart: the difference may be %(between)s points.",
        between=_between(found),
    )


def _between(found: Interval) -> str:
    """Write both ends; one that rounds to 0 with a decimal, for a sure difference is none of 0."""
    low, high = (written(end, 1 if abs(end) < 0.5 else 0) for end in (found.low, found.high))
    return _("%(low)s to %(high)s", low=low, high=high)


def _worked_out(each: Published) -> str:
    n = each.n or 0
    if each.measure == NPS:
        return counted(
            "Its interval is the widest that %(n)s answer allows.",
            "Its interval is the widest that %(n)s answers allow.",
            n,
        )
    return counted(
        "Its interval is that of %(n)s answer.", "Its interval is that of %(n)s answers.", n
    )


def _note(among: int) -> str:
    note = _(
        "Figures of others, entered by hand from the sources named. They asked other people, "
        "perhaps in another way; none of them enters a figure of ours."
    )
    if among < 2:
        return note
    several = _(
        "%(n)s are held against ours at once, so each difference has to be clearer (Bonferroni).",
        n=among,
    )
    return f"{note} {several}"
