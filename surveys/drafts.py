"""The way of a survey's wording: begun from a template, saved as a draft, published for good."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys import undoing
from surveys.checks import UnfitError, unfinished, unsaveable
from surveys.definition import Definition, Question
from surveys.editing import rekeyed, whole
from surveys.models import Survey, SurveyKind, Version
from surveys.problems import Problem, place, quota_key
from surveys.speech import _
from surveys.templates import Template
from surveys.translating import settled


@dataclass(frozen=True)
class Sheet:
    """What the editor shows and saves: the survey's name and all it asks."""

    name: str
    asks: Definition

    @property
    def words(self) -> undoing.Words:
        """Give both, as the steps of a draft are kept."""
        return self.name, self.asks

    @property
    def stamp(self) -> str:
        """Tell sheets apart by what they say: two tabs that say the same do not clash."""
        words = json.dumps([self.name, whole(self.asks)], sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Draft:
    """A survey with its versions, newest first, as it lies on the desk."""

    survey: Survey
    versions: tuple[Version, ...]

    @property
    def sheet(self) -> Sheet:
        """The newest words, published or not."""
        return Sheet(self.survey.name, Definition.of(self.versions[0].definition))

    @property
    def unpublished(self) -> Version | None:
        """The version that is still a draft, if there is one."""
        newest = self.versions[0]
        return newest if newest.published_at is None else None

    @property
    def number(self) -> int:
        """The number these words have, or will have once they are changed."""
        newest = self.versions[0]
        return newest.number if self.unpublished else newest.number + 1

    @property
    def published(self) -> tuple[Version, ...]:
        """The versions that were published, newest first."""
        return tuple(v for v in self.versions if v.published_at is not None)

    @property
    def asked(self) -> dict[str, Question]:
        """Every question ever published, by its key, as it was last asked."""
        oldest_first = reversed(self.published)
        definitions = [Definition.of(version.definition) for version in oldest_first]
        return {question.key: question for asks in definitions for question in asks.questions}


class ConflictError(Exception):
    """Somebody saved other words since this sheet was opened; nothing was overwritten."""

    def __init__(self, stored: Sheet) -> None:
        """Keep what is stored, so that both can be shown."""
        super().__init__("the draft was changed meanwhile")
        self.stored = stored


class SettledError(Exception):
    """A version is published: whether the survey is anonymous cannot be changed any more."""


class UnfinishedError(UnfitError):
    """The draft is saved, but a customer would miss something."""


def begin(session: Session, template: Template, *, company: str, now: datetime) -> Survey:
    """Make a survey with a first draft."""
    return take_in(session, str(template.label), template.kind, template.asks(company), now=now)


def take_in(
    session: Session, name: str, kind: SurveyKind, asks: Definition, *, now: datetime
) -> Survey:
    """Make a survey with a first draft that asks this."""
    survey = Survey(name=name, kind=kind, created_at=now)
    session.add(survey)
    session.flush()
    session.add(Version(survey_id=survey.id, number=1, definition=asks.stored(), created_at=now))
    return survey


def read(session: Session, survey: Survey) -> Draft:
    """Read the survey's versions."""
    newest_first = (
        select(Version)
        .where(Version.survey_id == survey.id)
        .order_by(Version.number.desc())
        .execution_options(populate_existing=True)
    )
    return Draft(survey, tuple(session.scalars(newest_first)))


def save(session: Session, survey: Survey, sheet: Sheet, *, seen: str, now: datetime) -> Draft:
    """Save a sheet; `seen` is the stamp of the one it was made from.

    ConflictError where another was saved in between, unless it says the same;
    UnfitError where the words are more than a draft can hold.
    """
    if problems := unsaveable(sheet.name, sheet.asks):
        raise UnfitError(problems)
    draft = _locked(session, survey)
    if draft.sheet.stamp not in (seen, sheet.stamp):
        raise ConflictError(draft.sheet)
    if sheet.stamp != draft.sheet.stamp:
        undoing.remember(session, survey, draft.sheet.words, sheet.words, now=now)
    return _write(session, draft, sheet, now=now)


def undo(session: Session, survey: Survey, *, now: datetime) -> Draft:
    """Take the last change back, whoever made it; a draft with none stays as it is."""
    return _step(session, survey, undone=True, now=now)


def redo(session: Session, survey: Survey, *, now: datetime) -> Draft:
    """Make the change again that was taken back last."""
    return _step(session, survey, undone=False, now=now)


def _step(session: Session, survey: Survey, *, undone: bool, now: datetime) -> Draft:
    draft = _locked(session, survey)
    words = undoing.swap(session, survey, draft.sheet.words, undone=undone, now=now)
    return _write(session, draft, Sheet(*words), now=now) if words else draft


def _write(session: Session, draft: Draft, sheet: Sheet, *, now: datetime) -> Draft:
    survey = draft.survey
    survey.name = sheet.name
    if whole(sheet.asks) == whole(draft.sheet.asks):
        return draft
    version = draft.unpublished
    if version is None:
        version = Version(survey_id=survey.id, number=draft.number, created_at=now)
        session.add(version)
    version.definition = sheet.asks.stored()
    session.flush()
    return read(session, survey)


def publish(session: Session, survey: Survey, *, seen: str, now: datetime) -> Version | None:
    """Freeze the draft; questions that changed since they were asked get new keys.

    None where there is nothing new to publish; ConflictError where `seen` is not what is stored;
    UnfinishedError where a customer would miss something.
    """
    draft = _locked(session, survey)
    version = draft.unpublished
    if version is None:
        return None
    sheet = draft.sheet
    if sheet.stamp != seen:
        raise ConflictError(sheet)
    problems = [*unsaveable(sheet.name, sheet.asks), *unfinished(sheet.name, sheet.asks)]
    if survey.is_anonymous and sheet.asks.quotas:
        words = _("Of an anonymous survey nobody can tell whose answers were counted. Clear these.")
        problems.append(Problem(place(quota_key(0), "limit"), words))
    if problems:
        raise UnfinishedError(problems)
    version.definition = settled(rekeyed(sheet.asks, draft.asked)).stored()
    version.published_at = now
    undoing.forget(session, survey)
    session.flush()
    return version


def set_anonymous(session: Session, survey: Survey, *, anonymous: bool) -> None:
    """Choose whether answers lead to nobody; SettledError once anything is published."""
    if _locked(session, survey).published:
        raise SettledError
    survey.is_anonymous = anonymous


def discard(session: Session, survey: Survey) -> None:
    """Throw the draft away; a survey that was never published goes with it."""
    draft = _locked(session, survey)
    if draft.unpublished is not None:
        session.delete(draft.unpublished)
        session.flush()
    undoing.forget(session, survey)
    if not draft.published:
        session.delete(survey)


def _locked(session: Session, survey: Survey) -> Draft:
    """Let one writer at a time near a survey (SQLite's writers stand in line already)."""
    session.flush()
    session.refresh(survey, with_for_update=True)
    return read(session, survey)
