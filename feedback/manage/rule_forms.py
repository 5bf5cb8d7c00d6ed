"""The editor's fields for pages, rules, jumps and quotas: rows of selects, one always empty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from wtforms import BooleanField, Form, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice

from feedback.filters import raised
from surveys.definition import Question
from surveys.forms import PartForm
from surveys.logic.findings import name_of
from surveys.logic.rules import END, About, Condition, Jump, Match, Op, Rule
from surveys.problems import condition_field, jump_field, place
from surveys.questions.base import LineField
from surveys.speech import Phrase, _, lazy

MOST = 10
LONGEST = 200
MOST_DIGITS = 7
OPS = {
    Op.IS: lazy("is"),
    Op.IS_NOT: lazy("is not"),
    Op.AT_LEAST: lazy("is at least"),
    Op.AT_MOST: lazy("is at most"),
    Op.SAYS: lazy("has in it"),
    Op.ANSWERED: lazy("is answered"),
    Op.UNANSWERED: lazy("is not answered"),
}
MATCHES = {Match.ALL: lazy("all"), Match.ANY: lazy("any")}
Row = TypeVar("Row", bound=Form)


class Select(SelectField):
    """A choice that keeps what it holds, even where that is not offered any more."""

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these, and what is stored as well."""
        found = dict(choices)
        if self.data:
            found.setdefault(self.data, _("something that is gone"))
        self.choices = _choices(found)


def _choices(offered: Mapping[Any, str | Phrase]) -> list[SelectChoice]:
    return [SelectChoice(str(value), words) for value, words in offered.items()]


class Count(IntegerField):
    """A whole number, or nothing."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; an empty field says none."""
        given = valuelist[0].strip() if valuelist else ""
        self.data = None
        if given:
            if not (given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS):
                raise ValueError(_("A whole number, or leave it empty."))
            self.data = int(given)


def matching() -> Select:
    """Choose how many of a rule's conditions must hold."""
    return Select(lazy("Must hold"), choices=_choices(MATCHES), default=Match.ALL)


class ConditionForm(PartForm):
    """Who is asked: one comparison."""

    about = Select(lazy("Rests on"), choices=[], default="")
    name = LineField(lazy("Attribute"), default="")
    op = Select(lazy("How it compares"), choices=_choices(OPS), default=Op.IS)
    value = LineField(lazy("With what"), default="")


class JumpForm(PartForm):
    """Where an answer leads."""

    op = Select(lazy("How the answer compares"), choices=_choices(OPS), default=Op.IS)
    value = LineField(lazy("With what"), default="")
    to = Select(lazy("Go to"), choices=[], default="")


class RulesForm(PartForm):
    """What else is decided about a question."""

    new_page = BooleanField(lazy("Begins a new page"))
    mixed_page = BooleanField(lazy("That page’s questions in another order for each person"))
    shuffled = BooleanField(lazy("Options in another order for each person"))
    match = matching()
    quota = Count(lazy("Ask no more after so many answers"))


@dataclass(frozen=True)
class Rules:
    """All of a question's rules as fields."""

    form: RulesForm
    conditions: tuple[ConditionForm, ...]
    jumps: tuple[JumpForm, ...]

    @classmethod
    def of(cls, question: Question, sent: Any = None) -> "Rules":
        """Show a question's rules, or read what was sent."""
        key, rule = question.key, question.show_if
        data = {name: getattr(question, name) for name in ("new_page", "mixed_page", "shuffled")}
        data |= {"quota": question.quota, "match": rule.match if rule else Match.ALL}
        jumps = [vars(jump) for jump in question.go_to]
        return cls(
            RulesForm(sent, prefix=place(key, ""), data=data),
            condition_rows(key, rule, sent),
            _rows(JumpForm, sent, lambda n, part: jump_field(key, n, part), jumps),
        )

    def offer(self, questions: Sequence[Question], at: int) -> None:
        """Offer what stands before the question to rest on, and what stands behind to go to."""
        for row in self.conditions:
            row.about.offer(subjects(questions, questions[:at]))
        further = [(q.key, title_of(questions, q)) for q in questions[at + 1 :]]
        for jump in self.jumps:
            jump.to.offer([("", "–"), *further, (END, _("The end"))])

    @property
    def show_if(self) -> Rule | None:
        """The rule the rows say."""
        rule = as_rule(self.conditions, self.form.match.data)
        return rule if rule.conditions else None

    @property
    def go_to(self) -> tuple[Jump, ...]:
        """The jumps the rows say."""
        return tuple(
            Jump(_one_of(Op, row.op.data), row.value.data[:LONGEST], row.to.data)
            for row in self.jumps
            if row.to.data
        )

    @property
    def decided(self) -> dict[str, Any]:
        """Everything the fields say, as a question keeps it."""
        said = self.form.data
        has_page = bool(said["new_page"])
        return {
            "new_page": has_page,
            "mixed_page": has_page and bool(said["mixed_page"]),
            "shuffled": bool(said["shuffled"]),
            "quota": said["quota"],
            "show_if": self.show_if,
            "go_to": self.go_to,
        }

    @property
    def fields(self) -> list[Any]:
        """Every field."""
        rows: list[Form] = [self.form, *self.conditions, *self.jumps]
        return [field for row in rows for field in row]

    @property
    def is_open(self) -> bool:
        """Whether anything is decided, or wrong."""
        decided = {name: value for name, value in self.decided.items() if value}
        return bool(decided) or any(field.errors for field in self.fields)


def condition_rows(key: str, rule: Rule | None, sent: Any = None) -> tuple[ConditionForm, ...]:
    """Show a rule's conditions and an empty row, or read what was sent."""
    stored = [_condition_data(each) for each in rule.conditions] if rule else []
    return _rows(ConditionForm, sent, lambda n, part: condition_field(key, n, part), stored)


def as_rule(rows: Sequence[ConditionForm], match: Any) -> Rule:
    """Give the rule that rows say."""
    found = [_condition(row) for row in rows if row.about.data]
    return Rule(tuple(found), _one_of(Match, match))


def subjects(questions: Sequence[Question], known: Sequence[Question]) -> list[tuple[str, str]]:
    """Give what a condition may be about, the questions by their names in the whole survey."""
    answers = [(f"{About.ANSWER}:{q.key}", title_of(questions, q)) for q in known]
    beside = [
        (About.CONTACT, _("An attribute of the contact")),
        (About.LANGUAGE, _("The language")),
    ]
    return [("", "–"), *answers, *beside]


def _rows(form: type[Row], sent: Any, name: Any, stored: list[dict[str, Any]]) -> tuple[Row, ...]:
    first = next(iter(form())).short_name
    if sent is None:
        rows = [*stored, {}][:MOST]
        return tuple(form(prefix=name(n, ""), data=row) for n, row in enumerate(rows))
    count = sum(name(n, first) in sent for n in range(MOST))
    return tuple(form(sent, prefix=name(n, "")) for n in range(count))


def _condition_data(condition: Condition) -> dict[str, str]:
    if condition.about is About.ANSWER:
        return {**vars(condition), "about": f"{About.ANSWER}:{condition.name}", "name": ""}
    return vars(condition)


def _condition(row: ConditionForm) -> Condition:
    about, _, key = str(row.about.data).partition(":")
    subject = _one_of(About, about)
    named = {About.ANSWER: key[:64], About.CONTACT: row.name.data[:LONGEST]}.get(subject, "")
    return Condition(subject, named, _one_of(Op, row.op.data), row.value.data[:LONGEST])


def _one_of(kind: Any, given: Any) -> Any:
    return kind(given) if given in list(kind) else next(iter(kind))


def title_of(questions: Sequence[Question], question: Question) -> str:
    """Name a question with its first words, so that its author finds it."""
    return f"{raised(name_of(questions, question.key))}: {question.text}"[:80]
