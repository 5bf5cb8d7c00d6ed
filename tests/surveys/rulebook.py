"""Made-up surveys with rules, and made-up people with answers, for tests that try them all."""

from hypothesis import strategies as st

from surveys.definition import Definition, Question
from surveys.logic.rules import END, About, Condition, Jump, Match, Op, Rule
from surveys.logic.walk import Person
from surveys.questions import Stored
from tests.factories import definition

WORDS = ("Red", "Blue", "9")
NUMBERS = ("0", "3", "4", "9")
KINDS = {
    "choice": {"options": list(WORDS)},
    "choices": {"options": list(WORDS)},
    "rating": {"steps": 4},
    "text": {},
}
VALUES = st.sampled_from([*WORDS, *NUMBERS, "red", "e", "2026-01-31"])


def answers_to(question: Question) -> st.SearchStrategy[Stored | None]:
    """Anything somebody may say to a question, or nothing."""
    given = {
        "nps": st.integers(0, 10).map(lambda n: Stored(number=n)),
        "rating": st.integers(1, 4).map(lambda n: Stored(number=n)),
        "choice": st.sampled_from(WORDS).map(lambda w: Stored(text=w)),
        "choices": st.sampled_from(['["Red"]', '["Blue", "9"]']).map(lambda w: Stored(text=w)),
        "text": st.sampled_from(["Red", "red wine", "3", "2026-01-31"]).map(
            lambda w: Stored(text=w)
        ),
    }[question.kind]
    return given if question.required else st.none() | given


@st.composite
def conditions(draw: st.DrawFn, keys: list[str]) -> Condition:
    """A condition on one of these questions, a contact's plan, or the language."""
    about = draw(st.sampled_from([About.ANSWER] * 4 + [About.CONTACT, About.LANGUAGE]))
    name = {About.ANSWER: draw(st.sampled_from(keys)), About.CONTACT: "Plan"}.get(about, "")
    return Condition(about, name, draw(st.sampled_from(Op)), draw(VALUES))


@st.composite
def surveys(draw: st.DrawFn, most: int = 5) -> Definition:
    """A survey whose rules look back and whose jumps lead forward."""
    keys = ["score", "reason", *(f"q{n}" for n in range(draw(st.integers(1, most))))]
    extra = []
    for place, key in enumerate(keys[2:], 2):
        rule = st.builds(
            Rule,
            st.lists(conditions(keys[:place]), min_size=1, max_size=2).map(tuple),
            st.sampled_from(Match),
        )
        jump = st.builds(
            Jump, st.sampled_from(Op), VALUES, st.sampled_from([*keys[place + 1 :], END])
        )
        kind = draw(st.sampled_from(sorted(KINDS)))
        extra.append(
            Question(
                key,
                kind,
                f"{key}?",
                required=draw(st.booleans()),
                settings=KINDS[kind],
                new_page=draw(st.booleans()),
                show_if=draw(st.none() | rule),
                go_to=tuple(draw(st.lists(jump, max_size=2))),
                quota=draw(st.sampled_from([None, None, 1])),
            )
        )
    return definition(*extra)


@st.composite
def answered(draw: st.DrawFn, asks: Definition) -> dict[str, Stored]:
    """Answers to some of a survey's questions, shown or not."""
    found = {question.key: draw(answers_to(question)) for question in asks.questions}
    return {key: stored for key, stored in found.items() if stored is not None}


@st.composite
def people(draw: st.DrawFn, asks: Definition) -> Person:
    """Somebody on some plan, perhaps after some questions were asked often enough."""
    plan = draw(st.sampled_from([{}, {"plan": "Red"}, {"PLAN ": 9}]))
    closed = draw(st.sets(st.sampled_from([q.key for q in asks.questions if q.quota] or [""])))
    language = draw(st.sampled_from(["", "red", "de-AT"]))
    return Person("Carla", plan, language, "seed", frozenset(closed))


@st.composite
def situations(draw: st.DrawFn) -> tuple[Definition, Person, dict[str, Stored]]:
    """A survey, somebody, and what they said."""
    asks = draw(surveys())
    return asks, draw(people(asks)), draw(answered(asks))
