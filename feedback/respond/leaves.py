"""One page of a survey as one person meets it: its questions, their rules, how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import Field

from surveys.answering import AnswerForm
from surveys.definition import Question
from surveys.logic.holds import Facts, holds
from surveys.logic.order import shuffled
from surveys.logic.rules import Condition, Rule
from surveys.logic.walk import Path, displayed, walk
from surveys.questions import TYPES, QuestionType


@dataclass(frozen=True)
class Asked:
    """One question as the page shows it."""

    question: Question
    field: Field
    is_first: bool = False
    is_hidden: bool = False
    """Whether it stands on the page for the case that an answer above calls for it."""

    @property
    def type(self) -> QuestionType:
        """The question's type."""
        return TYPES[self.question.kind]

    @property
    def template(self) -> str:
        """Where its looks are."""
        return f"questions/{self.question.kind}.html"


@dataclass(frozen=True)
class Leaf:
    """A page among others."""

    asked: tuple[Asked, ...]
    number: int | None = None
    """The author's number of the page; None where the survey is one page."""
    place: int = 1
    """How many pages there are up to this one."""
    most: int = 1
    """How many there are at most, for this person."""
    is_open: bool = False
    """Whether answers still to come decide how many there are."""
    is_last: bool = True
    may_be_last: bool = False
    """Whether some answers make it the last."""
    rules: tuple[Mapping[str, Any], ...] = ()
    """What the page's script needs to show and hide its questions; nothing about the person."""


def leaf_of(form: AnswerForm) -> Leaf:
    """Give the page that a form stands on, as its person meets it."""
    if form.definition.is_plain:
        first = form.questions[0].key
        return Leaf(tuple(Asked(q, form[q.key], q.key == first) for q in form.questions))
    possible = walk(form.definition, form.person, form.before, open_from=form.questions[0].key)
    asked = _asked(form, possible)
    rules = _rules(form, possible)
    if not form.page or len(form.definition.pages) == 1:
        return Leaf(asked, number=form.page, rules=rules)
    numbers = list(possible.pages)
    return Leaf(
        asked,
        number=form.page,
        place=sum(number <= form.page for number in numbers),
        most=len(numbers),
        is_open=possible.open,
        is_last=possible.after(form.page) is None,
        may_be_last=not possible.must_go_on(form.page),
        rules=rules,
    )


def _asked(form: AnswerForm, possible: Path) -> tuple[Asked, ...]:
    page = displayed(form.definition, form.page, form.person) if form.page else form.questions
    page = tuple(question for question in page if question.key in possible.keys)
    path = form.path
    first = next((question.key for question in page if question.key in path.keys), None)
    return tuple(
        Asked(
            path.read_by(question),
            _mixed(form[question.key], question, form.person.seed),
            question.key == first,
            question.key not in path.keys,
        )
        for question in page
    )


def _mixed(field: Field, question: Question, seed: str) -> Field:
    if question.shuffled and hasattr(field, "options"):
        field.options = shuffled(field.options, seed, question.key)
    return field


def _rules(form: AnswerForm, possible: Path) -> tuple[Mapping[str, Any], ...]:
    """Give the rules of a page on which an answer shows or hides a neighbour."""
    page = [question for question in form.questions if question.key in possible.keys]
    keys = {question.key for question in page}
    elsewhere = {key: said for key, said in possible.said.items() if key not in keys}
    facts = Facts(elsewhere, possible.person.known, possible.facts.language, frozenset(keys))
    jumps = any(question.go_to for question in page[:-1])
    if not jumps and all(holds(question.show_if, facts) for question in page):
        return ()
    return tuple(
        {
            "key": question.key,
            "show": _folded(question.show_if, facts),
            "jumps": [[jump.op, jump.value, jump.to] for jump in question.go_to],
        }
        for question in page
    )


def _folded(rule: Rule | None, facts: Facts) -> dict[str, Any] | None:
    """Decide all that is known already, so that only this page's answers are left."""
    if rule is None:
        return None
    return {"match": rule.match, "if": [_open(each, facts) for each in rule.conditions]}


def _open(condition: Condition, facts: Facts) -> bool | list[str]:
    verdict = holds(Rule((condition,)), facts)
    return [condition.name, condition.op, condition.value] if verdict is None else verdict
