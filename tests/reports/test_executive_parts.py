"""Where the executive's report says why, where, in whose words, and what to watch."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from analysis import adjust, compare, drivers, nps, watch_below
from analysis.praise import MODEL
from feedback.models import Answer, Judgement, Mention
from feedback.reports.briefing import report_for
from feedback.reports.gathering import Desk
from feedback.reports.selection import Asked
from surveys.db import new_id
from surveys.definition import Question
from tests import factories

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LAST = datetime(2026, 8, 20, tzinfo=UTC)
BEFORE = datetime(2026, 5, 20, tzinfo=UTC)
CLOSED = {"every": "quarter", "on": "2026-08-01"}


@pytest.fixture
def brief(session, workspace):
    """Give a function: the report that parameters of the address ask for."""

    def build(**parameters):
        session.flush()
        return report_for(session, Asked(parameters), Desk.of(workspace, NOW))

    return build


@pytest.fixture
def say(session, survey):
    """Give a function: somebody says this, and the judge has read it."""

    def speak(words, score, **given):
        row = factories.response(session, survey, score=score, comment=words, answered_at=LAST)
        judgement = {
            "response_id": row.id,
            "model": MODEL,
            "language": "en",
            "points": 5,
            "is_held": bool(given.get("gates")),
            "is_imported": False,
            "answered_on": row.answered_on,
            "score": score,
            "words": len(words.split()),
            "names_somebody": False,
            "reasons": [],
            "gates": [],
            "judged_at": NOW,
        }
        session.add(Judgement(**{**judgement, **given}))
        session.flush()
        return row

    return speak


def groups(give, **scores):
    """Let groups answer in two quarters: {group: (before, after)}."""
    for name, (before, after) in scores.items():
        give(*before, answered_at=BEFORE, attributes={"plan": name})
        give(*after, answered_at=LAST, attributes={"plan": name})


def test_an_attribute_that_parts_answers_into_few_groups_is_chosen_unasked(give, brief):
    for number in range(40):
        given = {"plan": "ab"[number % 2], "name": f"P{number}"}
        give(9, answered_at=LAST, attributes=given)
    assert brief(**CLOSED).segments.attribute == "plan"


def test_only_changes_that_hold_among_all_groups_are_named(give, brief):
    up, same = [9] * 30 + [3] * 10, [9] * 20 + [3] * 20
    groups(give, North=(same, up), South=(same, same), East=(same, same))
    found = brief(**CLOSED).segments
    p = [compare(nps(counts=(20, 0, 20)), nps(counts=(d, 0, 40 - d))).p_value for d in (10, 20, 20)]
    north = next(line for line in found.lines if line.name == "North")
    assert north.is_sure == (adjust(p)[0] <= 0.05)
    assert not any(line.is_sure for line in found.lines if line.name in ("South", "East"))
    assert "Benjamini" in " ".join(found.notes)


def test_a_small_group_is_in_no_segment(give, brief):
    groups(give, North=([9] * 9, [9] * 30), South=([9] * 9, [3] * 30), Tiny=([], [1, 2]))
    names = [line.name for line in brief(**CLOSED).segments.lines]
    assert "Tiny" not in names


def test_quotes_are_praise_and_pain_of_the_period(give, say, brief):
    give(*[9] * 20, answered_at=LAST)
    say("Three things got better since the move last year", 10)
    say("The parcel came late for the third time in a row", 2)
    report = brief(**CLOSED)
    assert [quote.score for quote in (*report.praise, *report.pain)] == [10, 2]


@pytest.mark.parametrize(
    "given",
    [
        {"gates": [["email", "a@b.example"]]},
        {"gates": [["person", "Ann Lee"]]},
        {"gates": [["profanity", "damn"]]},
        {"gates": [["insider", "I work here"]]},
        {"names_somebody": True},
        {"model": MODEL - 1},
    ],
)
def test_words_that_are_not_for_everybody_are_not_quoted(give, say, brief, given):
    give(*[9] * 20, answered_at=LAST)
    say("The parcel came late for the third time in a row", 2, **given)
    assert brief(**CLOSED).pain == ()


def test_blame_of_a_colleague_is_not_quoted(session, give, say, brief):
    give(*[9] * 20, answered_at=LAST)
    row = say("The parcel came late for the third time in a row", 2)
    session.add(
        Mention(
            id=new_id(),
            response_id=row.id,
            is_good=False,
            candidates=[],
            name_start=0,
            name_end=3,
            clause_start=0,
            clause_end=9,
            words_hash="x",
            rules="1",
            found_at=NOW,
        )
    )
    assert brief(**CLOSED).pain == ()


def test_the_same_words_are_quoted_once(give, say, brief):
    give(*[9] * 20, answered_at=LAST)
    for _ in range(3):
        say("The parcel came late for the third time in a row", 2)
    assert len(brief(**CLOSED).pain) == 1


def test_few_answers_quote_nobody(say, brief):
    say("The parcel came late for the third time in a row", 2)
    report = brief(**CLOSED)
    assert (report.pain, report.praise) == ((), ())


@pytest.fixture
def rated(session, workspace):
    """Let 150 people rate service and price; the score goes along with service."""
    version = factories.survey(
        session,
        Question("qservice", "rating", "Service", settings={"steps": 5}),
        Question("qprice", "rating", "Price", settings={"steps": 5}),
    )
    draw = np.random.default_rng(3)
    rows = []
    for number in range(150):
        service, price = draw.integers(1, 6, 2).tolist()
        score = min(10, max(0, 2 * service + int(draw.integers(-1, 2))))
        at = LAST + timedelta(minutes=number)
        row = factories.response(session, version, score=score, answered_at=at)
        session.add(Answer(response_id=row.id, question_key="qservice", number=service))
        session.add(Answer(response_id=row.id, question_key="qprice", number=price))
        rows.append((service, price, score))
    return rows


def test_drivers_are_those_of_the_analysis(rated, brief):
    found = brief(**CLOSED).drivers
    table = np.array(sorted(rated), dtype=float)
    names = ["qservice", "qprice"]
    ranked = drivers(table[:, :2], table[:, 2], names, random=np.random.default_rng(1)).ranked
    assert [each.name for each in found.ranked] == ["Service", "Price"]
    assert found.n == 150
    assert found.ranked[0].weight.value == pytest.approx(100 * ranked[0].importance)
    assert found.ranked[0].slope.value == pytest.approx(ranked[0].coefficient)


def test_drivers_say_that_they_are_no_causes(rated, brief):
    assert "need not cause" in brief(**CLOSED).drivers.note


def test_too_few_answers_rank_no_drivers(session, workspace, brief):
    version = factories.survey(
        session,
        *(Question(key, "rating", key, settings={"steps": 5}) for key in ("qa", "qb")),
    )
    for number in range(6):
        row = factories.response(session, version, score=9 - number % 2, answered_at=LAST)
        for key, value in (("qa", number % 3 + 1), ("qb", number % 2 + 1)):
            session.add(Answer(response_id=row.id, question_key=key, number=value))
    found = brief(**CLOSED).drivers
    assert (found.ranked, found.n, found.explained) == ((), 0, "")


def a_year(give, scores, weeks=range(-60, 0), first=datetime(2026, 8, 1, tzinfo=UTC)):
    for week in weeks:
        give(*scores, answered_at=first + timedelta(days=7 * week))


def test_a_deep_fall_raises_the_alarm_on_the_day_of_the_pager(give, brief):
    usual, bad = [9] * 5 + [7] * 3 + [3] * 2, [9] + [7] * 2 + [3] * 7
    a_year(give, usual)
    a_year(give, bad, range(15))
    found = brief(every="quarter").watch
    pager = watch_below(nps(counts=(2 * 52, 3 * 52, 5 * 52)).interval().low)
    first = datetime(2026, 7, 1, tzinfo=UTC)
    for day in range(120):
        at = first + timedelta(days=day)
        weekly = (7, 2, 1) if at.month > 7 else (2, 3, 5)
        pager = pager.look(
            weekly if (at - datetime(2026, 8, 1, tzinfo=UTC)).days % 7 == 0 else (0, 0, 0)
        )
        if pager.alarm:
            break
    assert found[0].kind == "alarm"
    assert f"{at.day} {at:%b %Y}" in found[0].text


def test_the_usual_raises_no_alarm(give, brief):
    a_year(give, [9] * 5 + [7] * 3 + [3] * 2, range(-60, 15))
    assert not [each for each in brief(every="quarter").watch if each.tone == "bad"]


def test_a_young_workspace_is_not_watched(give, brief):
    give(*[9] * 30, *[2] * 30, answered_at=LAST)
    assert brief(**CLOSED).watch == ()


def test_answers_that_may_be_machines_are_told(give, brief):
    give(*[9] * 40, answered_at=LAST)
    give(*[10] * 10, answered_at=LAST, signals="soon")
    assert [each.kind for each in brief(**CLOSED).watch] == ["machines"]


@pytest.mark.parametrize("role", ["owner", "executive"])
def test_the_page_says_what_the_object_says(request, role, give, say, brief):
    groups(give, North=([9] * 20, [9] * 30), South=([9] * 20, [3] * 30))
    say("The parcel came late for the third time in a row", 2)
    report = brief(**CLOSED)
    page = request.getfixturevalue(role).get("/report/summary?every=quarter&on=2026-08-01").text
    for text in (report.headline.text, report.score.interval, report.pain[0].words):
        assert text in page
    assert all(line.figure.interval in page for line in report.segments.lines)


def test_an_executive_is_led_to_no_list_of_answers(executive, give):
    give(*[9] * 40, answered_at=LAST)
    assert "/report/answers" not in executive.get("/report/summary").text


def test_quotes_of_one_group_are_its_own(give, say, brief, session):
    for plan, score in (("North", 9), ("South", 3)):
        give(*[score] * 20, answered_at=LAST, attributes={"plan": plan})
    for words, plan, score in (("Quick and kind", "North", 9), ("Slow and cold", "South", 3)):
        say(words, score=score).attributes = {"plan": plan}
    session.flush()
    found = brief(only="plan:North", every="quarter", on="2026-08-01")
    assert [quote.words for quote in found.praise] == ["Quick and kind"]
    assert found.pain == ()
