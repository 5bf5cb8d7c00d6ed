"""When a campaign asks: the part of its form that says so, and how it reads afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import (
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from feedback.filters import count, moment
from feedback.mail.letter import one_line
from surveys.forms import PartForm
from surveys.models import Campaign, CampaignKind
from surveys.scheduling import Reminder, Schedule, reminders_of
from surveys.speech import Phrase, _, counted, lazy, noted
from surveys.triggering import fold_event

DAYS = tuple(
    lazy(day)
    for day in (
        noted("Monday"),
        noted("Tuesday"),
        noted("Wednesday"),
        noted("Thursday"),
        noted("Friday"),
        noted("Saturday"),
        noted("Sunday"),
    )
)
KINDS = {
    CampaignKind.ONCE: lazy("Once"),
    CampaignKind.TRIGGERED: lazy("After something has happened"),
    CampaignKind.RECURRING: lazy("Again and again"),
}
TRIGGERED = CampaignKind.TRIGGERED
HOURS = [f"{hour:02}:00" for hour in range(25)]
MOMENT = "%Y-%m-%dT%H:%M"


def _number(label: Phrase, most: int, default: int | None = None, least: int = 0) -> IntegerField:
    says = lazy("A whole number from %(min)s to %(max)s.")
    return IntegerField(label, [Optional(), NumberRange(least, most, says)], default=default)


def _hours(label: Phrase, first: int, last: int, default: int) -> SelectField:
    choices = [SelectChoice(hour, HOURS[hour]) for hour in range(first, last + 1)]
    return SelectField(label, choices=choices, coerce=int, default=default)


class TimingForm(PartForm):
    """Sent by GET with the choice of contacts; what is left empty is the usual."""

    kind = RadioField(
        lazy("When"),
        choices=[SelectChoice(kind.value, words) for kind, words in KINDS.items()],
        default=CampaignKind.ONCE.value,
    )
    starts = DateTimeLocalField(lazy("Not before"), [Optional()], format=[MOMENT, f"{MOMENT}:%S"])
    ends = DateTimeLocalField(lazy("Until"), [Optional()], format=[MOMENT, f"{MOMENT}:%S"])
    event = StringField(lazy("What happens"), [Length(max=80)])
    delay_days = _number(lazy("Days after it"), 365, 3)
    period_days = _number(lazy("Days between two asks"), 1095, 90, 1)
    from_hour = _hours(lazy("From"), 0, 23, 0)
    until_hour = _hours(lazy("To"), 1, 24, 24)
    weekdays = SelectMultipleField(
        lazy("Days"),
        choices=[SelectChoice(n, day) for n, day in enumerate(DAYS)],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    daily_cap = _number(lazy("Most a day"), 10_000_000)
    per_minute = _number(lazy("Most a minute"), 1_000_000)
    remind_days = _number(lazy("First reminder, days later"), 365)
    remind_subject = StringField(lazy("Its subject"), [Length(max=200)])
    again_days = _number(lazy("Second reminder, days after that"), 365)
    again_subject = StringField(lazy("Its subject"), [Length(max=200)])

    @property
    def opens(self) -> bool:
        """Whether the details are to be open: something in them is said or wrong."""
        names = list(self._fields)
        details = [self._fields[name] for name in names[names.index("from_hour") :]]
        return any(field.errors or field.data != field.default for field in details if field.data)

    def validate_event(self, field: StringField) -> None:
        """A campaign that waits needs something to wait for."""
        if self.kind.data == CampaignKind.TRIGGERED and not fold_event(field.data or ""):
            raise ValidationError(_("Name what has to happen, such as “order delivered”."))

    def validate_until_hour(self, field: SelectField) -> None:
        """The hours must leave some time."""
        if (field.data or 24) <= (self.from_hour.data or 0):
            raise ValidationError(_("Choose an hour after the first one."))

    def validate_ends(self, field: DateTimeLocalField) -> None:
        """It must not end before it begins."""
        if field.data and self.starts.data and field.data <= self.starts.data:
            raise ValidationError(_("Choose a moment after the first one."))


@dataclass(frozen=True)
class Timing:
    """When a campaign asks, as its owner wants it."""

    kind: CampaignKind
    schedule: Schedule
    starts_at: datetime | None
    ends_at: datetime | None
    fields: tuple[tuple[str, str], ...] = ()
    """As form fields, to be carried to the next page."""

    @classmethod
    def of(cls, form: TimingForm, zone: ZoneInfo, given: Any) -> "Timing":
        """Read a form that was found valid; its moments are of the workspace's clock."""
        kind = CampaignKind(form.kind.data or CampaignKind.ONCE)
        schedule = Schedule(
            event=one_line(form.event.data or "") if kind == TRIGGERED else "",
            delay_hours=24 * _or(form.delay_days.data, 3) if kind == TRIGGERED else 0,
            period_days=_or(form.period_days.data, 90),
            from_hour=form.from_hour.data,
            until_hour=form.until_hour.data,
            weekdays=tuple(sorted(set(form.weekdays.data or ()))),
            daily_cap=form.daily_cap.data or 0,
            per_minute=form.per_minute.data or 0,
            reminders=reminders_of(
                [form.remind_days.data or 0, form.again_days.data or 0],
                [one_line(field.data or "") for field in (form.remind_subject, form.again_subject)],
            ),
        )
        pairs = [(name, value) for name in form._fields for value in given.getlist(name) if value]
        ends = form.ends.data if kind != CampaignKind.ONCE else None
        return cls(kind, schedule, _aware(form.starts.data, zone), _aware(ends, zone), tuple(pairs))

    def settle(self, campaign: Campaign) -> None:
        """Give a campaign this timing."""
        campaign.kind, campaign.schedule = self.kind, self.schedule.stored()
        campaign.starts_at, campaign.ends_at = self.starts_at, self.ends_at


def in_words(campaign: Campaign | Timing) -> list[str]:
    """Say when a campaign asks, one sentence each; what is usual is not said."""
    kept = campaign.schedule
    schedule = kept if isinstance(kept, Schedule) else Schedule.of(kept)
    return list(_said(campaign.kind, schedule, campaign.starts_at, campaign.ends_at))


def _said(
    kind: str, schedule: Schedule, starts_at: datetime | None, ends_at: datetime | None
) -> Iterator[str]:
    delay = timedelta(hours=schedule.delay_hours)
    if kind == CampaignKind.TRIGGERED and delay:
        yield counted(
            "%(n)s day after “%(event)s”",
            "%(n)s days after “%(event)s”",
            delay.days,
            event=schedule.event,
        )
    elif kind == CampaignKind.TRIGGERED:
        yield _("Right after “%(event)s”", event=schedule.event)
    if kind == CampaignKind.RECURRING:
        yield counted(
            "Each contact every day, a few at a time",
            "Each contact every %(n)s days, a few each day",
            schedule.period_days,
        )
    if starts_at:
        yield _("Not before %(moment)s", moment=moment(starts_at))
    if ends_at:
        yield _("Until %(moment)s", moment=moment(ends_at))
    if schedule.has_window:
        hours = {"begin": HOURS[schedule.from_hour], "end": HOURS[schedule.until_hour]}
        days = _days(schedule.weekdays)
        yield _("%(days)s, %(begin)s to %(end)s on their clock", days=days, **hours)
    if schedule.daily_cap:
        yield _("At most %(number)s a day", number=count(schedule.daily_cap))
    if schedule.per_minute:
        yield _("At most %(number)s a minute", number=count(schedule.per_minute))
    yield from map(_reminder, schedule.reminders)


def _reminder(reminder: Reminder) -> str:
    if reminder.subject:
        return counted(
            "A reminder after %(n)s silent day with the subject “%(subject)s”",
            "A reminder after %(n)s silent days with the subject “%(subject)s”",
            reminder.after_days,
            subject=reminder.subject,
        )
    return counted(
        "A reminder after %(n)s silent day",
        "A reminder after %(n)s silent days",
        reminder.after_days,
    )


def _days(weekdays: tuple[int, ...]) -> str:
    if not weekdays or len(weekdays) == len(DAYS):
        return _("Every day")
    first, last = weekdays[0], weekdays[-1]
    if len(weekdays) > 2 and last - first == len(weekdays) - 1:
        return _("%(first)s to %(last)s", first=DAYS[first], last=DAYS[last])
    return ", ".join(str(DAYS[day]) for day in weekdays)


def _aware(wall: datetime | None, zone: ZoneInfo) -> datetime | None:
    try:
        return wall and wall.replace(tzinfo=zone).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _or(number: int | None, usual: int) -> int:
    return usual if number is None else number
