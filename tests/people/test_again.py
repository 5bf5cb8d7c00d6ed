"""Low, then high: what is a turnaround, what merely rose, and what may be claimed of it."""

from datetime import date, timedelta

import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis.turnarounds import Answered, Deed, deed_between, grade, pairs, risen
from feedback.ids import spell
from feedback.people import again
from surveys.db import new_id
from surveys.models import SurveyKind
from tests import factories
from tests.people.conftest import NOW


def both(first=3, second=10, gap=60, wordings=("q", "q"), people=(1, 1)):
    return [
        Answered(1, people[0], wordings[0], first, 100),
        Answered(2, people[1], wordings[1], second, 100 + gap),
    ]


@pytest.mark.parametrize(
    ("given", "rose"),
    [
        ({}, [True]),
        ({"first": 6, "second": 9}, [True]),
        ({"first": 0, "gap": 14}, [True]),
        ({"gap": 180}, [True]),
        ({"second": 8}, [False]),
        ({"first": 7}, []),
        ({"gap": 13}, []),
        ({"gap": 181}, []),
        ({"wordings": ("q", "Q")}, []),
        ({"people": (1, 2)}, []),
    ],
)
def test_a_pair_is_one_person_one_wording_low_then_again_in_time(given, rose):
    assert [pair.rose for pair in pairs(both(**given))] == rose


def test_every_person_stands_for_one_pair():
    answers = [Answered(n, 1, "q", 0 if n % 2 else 10, 30 * n) for n in range(1, 9)]
    (pair,) = pairs(answers)
    assert (pair.first.key, pair.second.key) == (1, 2)


@pytest.mark.parametrize(
    ("opened", "resolved", "counts"),
    [(100, 160, True), (99, 120, False), (110, 161, False), (120, 130, True)],
)
def test_what_was_done_has_to_lie_between_the_answers(opened, resolved, counts):
    (pair,) = pairs(both())
    assert bool(deed_between(pair, lambda _who: [Deed(opened, resolved, "x")])) == counts


def test_without_a_deed_nothing_is_more_than_a_rise():
    assert grade(None, "Priya fixed everything, thank you for turning it around!") == "C"


def many(rose, stayed, *, start, day):
    return [
        answer
        for n in range(rose + stayed)
        for answer in (
            Answered(2 * (start + n), start + n, "q", 2, day),
            Answered(2 * (start + n) + 1, start + n, "q", 10 if n < rose else 5, day + 60),
        )
    ]


def test_recovery_is_net_of_those_left_alone_with_its_interval():
    helped, alone = many(12, 8, start=0, day=100), many(6, 14, start=50, day=100)
    deeds = lambda who: [Deed(110, 120, "x")] if who < 50 else []  # noqa: E731
    figures = risen(pairs(helped + alone), deeds, since=100)
    assert figures.net.basis == "not contacted"
    assert figures.net.effect.estimate == pytest.approx(0.3)
    interval = figures.net.effect.interval()
    beside = confint_proportions_2indep(12, 20, 6, 20, method="newcomb")
    assert (interval.low, interval.high) == pytest.approx(beside, abs=1e-9)


def test_without_a_group_left_alone_those_before_give_the_chance():
    helped, before = many(5, 1, start=0, day=400), many(2, 4, start=50, day=100)
    deeds = lambda who: [Deed(410, 420, "x")] if who < 50 else []  # noqa: E731
    figures = risen(pairs(helped + before), deeds, since=400)
    assert figures.net.basis == "untouched repeaters"
    assert figures.net.n == (6, 6)


def test_few_are_not_estimable():
    figures = risen(pairs(both()), lambda _who: [Deed(110, 120, "x")], since=100)
    assert not figures.net.effect.interval()


class Fake:
    """Cases as whoever keeps them would give them."""

    def __init__(self, *deeds):
        self.deeds = deeds

    since = 1

    def of(self, contact_id):
        return [deed for who, deed in self.deeds if who == contact_id]


@pytest.fixture
def cases(monkeypatch):
    """Give a function that says what was done for a customer, and by whom."""
    known = []

    def add(contact, what, *people, days=40):
        done = (date.today() - timedelta(days=days)).toordinal()
        known.append((contact.id, Deed(done, done, what, people)))
        monkeypatch.setitem(again.SOURCE, "cases", lambda _session: Fake(*known))

    return add


@pytest.fixture
def carla(session, workspace):
    return factories.contact(session, name="Carla Customer")


def path(first, second):
    return f"/again/{spell(first.id)}/{spell(second.id)}"


def test_a_rise_without_a_case_is_called_nothing_more(say, carla, marketer):
    first = say("It broke twice.", score=2, days=90, who=carla)
    second = say("All is well.", score=10, days=10, who=carla)
    for page in (marketer.get("/again").text, marketer.get(path(first, second)).text):
        assert "score rose" in page.casefold()
        assert "turnaround" not in page.casefold()
    assert (
        "Nothing is recorded of what was done in between" in marketer.get(path(first, second)).text
    )


def test_a_case_in_between_makes_a_turnaround_of_grade_b(say, carla, cases, marketer):
    first = say("It broke twice.", score=2, days=90, who=carla)
    second = say("All is well.", score=10, days=10, who=carla)
    cases(carla, "Replaced the broken grinder", "Priya Raman")
    assert "turnaround, grade B" in marketer.get(path(first, second)).text
    assert "<h2>Turnarounds</h2>" in marketer.get("/again").text


@pytest.mark.parametrize("words", ["Priya was great.", "The new grinder is not broken any more."])
def test_words_that_name_the_fix_or_the_person_make_grade_a(words, say, carla, cases, marketer):
    first = say("It broke twice.", score=2, days=90, who=carla)
    second = say(words, score=10, days=10, who=carla)
    cases(carla, "Replaced the broken grinder", "Priya Raman")
    assert "turnaround, grade A" in marketer.get(path(first, second)).text


def consent_to(session, response, words, named_as="Carla C."):
    from feedback.models import Consent

    session.add(
        Consent(
            id=new_id(),
            response_id=response.id,
            words=words,
            words_hash="x",
            attribution="full",
            named_as=named_as,
            purposes=["website"],
            wording_version="1",
            wording_hash="x",
            locale="en",
            channel="thanks",
            given_at=NOW,
            expires_at=NOW + timedelta(days=700),
        )
    )
    session.commit()


def test_story_is_told_only_with_both_consents_and_says_what_is_missing(
    say, carla, cases, marketer, session
):
    first = say("It broke twice.", score=2, days=90, who=carla)
    second = say("Priya was great.", score=10, days=10, who=carla)
    cases(carla, "Replaced the grinder", "Priya Raman")
    page = marketer.get(path(first, second)).text
    assert "has not agreed that the first words" in page
    assert "has not agreed that the second words" in page
    consent_to(session, second, "Priya was great.")
    page = marketer.get(path(first, second)).text
    assert "has not agreed that the first words" in page
    assert "has not agreed that the second words" not in page
    assert "Copy the story" not in page
    consent_to(session, first, "It broke twice.")
    page = marketer.get(path(first, second)).text
    assert "“It broke twice.” – Carla C." in page
    assert "Copy the story" in page


def test_another_wording_or_another_kind_of_survey_is_another_question(
    say, carla, marketer, session
):
    say("Bad.", score=2, days=90, who=carla)
    from surveys.definition import SCORE_KEY, Question

    reason = factories.definition().questions[1:]
    other = factories.definition(
        questions=(Question(SCORE_KEY, "nps", "Would you recommend Acme?", required=True), *reason)
    )
    say("Good.", score=10, days=20, who=carla, of=factories.survey(session, asks=other))
    say("Good.", score=10, days=20, who=carla, of=factories.survey(session, kind=SurveyKind.CSAT))
    assert "Nobody who gave 0 to 6 has been asked again yet" in marketer.get("/again").text


def test_chance_is_told_with_its_interval_and_not_below_five(say, marketer, session):
    def customers(n, second):
        for _ in range(n):
            who = factories.contact(session)
            say("a", score=2, days=90, who=who)
            say("b", score=second, days=10, who=who)

    customers(2, 10)
    page = marketer.get("/again").text
    assert "2 of 2 customers" in page
    assert "Not estimable: fewer than 5 customers" in page
    customers(6, 4)
    page = marketer.get("/again").text
    assert "2 of 8 customers" in page
    assert "25 %" in page
    assert "95 % interval 7 to 59" in page  # Wilson score, 2 of 8


def test_net_of_chance_is_shown_where_cases_are(say, marketer, session, cases):
    for n in range(12):
        who = factories.contact(session)
        say("a", score=2, days=90, who=who)
        say("b", score=10 if n % 2 else 3, days=10, who=who)
        if n < 6:
            cases(who, "called back")
    page = marketer.get("/again").text
    assert "Net of chance: 0 points, 95 % interval" in page


def test_unknown_story_is_not_found(marketer, say, carla):
    first = say("Bad.", score=2, days=90, who=carla)
    second = say("Middling.", score=8, days=10, who=carla)
    assert marketer.get(path(first, second)).status_code == 404
