"""What an owner has chosen so far, read from the address: the survey and the attributes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, g, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.filters import day
from feedback.ids import read, spell
from surveys.asking import Ask, Filter
from surveys.models import Survey, Version

ATTRIBUTE = "a:"
"""Begins the name of each form field that chooses an attribute: what follows is anybody's."""


@dataclass(frozen=True)
class Choice:
    """A published survey that takes answers, and whom to send it to."""

    survey: Survey
    version: Version
    chosen: Filter

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Give the choice as form fields, to be carried to the next page."""
        pairs = [
            (ATTRIBUTE + name, value) for name, values in self.chosen.items() for value in values
        ]
        return [("version", spell(self.version.id)), *pairs]

    def name(self, now: datetime) -> str:
        """Suggest a name for the campaign."""
        return f"{self.survey.name}, {day(now)}"

    def ask(self, campaign_id: int, now: datetime) -> Ask:
        """Put the question of whom to ask to the domain."""
        return Ask(
            campaign_id, self.chosen, g.workspace.ask_gap_days, now, str(current_app.secret_key)
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


def read_choice(session: Session) -> Choice | None:
    """Read the whole choice; None where its survey is missing, unpublished or closed."""
    asked, version_id = _id("survey"), _id("version")
    for survey, version in sendable(session):
        if asked == survey.id or version_id == version.id:
            return Choice(survey, version, chosen_attributes())
    return None


def read_id(letters: str) -> int | None:
    """Read an id that came in a form."""
    try:
        return read(letters) if letters else None
    except ValueError:
        return None


def summary(chosen: Filter) -> Iterable[str]:
    """Say in words whom the attributes choose."""
    return [f"{name}: {' or '.join(values)}" for name, values in chosen.items()]


def _id(field: str) -> int | None:
    return read_id(request.values.get(field, ""))
