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

from analysis.changes import Stretch, change_points
from analysis.cluster import Clusters, effective_n
from analysis.compare import Change, compare
from analysis.drivers import Driver, Drivers, drivers
from analysis.estimate import MINIMUM, Interval, NotEstimable
from analysis.margin import answers_for_margin, margin_of
from analysis.mean import Mean, mean
from analysis.median import Median, median, median_change
from analysis.multiplicity import adjust
from analysis.nonresponse import WorstCase, early_against_late, worst_case
from analysis.nps import NPS, Shares, nps
from analysis.pager import Pager, watch_below
from analysis.paired import PairedChange, compare_paired
from analysis.power import Plan
from analysis.proportion import Proportion, proportion, top_box
from analysis.recovery import Recovery, leaving_by_chance, recovery
from analysis.rollup import Rollup, rollup, rollup_by
from analysis.segments import Segments, compare_segments
from analysis.sequence import LiveNPS, sequence
from analysis.tables import NPSTable, nps_table, nps_table_by
from analysis.trend import Chart, Weekdays, ewma_chart, weekdays
from analysis.weights import WeightedNPS, rake, weighted_nps

__all__ = [
    "MINIMUM",
    "NPS",
    "Change",
    "Chart",
    "Clusters",
    "Driver",
    "Drivers",
    "Interval",
    "LiveNPS",
    "Mean",
    "Median",
    "NPSTable",
    "NotEstimable",
    "Pager",
    "PairedChange",
    "Plan",
    "Proportion",
    "Recovery",
    "Rollup",
    "Segments",
    "Shares",
    "Stretch",
    "Weekdays",
    "WeightedNPS",
    "WorstCase",
    "adjust",
    "answers_for_margin",
    "change_points",
    "compare",
    "compare_paired",
    "compare_segments",
    "drivers",
    "early_against_late",
    "effective_n",
    "ewma_chart",
    "leaving_by_chance",
    "margin_of",
    "mean",
    "median",
    "median_change",
    "nps",
    "nps_table",
    "nps_table_by",
    "proportion",
    "rake",
    "recovery",
    "rollup",
    "rollup_by",
    "sequence",
    "top_box",
    "watch_below",
    "weekdays",
    "weighted_nps",
    "worst_case",
]
