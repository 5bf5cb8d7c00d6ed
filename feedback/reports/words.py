"""The report's sentences, written from its numbers; no digit where too few answered."""

from collections.abc import Iterator
from datetime import date

from babel.lists import format_list

from feedback.filters import count, day
from feedback.reports.dataset import Dataset
from feedback.reports.figures import Figure
from feedback.reports.scale import Scale
from feedback.reports.selection import Selection
from surveys.speech import _, counted, lazy, spoken

WITHOUT_INVITATION = {
    "link": lazy("by an open link"),
    "qr": lazy("by a QR code"),
    "widget": lazy("in the widget"),
    "kiosk": lazy("at a kiosk"),
}
WHY_EXCLUDED = {"late": lazy("after the survey closed"), "test": lazy("tests")}


def title(scale: Scale, figure: Figure | None, company: str) -> str:
    """Say what the numbers say, and no more than the interval allows."""
    if figure is None:
        return _("Too few answers to give a score")
    if scale.key == "ces":
        return _("%(share)s of those who answered found it easy", share=figure.whole)
    if not scale.is_nps:
        return _("%(share)s of those who answered are satisfied", share=figure.whole)
    if figure.low > 0:
        return _("More customers would recommend %(company)s than would not", company=company)
    if figure.high < 0:
        return _("Fewer customers would recommend %(company)s than would not", company=company)
    return _("Promoters and detractors of %(company)s are too close to call", company=company)


def lead(scale: Scale, figure: Figure | None, mean: Figure | None) -> str:
    """Explain the headline figure in one breath."""
    if figure is None:
        return _(
            "Fewer than five answers with a score are in this selection. A score from so few "
            "would say more about chance than about customers, so none is shown."
        )
    if scale.is_nps:
        return _(
            "The Net Promoter Score is %(score)s. With 95 %% confidence it lies between %(low)s "
            "and %(high)s among all customers like these.",
            score=figure.text,
            low=figure.low_text,
            high=figure.high_text,
        )
    assert mean is not None
    between = _(
        "With 95 %% confidence the share lies between %(low)s %% and %(high)s %%.",
        low=figure.low_text,
        high=figure.high_text,
    )
    middle = _(
        "The mean is %(mean)s of %(highest)s (%(low)s to %(high)s).",
        mean=mean.text,
        highest=scale.highest,
        low=mean.low_text,
        high=mean.high_text,
    )
    return f"{between} {middle}"


def basis(dataset: Dataset, selection: Selection) -> str:
    """Say what the report rests on: answers, surveys, period."""
    surveys = _surveys(selection, frozenset() if dataset.n < 5 else dataset.left_out)
    if dataset.n < 5:
        few = _("Fewer than five answers to %(surveys)s", surveys=surveys)
        return ", ".join(filter(None, (few, open_period(selection.start, selection.end))))
    days = period(min(dataset.days), max(dataset.days))
    return counted(
        "%(n)s answer to %(surveys)s, %(days)s",
        "%(n)s answers to %(surveys)s, %(days)s",
        dataset.n,
        surveys=surveys,
        days=days,
    )


def period(first: date, last: date) -> str:
    """Write a period: 3 Feb 2025 to 21 Nov 2026."""
    if first == last:
        return day(first)
    return _("%(first)s to %(last)s", first=day(first), last=day(last))


def not_counted(dataset: Dataset) -> str:
    """Say who is not in the base, and why."""
    return "" if dataset.n < 5 else " ".join(_not_counted(dataset))


def _not_counted(dataset: Dataset) -> Iterator[str]:
    if dataset.skipped:
        yield counted(
            "%(n)s person answered without a score; they are not in the base.",
            "%(n)s people answered without a score; they are not in the base.",
            dataset.skipped,
        )
    excluded = {why: n for why, n in (dataset.excluded or {}).items() if n}
    if excluded:
        reasons = [f"{WHY_EXCLUDED.get(why, why)} ({count(n)})" for why, n in excluded.items()]
        yield counted(
            "%(n)s answer is kept but not counted: %(reasons)s.",
            "%(n)s answers are kept but not counted: %(reasons)s.",
            sum(excluded.values()),
            reasons=", ".join(sorted(reasons)),
        )
    if dataset.labelled:
        yield counted(
            "%(n)s counted answer came so fast that a mail scanner may have sent it; the "
            "customer’s own answer to the same mail replaces it.",
            "%(n)s counted answers came so fast that a mail scanner may have sent them; the "
            "customer’s own answer to the same mail replaces each.",
            dataset.labelled,
        )


def rate(dataset: Dataset, figure: Figure | None) -> str:
    """Say how many of those asked answered, or why that cannot be said; and how others came."""
    return " ".join(_rate(dataset, figure))


def _rate(dataset: Dataset, figure: Figure | None) -> Iterator[str]:
    mailed = dataset.mailed
    if mailed.sent == 0:
        yield _("No survey was mailed in this selection, so there is no response rate.")
    elif figure is None:
        yield _("Fewer than five surveys were mailed: too few for a response rate.")
    else:
        yield counted(
            "%(answered)s of %(n)s survey mailed were answered. Some of the latest may still be.",
            "%(answered)s of %(n)s surveys mailed were answered. Some of the latest may still be.",
            mailed.sent,
            answered=count(mailed.answered),
        )
    if dataset.imported:
        yield _("Imported answers have no response rate: how many people were asked is not known.")
    found = [(how, n) for how, n in dataset.came_by.items() if how in WITHOUT_INVITATION]
    if found:
        found.sort(key=lambda each: -each[1])
        places = ", ".join(f"{count(n)} {WITHOUT_INVITATION[how]}" for how, n in found)
        yield counted(
            "%(n)s answer came without an invitation (%(places)s): nobody was asked by name, so "
            "these have no response rate, and whoever comes by chooses whether to answer.",
            "%(n)s answers came without an invitation (%(places)s): nobody was asked by name, so "
            "these have no response rate, and whoever comes by chooses whether to answer.",
            sum(n for _how, n in found),
            places=places,
        )


def _surveys(selection: Selection, left_out: frozenset[int]) -> str:
    names = [f"“{each.name}”" for each in selection.surveys if each.id not in left_out]
    if len(names) > 2:
        return counted("%(n)s NPS survey", "%(n)s NPS surveys together", len(names))
    return format_list(names, locale=spoken().locale) or _("any survey")


def open_period(first: date | None, last: date | None) -> str:
    """Write a period whose ends may be open; "" is all time."""
    if first and last:
        return period(first, last)
    if first:
        return _("since %(day)s", day=day(first))
    if last:
        return _("until %(day)s", day=day(last))
    return ""
