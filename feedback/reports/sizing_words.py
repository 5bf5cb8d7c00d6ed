"""A plan in sentences that somebody who never heard of statistical power can act on."""

from dataclasses import dataclass

from feedback.reports.figures import written
from feedback.reports.scale import PERCENT
from feedback.reports.sizing import Cap, Range, Sized
from surveys.speech import Phrase, _, counted, lazy, number

PER = {
    "week": lazy("a week"),
    "month": lazy("a month"),
    "quarter": lazy("a quarter"),
    "half": lazy("a half-year"),
    "year": lazy("a year"),
}
SOURCES = {
    "typed": lazy("Calculated from the shares you typed: %(shares)s."),
    "year": lazy("Calculated from the answers of the last year: %(shares)s."),
    "all": lazy("Calculated from all answers there are: %(shares)s."),
    "careful": lazy(
        "Fewer than thirty people have answered, so this assumes opinions as split as "
        "they can be: no others need more answers. Type what you expect to see what it takes then."
    ),
}
VERDICTS = {
    "enough": lazy("That is enough for what you want to notice."),
    "perhaps": lazy("Whether that is enough depends on how many of them answer."),
    "short": lazy(
        "That is too few for what you want to notice. Look for a larger change, in a longer "
        "period, in fewer groups, or ask more people."
    ),
    "": lazy("How many answers that gives is known once some of your mail was answered."),
}


@dataclass(frozen=True)
class Said:
    """Each sentence; "" where there is nothing to say."""

    answers: str
    groups: str
    invitations: str
    inverse: str
    cap: str
    verdict: str
    source: str

    @property
    def in_a_row(self) -> str:
        """Read them together, as a chart is read aloud."""
        return " ".join(filter(None, (self.answers, self.inverse)))


def sentences(found: Sized) -> Said:
    """Say a plan."""
    per = PER[found.wanted.every]
    return Said(
        answers=_answers(found, per),
        groups=_groups(found),
        invitations=_invitations(found, per),
        inverse=_inverse(found, per),
        cap=_cap(found, found.cap, per),
        verdict=str(VERDICTS[found.cap.verdict]) if found.cap.people else "",
        source=SOURCES[found.source] % {"shares": _shares(found)},
    )


def points_of(n: int) -> str:
    """Write points: 5 points."""
    return counted("%(n)s point", "%(n)s points", n)


def answers_of(n: int) -> str:
    """Write answers: 300 answers."""
    return counted("%(n)s answer", "%(n)s answers", n)


def range_of(found: Range) -> str:
    """Write from so many to so many."""
    if found.most is None:
        return _("%(n)s or more", n=number(found.least))
    if found.most == found.least:
        return number(found.least)
    return _("%(low)s to %(high)s", low=number(found.least), high=number(found.most))


def _answers(found: Sized, per: Phrase) -> str:
    points = points_of(found.wanted.points)
    n = found.rung.answers
    if n is None:
        return _("The figure has no room for a change of %(points)s.", points=points)
    return _(
        "To notice a change of %(points)s from one period to the next, you need %(answers)s "
        "%(per)s.",
        answers=answers_of(n),
        points=points,
        per=per,
    )


def _groups(found: Sized) -> str:
    groups, n = found.wanted.groups, found.rung.answers
    if groups == 1 or n is None:
        return ""
    return _(
        "%(n)s groups of the same size are watched, each by itself with %(answers)s; because "
        "several are looked at, the test is stricter for each (Bonferroni).",
        n=number(groups),
        answers=answers_of(-(-n // groups)),
    )


def _invitations(found: Sized, per: Phrase) -> str:
    if found.rung.answers is None:
        return ""
    if found.rung.invitations is None:
        return _(
            "How many to invite is not known: too little mail was sent in the last year. Type the "
            "response rate that you expect."
        )
    many = range_of(found.rung.invitations)
    if found.rate is None:
        rate = f"{written(found.wanted.rate or 0)}{PERCENT}"
        return _(
            "At a response rate of %(rate)s that is %(many)s invitations %(per)s.",
            rate=rate,
            many=many,
            per=per,
        )
    return _(
        "At your response rate of the last year, %(rate)s (%(interval)s), that is %(many)s "
        "invitations %(per)s.",
        rate=found.rate.whole,
        interval=found.rate.interval,
        many=many,
        per=per,
    )


def _inverse(found: Sized, per: Phrase) -> str:
    got = found.got
    if got is None:
        return ""
    if got.points is None:
        return _(
            "The %(answers)s %(per)s that you get would let you notice no change at all.",
            answers=answers_of(got.answers),
            per=per,
        )
    return _(
        "With the %(answers)s %(per)s that you get, you would notice a change of %(points)s.",
        answers=answers_of(got.answers),
        per=per,
        points=points_of(got.points),
    )


def _cap(found: Sized, cap: Cap, per: Phrase) -> str:
    if not cap.people:
        return _("None of your contacts can be asked by mail yet.")
    asked = _(
        "%(n)s of your contacts can be asked by mail: with your asking rules that is at most "
        "%(most)s invitations %(per)s.",
        n=number(cap.people),
        most=number(cap.invitations),
        per=per,
    )
    if cap.answers is None:
        return asked
    answers = _("They would bring %(many)s answers.", many=range_of(cap.answers))
    if cap.points is None:
        return f"{asked} {answers}"
    noticed = _("You would notice a change of %(points)s.", points=points_of(cap.points))
    return f"{asked} {answers} {noticed}"


def _shares(found: Sized) -> str:
    bands = zip(reversed(found.scale.bands), reversed(found.shares), strict=True)
    if not found.scale.is_nps:
        bands = zip(found.scale.bands[-1:], found.shares[-1:], strict=True)
    return ", ".join(f"{band.name} {written(100 * each)}{PERCENT}" for band, each in bands)
