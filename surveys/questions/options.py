"""What the types with options share: the author's list, an answer in own words, counting them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wtforms import Field, TextAreaField, ValidationError

from analysis import proportion
from surveys.definition import Question
from surveys.questions.base import Answered, Settings, line
from surveys.questions.scale import Share
from surveys.questions.text import clean, too_long
from surveys.speech import _, lazy

FEWEST, MOST, LONGEST = 2, 30, 200
LONGEST_OWN = 1_000
OTHER = "Other"
"""What own words are called where the author gives them no name any more."""
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Own:
    """An answer beside the list: somebody's own words, or none where they left it at that."""

    words: str
    name: str
    """What the author calls such an answer, “Something else”; it is never one of the options."""


@dataclass(frozen=True)
class ChoiceSummary:
    """Who chose what. `n` counts people: of several choices the shares may exceed 100 %."""

    n: int
    shares: tuple[Share, ...]
    own: tuple[tuple[str, int], ...] = ()
    """What was said in own words, and by how many; what was said most comes first."""


class OptionsField(TextAreaField):
    """Options, one per line; its data is a list."""

    data: list[str]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Split into lines, without empty ones."""
        lines = valuelist[0].replace("\0", "").splitlines() if valuelist else []
        self.data = [" ".join(line.split()) for line in lines if line.strip()]

    def _value(self) -> str:
        return "\n".join(self.data or [])


class ListField(Field):
    """What was chosen from a list, and what was said beside it under `name-own`."""

    options: list[str]
    other: str
    """What is sent for an answer in own words; "" where none is offered."""
    own: str
    """What stands in the field for own words."""

    def __init__(self, *args: Any, asked: Question, **kwargs: Any) -> None:
        """Keep the options."""
        super().__init__(*args, **kwargs)
        self.options = options_of(asked)
        self.other = str(asked.settings.get("other") or "")
        self.other_label = asked.label(self.other)
        self.own = ""

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Take the own words first: they are kept whatever else was sent."""
        if formdata is not None and self.other:
            self.own = clean(formdata.get(f"{self.name}-own", ""))
        super().process(formdata, *args, **kwargs)
        if formdata is None:
            self.own = next((one.words for one in self.chosen if isinstance(one, Own)), "")

    def pre_validate(self, _form: Any) -> None:
        """Refuse too many own words, keeping all of them on the page."""
        over = len(self.own) - LONGEST_OWN
        if over > 0 and self.is_own:
            raise ValidationError(too_long(LONGEST_OWN, over))

    @property
    def chosen(self) -> list[str | Own]:
        """Everything that is chosen."""
        return self.data if isinstance(self.data, list) else [self.data] if self.data else []

    @property
    def is_own(self) -> bool:
        """Whether “other” is chosen."""
        return any(isinstance(one, Own) for one in self.chosen)

    def given(self, valuelist: list[str]) -> list[str | Own]:
        """Give what was chosen in the author's order, own words last; unknown ones come along."""
        sent = dict.fromkeys(filter(None, valuelist))
        known: list[str | Own] = [option for option in self.options if option in sent]
        unknown = [one for one in sent if one not in (*self.options, self.other)]
        own = [Own(self.own, self.other)] if self.other and self.other in sent else []
        return [*known, *own, *unknown]


class OptionsSettings(Settings):
    """The options to choose from."""

    options = OptionsField(
        lazy("Options, one per line"), [Answered(lazy("Write at least two options."))]
    )
    other = line(
        lazy("An answer in own words, called"),
        description=lazy("Such as “Something else”. Left empty, none is offered."),
    )

    def validate_options(self, field: Field) -> None:
        """Between two and thirty, no longer than a line, no two alike."""
        check_options(field.data)

    def validate_other(self, field: Field) -> None:
        """What it is called must not stand in the list as well."""
        if field.data and field.data in self.options.data:
            raise ValidationError(
                _("“%(word)s” stands among the options already.", word=field.data)
            )


def check_options(options: list[str], most: int = MOST) -> None:
    """Refuse too few, too many, too long or equal options, in a sentence."""
    if not FEWEST <= len(options) <= most:
        raise ValidationError(
            _(
                "From %(fewest)s to %(most)s options, one per line; there are %(number)s.",
                fewest=FEWEST,
                most=most,
                number=len(options),
            )
        )
    if any(len(option) > LONGEST for option in options):
        raise ValidationError(_("Keep each option within %(longest)s characters.", longest=LONGEST))
    twice = {option for option in options if options.count(option) > 1}
    if twice:
        raise ValidationError(
            _("Each option once: “%(twice)s” stands there twice.", twice=min(twice))
        )


def options_of(question: Question) -> list[str]:
    """Give the question's options in the author's order."""
    return list(question.settings.get("options", []))


def other_of(question: Question) -> str:
    """Give what an answer in own words is called, now or when it was offered last."""
    return str(question.settings.get("other") or OTHER)


def off_the_list(option: str) -> ValueError:
    """Say that somebody chose what is not offered."""
    sentence = _("“%(option)s” is not among the options. Choose from the list.", option=option[:40])
    return ValueError(sentence)


def summarise(question: Question, chosen: Iterable[tuple[str | Own, int]], n: int) -> ChoiceSummary:
    """Count options in the author's order, those in own words together, and keep some of these."""
    counts, others = dict.fromkeys(options_of(question), 0), 0
    own: Counter[str] = Counter()
    for option, times in chosen:
        if isinstance(option, Own):
            others += times
            own[option.words] += times
        else:
            counts[option] = counts.get(option, 0) + times
    rows = [(question.label(option), times) for option, times in counts.items()]
    if others or question.settings.get("other"):
        rows.append((question.label(other_of(question)), others))
    shares = tuple(Share(name, proportion(times, n)) for name, times in rows)
    del own[""]
    return ChoiceSummary(n, shares, tuple(own.most_common(SHOWN)))
