"""A rich report: a year of answers in regions with hard names, and every rendering of it read."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from analysis.reading import VERSION, Frame, Theme, parse_rules
from feedback.models import Answer, CommentReading, Response, ThemeMention
from feedback.reports.benchmarks import shelf
from feedback.themes import frames
from feedback.themes.frames import Change, Done
from surveys.definition import REASON_KEY
from surveys.published import Published
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
OTHERS = (
    Published("nps", "Shops, Europe", 31, "2025", "A report", low=27.5, high=35, n=1850),
    Published("nps", "Of many answers", 60.5, "2024", "=1+1", n=400, link="https://b.example/"),
    Published("nps", "Of unknown sureness", 38, "2023", "A talk"),
    Published("csat", "Of another measure", 88, "2025", "A report"),
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
    for each in OTHERS:
        shelf.add(session, each, by=None, now=FIRST)
    for _ in range(40):
        factories.invitation(session, survey, factories.contact(session))
    session.commit()
    return survey


SPOKEN_OF = {"Price & value": "8001", "Staff": "8002", "Delivery": "8003"}


@pytest.fixture
def in_words(session, rich):
    """Let most of them have written, and the worker have read it."""
    frame = Frame(tuple(Theme(key, name, parse_rules(name)) for name, key in SPOKEN_OF.items()))
    frames.apply(session, frame, Done(Change.ADDED, "", None, FIRST, 0))
    wrote = set(session.scalars(select(Answer.response_id).where(Answer.text.is_not(None))))
    answers = session.scalars(
        select(Response).where(Response.score.is_not(None)).order_by(Response.answered_at)
    ).all()
    for place, each in enumerate(answers):
        if place % 7 == 6:
            continue
        if each.id not in wrote:
            session.add(
                Answer(response_id=each.id, question_key=REASON_KEY, text="words", read_by=1)
            )
    session.flush()
    kept = [each for place, each in enumerate(answers) if place % 7 != 6]
    session.add_all(_read(each, place) for place, each in enumerate(kept))
    session.flush()
    session.add_all(
        mention for place, each in enumerate(kept) for mention in _mentions(each, place)
    )
    session.commit()
    return rich


def _about(each):
    return {
        "response_id": each.id,
        "survey_id": each.survey_id,
        "score": each.score,
        "answered_on": each.answered_on,
        "is_counted": True,
    }


def _read(each, place):
    """Read one in forty in a language that is not analysed."""
    return CommentReading(
        number=1, reader=VERSION, language="en", is_analysed=place % 40 != 39, sentiment="",
        urgency="", toxicity="", disagrees=False, **_about(each),
    )  # fmt: skip


def _mentions(each, place):
    """Speak of price after low scores, of staff after high ones, of delivery along with price."""
    low = each.score <= 6
    chance, other, third = (place * prime % 100 for prime in (7919, 104729, 15485863))
    hurts = chance < (60 if low else 10)
    says = {
        "Price & value": "negative" if hurts else "",
        "Staff": "positive" if other < (4 if low else 35) else "",
        "Delivery": "negative" if third < (70 if hurts else 8) else "",
    }
    return [
        ThemeMention(
            theme_id=int(SPOKEN_OF[name]), sentiment=tone, confidence=1.0, by_hand=False,
            **_about(each),
        )
        for name, tone in says.items()
        if tone
    ]  # fmt: skip


@pytest.fixture
def renderings(executive, rich) -> dict[str, Callable[[], dict]]:
    """Give what reads each file of the report by region."""

    def file(kind: str) -> bytes:
        answer = executive.get(f"/report/file.{kind}?by=region")
        assert answer.status_code == 200
        return answer.data

    return {kind: lambda kind=kind: reading.READERS[kind](file(kind)) for kind in reading.READERS}
