"""A question of each type with settings, and what a browser sends to answer it."""

from typing import Any

from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from surveys.definition import Question
from surveys.questions import TYPES, Stored

OPTIONS = ["Price", "Speed", "Ñandú 🦤"]
SETTINGS: dict[str, dict[str, Any]] = {
    "choice": {"options": OPTIONS, "other": "Something else"},
    "choices": {"options": OPTIONS, "other": "Something else"},
    "ranking": {"options": [*OPTIONS, "Taste"]},
    "matrix": {"rows": ["Delivery", "Ñandú 🦤", "Price"], "columns": ["Poor", "Fair", "Good"]},
    "rating": {"steps": 4, "look": "faces"},
    "number": {"least": 0, "most": 500, "decimals": 2, "unit": "kg"},
    "date": {"earliest": "2020-01-01", "latest": "2030-12-31"},
    "phone": {"country": "DE"},
    "consent": {"sentence": "Acme may call me about my answer."},
    "statement": {"body": "Nearly there.\nTwo more questions."},
}
Sent = dict[str, list[str]]
GIVEN: dict[str, Sent] = {
    "choice": {"q1": ["Ñandú 🦤"]},
    "choices": {"q1": ["Price", "Something else"], "q1-own": ["The smell — السلام 🦤"]},
    "ranking": {"q1-0": ["2"], "q1-1": ["4"], "q1-2": ["1"], "q1-3": ["3"]},
    "matrix": {"q1-0": ["Good"], "q1-2": ["Poor"]},
    "text": {"q1": ["Fine — السلام عليكم 🦤"]},
    "number": {"q1": ["12,5 kg"]},
    "date": {"q1": ["28. Feb. 2026"]},
    "email": {"q1": ["carla@Example.com"]},
    "phone": {"q1": ["030 901820"]},
    "consent": {"q1": ["yes"]},
}
WRONG: dict[str, list[Sent]] = {
    "choice": [{"q1": ["Weather"]}, {"q1": ["Something else"], "q1-own": ["x" * 1001]}],
    "choices": [{"q1": ["Price", "Weather"]}, {"q1": ["Something else"], "q1-own": ["x" * 1001]}],
    "ranking": [
        {"q1-0": ["1"]},
        {"q1-0": ["1"], "q1-1": ["1"], "q1-2": ["2"], "q1-3": ["3"]},
        {"q1-0": ["0"], "q1-1": ["2"], "q1-2": ["3"], "q1-3": ["4"]},
        {"q1-0": ["first"]},
    ],
    "matrix": [{"q1-0": ["Excellent"], "q1-1": ["Good"]}],
    "text": [{"q1": ["x" * 100_001]}],
    "number": [{"q1": [one]} for one in ("NaN", "inf", "-1", "501", "1.234", "12,345", "nine")],
    "date": [{"q1": [one]} for one in ("03/04/2026", "31.02.2026", "1.1.26", "2019-12-31", "x")],
    "email": [{"q1": [one]} for one in ("carla", "a@b.example, c@d.example", "a b@c.example")],
    "phone": [{"q1": [one]} for one in ("12", "nine", "+999 123", "0" * 99)],
    "consent": [{"q1": ["1"]}],
}
SCALES = [{"q1": [one]} for one in ("11", "-1", "nine", "9.5", "NaN")]
NAMES = ["q1", "q1-own", "q1-0", "q1-1", "q1-2", "q1-3"]
WORDS = [*OPTIONS, "Something else", "Good", "1", "2", "3", "4", "0,5", "yes", "2026-02-28", ""]
SENDABLE = st.dictionaries(
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(WORDS) | st.text(max_size=30), max_size=3),
    max_size=4,
)
"""What a browser, or something else, may send instead of the usual answer."""
ASKING = [kind for kind, type_ in TYPES.items() if type_.asks]


def question(kind: str, *, required: bool = False, **given: Any) -> Question:
    settings = SETTINGS.get(kind, {})
    return Question("q1", kind, "What?", required=required, settings=settings, **given)


def filled(asked: Question, sent: Sent) -> BaseForm:
    form = BaseForm({"q1": TYPES[asked.kind].field(asked)})
    form.process(MultiDict([(name, value) for name, values in sent.items() for value in values]))
    return form


def given(kind: str) -> Sent:
    return GIVEN.get(kind, {"q1": ["3"]})


def stored(kind: str) -> Stored:
    """What is stored of the usual answer."""
    asked = question(kind)
    form = filled(asked, given(kind))
    assert form.validate(), form.errors
    found = TYPES[kind].encode(asked, form["q1"].data)
    assert found is not None
    return found
