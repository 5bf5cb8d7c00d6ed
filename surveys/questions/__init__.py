"""The question types. A new one is a module here, two templates, and its line in TYPES."""

from surveys.questions.base import Answers, QuestionType, Stored
from surveys.questions.ces import Ces
from surveys.questions.choice import Choice
from surveys.questions.choices import Choices
from surveys.questions.csat import Csat
from surveys.questions.nps import Nps
from surveys.questions.rating import Rating
from surveys.questions.text import Text

TYPES: dict[str, QuestionType] = {
    kind.kind: kind for kind in (Nps(), Csat(), Ces(), Choice(), Choices(), Rating(), Text())
}

__all__ = ["TYPES", "Answers", "QuestionType", "Stored"]
