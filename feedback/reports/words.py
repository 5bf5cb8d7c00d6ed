"""The report's sentences, written from its numbers; no digit where too few answered."""

from datetime import date

from feedback.filters import count, day, plural
from feedback.reports.dataset import Dataset, Mailed
from feedback.reports.figures import Figure
from feedback.reports.scale import Scale
from feedback.reports.selection import Selection

WHY_EXCLUDED = {"late": "after the survey closed", "test": "tests"}


def title(scale: Scale, figure: Figure | None, company: str) -> str:
    """Say what the numbers say, and no more than the interval allows."""
    if figure is None:
        return "Too few answers to give a score"
    if not scale.is_nps:
        return f"{figure.text}{figure.unit} of those who answered {_did(scale)}"
    if figure.low > 0:
        return f"More customers would recommend {company} than would not"
    if figure.high < 0:
        return f"Fewer customers would recommend {company} than would not"
    return f"Promoters and detractors of {company} are too close to call"


def lead(scale: Scale, figure: Figure | None, mean: Figure | None) -> str:
    """Explain the headline figure in one breath."""
    if figure is None:
        return (
            "Fewer than five answers with a score are in this selection. A score from so few "
            "would say more about chance than about customers, so none is shown."
        )
    if scale.is_nps:
        return (
            f"The Net Promoter Score is {figure.text}. With 95 % confidence it lies between "
            f"{figure.low_text} and {figure.high_text} among all customers like these."
        )
    assert mean is not None
    return (
        f"With 95 % confidence the share lies between {figure.low_text} % and "
        f"{figure.high_text} %. The mean is {mean.text} of {scale.highest} "
        f"({mean.low_text} to {mean.high_text})."
    )


def basis(dataset: Dataset, selection: Selection) -> str:
    """Say what the report rests on: answers, surveys, period."""
    surveys = _surveys(selection)
    if dataset.n < 5:
        return f"Fewer than five answers to {surveys}{_asked_period(selection)}"
    days = period(min(dataset.days), max(dataset.days))
    return f"{plural(dataset.n, 'answer')} to {surveys}, {days}"


def period(first: date, last: date) -> str:
    """Write a period: 3 Feb 2025 to 21 Nov 2026."""
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def not_counted(dataset: Dataset) -> str:
    """Say who is not in the base, and why."""
    if dataset.n < 5:
        return ""
    sentences = []
    if dataset.skipped:
        who = plural(dataset.skipped, "person", "people")
        sentences.append(f"{who} answered without a score; they are not in the base.")
    excluded = {why: n for why, n in (dataset.excluded or {}).items() if n}
    if excluded:
        kept = plural(sum(excluded.values()), "answer is", "answers are")
        reasons = ", ".join(
            f"{WHY_EXCLUDED.get(why, why)} ({count(n)})" for why, n in sorted(excluded.items())
        )
        sentences.append(f"{kept} kept but not counted: {reasons}.")
    return " ".join(sentences)


def rate(mailed: Mailed, imported: int, figure: Figure | None) -> str:
    """Say how many of those asked answered, or why that cannot be said."""
    if mailed.sent == 0:
        said = "No survey was mailed in this selection, so there is no response rate."
    elif figure is None:
        said = "Fewer than five surveys were mailed: too few for a response rate."
    else:
        said = (
            f"{count(mailed.answered)} of {plural(mailed.sent, 'survey')} mailed were answered. "
            "Some of the latest may still be."
        )
    if imported:
        said += " Imported answers have no response rate: how many people were asked is not known."
    return said


def _did(scale: Scale) -> str:
    return "found it easy" if scale.key == "ces" else "are satisfied"


def _surveys(selection: Selection) -> str:
    names = [f"“{survey.name}”" for survey in selection.surveys]
    if len(names) <= 2:
        return " and ".join(names) or "any survey"
    return f"{len(names)} NPS surveys together"


def _asked_period(selection: Selection) -> str:
    if selection.start and selection.end:
        return f", {period(selection.start, selection.end)}"
    if selection.start:
        return f", since {day(selection.start)}"
    if selection.end:
        return f", until {day(selection.end)}"
    return ""
