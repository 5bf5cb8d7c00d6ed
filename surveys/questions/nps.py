"""How likely to recommend, 0 to 10."""

from surveys.definition import Question
from surveys.questions.scale import Scale


class Nps(Scale):
    """The Net Promoter question."""

    kind = "nps"
    label = "Recommendation, 0 to 10"
    advice = "How likely somebody is to recommend you: the Net Promoter Score."
    is_headline = True
    low, high = "not at all likely", "extremely likely"

    def steps(self, question: Question) -> range:
        """Eleven steps, by definition of the score."""
        return range(11)
