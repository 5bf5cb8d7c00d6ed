"""What keeps words from being saved, and what is still missing before they can be published."""

from collections.abc import Callable, Iterator
from dataclasses import asdict

from wtforms import Form

from surveys.definition import Definition, Question, Reminding, reminder_field
from surveys.logic.findings import findings
from surveys.problems import Problem, place, quota_key, setting
from surveys.questions import TYPES
from surveys.scheduling import MOST_REMINDERS
from surveys.speech import _, number
from surveys.translating import untranslated

__all__ = ["Problem", "UnfitError", "place", "setting", "unfinished", "unsaveable"]

LONGEST = {
    "name": 120,
    "subject": 150,
    "invitation": 5_000,
    "reminder1_subject": 150,
    "reminder1_invitation": 5_000,
    "reminder2_subject": 150,
    "reminder2_invitation": 5_000,
    "thanks_title": 120,
    "thanks_text": 2_000,
}
LONGEST_QUESTION, LONGEST_HINT = 300, 300
LONGEST_SETTING = 20_000
ONE_LINE = ("name", "subject", "thanks_title", "reminder1_subject", "reminder2_subject")
MOST_QUOTAS, MOST_CONDITIONS, MOST_ENOUGH = 20, 10, 9_999_999

CHECKS: tuple[Callable[[Definition], Iterator[Problem]], ...] = (findings, untranslated)
"""What else keeps a survey from being published, each check a function of what is asked."""


class UnfitError(ValueError):
    """The words cannot be saved or published; says why, field by field."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep what is wrong."""
        super().__init__("; ".join(f"{p.place}: {p.words}" for p in problems))
        self.problems = problems


def unsaveable(name: str, asks: Definition) -> list[Problem]:
    """Find what not even a draft may hold: the unending, and more lines than one."""
    texts = _texts(name, asks)
    too_long = [
        Problem(
            at,
            _(
                "Keep it within %(most)s characters; there are %(letters)s.",
                most=number(LONGEST[at]),
                letters=number(len(text)),
            ),
        )
        for at, text in texts.items()
        if len(text) > LONGEST[at]
    ]
    one_line = [
        Problem(at, _("One line, please: a line break cannot stand here."))
        for at in ONE_LINE
        if len(texts[at].splitlines()) > 1
    ]
    nameless = [] if name.strip() else [Problem("name", _("A name, so that you find it again."))]
    endless = [problem for question in asks.questions for problem in _endless(question)]
    return [*nameless, *one_line, *too_long, *endless, *_endless_quotas(asks)]


def unfinished(name: str, asks: Definition) -> list[Problem]:
    """Find what a customer would miss."""
    missing = {
        "subject": _("The mail needs a subject."),
        "invitation": _("Say in a few words why you ask."),
        "thanks_title": _("Say thank you."),
        "thanks_text": _("A sentence of thanks: what becomes of the answer?"),
    }
    texts = _texts(name, asks)
    empty = [Problem(at, words) for at, words in missing.items() if not texts[at].strip()]
    questions = [problem for question in asks.questions for problem in _open(question)]
    further = [problem for check in CHECKS for problem in check(asks)]
    return [*empty, *questions, *further]


def _texts(name: str, asks: Definition) -> dict[str, str]:
    return {
        "name": name,
        "subject": asks.subject,
        "invitation": asks.invitation,
        "thanks_title": asks.thanks_title,
        "thanks_text": asks.thanks_text,
        **_reminders(asks),
    }


def _reminders(asks: Definition) -> dict[str, str]:
    said = [*asks.reminders, Reminding(), Reminding()][:MOST_REMINDERS]
    return {
        reminder_field(number, part): words
        for number, reminder in enumerate(said, 1)
        for part, words in asdict(reminder).items()
    }


def _endless(question: Question) -> Iterator[Problem]:
    for part, text, most in (
        ("text", question.text, LONGEST_QUESTION),
        ("hint", question.hint, LONGEST_HINT),
    ):
        if len(text) > most:
            words = _(
                "Keep it within %(most)s characters; there are %(letters)s.",
                most=number(most),
                letters=number(len(text)),
            )
            yield Problem(place(question.key, part), words)
    for name, value in question.settings.items():
        if len(str(value)) > LONGEST_SETTING:
            yield Problem(setting(question.key, name), _("That is too much to save. Shorten it."))


def _endless_quotas(asks: Definition) -> Iterator[Problem]:
    for at, quota in enumerate(asks.quotas):
        sizes = len(quota.rule.conditions) > MOST_CONDITIONS, at >= MOST_QUOTAS
        if any(sizes) or not 0 <= (quota.limit or 0) <= MOST_ENOUGH:
            words = _("That is too much to save: up to %(most)s quotas.", most=MOST_QUOTAS)
            yield Problem(place(quota_key(at), "limit"), words)


def _open(question: Question) -> Iterator[Problem]:
    if not question.text.strip():
        yield Problem(place(question.key, "text"), _("What do you want to ask?"))
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
