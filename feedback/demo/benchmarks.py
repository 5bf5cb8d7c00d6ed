"""Two figures to look at in the demo; their source says plainly that they are made up."""

from feedback.demo.company import Cast
from feedback.reports.benchmarks import shelf
from surveys.published import NPS, Published

SOURCE = "Made up for this demo; no figure of any industry"
FIGURES = (
    Published(NPS, "Example with an interval", 31, "2025", SOURCE, low=27, high=35, n=1850),
    Published(NPS, "Example of unknown uncertainty", 38, "2024", SOURCE),
)


def add_benchmarks(cast: Cast) -> None:
    """Enter them."""
    for each in FIGURES:
        shelf.add(cast.session, each, by=None, now=cast.now)
