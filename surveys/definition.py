"""What a version asks, as frozen data: the one shape that is stored, shown and answered."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from surveys.logic.piping import tokens
from surveys.logic.rules import About, Jump, Quota, Rule

SCORE_KEY = "score"
REASON_KEY = "reason"
MAX_EXTRA_QUESTIONS = 58


@dataclass(frozen=True)
class Question:
    """One question; `kind` names its type in `surveys.questions.TYPES`."""

    key: str
    kind: str
    text: str
    hint: str = ""
    required: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    """What the type's own author form asked for, such as {"options": [...]}."""
    new_page: bool = False
    """Whether it begins a page."""
    show_if: Rule | None = None
    """Who is asked; None asks everybody."""
    go_to: tuple[Jump, ...] = ()
    """Where its answers lead: the first jump that fits is taken."""
    shuffled: bool = False
    """Whether its options stand in another order for each person."""
    mixed_page: bool = False
    """Where it begins a page: whether that page's questions stand in another order for each."""
    quota: int | None = None
    """After so many counted answers it is not asked any more."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """In another language: what is shown for words that stand in the settings. Never stored."""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Question":
        """Read the stored form, of today or of before there were rules."""
        show_if = stored.get("show_if")
        return cls(
            **{
                **stored,
                "show_if": Rule.of(show_if) if show_if else None,
                "go_to": tuple(Jump.of(jump) for jump in stored.get("go_to", ())),
            }
        )

    @property
    def is_plain(self) -> bool:
        """Whether everybody sees it the same, whatever they answered before."""
        usual = {f.name: f.default for f in fields(Question) if f.name in _DEPTH}
        return not self._has_places and all(getattr(self, name) == usual[name] for name in usual)

    def label(self, words: str) -> str:
        """Give what to show for words of the settings: an option, a scale's end.

        Settings, and with them whatever is stored as an answer, stay in the author's words.
        """
        return self.labels.get(words, words)

    def in_words(self, words: "Mapping[str, Translation]") -> "Question":
        """Say it in another language; what is missing there stays in the author's words."""
        mine = f"{self.key}-set-"
        return replace(
            self,
            text=_said(words, f"{self.key}-text", self.text),
            hint=_said(words, f"{self.key}-hint", self.hint),
            labels={w.of: w.words for at, w in words.items() if at.startswith(mine) and w.words},
        )

    @property
    def is_personal(self) -> bool:
        """Whether its words or its options differ from person to person."""
        return self.shuffled or self.mixed_page or self.quota is not None or self._has_places

    @property
    def _has_places(self) -> bool:
        return any(tokens(self.text)) or any(tokens(self.hint))


_DEPTH = ("new_page", "show_if", "go_to", "shuffled", "mixed_page", "quota")


@dataclass(frozen=True)
class Translation:
    """Words in another language, with the words they translate."""

    words: str
    of: str
    """The original as it stood then: where it stands differently now, somebody should look."""


Translations = Mapping[str, Mapping[str, Translation]]
"""{language: {place: words}}; places are named as in `surveys.checks`."""


@dataclass(frozen=True)
class Reminding:
    """What a reminder says in place of the first mail; what is empty stays as it was there."""

    subject: str = ""
    invitation: str = ""

    def in_words(self, words: Mapping[str, Translation], number: int) -> "Reminding":
        """Say it in another language."""
        return Reminding(
            _said(words, reminder_field(number, "subject"), self.subject),
            _said(words, reminder_field(number, "invitation"), self.invitation),
        )


def reminder_field(number: int, part: str) -> str:
    """Name the place of a reminder's subject or words; the first is number 1."""
    return f"reminder{number}_{part}"


@dataclass(frozen=True)
class Definition:
    """A whole version: the mail that asks, the questions, the thanks."""

    subject: str
    invitation: str
    questions: tuple[Question, ...]
    thanks_title: str
    thanks_text: str
    language: str = "en"
    """The language of the original words."""
    translations: Translations = field(default_factory=dict)
    quotas: tuple[Quota, ...] = ()
    """How many answers of whom are enough."""
    reminders: tuple[Reminding, ...] = ()
    """The words of the first reminder, and of the second."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language it can be read in, the original first."""
        return (self.language, *sorted(self.translations))

    def as_mailed(self, step: int) -> "Definition":
        """Give it with the words of its first mail (0), or of a reminder (1, 2)."""
        said = self.reminders[step - 1] if 0 < step <= len(self.reminders) else Reminding()
        subject, words = said.subject or self.subject, said.invitation or self.invitation
        return replace(self, subject=subject, invitation=words)

    @property
    def score(self) -> Question:
        """The headline question; always the first."""
        return self.questions[0]

    @property
    def reason(self) -> Question:
        """The customer's own words; always the second."""
        return self.questions[1]

    @cached_property
    def is_plain(self) -> bool:
        """Whether it is one page that everybody sees alike: the quick way."""
        thanks = any(tokens(self.thanks_title)) or any(tokens(self.thanks_text))
        return not (thanks or self._leaves_out) and all(q.is_plain for q in self.questions)

    @cached_property
    def opens_alike(self) -> bool:
        """Whether everybody sees the same first page who was mailed the same score."""
        personal = (q for q in self.pages[0] if q.is_personal)
        rules = [q.show_if for q in self.questions if q.show_if]
        about_people = any(rule.is_about(About.CONTACT) for rule in rules)
        quotas = bool(self.quotas) or any(q.quota for q in self.questions)
        return not (any(personal) or about_people or quotas)

    @property
    def _leaves_out(self) -> bool:
        """Whether a quota may take a question off a page."""
        return any(not quota.ends for quota in self.quotas)

    @cached_property
    def pages(self) -> tuple[tuple[Question, ...], ...]:
        """The questions as the author laid them out in pages."""
        found: list[list[Question]] = []
        for question in self.questions:
            if question.new_page or not found:
                found.append([])
            found[-1].append(question)
        return tuple(tuple(page) for page in found)

    def question(self, key: str) -> Question:
        """Find a question; KeyError where this version has none of that key."""
        return {question.key: question for question in self.questions}[key]

    def in_language(self, language: str) -> "Definition":
        """Give the same questions with their words in this language; an unknown one as it is.

        Only what is shown changes: keys, options and so everything that is stored stay the same.
        """
        words = self.translations.get(language)
        if words is None:
            return self
        return replace(
            self,
            subject=_said(words, "subject", self.subject),
            invitation=_said(words, "invitation", self.invitation),
            thanks_title=_said(words, "thanks_title", self.thanks_title),
            thanks_text=_said(words, "thanks_text", self.thanks_text),
            questions=tuple(question.in_words(words) for question in self.questions),
            reminders=tuple(r.in_words(words, n) for n, r in enumerate(self.reminders, 1)),
            language=language,
            translations={},
        )

    def stored(self) -> dict[str, Any]:
        """Give the form that is stored in Version.definition."""
        stored = asdict(self)
        for question in stored["questions"]:
            del question["labels"]
        return stored

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Definition":
        """Read the stored form back."""
        questions = tuple(Question.of(question) for question in stored["questions"])
        translations = {
            language: {at: Translation(**given) for at, given in words.items()}
            for language, words in stored.get("translations", {}).items()
        }
        quotas = tuple(Quota.of(quota) for quota in stored.get("quotas", ()))
        reminders = tuple(Reminding(**reminder) for reminder in stored.get("reminders", ()))
        found = {"questions": questions, "translations": translations}
        found |= {"quotas": quotas, "reminders": reminders}
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in {**stored, **found}.items() if name in known})


def _said(words: Mapping[str, Translation], at: str, original: str) -> str:
    given = words.get(at)
    return given.words if given and given.words and original else original
