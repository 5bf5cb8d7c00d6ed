"""A rich report: a year of answers in regions with hard names, and every rendering of it read."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests import factories
from tests.reports.outputs import reading

LONG = "Vertriebsgebiet " + "N" * 90
REGIONS = {
    "North": (10, 9, 9, 8, 6, 10, 9, 7),
    "=cmd|' /C calc'!A0": (3, 10, 7, 9, 0, 8, 9),
    "الشرق الأوسط": (9, 9, 10, 8, 5),
    "東日本": (8, 10, 7, 9, 9, 2),
    LONG: (6, 9, 10),
}
COMMENTS = (
    "=1+1",
    "خدمة ممتازة",
    "対応が早い",
    "+49 40 1234",
    "Late again.\nNobody called.",
    "<b>ok</b>",
)
FIRST = datetime(2025, 11, 3, 12, tzinfo=UTC)


@pytest.fixture
def rich(session, survey, give):
    """Answer for thirteen months, mail for the response rate, and one month without answers."""
    for number in range(390):
        at = FIRST + timedelta(days=number)
        if at.month == 5:
            continue
        for place, (region, scores) in enumerate(REGIONS.items()):
            if (number + place) % (place + 2) == 0:
                score = scores[number % len(scores)]
                comment = COMMENTS[number % len(COMMENTS)] if number > 360 else ""
                give(score, answered_at=at, attributes={"region": region}, comment=comment)
    give(*[None] * 7, answered_at=FIRST)
    for _ in range(40):
        factories.invitation(session, survey, factories.contact(session))
    session.commit()
    return survey


@pytest.fixture
def renderings(executive, rich) -> dict[str, Callable[[], dict]]:
    """Give what reads each file of the report by region."""

    def file(kind: str) -> bytes:
        answer = executive.get(f"/report/file.{kind}?by=region")
        assert answer.status_code == 200
        return answer.data

    return {kind: lambda kind=kind: reading.READERS[kind](file(kind)) for kind in reading.READERS}
