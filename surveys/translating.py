"""A survey's words in other languages: what there is to translate, what is missing, what is old."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from babel import Locale

from surveys.definition import Definition, Question, Translation, reminder_field
from surveys.logic.piping import tokens
from surveys.problems import Problem, place, setting
from surveys.questions import TYPES
from surveys.speech import _, noted, spoken

# fmt: off
LANGUAGES = (
    "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi",
    "hr", "hu", "id", "is", "it", "ja", "ko", "lt", "lv", "ms", "nb", "nl", "pl", "pt", "pt-BR",
    "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "th", "tr", "uk", "ur", "vi", "zh-Hans",
    "zh-Hant",
)
# fmt: on
"""What a survey can be written in."""
AT = "languages"
"""The part of the editor where translations are found wanting."""


class State(StrEnum):
    """How far a translation is."""

    DONE = "done"
    MISSING = "missing"
    OLD = "old"
    """The original has changed since."""


@dataclass(frozen=True)
class Text:
    """One text beside its translation."""

    place: str
    original: str
    words: str
    state: State
    was: str = ""
    """The original that was translated, where it has changed."""


def texts(asks: Definition) -> dict[str, str]:
    """Give {place: words} of all there is to read, in the order of the page."""
    found = {"subject": asks.subject, "invitation": asks.invitation}
    for number, reminder in enumerate(asks.reminders, 1):
        found[reminder_field(number, "subject")] = reminder.subject
        found[reminder_field(number, "invitation")] = reminder.invitation
    for question in asks.questions:
        found |= {
            place(question.key, "text"): question.text,
            place(question.key, "hint"): question.hint,
            **_said_by_settings(question),
        }
    found |= {"thanks_title": asks.thanks_title, "thanks_text": asks.thanks_text}
    return {at: words for at, words in found.items() if words.strip()}


def beside(asks: Definition, language: str) -> tuple[Text, ...]:
    """Lay each text beside its translation; an option that moved brings its own along."""
    words = asks.translations.get(language, {})
    moved = {(_list_of(at), given.of): given for at, given in words.items()}
    return tuple(
        _text(at, original, moved.get((_list_of(at), original)) or words.get(at))
        for at, original in texts(asks).items()
    )


def translated(
    asks: Definition, language: str, given: Mapping[str, str], *, fits: frozenset[str]
) -> Definition:
    """Put words in; `fits` names old translations that are right all the same."""
    words: dict[str, Translation] = {}
    for text in beside(asks, language):
        said = given.get(text.place, text.words).strip()
        is_old = text.state == State.OLD and said == text.words and text.place not in fits
        if said:
            words[text.place] = Translation(said, text.was if is_old else text.original)
    return replace(asks, translations={**asks.translations, language: words})


def with_language(asks: Definition, language: str, memory: Mapping[str, str]) -> Definition:
    """Add a language, with the words that are known already: {original: translation}."""
    known = {at: memory[words] for at, words in texts(asks).items() if words in memory}
    return translated(asks, language, known, fits=frozenset())


def without_language(asks: Definition, language: str) -> Definition:
    """Take a language out."""
    left = {code: words for code, words in asks.translations.items() if code != language}
    return replace(asks, translations=left)


def settled(asks: Definition) -> Definition:
    """Keep of the translations what is read: each at its text's own place."""
    for language in asks.translations:
        asks = translated(asks, language, {}, fits=frozenset())
    return asks


PARTS = {
    "text": noted("Question %(number)s"),
    "hint": noted("Question %(number)s, help below it"),
    "low": noted("Question %(number)s, words at the low end"),
    "high": noted("Question %(number)s, words at the high end"),
}
"""What translators are told a text is."""


def untranslated(asks: Definition) -> Iterator[Problem]:
    """Find the languages that are not whole."""
    for language in sorted(asks.translations):
        found = beside(asks, language)
        count = {state: sum(text.state == state for text in found) for state in State}
        if lacking := _lacking(count, len(found)):
            yield Problem(AT, f"{name_of(language)}: {lacking}")
        for text in found:
            if text.state == State.DONE and set(_holes(text.words)) != set(_holes(text.original)):
                words = _(
                    "“%(original)s” repeats other answers than its translation does.",
                    original=text.original[:60],
                )
                yield Problem(AT, f"{name_of(language)}: {words}")


def where(asks: Definition, at: str) -> str:
    """Say for translators what a text is."""
    named = {
        "subject": _("Subject of the mail"),
        "invitation": _("Words of the mail"),
        reminder_field(1, "subject"): _("Subject of the first reminder"),
        reminder_field(1, "invitation"): _("Words of the first reminder"),
        reminder_field(2, "subject"): _("Subject of the second reminder"),
        reminder_field(2, "invitation"): _("Words of the second reminder"),
        "thanks_title": _("Heading of the thanks"),
        "thanks_text": _("Words of thanks"),
    }
    if at in named:
        return named[at]
    key, _dash, part = at.partition("-")
    numbers = {question.key: number for number, question in enumerate(asks.questions, 1)}
    return _part(part, numbers.get(key, 0))


def name_of(language: str) -> str:
    """Name a language for authors."""
    return str(Locale.parse(language, sep="-").get_display_name(spoken().locale))


def _said_by_settings(question: Question) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in TYPES[question.kind].spoken:
        value = question.settings.get(name)
        at = setting(question.key, name)
        if isinstance(value, str):
            found[at] = value
        elif isinstance(value, (list, tuple)):
            found |= {f"{at}-{number}": str(words) for number, words in enumerate(value)}
    return found


def _part(part: str, question: int) -> str:
    name, _dash, number = part.removeprefix("set-").partition("-")
    if number.isdigit():
        return _("Question %(number)s, option %(option)s", number=question, option=int(number) + 1)
    said = PARTS.get(name)
    if said is None:
        return _("Question %(number)s, %(part)s", number=question, part=name)
    return _(said, number=question)


def _text(at: str, original: str, given: Translation | None) -> Text:
    if given is None or not given.words:
        return Text(at, original, "", State.MISSING)
    if given.of == original:
        return Text(at, original, given.words, State.DONE)
    return Text(at, original, given.words, State.OLD, given.of)


def _list_of(at: str) -> str:
    """Name the list an option stands in; every other text stands for itself."""
    head, _dash, number = at.rpartition("-")
    return head if number.isdigit() else at


def _lacking(count: Mapping[State, int], total: int) -> str:
    missing, old = count[State.MISSING], count[State.OLD]
    parts = []
    if missing:
        parts.append(
            _(
                "%(missing)s of %(total)s texts are not translated yet.",
                missing=missing,
                total=total,
            )
        )
    if old:
        parts.append(_("%(old)s changed since they were translated.", old=old))
    return " ".join(parts)


def _holes(text: str) -> Iterator[tuple[str, str]]:
    return ((str(token.about), token.name) for token in tokens(text))
