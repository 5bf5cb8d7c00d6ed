"""How well the answers carry a figure: said beside each cell, so that nobody steers by noise."""

from enum import StrEnum

from analysis import NPS, Mean, Proportion
from feedback.reports.figures import Figure
from surveys.speech import Phrase, lazy

CLEAR, ROUGH = 0.10, 0.20
"""Widest interval, as a share of the whole range, that still counts as such."""


class Backing(StrEnum):
    """From nothing to a figure that can be steered by."""

    UNBOUND = "unbound"
    GONE = "gone"
    FEW = "few"
    WIDE = "wide"
    ROUGH = "rough"
    CLEAR = "clear"

    @property
    def said(self) -> Phrase:
        """Say it."""
        return SAID[self]

    @property
    def tone(self) -> str:
        """How its badge looks."""
        return TONES.get(self, "")


SAID = {
    Backing.UNBOUND: lazy("Not measured"),
    Backing.GONE: lazy("Its question is gone"),
    Backing.FEW: lazy("Too few answers"),
    Backing.WIDE: lazy("Wide margin"),
    Backing.ROUGH: lazy("Good guide"),
    Backing.CLEAR: lazy("Well backed"),
}
TONES = {Backing.CLEAR: "good", Backing.WIDE: "warn", Backing.GONE: "warn"}


def backing(figure: Figure | None, result: NPS | Proportion | Mean) -> Backing:
    """Judge a figure by how wide its interval is."""
    if figure is None:
        return Backing.FEW
    lowest, highest = limits(result)
    share = (figure.high - figure.low) / (highest - lowest)
    return Backing.CLEAR if share <= CLEAR else Backing.ROUGH if share <= ROUGH else Backing.WIDE


def limits(result: NPS | Proportion | Mean) -> tuple[int, int]:
    """Give the ends of what a figure can say."""
    if isinstance(result, Mean):
        return result.values[0], result.values[-1]
    return (-100 if isinstance(result, NPS) else 0), 100
