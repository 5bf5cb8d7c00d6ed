"""How easy it was, 1 to 7."""

from surveys.definition import Question
from surveys.questions.scale import Scale
from surveys.speech import lazy, noted


class Ces(Scale):
    """The effort question, in its agreement form: 7 is easy."""

    kind = "ces"
    label = lazy("Ease, 1 to 7")
    advice = lazy("How far somebody agrees that you made it easy.")
    is_headline = True
    low, high = noted("strongly disagree"), noted("strongly agree")

    def steps(self, question: Question) -> range:
        """Seven steps; 5 to 7 are counted as agreement."""
        return range(1, 8)
