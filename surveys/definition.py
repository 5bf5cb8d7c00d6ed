"""What a version asks, as frozen data: the one shape that is stored, shown and answered."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

SCORE_KEY = "score"
REASON_KEY = "reason"
MAX_EXTRA_QUESTIONS = 5


@dataclass(frozen=True)
class Question:
    """One question; `kind` names its type in `surveys.questions.TYPES`."""

    key: str
    kind: str
    text: str
    hint: str = ""
    required: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    """What the type's own author form asked for, such as {"options": [...]}."""


@dataclass(frozen=True)
class Definition:
    """A whole version: the mail that asks, the questions, the thanks."""

    subject: str
    invitation: str
    questions: tuple[Question, ...]
    thanks_title: str
    thanks_text: str
    language: str = "en"

    @property
    def score(self) -> Question:
        """The headline question; always the first."""
        return self.questions[0]

    @property
    def reason(self) -> Question:
        """The customer's own words; always the second."""
        return self.questions[1]

    def question(self, key: str) -> Question:
        """Find a question; KeyError where this version has none of that key."""
        return {question.key: question for question in self.questions}[key]

    def stored(self) -> dict[str, Any]:
        """Give the form that is stored in Version.definition."""
        return asdict(self)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Definition":
        """Read the stored form back."""
        questions = tuple(Question(**question) for question in stored["questions"])
        return cls(**{**stored, "questions": questions})
