"""Forms of the code frame."""

from collections.abc import Iterable

from wtforms import HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from analysis.reading import Rule, RuleError, Theme, parse_rules
from analysis.reading.frame import LONGEST_RULE, MOST_GAPS, SHORTEST_PART
from feedback.forms import OfficeForm
from surveys.speech import _, lazy

LONGEST_NAME = 80
LONGEST_LIST = 40_000


class ThemeForm(OfficeForm):
    """One theme: how it is called, what catches it, who looks after it."""

    name = StringField(
        lazy("Name"),
        [DataRequired(lazy("A name that colleagues recognise.")), Length(max=LONGEST_NAME)],
    )
    rules = TextAreaField(
        lazy("Words and phrases"),
        [DataRequired(lazy("At least one word or phrase.")), Length(max=LONGEST_LIST)],
    )
    excludes = TextAreaField(lazy("But not"), [Optional(), Length(max=LONGEST_LIST)])
    parent = SelectField(lazy("Part of"), default="")
    owner = SelectField(lazy("Looked after by"), default="")
    number = HiddenField()
    proposal = HiddenField()
    """The proposal whose words it takes."""
    seen = HiddenField()
    """What was tried before it is applied: another list is tried again first."""

    def offer(self, parents: Iterable[Theme], owners: Iterable[tuple[str, str]]) -> None:
        """Say what the two lists offer."""
        none = ("", _("Nobody in particular"))
        self.parent.choices = [("", _("Stands by itself")), *((t.id, t.name) for t in parents)]
        self.owner.choices = [none, *owners]

    def validate_rules(self, field: TextAreaField) -> None:
        """Every rule can be used."""
        try:
            parse_rules(field.data or "")
        except RuleError as error:
            raise ValidationError(_refusal(error)) from None

    validate_excludes = validate_rules

    def theme(self, theme_id: str) -> Theme:
        """Give what was written."""
        return Theme(
            theme_id,
            " ".join((self.name.data or "").split()),
            self._list(self.rules),
            self._list(self.excludes),
            self.parent.data or "",
            self.owner.data or "",
        )

    def _list(self, field: TextAreaField) -> tuple[Rule, ...]:
        return parse_rules(field.data or "")


def _refusal(error: RuleError) -> str:
    words = error.words[:80]
    if error.reason == "empty":
        return _("“%(words)s” holds no word to look for.", words=words)
    if error.reason == "long":
        return _("“%(words)s” is longer than %(most)s words.", words=words, most=LONGEST_RULE)
    if error.reason == "gaps":
        return _(
            "“%(words)s”: a star by itself stands between words, at most %(most)s times.",
            words=words,
            most=MOST_GAPS,
        )
    return _(
        "“%(words)s”: a star stands at the beginning or end of a word, or once inside, "
        "beside at least %(least)s letters.",
        words=words,
        least=SHORTEST_PART,
    )
