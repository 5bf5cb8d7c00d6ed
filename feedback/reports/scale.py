"""The scales surveys score on: their steps, their classes, and the figure that heads a report."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis import NPS, Mean, Proportion, mean, nps, top_box
from surveys.models import SurveyKind
from surveys.speech import Phrase, lazy

PERCENT = "\N{NO-BREAK SPACE}%"


@dataclass(frozen=True)
class Band:
    """Neighbouring steps that are counted together and drawn alike."""

    name: Phrase
    one: Phrase
    """What one who answered there is called."""
    tone: str
    low: int
    high: int


@dataclass(frozen=True)
class Scale:
    """Whole steps from lowest to highest; scores of two scales are never put together."""

    key: str
    measure: Phrase
    """Heads columns and the big figure."""
    subject: Phrase
    """The same within a sentence."""
    lowest: int
    highest: int
    bands: tuple[Band, ...]
    """Lowest band first; the last holds the steps that count as success."""

    @property
    def steps(self) -> range:
        """Every step, lowest first."""
        return range(self.lowest, self.highest + 1)

    @property
    def is_nps(self) -> bool:
        """Whether its headline is a Net Promoter Score."""
        return self.key == "nps"

    @property
    def unit(self) -> str:
        """What stands behind its headline figure."""
        return "" if self.is_nps else PERCENT

    @property
    def floor(self) -> int:
        """Lowest value the headline figure can take, as people see it."""
        return -100 if self.is_nps else 0

    def headline(self, counts: Sequence[int]) -> NPS | Proportion:
        """Give the figure that heads the report: NPS, or the share in the top band."""
        if self.is_nps:
            return nps(counts=counts)
        top = self.bands[-1]
        return top_box(
            counts=counts, scale=(self.lowest, self.highest), boxes=top.high - top.low + 1
        )

    def classes(self, counts: Sequence[int]) -> tuple[int, int, int]:
        """Count detractors, passives and promoters; of a share, the others and those in it."""
        low, middle, top = (self.total(counts, band) for band in self.bands)
        return (low, middle, top) if self.is_nps else (low + middle, 0, top)

    def balance(self, classes: Sequence[int]) -> NPS:
        """Weigh classes against each other: of a share p it is 2p - 1."""
        return nps(counts=classes)

    def mean(self, counts: Sequence[int]) -> Mean:
        """Give the mean of the answers."""
        return mean(counts=counts, scale=(self.lowest, self.highest))

    def band(self, step: int) -> Band:
        """Find the band of a step."""
        return next(band for band in self.bands if band.low <= step <= band.high)

    def total(self, counts: Sequence[int], band: Band) -> int:
        """Count the answers in a band."""
        return sum(counts[band.low - self.lowest : band.high - self.lowest + 1])


NET_PROMOTER = Scale(
    "nps",
    lazy("NPS"),
    lazy("NPS"),
    0,
    10,
    (
        Band(lazy("Detractors"), lazy("Detractor"), "detractor", 0, 6),
        Band(lazy("Passives"), lazy("Passive"), "passive", 7, 8),
        Band(lazy("Promoters"), lazy("Promoter"), "promoter", 9, 10),
    ),
)
SATISFACTION = Scale(
    "csat",
    lazy("Satisfied"),
    lazy("share of the satisfied"),
    1,
    5,
    (
        Band(lazy("Dissatisfied"), lazy("Dissatisfied"), "detractor", 1, 2),
        Band(lazy("Neither"), lazy("Neither"), "passive", 3, 3),
        Band(lazy("Satisfied"), lazy("Satisfied"), "promoter", 4, 5),
    ),
)
EFFORT = Scale(
    "ces",
    lazy("Found it easy"),
    lazy("share who found it easy"),
    1,
    7,
    (
        Band(lazy("Found it hard"), lazy("Found it hard"), "detractor", 1, 3),
        Band(lazy("Neither"), lazy("Neither"), "passive", 4, 4),
        Band(lazy("Found it easy"), lazy("Found it easy"), "promoter", 5, 7),
    ),
)

SCALES: dict[SurveyKind, Scale] = {
    SurveyKind.RELATIONSHIP_NPS: NET_PROMOTER,
    SurveyKind.TRANSACTIONAL_NPS: NET_PROMOTER,
    SurveyKind.CSAT: SATISFACTION,
    SurveyKind.CES: EFFORT,
}
