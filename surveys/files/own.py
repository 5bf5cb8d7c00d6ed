"""Hark's own survey file: JSON with a version, everything a survey asks and nothing it learnt.

    {"format": "hark-survey", "version": 1, "name": …, "kind": …, "asks": {…}}

`asks` is a definition as versions store it. What is read was checked as if it had been typed.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from surveys.checks import unsaveable
from surveys.definition import (
    MAX_EXTRA_QUESTIONS,
    REASON_KEY,
    SCORE_KEY,
    Definition,
    Question,
)
from surveys.editing import FIXED
from surveys.files.brought import Brought, NotASurveyError, loaded
from surveys.models import SurveyKind
from surveys.questions import TYPES
from surveys.questions.files import SettingsError, settings_in
from surveys.speech import _
from surveys.templates import TEMPLATES

FORMAT, VERSION = "hark-survey", 1
KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_definition = TypeAdapter(Definition)


def write(name: str, kind: SurveyKind, asks: Definition) -> bytes:
    """Write a survey; equal surveys give equal bytes."""
    stored = {
        "format": FORMAT,
        "version": VERSION,
        "name": name,
        "kind": kind.value,
        "asks": asks.stored(),
    }
    text = json.dumps(stored, ensure_ascii=False, indent=2, sort_keys=True)
    # Whoever shows the file as a page by mistake shows no markup.
    return text.replace("<", "\\u003c").encode() + b"\n"


def read(raw: bytes) -> Brought:
    """Read a survey; NotASurveyError says which part of the file is wrong."""
    stored = _loaded(raw)
    kind = _kind(stored.get("kind"))
    name = stored.get("name")
    if not isinstance(name, str):
        raise NotASurveyError(_("The file gives the survey no name."))
    asks = _checked(_asks(stored.get("asks")), kind)
    problems = unsaveable(name, asks)
    if problems:
        raise NotASurveyError(_listed(f"{p.place}: {p.words}" for p in problems))
    return Brought(name, kind, asks)


def _loaded(raw: bytes) -> Mapping[str, Any]:
    stored = loaded(raw)
    if not isinstance(stored, dict) or stored.get("format") != FORMAT:
        raise NotASurveyError(_("This JSON file is not one of Hark's survey files."))
    version = stored.get("version")
    if version != VERSION:
        raise NotASurveyError(
            _(
                "The file is of version %(version)s; this Hark reads version "
                "%(known)s. Bring Hark up to date, then try again.",
                version=version,
                known=VERSION,
            )
        )
    return stored


def _kind(given: Any) -> SurveyKind:
    try:
        return SurveyKind(given)
    except ValueError:
        raise NotASurveyError(_("%(given)s is no kind of survey.", given=str(given)[:40])) from None


def _asks(given: Any) -> Definition:
    try:
        return _definition.validate_json(json.dumps(given), strict=False)
    except ValidationError as error:
        places = (".".join(map(str, e["loc"])) + ": " + e["msg"] for e in error.errors())
        raise NotASurveyError(_listed(places)) from None


def _checked(asks: Definition, kind: SurveyKind) -> Definition:
    heads = [(question.key, question.kind) for question in asks.questions[:FIXED]]
    if heads != [(SCORE_KEY, TEMPLATES[kind].score_kind), (REASON_KEY, "text")]:
        raise NotASurveyError(
            _(
                "A survey of this kind begins with its score (%(kind)s) and the "
                "reason for it; this one does not.",
                kind=TEMPLATES[kind].score_kind,
            )
        )
    keys = [question.key for question in asks.questions]
    if len(set(keys)) < len(keys) or not all(KEY.fullmatch(key) for key in keys):
        raise NotASurveyError(_("Each question needs a key of its own: letters, digits and _."))
    if len(keys) > FIXED + MAX_EXTRA_QUESTIONS:
        raise NotASurveyError(
            _("A survey has at most %(most)s questions.", most=FIXED + MAX_EXTRA_QUESTIONS)
        )
    return replace(asks, questions=tuple(_as_typed(each) for each in asks.questions))


def _as_typed(question: Question) -> Question:
    if question.kind not in TYPES:
        raise NotASurveyError(
            _("%(key)s: there is no question type %(kind)s.", key=question.key, kind=question.kind)
        )
    try:
        settings = settings_in(TYPES[question.kind], question.settings)
    except SettingsError as error:
        found = _listed(f"{name}: {words}" for name, words in error.problems.items())
        raise NotASurveyError(f"{question.key}: {found}") from None
    return replace(question, settings=settings, labels={})


def _listed(problems: Iterable[str]) -> str:
    first = list(problems)
    more = f" (and {len(first) - 3} more)" if len(first) > 3 else ""
    return "; ".join(first[:3]) + more
