"""The editor's fields for quotas: how many answers of whom are enough, and what then."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import Form

from feedback.manage.rule_forms import (
    LONGEST,
    ConditionForm,
    Count,
    Select,
    as_rule,
    condition_rows,
    matching,
    subjects,
    title_of,
)
from surveys.checks import MOST_QUOTAS
from surveys.definition import Question
from surveys.editing import FIXED
from surveys.logic.rules import END, Quota, Rule
from surveys.problems import place, quota_key
from surveys.speech import _, lazy

NONE = Quota(None, Rule(()))


class QuotaForm(Form):
    """One quota without its conditions."""

    limit = Count(lazy("Enough after so many answers"))
    match = matching()
    then = Select(lazy("From then on"), choices=[], default=END)


@dataclass(frozen=True)
class QuotaRow:
    """One quota as fields."""

    form: QuotaForm
    conditions: tuple[ConditionForm, ...]

    @classmethod
    def of(cls, number: int, quota: Quota | None, sent: Any = None) -> "QuotaRow":
        """Show a quota, or read what was sent, or show an empty row."""
        key = quota_key(number)
        shown = quota or NONE
        data = {"limit": shown.limit, "then": shown.then, "match": shown.rule.match}
        form = QuotaForm(sent, prefix=place(key, ""), data=data)
        return cls(form, condition_rows(key, shown.rule, sent))

    @property
    def quota(self) -> Quota | None:
        """The quota the fields say; None where they say nothing."""
        rule = as_rule(self.conditions, self.form.match.data)
        limit = self.form.limit.data
        if not rule.conditions and limit is None:
            return None
        return Quota(limit, rule, str(self.form.then.data or END)[:LONGEST])

    @property
    def fields(self) -> list[Any]:
        """Every field."""
        forms: list[Form] = [self.form, *self.conditions]
        return [field for form in forms for field in form]


@dataclass(frozen=True)
class Quotas:
    """All of a survey's quotas as fields, and a row for one more."""

    rows: tuple[QuotaRow, ...]

    @classmethod
    def of(cls, quotas: Sequence[Quota]) -> "Quotas":
        """Show a survey's quotas."""
        shown = [*quotas, None][:MOST_QUOTAS]
        return cls(tuple(QuotaRow.of(number, quota) for number, quota in enumerate(shown)))

    @classmethod
    def read(cls, sent: Any) -> "Quotas":
        """Read what was sent."""
        numbers = [n for n in range(MOST_QUOTAS) if place(quota_key(n), "limit") in sent]
        return cls(tuple(QuotaRow.of(number, None, sent) for number in numbers))

    def offer(self, questions: Sequence[Question]) -> None:
        """Offer what a quota may rest on, and what it may leave out."""
        extras = questions[FIXED:]
        for row in self.rows:
            for condition in row.conditions:
                condition.about.offer(subjects(questions, questions))
            spared = [
                (q.key, _("leave out %(question)s", question=title_of(questions, q)))
                for q in extras
            ]
            row.form.then.offer([(END, _("ask nothing further")), *spared])

    @property
    def decided(self) -> tuple[Quota, ...]:
        """The quotas the rows say."""
        return tuple(quota for row in self.rows if (quota := row.quota))

    @property
    def fields(self) -> list[Any]:
        """Every field."""
        return [field for row in self.rows for field in row.fields]

    @property
    def is_open(self) -> bool:
        """Whether anything is decided, or wrong."""
        return bool(self.decided) or any(field.errors for field in self.fields)
