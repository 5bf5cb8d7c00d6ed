"""The question types. A new one is a module here, two templates, and its line in TYPES."""

from surveys.questions.base import Answers, Cell, QuestionType, Stored
from surveys.questions.ces import Ces
from surveys.questions.choice import Choice
from surveys.questions.choices import Choices
from surveys.questions.consent import Consent
from surveys.questions.csat import Csat
from surveys.questions.date import Date
from surveys.questions.email import Email
from surveys.questions.expectation import Expectation
from surveys.questions.matrix import Matrix
from surveys.questions.nps import Nps
from surveys.questions.number import Number
from surveys.questions.phone import Phone
from surveys.questions.ranking import Ranking
from surveys.questions.rating import Rating
from surveys.questions.statement import Statement
from surveys.questions.text import Text

TYPES: dict[str, QuestionType] = {
    kind.kind: kind
    for kind in (
        Nps(),
        Csat(),
        Ces(),
        Choice(),
        Choices(),
        Ranking(),
        Matrix(),
        Rating(),
        Expectation(),
        Text(),
        Number(),
        Date(),
        Email(),
        Phone(),
        Consent(),
        Statement(),
    )
}

__all__ = ["TYPES", "Answers", "Cell", "QuestionType", "Stored"]
