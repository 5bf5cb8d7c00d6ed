"""Options put in order, the best first: a whole ranking or none."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar

from wtforms import Field, Form

from analysis import Mean, Proportion, mean, proportion
from surveys.definition import Question
from surveys.questions.base import (
    Answered,
    Answers,
    Cell,
    QuestionType,
    Settings,
    Stored,
    required,
)
from surveys.questions.options import OptionsField, check_options, options_of
from surveys.speech import _, lazy

MOST = 10
"""More than ten nobody puts in order."""


@dataclass(frozen=True)
class Ranked:
    """One option: its place on average, and how many put it first."""

    label: str
    place: Mean
    first: Proportion


@dataclass(frozen=True)
class RankingSummary:
    """Options by their average place, the best first."""

    n: int
    options: tuple[Ranked, ...]


class RankingSettings(Settings):
    """What is put in order."""

    options = OptionsField(
        lazy("Options, one per line"), [Answered(lazy("Write at least two options."))]
    )

    def validate_options(self, field: Field) -> None:
        """Few enough to compare each with each."""
        check_options(field.data, MOST)


class RankingField(Field):
    """The options in the customer's order; each one's place is sent under `name-number`."""

    def __init__(self, *args: Any, asked: Question, **kwargs: Any) -> None:
        """Keep the options."""
        super().__init__(*args, **kwargs)
        self.options, self.label_of = options_of(asked), asked.label
        self.names = {option: f"{self.name}-{at}" for at, option in enumerate(self.options)}
        """What each option's place is sent under, in whichever order they stand on the page."""
        self.places: dict[str, str] = {}
        """The place of each option as it stands on the page."""

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Take the places as they were sent: they are kept whatever is wrong with them."""
        if formdata is not None:
            sent = {option: formdata.get(name, "") for option, name in self.names.items()}
            self.places = {option: place for option, place in sent.items() if place}
        super().process(formdata, *args, **kwargs)
        if formdata is None:
            self.places = {option: str(at) for at, option in enumerate(self.data or (), 1)}

    def process_formdata(self, valuelist: list[str]) -> None:
        """Put the options in order, or say what is in the way."""
        self.data = []
        if not self.places:
            return
        order: dict[str, str] = {}
        for option, place in self._whole().items():
            if place not in self.steps:
                most = len(self.options)
                raise ValueError(_("Choose a place from 1 to %(most)s for each.", most=most))
            if place in order:
                pair = {"one": self.label_of(order[place]), "other": self.label_of(option)}
                raise ValueError(_("“%(one)s” and “%(other)s” have the same place.", **pair))
            order[place] = option
        missing = next((option for option in self.options if option not in order.values()), "")
        if missing:
            raise ValueError(_("“%(option)s” has no place yet.", option=self.label_of(missing)))
        self.data = [order[step] for step in self.steps]

    @property
    def steps(self) -> list[str]:
        """The places there are."""
        return [str(at) for at in range(1, len(self.options) + 1)]

    def _whole(self) -> dict[str, str]:
        """Where all but one have a place of their own, the last place is the last one's."""
        free = set(self.steps) - set(self.places.values())
        open_ = [option for option in self.options if option not in self.places]
        if len(free) == len(open_) == 1:
            return {**self.places, open_[0]: free.pop()}
        return self.places


class Ranking(QuestionType):
    """Put in order."""

    kind = "ranking"
    label = lazy("Ranking: options in order")
    advice = lazy("Which of a few things matters most, which next, and so on.")
    Settings: ClassVar[type[Form]] = RankingSettings

    def field(self, question: Question) -> Field:
        """Make the field."""
        validators = required(question, _("Give each one a place."))
        return RankingField(question.text, validators, asked=question)

    def encode(self, question: Question, value: list[str] | None) -> Stored | None:
        """Store the options' words as a JSON list, the first place first."""
        return Stored(text=json.dumps(value, ensure_ascii=False)) if value else None

    def decode(self, question: Question, stored: Stored) -> list[str]:
        """Read the list back."""
        return list(json.loads(stored.text)) if stored.text else []

    def show(self, question: Question, stored: Stored) -> str:
        """Write 1. Price; 2. Speed."""
        order = self.decode(question, stored)
        return "; ".join(f"{at}. {question.label(option)}" for at, option in enumerate(order, 1))

    def columns(self, question: Question) -> tuple[str, ...]:
        """Give each option a column of its own."""
        return tuple(f"{question.text}: {option}" for option in options_of(question))

    def cells(self, question: Question, stored: Stored) -> tuple[Cell, ...]:
        """Give each option's place."""
        order = self.decode(question, stored)
        return tuple(
            order.index(option) + 1 if option in order else None for option in options_of(question)
        )

    def summary(self, question: Question, answers: Answers) -> RankingSummary:
        """Average each option's place over the people who put them in order."""
        options = options_of(question)
        places = {option: [0] * len(options) for option in options}
        n = 0
        for stored, times in Counter(answers).items():
            order = self.decode(question, stored)
            if set(order) == set(options):
                n += times
                for at, option in enumerate(order):
                    places[option][at] += times
        scale = (1, len(options))
        ranked = [
            Ranked(question.label(o), mean(counts=k, scale=scale), proportion(k[0], n))
            for o, k in places.items()
        ]
        return RankingSummary(n, tuple(sorted(ranked, key=lambda r: r.place.estimate or 0)))
