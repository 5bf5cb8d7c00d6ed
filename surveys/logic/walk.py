"""The way through a survey: which questions somebody is asked, given what they said so far.

Pure: a definition, a person and answers in, a path out. One pass from the first question to the
last; each is shown when no jump leads past it and its own rule holds for what was said before it.
An answer to a question that is not shown says nothing, so that no rule can rest on it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from surveys.definition import Definition, Question
from surveys.logic import enough
from surveys.logic.holds import Facts, fold, holds
from surveys.logic.order import shuffled
from surveys.logic.piping import Token, piped
from surveys.logic.rules import About, Quota, Rule
from surveys.logic.said import words_of
from surveys.questions import Stored

Answers = Mapping[str, Stored]


@dataclass(frozen=True)
class Person:
    """What is known of somebody apart from their answers."""

    name: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    language: str = ""
    seed: str = ""
    """Decides their random orders, for good."""
    closed: frozenset[str] = frozenset()
    """Questions of which enough answers have been counted."""
    full: frozenset[int] = frozenset()
    """The places of the survey's quotas for which enough answers have been counted."""

    @cached_property
    def known(self) -> Mapping[str, str]:
        """Attributes by their folded names, as words."""
        found = {fold(name): _as_words(value) for name, value in self.attributes.items()}
        return {**found, "name": self.name or found.get("name", "")}


NOBODY = Person()


@dataclass(frozen=True)
class Path:
    """The questions somebody is asked, in the author's order."""

    asks: Definition
    person: Person
    said: Mapping[str, tuple[str, ...]]
    """What they said to them."""
    shown: tuple[Question, ...]
    open: bool = False
    """Whether answers still to come may take questions off it."""
    certain: frozenset[str] = frozenset()
    """The questions that stay on it whatever is still answered."""

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of the questions."""
        return frozenset(question.key for question in self.shown)

    @cached_property
    def pages(self) -> dict[int, tuple[Question, ...]]:
        """The pages with anything on them, by the author's number from 1 on."""
        found = {
            number: tuple(q for q in page if q.key in self.keys)
            for number, page in enumerate(self.asks.pages, 1)
        }
        return {number: page for number, page in found.items() if page}

    def after(self, number: int) -> int | None:
        """Give the page behind a page; None where it was the last."""
        return min((n for n in self.pages if n > number), default=None)

    def must_go_on(self, number: int) -> bool:
        """Tell whether some page follows for certain."""
        later = (q.key for n, page in self.pages.items() if n > number for q in page)
        return any(key in self.certain for key in later)

    def before(self, number: int) -> int | None:
        """Give the page in front of a page; None where it was the first."""
        return max((n for n in self.pages if n < number), default=None)

    def kept(self, answers: Answers) -> dict[str, Stored]:
        """Leave out the answers to what is not shown."""
        return {key: stored for key, stored in answers.items() if key in self.keys}

    def fits(self, rule: Rule) -> bool:
        """Tell whether a rule holds at the end of this path."""
        return holds(rule, self.facts) is True

    @cached_property
    def facts(self) -> Facts:
        """What is known at its end."""
        return Facts(self.said, self.person.known, self.person.language)

    def read_by(self, question: Question) -> Question:
        """Give a question as this person reads it."""
        return replace(
            question,
            text=piped(question.text, self.value_of),
            hint=piped(question.hint, self.value_of),
        )

    def thanks_of(self, asks: Definition) -> Definition:
        """Give the words of thanks as this person reads them."""
        title = piped(asks.thanks_title, self.value_of)
        return replace(asks, thanks_title=title, thanks_text=piped(asks.thanks_text, self.value_of))

    def value_of(self, token: Token) -> str:
        """Give what is put in at a place of a text."""
        if token.about is About.ANSWER and token.name in self.keys:
            label = self.asks.question(token.name).label
            return ", ".join(label(word) for word in self.said[token.name])
        return "" if token.about is About.ANSWER else self.person.known.get(fold(token.name), "")


def walk(asks: Definition, person: Person, answers: Answers, open_from: str = "") -> Path:
    """Walk through a survey.

    Where `open_from` names a question, all from that one on are still to be answered: the path
    then holds every question that may yet be shown.
    """
    ends = enough.ending(asks, person.full)
    if not ends:
        return _walk(asks, person, answers, open_from)
    whole = _walk(asks, person, answers, open_from)
    heard = [n for n, q in enumerate(asks.questions) if q.key in whole.keys and q.key in answers]
    # Whoever has answered something further on was asked that in time, and the first page always.
    later = {q.key for q in asks.questions[max(heard, default=0) + 1 :]}
    return _walk(asks, person, answers, open_from, ends, later)


def _walk(
    asks: Definition,
    person: Person,
    answers: Answers,
    open_from: str,
    ends: tuple[Quota, ...] = (),
    may_end: Collection[str] = (),
) -> Path:
    said: dict[str, tuple[str, ...]] = {}
    language = person.language or asks.language
    facts = Facts(said, person.known, language, _from(asks, open_from))
    shown, certain, aim, is_open = [], set[str](), "", False
    may_jump = False
    for question in asks.questions:
        ended = question.key in may_end and enough.is_ended(ends, question, facts)
        if ended:
            break
        may_jump, is_open = may_jump or ended is None, is_open or ended is None
        if aim not in ("", question.key):
            continue
        aim = ""
        verdict = holds(question.show_if, facts)
        spared = enough.is_spared(asks, question, person.full, facts, answers)
        if verdict is False or spared or _is_full(question, person, answers):
            continue
        shown.append(question)
        said[question.key] = words_of(question, answers.get(question.key))
        if verdict and spared is False and not may_jump:
            certain.add(question.key)
        if question.key in facts.undecided:
            is_open = is_open or None in (verdict, spared) or bool(question.go_to)
            may_jump = may_jump or bool(question.go_to)
        else:
            aim = _aim(question, facts)
    return Path(asks, person, said, tuple(shown), is_open, frozenset(certain))


def displayed(asks: Definition, number: int, person: Person) -> tuple[Question, ...]:
    """Give all questions of a page in the order this person meets them, shown or not."""
    page = asks.pages[number - 1]
    if not page[0].mixed_page:
        return page
    return tuple(shuffled(page, person.seed, page[0].key))


def _from(asks: Definition, key: str) -> frozenset[str]:
    keys = [question.key for question in asks.questions]
    return frozenset(keys[keys.index(key) :]) if key else frozenset()


def _aim(question: Question, facts: Facts) -> str:
    for jump in question.go_to:
        if holds(Rule((jump.condition(question.key),)), facts):
            return jump.to
    return ""


def _is_full(question: Question, person: Person, answers: Answers) -> bool:
    """Whoever was asked in time keeps the question, and their answer."""
    return question.key in person.closed and question.key not in answers


def _as_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
