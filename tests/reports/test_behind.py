"""Every figure of a group or question leads to its answers: exactly as many as it counts."""

import csv
import random
import re
from datetime import timedelta
from html import unescape

import pytest

from feedback.ids import spell
from feedback.reports.selection import (
    CAMPAIGN,
    CHANNEL,
    COHORT,
    LANGUAGE,
    SPEED,
    SURVEY,
    VERSION,
)
from surveys.definition import Question
from tests import factories
from tests.factories import NOW

LINK = re.compile(r'<a href="(/report/answers\?[^"]*)"[^>]*>([\d,]+)</a>')


@pytest.fixture
def many(session, workspace):
    """Two surveys over a year: plans of all sizes, channels, languages, people who come back."""
    dice, versions = random.Random(7), []
    for name in ("Yearly", "Shop"):
        asks = [Question("qa", "choice", "Which?", settings={"options": "A\nB"})]
        versions.append(factories.survey(session, *asks, name=name))
    people = [factories.contact(session) for _ in range(25)]
    for number in range(140):
        version, who = dice.choice(versions), dice.choice(people)
        at = NOW - timedelta(days=dice.randint(1, 330))
        asked = factories.invitation(session, version, who, sent_at=at - timedelta(days=number % 4))
        plan = dice.choice(["Pro", "Pro", "Free", "Free", "Team", " Team", None, "<i>&/?=1"])
        factories.response(
            session,
            version,
            score=dice.choice([*range(11), None]),
            contact_id=who.id,
            invitation_id=asked.id if number % 3 else None,
            attributes={"plan": plan} if plan else {},
            source=dice.choice(["mail", "mail", "link", "kiosk"]),
            language=dice.choice(["de", "en", "fr", None]),
            excluded=dice.choice([None] * 9 + ["test"]),
            answered_at=at,
        )
    factories.response(session, versions[0], score=1, attributes={"plan": "Rare"})
    session.commit()
    return versions


def check(client, page):
    """Open every list that a page leads to from a number; give how many there were."""
    found = {(unescape(link), n) for link, n in LINK.findall(page)}
    for link, n in found:
        listed = client.get(link).text
        assert re.search(r'data-n="(\d+)"', listed).group(1) == n.replace(",", ""), link
    return len(found)


PERIODS = ("", "&from=2026-03-01&to=2026-09-30")


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("by", ["plan", LANGUAGE])
@pytest.mark.parametrize("room", ["/report?", "/report/summary?every=all&"])
def test_list_has_as_many_answers_as_its_figure(owner, many, room, by, period):
    assert check(owner, owner.get(f"{room}by={by}{period}").text) >= 3


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("by", ["plan", CHANNEL, COHORT, SPEED, VERSION, SURVEY, CAMPAIGN])
def test_list_has_as_many_answers_as_explored(owner, many, by, period):
    assert check(owner, owner.get(f"/report/explore?by={by}{period}").text) >= 1


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("by", ["", "plan", LANGUAGE, CHANNEL])
@pytest.mark.parametrize("over", ["month", "quarter"])
def test_list_has_as_many_answers_as_the_cell(owner, many, by, period, over):
    page = owner.get(f"/report/explore?by={by}{period}&over={over}").text
    beside = page[page.index('id="beside"') :]
    assert "since=" in beside
    assert check(owner, beside) >= 3


def test_a_cell_without_a_figure_leads_nowhere(owner, give):
    for month, n in ((3, 30), (5, 3), (8, 30)):
        give(*[9] * n, answered_at=NOW.replace(month=month), attributes={"plan": "Pro"})
        give(*[3] * n, answered_at=NOW.replace(month=month), attributes={"plan": "Free"})
    page = owner.get("/report/explore?by=plan&over=month").text
    listed = [int(n.replace(",", "")) for _link, n in LINK.findall(page)]
    assert min(listed) >= 5
    check(owner, page)


@pytest.mark.parametrize("period", PERIODS)
def test_list_has_as_many_answers_as_the_question(owner, session, many, counted, period):
    version, given = many[0], dict(re.findall(r"(from|to)=([\d-]+)", period))
    for number in range(7):
        at = NOW - timedelta(days=60 + 20 * number)
        said = factories.response(session, version, score=5, answered_at=at)
        session.add(factories.Answer(response_id=said.id, question_key="qa", text="A"))
    session.commit()
    dataset, _selection = counted(survey=spell(version.survey_id), **given)
    (asked,) = [one for one in dataset.questions if one.question.key == "qa"]
    page = owner.get(f"/report?survey={spell(version.survey_id)}{period}").text
    link = unescape(re.search(r'"(/report/answers\?[^"]*question=qa[^"]*)"', page).group(1))
    assert f'data-n="{asked.summary.n}"' in owner.get(link).text


def test_total_leads_to_its_answers(owner, many, report):
    page = owner.get("/report").text
    link = unescape(re.search(r'"(/report/answers\?kind=all)"', page).group(1))
    assert f'data-n="{report().score.figure.n}"' in owner.get(link).text


def test_group_that_is_not_shown_leads_to_nobody(owner, many):
    page = owner.get("/report/answers?by=plan&kind=group&value=Rare").text
    assert 'data-n="0"' in page


def test_who_may_not_read_contacts_gets_no_list(executive, many):
    assert not LINK.search(executive.get("/report?by=plan").text)
    answer = executive.get("/report/answers?by=plan&kind=group&value=Pro", audit=False)
    assert answer.status_code == 403


def test_file_holds_the_same_answers_as_the_list(owner, many):
    address = "?by=plan&kind=group&value=Pro"
    n = re.search(r'data-n="(\d+)"', owner.get(f"/report/answers{address}").text).group(1)
    lines = owner.get(f"/report/answers.csv{address}").text.strip().splitlines()
    assert len(lines) - 1 == int(n) > 0


@pytest.mark.parametrize(
    "address",
    [
        "",
        "?from=2026-03-01&to=2026-09-30",
        "?since=2026-03-01&until=2026-09-30",
        "?from=2026-03-01&to=2026-09-30&since=2026-05-01&until=2026-06-30",
    ],
)
def test_whole_list_says_how_many_of_it_are_counted(owner, many, address):
    n = re.search(r'data-n="(\d+)"', owner.get(f"/report/answers{address}").text).group(1)
    table = owner.get(f"/report/answers.csv{address}").text.removeprefix("\ufeff")
    counted = [line["Counted"] == "1" for line in csv.DictReader(table.splitlines())]
    assert int(n) == sum(counted) > 0
    assert len(counted) > int(n)
