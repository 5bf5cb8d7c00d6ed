"""What the words of a report mean: a click away on the page, a last page in a file."""

from feedback.reports.scale import Scale
from surveys.speech import _, lazy

NET = lazy(
    "The share of promoters (9 or 10) minus the share of detractors (0 to 6), from −100 to 100. "
    "Passives (7 or 8) count in the base only."
)
TOP = lazy(
    "The share of answers in the highest steps of the scale. The mean stands beside it, because it "
    "also moves when the other answers do."
)
TERMS = (
    (
        lazy("95 %% interval"),
        lazy(
            "We hear only some customers. If the same survey were repeated with others of the same "
            "kind, intervals made this way would hold the score of all of them 19 times in 20. A "
            "change smaller than the interval may be chance."
        ),
    ),
    (
        lazy("Limits for every look"),
        lazy(
            "Whoever looks every day sees the usual interval miss sooner or later. While a period "
            "is running, wider limits are shown that are right at all looks at once, 19 times in "
            "20. Once it is closed, the usual interval stands."
        ),
    ),
    (
        lazy("Unlikely to be chance"),
        lazy(
            "The interval of the change does not hold zero. Where several groups are looked at, "
            "one of them would differ by luck alone; the bar is raised accordingly."
        ),
    ),
    (
        lazy("What it does not cover"),
        lazy(
            "Those who never answer may think differently from those who do; no interval can know. "
            "Look at the response rate beside it. Each answer is taken to be independent of the "
            "others."
        ),
    ),
    (
        lazy("What goes along with the score"),
        lazy(
            "Of all that makes scores differ, the share that goes along with the answers to a "
            "question. It shows where to look, not what to change: both may have another cause."
        ),
    ),
    (
        lazy("Small groups"),
        lazy(
            "Groups with fewer than five answers are never shown, so that no customer can be "
            "recognised, and nothing is shown from which they could be worked out."
        ),
    ),
    (
        lazy("Who belongs to a group"),
        lazy(
            "People are counted in the group they were in when they answered. A plan or a region "
            "that changed later leaves their earlier answers where they were."
        ),
    ),
)


def glossary(scale: Scale, zone: str) -> tuple[tuple[str, str], ...]:
    """Give terms and what they mean, for readers who did not study statistics."""
    days = _("Days begin by the clock of the workspace (%(zone)s).", zone=zone)
    return (
        (str(scale.measure), str(NET if scale.is_nps else TOP)),
        *((str(term), str(meaning)) for term, meaning in TERMS),
        (_("Months and days"), days),
    )
