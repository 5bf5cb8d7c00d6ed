"""What came back, counted honestly: the reports. A new one is a module and its line in REPORTS."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint

from feedback.reports import overview
from feedback.reports.dataset import Dataset
from feedback.reports.selection import Selection
from surveys.published import Published


@dataclass(frozen=True)
class Report:
    """One kind of report: what builds it from counted answers, and what shows it."""

    build: Callable[[Dataset, Selection, str, Sequence[Published]], Any]
    template: str


REPORTS: dict[str, Report] = {
    "overview": Report(overview.of, "reports/overview.html"),
}

reports = Blueprint("reports", __name__)

from feedback.reports import (  # noqa: E402 - they hang on it
    executive_views,
    explore_views,
    plan_views,
    silence_views,
    views,
)
from feedback.reports.accounts import views as account_views  # noqa: E402
from feedback.reports.benchmarks import views as benchmark_views  # noqa: E402
from feedback.reports.outputs import files  # noqa: E402
from feedback.subscriptions import stopping as stopping  # noqa: E402
from feedback.subscriptions import views as ordering  # noqa: E402

__all__ = [
    "REPORTS",
    "Report",
    "account_views",
    "benchmark_views",
    "executive_views",
    "explore_views",
    "files",
    "ordering",
    "plan_views",
    "reports",
    "silence_views",
    "stopping",
    "views",
]
