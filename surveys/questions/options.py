"""What the two choice types share: the author's list of options, and counting them."""

from collections.abc import Iterable
from dataclasses import dataclass

from wtforms import Field, TextAreaField, ValidationError

from analysis import proportion
from surveys.definition import Question
from surveys.questions.base import Answered, Settings
from surveys.questions.scale import Share

FEWEST, MOST, LONGEST = 2, 30, 200


@dataclass(frozen=True)
class ChoiceSummary:
    """Who chose what. `n` counts people: of several choices the shares may exceed 100 %."""

    n: int
    shares: tuple[Share, ...]


class OptionsField(TextAreaField):
    """Options, one per line; its data is a list."""

    data: list[str]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Split into lines, without empty ones."""
        lines = valuelist[0].replace("\0", "").splitlines() if valuelist else []
        self.data = [" ".join(line.split()) for line in lines if line.strip()]

    def _value(self) -> str:
        return "\n".join(self.data or [])


class OptionsSettings(Settings):
    """The options to choose from."""

    options = OptionsField("Options, one per line", [Answered("Write at least two options.")])

    def validate_options(self, field: Field) -> None:
        """Between two and thirty, no longer than a line, no two alike."""
        options = field.data
        if not FEWEST <= len(options) <= MOST:
            raise ValidationError(
                f"From {FEWEST} to {MOST} options, one per line; there are {len(options)}."
            )
        if any(len(option) > LONGEST for option in options):
            raise ValidationError(f"Keep each option within {LONGEST} characters.")
        twice = {option for option in options if options.count(option) > 1}
        if twice:
            raise ValidationError(f"Each option once: “{min(twice)}” stands there twice.")


def options_of(question: Question) -> list[str]:
    """Give the question's options in the author's order."""
    return list(question.settings.get("options", []))


def off_the_list(option: str) -> ValueError:
    """Say that somebody chose what is not offered."""
    return ValueError(f"“{option[:40]}” is not among the options. Choose from the list.")


def summarise(question: Question, chosen: Iterable[tuple[str, int]], n: int) -> ChoiceSummary:
    """Count options, in the author's order."""
    counts = dict.fromkeys(options_of(question), 0)
    for option, times in chosen:
        counts[option] = counts.get(option, 0) + times
    return ChoiceSummary(n, tuple(Share(o, proportion(k, n)) for o, k in counts.items()))
