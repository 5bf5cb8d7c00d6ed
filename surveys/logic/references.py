"""Questions that speak of other questions: following those to their new keys."""

from collections.abc import Mapping
from dataclasses import replace

from surveys.definition import Definition, Question, Translation
from surveys.logic.piping import renamed


def following(question: Question, keys: Mapping[str, str]) -> Question:
    """Give a question whose rules and words speak of the new keys; its own key stays."""
    return replace(
        question,
        text=renamed(question.text, keys),
        hint=renamed(question.hint, keys),
        show_if=question.show_if.renamed(keys) if question.show_if else None,
        go_to=tuple(jump.renamed(keys) for jump in question.go_to),
    )


def all_following(asks: Definition, keys: Mapping[str, str]) -> Definition:
    """Let a whole survey speak of the new keys, with each question under its own new one."""
    questions = (following(q, keys) for q in asks.questions)
    return replace(
        asks,
        questions=tuple(replace(q, key=keys.get(q.key, q.key)) for q in questions),
        thanks_title=renamed(asks.thanks_title, keys),
        thanks_text=renamed(asks.thanks_text, keys),
        quotas=tuple(quota.renamed(keys) for quota in asks.quotas),
        translations={
            language: {_at(at, keys): _said(words, keys) for at, words in given.items()}
            for language, given in asks.translations.items()
        },
    )


def _at(place: str, keys: Mapping[str, str]) -> str:
    key, dash, part = place.partition("-")
    return f"{keys.get(key, key)}{dash}{part}"


def _said(given: Translation, keys: Mapping[str, str]) -> Translation:
    return Translation(renamed(given.words, keys), renamed(given.of, keys))
