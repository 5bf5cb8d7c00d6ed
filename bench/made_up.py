"""Made-up answers for the attacker, and what stands for the database they would come from."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from feedback.counts.derived import EARLY, LATE
from feedback.counts.reading import Daily, Value, most_of
from feedback.reports.by_answer import Told
from feedback.reports.carried import Carried
from feedback.reports.selection import LANGUAGE, SPEED

BEGIN = date(2026, 1, 1)
PLACES = {"Berlin": "Germany", "Bonn": "Germany", "Lyon": "France", "Oslo": "Norway"}


@dataclass(frozen=True)
class Person:
    """Somebody who answered, or did not give a score."""

    number: int
    survey: int
    day: date
    attributes: dict[str, str]
    source: str = "mail"
    excluded: str = ""
    labelled: bool = False
    skips: bool = False
    language: str = "en"
    quick: bool = True

    @property
    def speed(self) -> str:
        """Whether they answered early or late; "" where no mail asked them."""
        return (EARLY if self.quick else LATE) * (self.source == "mail")

    @property
    def said(self) -> dict[str, str]:
        """All that reports compare by."""
        own = {LANGUAGE: self.language, SPEED: self.speed}
        return {**self.attributes, **{name: text for name, text in own.items() if text}}

    @property
    def counts(self) -> bool:
        """Whether their score is in the base."""
        return not self.excluded and not self.skips


class Memory:
    """Stands for the database: the answers as a list."""

    def __init__(self, people: Sequence[Person]) -> None:
        """Keep them, and everybody's score: one of their own."""
        self.people = people
        every = range(len(people))
        self.steps = [tuple(int(i == p.number and not p.skips) for i in every) for p in people]

    def daily(self, _session: Any, surveys: Sequence[int], *, anonymous: bool = False) -> list[Any]:
        """Give one row for each person."""
        return [
            Daily(p.survey, p.day, p.source, p.excluded, p.labelled, steps, int(p.skips))
            for p, steps in zip(self.people, self.steps, strict=True)
            if p.survey in surveys
        ]

    def values(self, _session: Any, surveys: Sequence[int], name: str) -> list[Value]:
        """Count values."""
        sizes: dict[tuple[int, str], int] = {}
        for p in self.people:
            if p.counts and p.survey in surveys and name in p.attributes:
                for text in (p.attributes[name], ""):
                    sizes[p.survey, text] = sizes.get((p.survey, text), 0) + 1
        return [Value(survey, text, n) for (survey, text), n in sizes.items()]

    def largest(
        self, session: Any, surveys: Sequence[int], names: Sequence[str], *, least: int, most: int
    ) -> dict[str, list[tuple[str, int]]]:
        """Choose the largest values of several attributes."""
        values = {name: self.values(session, surveys, name) for name in names}
        return {name: most_of(each, least=least, most=most) for name, each in values.items()}

    def wide(self, _session: Any, _surveys: Sequence[int], _name: str) -> set[int]:
        """Bound nothing."""
        return set()

    def groups(self, _session: Any, wanted: Sequence[Value], name: str) -> list[Any]:
        """Give the days of values."""
        asked = {(value.survey_id, value.text) for value in wanted}
        return [
            (p.survey, text, p.day, steps)
            for p, steps in zip(self.people, self.steps, strict=True)
            if p.counts and name in p.attributes
            for text in (p.attributes[name], "")
            if (p.survey, text) in asked
        ]

    def kinds(self, _session: Any, surveys: Sequence[int], of: str) -> list[Any]:
        """Give the days of languages or channels."""
        return [
            (p.survey, getattr(p, of), p.day, steps)
            for p, steps in zip(self.people, self.steps, strict=True)
            if p.counts and p.survey in surveys
        ]

    def told_by(self, _session: Any, _source: Any, surveys: Sequence[int], name: str) -> Told:
        """Give the days of what an answer says of itself."""
        return Told.of(
            [
                (p.survey, p.said[name], p.day, steps)
                for p, steps in zip(self.people, self.steps, strict=True)
                if p.counts and p.survey in surveys and name in p.said
            ]
        )

    def carried(self, _session: Any, surveys: Sequence[int], _scale: Any) -> tuple[Carried, ...]:
        """Give what each answer says of itself."""
        return tuple(
            Carried(p.survey, p.day, p.said)
            for p in self.people
            if p.counts and p.survey in surveys
        )

    def asked(self, _session: Any, surveys: Sequence[int]) -> list[tuple[int, int, int, int]]:
        """Give those who were mailed, each at noon."""
        return [
            (p.survey, (p.day - date(1970, 1, 1)).days * 96 + 48, 1, int(p.counts))
            for p in self.people
            if p.source == "mail" and p.survey in surveys
        ]


def scattered(draw: random.Random) -> list[Person]:
    """Scatter answers over surveys, days and groups, with all that keeps some from counting."""
    days = draw.choice([4, 12, 40])
    surveys = draw.choice([1, 2, 3])
    shares = [draw.choice([0.02, 0.2, 1.0]) for _ in range(surveys)]
    values = draw.choice([2, 4, 15])
    people = []
    for number in range(draw.choice([4, 9, 20, 40, 60])):
        city = draw.choice([*PLACES, "Oslo", "Oslo"])
        given = {"city": city, "country": PLACES[city], "plan": f"P{draw.randrange(values) ** 2}"}
        people.append(
            Person(
                number,
                draw.choices(range(1, surveys + 1), shares)[0],
                BEGIN + timedelta(days=min(draw.randrange(days), draw.randrange(days) + 2)),
                {name: text for name, text in given.items() if draw.random() < 0.9},
                draw.choice(["mail", "mail", "import", "kiosk"]),
                draw.choice(["", "", "", "", "", "late"]),
                draw.random() < 0.1,
                draw.random() < 0.1,
                draw.choice(["en", "en", "nb", "fr"]),
                draw.random() < 0.6,
            )
        )
    return people


def at_the_threshold(draw: random.Random) -> list[Person]:
    """Put groups of four, five and six, fives with one other, or one person a day together."""
    surveys, cities = draw.choice([1, 1, 2, 5]), draw.sample(list(PLACES), draw.choice([2, 3, 4]))
    sizes = draw.choice([(1,), (4, 5, 6), (5, 1), (0, 1, 5), (1, 4, 5), (3, 3, 1, 5)])
    people: list[Person] = []
    unasked = draw.choice(["", "", *cities])
    for number in range(draw.choice([2, 3, 5, 8, 16])):
        turn = draw.sample(cities, len(cities))
        for place, city in enumerate(turn[: 1 if sizes == (1,) else draw.choice([1, 2, 2, 3])]):
            n = sizes[(number + place) % len(sizes)] if draw.random() < 0.7 else draw.choice(sizes)
            survey, plan = draw.randint(1, surveys), draw.choice("AAB")
            given = {"city": city, "country": PLACES[city], "plan": plan}
            day, language = BEGIN + timedelta(days=number), draw.choice(["en", "nb"])
            for _ in range(n):
                own = given if draw.random() < 0.95 else {"plan": plan}
                people.append(
                    Person(
                        *(len(people), survey, day, own),
                        source="kiosk" if own.get("city") == unasked else "mail",
                        language=language,
                        quick=draw.random() < 0.6,
                    )
                )
    return people


def data_set(number: int, draw: random.Random) -> list[Person]:
    """Make one of either kind, by turns."""
    people = (at_the_threshold if number % 2 else scattered)(draw)
    return people if len(people) > 1 else scattered(draw)
