"""How satisfied, 1 to 5."""

from surveys.definition import Question
from surveys.questions.scale import Scale


class Csat(Scale):
    """The satisfaction question."""

    kind = "csat"
    label = "Satisfaction, 1 to 5"
    advice = "How satisfied somebody is with one thing they just experienced."
    is_headline = True
    low, high = "very dissatisfied", "very satisfied"

    def steps(self, question: Question) -> range:
        """Five steps; 4 and 5 are counted as satisfied."""
        return range(1, 6)
