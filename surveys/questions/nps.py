"""How likely to recommend, 0 to 10."""

from surveys.definition import Question
from surveys.questions.scale import Scale
from surveys.speech import lazy, noted


class Nps(Scale):
    """The Net Promoter question."""

    kind = "nps"
    label = lazy("Recommendation, 0 to 10")
    advice = lazy("How likely somebody is to recommend you: the Net Promoter Score.")
    is_headline = True
    low, high = noted("not at all likely"), noted("extremely likely")

    def steps(self, question: Question) -> range:
        """Eleven steps, by definition of the score."""
        return range(11)
