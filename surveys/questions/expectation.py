"""Below, as or above what somebody expected: three steps in words."""

from dataclasses import dataclass
from typing import ClassVar

from wtforms import Form

from analysis import NPS, nps, proportion
from surveys.definition import Question
from surveys.questions.base import Answers, Settings, Stored, line
from surveys.questions.scale import Share, Step, Steps, said
from surveys.speech import _, lazy, noted

WORDS = {
    "low": noted("Below what I expected"),
    "middle": noted("As I expected"),
    "high": noted("Above what I expected"),
}
"""The three answers, where the author gives no others."""


@dataclass(frozen=True)
class ExpectationSummary:
    """How many were disappointed, right, or surprised; `net` is above minus below, as a share."""

    n: int
    shares: tuple[Share, ...]
    net: NPS

    def points(self, share: float) -> str:
        """Write a difference of shares in points, with its sign: +12, −3, 0."""
        rounded = round(100 * share)
        return f"{rounded:+d}".replace("-", "−") if rounded else "0"


class ExpectationSettings(Settings):
    """What the three answers say."""

    low = line(
        lazy("Words for below"), description=lazy("Left empty: “%(words)s”.", words=WORDS["low"])
    )
    middle = line(
        lazy("Words for as expected"),
        description=lazy("Left empty: “%(words)s”.", words=WORDS["middle"]),
    )
    high = line(
        lazy("Words for above"), description=lazy("Left empty: “%(words)s”.", words=WORDS["high"])
    )


class Expectation(Steps):
    """Was it what you expected?"""

    kind = "expectation"
    label = lazy("Expectation: below, as, above")
    advice = lazy("Whether something was less, as much or more than somebody expected.")
    Settings: ClassVar[type[Form]] = ExpectationSettings

    def steps(self, question: Question) -> range:
        """Three steps, stored as 1 to 3."""
        return range(1, 4)

    def named_steps(self, question: Question) -> tuple[Step, ...]:
        """Give the three answers: words say it all."""
        words = [said(question, name, usual) for name, usual in WORDS.items()]
        return tuple(map(Step, self.steps(question), words))

    def request(self, question: Question) -> str:
        """Ask for one of the answers, in the sentence of an error."""
        return _("Choose one of the three answers.")

    def show(self, question: Question, stored: Stored) -> str:
        """Write the words of the step."""
        names = {step.value: step.name for step in self.named_steps(question)}
        return names.get(self.decode(question, stored) or 0, "")

    def summary(self, question: Question, answers: Answers) -> ExpectationSummary:
        """Count the three, and weigh above against below."""
        counts = self.counted(question, answers)
        n = sum(counts)
        named = zip(self.named_steps(question), counts, strict=True)
        shares = tuple(Share(step.name, proportion(count, n)) for step, count in named)
        return ExpectationSummary(n, shares, nps(counts=counts))
