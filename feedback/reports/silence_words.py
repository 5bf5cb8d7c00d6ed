"""What the silent ones may mean, in sentences for those who decide."""

from dataclasses import dataclass

from feedback.reports.changing import DOWN, UP
from feedback.reports.silence import Silence, Waves, Weighed
from surveys.speech import _, counted, number

WIDE = 20
"""Points between the ends from which the silent decide what the score of all is."""


@dataclass(frozen=True)
class Said:
    """Each sentence; "" where there is nothing to say."""

    bounds: str
    waves: str
    weighed: str
    why: str


def sentences(told: Silence) -> Said:
    """Say the page."""
    return Said(
        bounds=_bounds(told),
        waves=_waves(told.waves),
        weighed=_weighed(told.weighed),
        why=_why(told.weighed),
    )


def _bounds(told: Silence) -> str:
    if told.bounds is None:
        return _(
            "How far the silent could move the score cannot be told: fewer than five of those who "
            "were asked by name have answered, or others cannot be told apart from them."
        )
    measure = str(told.scale.subject)
    ends = _(
        "Had everybody answered, the %(measure)s of all who were asked would lie between %(low)s "
        "and %(high)s: the ends are reached if all the silent are as unhappy, or as happy, as can "
        "be.",
        measure=measure,
        low=told.bounds.low,
        high=told.bounds.high,
    )
    wide = told.bounds.whisker.high - told.bounds.whisker.low >= WIDE / 2
    more = (
        _("So the score is that of those who answered, and not known to be that of all.")
        if wide
        else _("So the silent can change little.")
    )
    return f"{ends} {more}"


def _waves(found: Waves | None) -> str:
    if found is None:
        return _("Too few answered early, or late, to hold them against each other.")
    if found.change.verdict == DOWN:
        return _(
            "Those who took longer are less happy. Expect the same of those who never answered: "
            "the score of all is probably lower than the one you see."
        )
    if found.change.verdict == UP:
        return _(
            "Those who took longer are happier. Expect the same of those who never answered: the "
            "score of all is probably higher than the one you see."
        )
    return _(
        "Early and late answers differ no more than chance explains. That is no sign that the "
        "silent think otherwise, and no proof that they do not."
    )


def _weighed(found: Weighed | None) -> str:
    if found is None or found.weighted is None:
        return ""
    return _(
        "With each group as large as it is among all your contacts the score is %(weighted)s "
        "(%(interval)s) instead of %(plain)s. The %(answers)s tell as much as %(worth)s of equal "
        "weight would.",
        weighted=found.weighted.whole,
        interval=found.weighted.interval,
        plain=found.plain.whole,
        answers=counted("%(n)s answer", "%(n)s answers", found.weighted.n),
        worth=number(found.worth),
    )


def _why(found: Weighed | None) -> str:
    reasons = {
        "small": _(
            "No weights: in some quarter fewer than five people of nearly every group answered, "
            "and so few are never told apart."
        ),
        "uneven": _(
            "No weights: some groups answered so rarely that a few people would speak for most. A "
            "number made of that would be a guess."
        ),
        "unmet": _("No weights: the answers cannot be made up like your contacts."),
    }
    return reasons.get(found.why, "") if found else ""
