"""Changing what a draft asks: pure functions from one definition to the next."""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from surveys.definition import MAX_EXTRA_QUESTIONS, Definition, Question
from surveys.logic.references import all_following, following
from surveys.questions import TYPES

FIXED = 2
"""The score and the reason stand before the extra questions and never move."""

EXTRA_KINDS = {kind: type_ for kind, type_ in TYPES.items() if not type_.is_headline}
"""What may be asked beside the score; a survey has one headline."""


class TooManyQuestionsError(ValueError):
    """There is no room for one more question."""


def extras(definition: Definition) -> tuple[Question, ...]:
    """Give the questions behind the score and the reason."""
    return definition.questions[FIXED:]


def new_question(kind: str) -> Question:
    """Give a question of this kind with nothing filled in; ValueError where there is no such."""
    if kind not in EXTRA_KINDS:
        raise ValueError(f"{kind} is no kind of further question")
    return Question(new_key(), kind, "", settings=filled(kind, {}))


def new_key() -> str:
    """Give a key that no other question has."""
    return f"q{secrets.token_hex(6)}"


def with_question(definition: Definition, question: Question) -> Definition:
    """Add a question at the end."""
    return _with_extras(definition, [*extras(definition), question])


def with_copy(definition: Definition, key: str) -> Definition:
    """Add a copy of a question right behind it, on the same page, under a key of its own."""
    questions = list(extras(definition))
    at = _place(questions, key)
    copy = replace(questions[at], key=new_key(), new_page=False, mixed_page=False)
    questions.insert(at + 1, copy)
    return _with_extras(_translated_as(definition, key, copy.key), questions)


def without(definition: Definition, key: str) -> Definition:
    """Take a question out."""
    questions = list(extras(definition))
    del questions[_place(questions, key)]
    return _with_extras(definition, questions)


def moved(definition: Definition, key: str, by: int) -> Definition:
    """Move a question up (-1) or down (1); at either end it stays."""
    questions = list(extras(definition))
    at = _place(questions, key)
    question = questions.pop(at)
    questions.insert(max(0, at + by), question)
    return _with_extras(definition, questions)


def rekeyed(definition: Definition, asked: Mapping[str, Question]) -> Definition:
    """Let a key stand for the same words for ever: what was asked before keeps its key.

    An extra question that has been sent is replaced, never reworded: with other words it gets a
    new key, and answers stay with what they answered. Words that return get their old key back.
    Rules and repeated answers follow a question to its new key; they are not its words.
    """
    known = {key: wording(question) for key, question in asked.items()}
    questions = extras(definition)
    taken = {q.key for q in questions if known.get(q.key) == wording(q)}
    free = {words: key for key, words in known.items() if key not in taken}
    keys: dict[str, str] = {}
    for question in questions:
        now = following(question, keys)
        if known.get(question.key) != wording(now):
            keys[question.key] = _key_for(now, known, free)
    return all_following(definition, keys)


def wording(question: Question) -> str:
    """Give what a customer reads of a question; where this differs it is another question."""
    settings = filled(question.kind, question.settings)
    return json.dumps([question.kind, question.text, question.hint, settings], sort_keys=True)


def whole(definition: Definition) -> dict[str, Any]:
    """Spell out what customers meet: settings left alone are the usual ones, keys are not seen."""
    places = {question.key: f"#{place}" for place, question in enumerate(definition.questions)}
    stored = all_following(definition, places).stored()
    for question in stored["questions"]:
        question["settings"] = filled(question["kind"], question["settings"])
    return stored


def filled(kind: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Give all settings of a question: those that were never chosen as the type has them."""
    given = TYPES[kind].Settings(data=dict(settings)).data
    return {name: value for name, value in given.items() if value not in (None, "")}


def _key_for(question: Question, known: Mapping[str, str], free: dict[str, str]) -> str:
    returning = free.pop(wording(question), None)
    if returning:
        return returning
    return new_key() if question.key in known else question.key


def _translated_as(definition: Definition, key: str, other: str) -> Definition:
    """Let a question under another key keep the translations it had."""
    translations = {
        language: {
            **words,
            **{
                f"{other}-{at.removeprefix(f'{key}-')}": given
                for at, given in words.items()
                if at.startswith(f"{key}-")
            },
        }
        for language, words in definition.translations.items()
    }
    return replace(definition, translations=translations)


def _with_extras(definition: Definition, questions: Iterable[Question]) -> Definition:
    extra = tuple(questions)
    if len(extra) > MAX_EXTRA_QUESTIONS:
        raise TooManyQuestionsError(f"at most {MAX_EXTRA_QUESTIONS} further questions")
    return replace(definition, questions=(*definition.questions[:FIXED], *extra))


def _place(questions: list[Question], key: str) -> int:
    return [question.key for question in questions].index(key)
