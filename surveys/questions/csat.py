"""How satisfied, 1 to 5."""

from surveys.definition import Question
from surveys.questions.scale import Scale
from surveys.speech import lazy, noted


class Csat(Scale):
    """The satisfaction question."""

    kind = "csat"
    label = lazy("Satisfaction, 1 to 5")
    advice = lazy("How satisfied somebody is with one thing they just experienced.")
    is_headline = True
    low, high = noted("very dissatisfied"), noted("very satisfied")

    def steps(self, question: Question) -> range:
        """Five steps; 4 and 5 are counted as satisfied."""
        return range(1, 6)
