"""Statistics of surveys: Net Promoter Scores, shares, means, and what may be said of them.

How every result reads:

- ``result.estimate`` is a float, or ``None`` where there are no answers (never NaN);
- ``result.n`` counts the answers, without skips (``result.skipped``);
- ``result.interval(level=0.95)`` is an ``Interval`` (``.low``, ``.high``, ``.level``,
  ``.method``; never of width 0) or, below 5 answers, a ``NotEstimable``, which is falsy and
  says why in ``.reason`` ("not estimable: 3 answers"): ``{% if interval %}`` tells them apart;
- ``result.note`` is "" or plain words where the number should not be trusted;
- an NPS lies on -1...1, a share on 0...1, a mean on its scale. Nothing here is rounded or
  multiplied by 100: that belongs to whoever shows it.
"""

from analysis.estimate import MINIMUM, Interval, NotEstimable
from analysis.mean import Mean, mean
from analysis.nps import NPS, nps
from analysis.proportion import Proportion, proportion, top_box

__all__ = [
    "MINIMUM",
    "NPS",
    "Interval",
    "Mean",
    "NotEstimable",
    "Proportion",
    "mean",
    "nps",
    "proportion",
    "top_box",
]
