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

from analysis.compare import Change, compare
from analysis.estimate import MINIMUM, Interval, NotEstimable
from analysis.mean import Mean, mean
from analysis.multiplicity import adjust
from analysis.nps import NPS, nps
from analysis.paired import PairedChange, compare_paired
from analysis.proportion import Proportion, proportion, top_box
from analysis.segments import Segments, compare_segments
from analysis.sequence import LiveNPS, sequence
from analysis.tables import NPSTable, nps_table

__all__ = [
    "MINIMUM",
    "NPS",
    "Change",
    "Interval",
    "LiveNPS",
    "Mean",
    "NPSTable",
    "NotEstimable",
    "PairedChange",
    "Proportion",
    "Segments",
    "adjust",
    "compare",
    "compare_paired",
    "compare_segments",
    "mean",
    "nps",
    "nps_table",
    "proportion",
    "sequence",
    "top_box",
]
