"""What a survey file brought, and what could not come along."""

import json
import re
from dataclasses import dataclass
from typing import Any

from surveys.definition import Definition
from surveys.models import SurveyKind
from surveys.speech import _


class NotASurveyError(ValueError):
    """The file cannot be read as a survey; its words are for the person who chose it."""


NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""As JSON writes it: behind a backslash that is not itself one of a pair."""


def loaded(raw: bytes) -> Any:
    """Read JSON; NotASurveyError where it is none, or has half a letter that no page can show."""
    try:
        stored = json.loads(raw.decode("utf-8-sig"))
        again = json.dumps(stored, ensure_ascii=False)
        again.encode()
    except (ValueError, RecursionError):
        raise NotASurveyError(_("This is not a survey file: it cannot be read as JSON.")) from None
    if NUL.search(again):
        raise NotASurveyError(_("The file holds a character that is none, and cannot be stored."))
    return stored


@dataclass(frozen=True)
class Note:
    """Something that is not as it was in the file."""

    about: str
    """The question as the file calls it; "" for the survey as a whole."""
    words: str


@dataclass(frozen=True)
class Brought:
    """A survey that can be saved as a draft."""

    name: str
    kind: SurveyKind
    asks: Definition
    notes: tuple[Note, ...] = ()
