"""What keeps words from being saved, and what is still missing before they can be published."""

from collections.abc import Iterator
from dataclasses import dataclass

from wtforms import Form

from surveys.definition import Definition, Question
from surveys.questions import TYPES

LONGEST = {
    "name": 120,
    "subject": 150,
    "invitation": 5_000,
    "thanks_title": 120,
    "thanks_text": 2_000,
}
LONGEST_QUESTION, LONGEST_HINT = 300, 300
LONGEST_SETTING = 20_000


@dataclass(frozen=True)
class Problem:
    """What is wrong, and the name of the editor's field it is wrong at."""

    place: str
    words: str


class UnfitError(ValueError):
    """The words cannot be saved or published; says why, field by field."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep what is wrong."""
        super().__init__("; ".join(f"{p.place}: {p.words}" for p in problems))
        self.problems = problems


def place(key: str, part: str) -> str:
    """Name the field of a question: its text, hint or one of its settings."""
    return f"{key}-{part}"


def setting(key: str, name: str) -> str:
    """Name the field of a question's setting."""
    return place(key, f"set-{name}")


def unsaveable(name: str, asks: Definition) -> list[Problem]:
    """Find what not even a draft may hold: the unending, and more lines than one."""
    texts = _texts(name, asks)
    too_long = [
        Problem(at, f"Keep it within {LONGEST[at]:,} characters; there are {len(text):,}.")
        for at, text in texts.items()
        if len(text) > LONGEST[at]
    ]
    one_line = [
        Problem(at, "One line, please: a line break cannot stand here.")
        for at in ("name", "subject", "thanks_title")
        if len(texts[at].splitlines()) > 1
    ]
    nameless = [] if name.strip() else [Problem("name", "A name, so that you find it again.")]
    endless = [problem for question in asks.questions for problem in _endless(question)]
    return [*nameless, *one_line, *too_long, *endless]


def unfinished(name: str, asks: Definition) -> list[Problem]:
    """Find what a customer would miss."""
    missing = {
        "subject": "The mail needs a subject.",
        "invitation": "Say in a few words why you ask.",
        "thanks_title": "Say thank you.",
        "thanks_text": "A sentence of thanks: what becomes of the answer?",
    }
    texts = _texts(name, asks)
    empty = [Problem(at, words) for at, words in missing.items() if not texts[at].strip()]
    questions = [problem for question in asks.questions for problem in _open(question)]
    return [*empty, *questions]


def _texts(name: str, asks: Definition) -> dict[str, str]:
    return {
        "name": name,
        "subject": asks.subject,
        "invitation": asks.invitation,
        "thanks_title": asks.thanks_title,
        "thanks_text": asks.thanks_text,
    }


def _endless(question: Question) -> Iterator[Problem]:
    for part, text, most in (
        ("text", question.text, LONGEST_QUESTION),
        ("hint", question.hint, LONGEST_HINT),
    ):
        if len(text) > most:
            words = f"Keep it within {most} characters; there are {len(text):,}."
            yield Problem(place(question.key, part), words)
    for name, value in question.settings.items():
        if len(str(value)) > LONGEST_SETTING:
            yield Problem(setting(question.key, name), "That is too much to save. Shorten it.")


def _open(question: Question) -> Iterator[Problem]:
    if not question.text.strip():
        yield Problem(place(question.key, "text"), "What do you want to ask?")
    form = _as_typed(TYPES[question.kind].Settings, question)
    if not form.validate():
        for name, errors in form.errors.items():
            yield Problem(setting(question.key, str(name)), " ".join(map(str, errors)))


def _as_typed(settings: type[Form], question: Question) -> Form:
    """Fill the author's form; some validators ask what was sent, not what was read from it."""
    form = settings(data=dict(question.settings))
    for field in form:
        field.raw_data = [] if field.data is None else [str(field.data)]
    return form
