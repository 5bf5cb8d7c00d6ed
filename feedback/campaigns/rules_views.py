"""The asking rules: how often anybody is asked, with other days for some."""

from flask import flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, FieldList, FormField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from feedback.accounts.permissions import Permission, permit
from feedback.campaigns import campaigns
from feedback.extensions import db
from feedback.forms import OfficeForm
from surveys.audience import attribute_values
from surveys.forms import PartForm
from surveys.rules import LONGEST_GAP, MOST_OVERRIDES, AskingRules, Override
from surveys.speech import _, lazy

Page = str | Response | tuple[str, int]

DAYS, NEVER = "days", "never"
EMPTY_ROWS = 2
DAYS_RANGE = NumberRange(0, LONGEST_GAP, lazy("From %(min)s to %(max)s days."))


class OverrideForm(PartForm):
    """One rule for some contacts."""

    attribute = StringField(lazy("Attribute"), [Length(max=60)])
    value = StringField(lazy("Value"), [Length(max=500)])
    how = SelectField(
        lazy("How often"),
        choices=[SelectChoice(DAYS, lazy("Days apart:")), SelectChoice(NEVER, lazy("Never ask"))],
        default=DAYS,
        validate_choice=False,
    )
    gap_days = IntegerField(lazy("Days"), [Optional(), DAYS_RANGE])

    @property
    def is_empty(self) -> bool:
        """Whether the row was left as it was offered."""
        return not (self.attribute.data or "").strip() and not (self.value.data or "").strip()

    def override(self) -> Override:
        """Give the rule; ValidationError where it is not whole."""
        attribute, value = (self.attribute.data or "").strip(), (self.value.data or "").strip()
        if not attribute or not value:
            raise ValidationError(_("A rule needs an attribute and its value."))
        if self.how.data == NEVER:
            return Override(attribute, value, None)
        if self.gap_days.data is None:
            raise ValidationError(
                _(
                    "How many days for %(attribute)s “%(value)s”? Or never?",
                    attribute=attribute,
                    value=value,
                )
            )
        return Override(attribute, value, self.gap_days.data)


class AskingRulesForm(OfficeForm):
    """How often anybody is asked."""

    gap_days = IntegerField(
        lazy("Days between two asks"), [InputRequired(lazy("A number of days.")), DAYS_RANGE]
    )
    reminders_count = BooleanField(lazy("A reminder counts as an ask"))
    overrides = FieldList(FormField(OverrideForm), max_entries=MOST_OVERRIDES + EMPTY_ROWS)

    def validate_overrides(self, field: FieldList) -> None:
        """Every rule that was begun is whole, and there are not too many."""
        begun = [entry.form.override() for entry in field if not entry.form.is_empty]
        if len(begun) > MOST_OVERRIDES:
            raise ValidationError(_("%(most)s rules are the most.", most=MOST_OVERRIDES))

    def rules(self) -> AskingRules:
        """Give what was chosen."""
        found = [entry.form.override() for entry in self.overrides if not entry.form.is_empty]
        return AskingRules(self.gap_days.data, tuple(found), self.reminders_count.data)


@campaigns.route("/workspace/asking", methods=["GET", "POST"])
@permit(Permission.MANAGE_WORKSPACE)
def asking_rules() -> Page:
    """Show the asking rules, and change them."""
    form = AskingRulesForm(data=_filled(g.workspace.asking_rules))
    if not form.validate_on_submit():
        attributes = attribute_values(db.session())
        status = 422 if form.is_submitted() else 200
        return render_template("campaigns/rules.html", form=form, attributes=attributes), status
    g.workspace.asking_rules = form.rules()
    db.session.commit()
    flash(_("Saved. The rules hold for every campaign from now on."))
    return redirect(url_for("campaigns.asking_rules"), 303)


def _filled(rules: AskingRules) -> dict[str, object]:
    rows: list[dict[str, object]] = [
        {
            "attribute": each.attribute,
            "value": each.value,
            "how": NEVER if each.gap_days is None else DAYS,
            "gap_days": each.gap_days,
        }
        for each in rules.overrides
    ]
    return {
        "gap_days": rules.gap_days,
        "reminders_count": rules.do_reminders_count,
        "overrides": rows + [{"how": DAYS}] * EMPTY_ROWS,
    }
