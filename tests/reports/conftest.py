"""What the reports' tests share: a survey with known answers, and the built report."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

from feedback.reports import REPORTS, queries
from feedback.reports.overview import Overview
from feedback.reports.selection import Asked
from tests import factories


@pytest.fixture
def survey(session, workspace):
    """Give the published version of Acme's relationship survey."""
    return factories.survey(session)


@pytest.fixture
def give(session, survey) -> Callable[..., None]:
    """Give a function: record these scores, all alike in what else is given."""

    def record(*scores: int | None, **given) -> None:
        for score in scores:
            factories.response(session, given.get("of", survey), score=score, **_others(given))
        session.flush()

    return record


@pytest.fixture
def counted(session, workspace):
    """Give a function: the dataset that parameters of the address select."""

    def count(**parameters: str):
        surveys, attributes = queries.surveys(session), queries.attributes(session)
        selection = Asked(parameters).select(surveys, attributes)
        return queries.dataset(session, selection, ZoneInfo(workspace.timezone)), selection

    return count


@pytest.fixture
def report(counted) -> Callable[..., Overview]:
    """Give a function: the report that parameters of the address select."""

    def build(**parameters: str) -> Overview:
        dataset, selection = counted(**parameters)
        return REPORTS["overview"].build(dataset, selection, "Acme", ())

    return build


def _others(given):
    return {name: value for name, value in given.items() if name != "of"}
