"""What an owner has chosen so far, read from the address: the survey and the attributes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.lists import format_list
from flask import current_app, g, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.campaigns.timing_form import Timing, TimingForm
from feedback.filters import day
from feedback.ids import read, spell
from feedback.models.hurt import low_answers
from feedback.sms.texter import can_text
from surveys.asking import Ask, Filter
from surveys.models import Channel, Favour, Survey, Version
from surveys.speech import spoken

ATTRIBUTE = "a:"
"""Begins the name of each form field that chooses an attribute: what follows is anybody's."""


@dataclass(frozen=True)
class Choice:
    """A published survey that takes answers, and whom to send it to."""

    survey: Survey
    version: Version
    chosen: Filter
    timing: Timing
    favour: Favour | None = None
    channel: Channel = Channel.MAIL

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Give the choice as form fields, to be carried to the next page."""
        pairs = [
            (ATTRIBUTE + name, value) for name, values in self.chosen.items() for value in values
        ]
        favour = [("favour", self.favour.value)] if self.favour else []
        channel = [("channel", "sms")] if self.by_text else []
        version = ("version", spell(self.version.id))
        return [version, *favour, *channel, *pairs, *self.timing.fields]

    @property
    def by_text(self) -> bool:
        """Whether it goes out as text messages."""
        return self.channel == Channel.SMS

    @property
    def arguments(self) -> dict[str, list[str]]:
        """Give the choice as arguments of an address."""
        found: dict[str, list[str]] = {}
        for name, value in self.fields:
            found.setdefault(name, []).append(value)
        return found

    def name(self, now: datetime) -> str:
        """Suggest a name for the campaign."""
        return f"{self.survey.name}, {day(now)}"

    def ask(self, campaign_id: int, now: datetime) -> Ask:
        """Put the question of whom to ask to the domain."""
        return Ask(
            campaign_id,
            self.chosen,
            g.workspace.asking_rules,
            now,
            str(current_app.secret_key),
            self.favour,
            low_answers,
            channel=self.channel,
        )


def sendable(session: Session) -> Sequence[tuple[Survey, Version]]:
    """List the surveys that take answers, each with its newest published version."""
    rows = session.execute(
        select(Survey, Version)
        .join(Version, Version.survey_id == Survey.id)
        .where(Survey.closed_at.is_(None), Version.published_at.is_not(None))
        .order_by(Survey.created_at.desc(), Survey.id, Version.number)
    )
    newest = {survey.id: (survey, version) for survey, version in rows}
    return list(newest.values())


def chosen_attributes() -> dict[str, list[str]]:
    """Read the attributes from the form or the address."""
    found = {
        name.removeprefix(ATTRIBUTE): [value.strip() for value in values if value.strip()]
        for name, values in request.values.lists()
        if name.startswith(ATTRIBUTE)
    }
    return {name: list(dict.fromkeys(values)) for name, values in found.items() if values}


def chosen_favour() -> Favour | None:
    """Read what the campaign is to ask for; None is their honest opinion."""
    given = request.values.get("favour", "")
    return Favour(given) if given in set(Favour) else None


def chosen_channel() -> Channel:
    """Read by which way to ask; mail, unless it is to be text messages."""
    return Channel.SMS if request.values.get("channel") == Channel.SMS else Channel.MAIL


def may_text() -> bool:
    """Whether text messages can be chosen here."""
    return can_text(current_app.extensions["settings"])


def read_choice(session: Session) -> Choice | None:
    """Read the whole choice; None where its survey is missing, unpublished or closed, or the
    timing cannot be."""
    asked, version_id = _id("survey"), _id("version")
    for survey, version in sendable(session):
        if asked == survey.id or version_id == version.id:
            timing, whom = chosen_timing(), chosen_attributes()
            channel = chosen_channel()
            if timing is None or (channel == Channel.SMS and not may_text()):
                return None
            return Choice(survey, version, whom, timing, chosen_favour(), channel)
    return None


def chosen_timing() -> Timing | None:
    """Read when to ask; None where that cannot be."""
    form = TimingForm(request.values)
    return Timing.of(form, g.workspace.zone, request.values) if form.validate() else None


def read_id(letters: str) -> int | None:
    """Read an id that came in a form."""
    try:
        return read(letters) if letters else None
    except ValueError:
        return None


def summary(chosen: Filter) -> Iterable[str]:
    """Say in words whom the attributes choose."""
    locale = spoken().locale
    return [f"{name}: {format_list(values, 'or', locale)}" for name, values in chosen.items()]


def _id(field: str) -> int | None:
    return read_id(request.values.get(field, ""))
