"""Whether a rule holds: words compared with words, in three values.

`static/js/rules.js` says the same in a browser; a test runs both on the same rules.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from surveys.logic.rules import WITHOUT_VALUE, About, Condition, Match, Op, Rule

NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SPACE = re.compile(r"[ \t\n\r\u00a0]+")


@dataclass(frozen=True)
class Facts:
    """What is known when a rule is asked."""

    answers: Mapping[str, tuple[str, ...]]
    """What was said to each question, as words; nothing where it was not answered."""
    contact: Mapping[str, str] = field(default_factory=dict)
    """Attributes by their folded names."""
    language: str = ""
    undecided: frozenset[str] = frozenset()
    """Questions whose answers are still to come: what asks about them is neither so nor not."""


def holds(rule: Rule | None, facts: Facts) -> bool | None:
    """Tell whether a rule holds; None where that is still open. No rule always holds."""
    if rule is None or not rule.conditions:
        return True
    decisive = rule.match is Match.ANY
    verdicts = [_holds(condition, facts) for condition in rule.conditions]
    if decisive in verdicts:
        return decisive
    return None if None in verdicts else not decisive


def fold(words: str) -> str:
    """Give words as they are compared: without regard to capitals and white space."""
    return SPACE.sub(" ", words).strip(" ").lower()


def compared(op: Op, said: tuple[str, ...], value: str) -> bool:
    """Compare what was said with what a condition wants."""
    words, wanted = [fold(each) for each in said], fold(value)
    match op:
        case Op.IS:
            return wanted in words
        case Op.IS_NOT:
            return wanted not in words
        case Op.AT_LEAST:
            return any(order(each, wanted) in (0, 1) for each in words)
        case Op.AT_MOST:
            return any(order(each, wanted) in (0, -1) for each in words)
        case Op.SAYS:
            return any(wanted in each for each in words)
        case Op.ANSWERED:
            return bool(words)
        case Op.UNANSWERED:
            return not words


def order(one: str, other: str) -> int | None:
    """Order two numbers, or two days: -1, 0 or 1; None where they cannot be ordered."""
    if NUMBER.fullmatch(one) and NUMBER.fullmatch(other):
        a, b = float(one), float(other)
        return (a > b) - (a < b)
    if DAY.fullmatch(one) and DAY.fullmatch(other):
        return (one > other) - (one < other)
    return None


def wants_value(op: Op) -> bool:
    """Tell whether a comparison compares with something."""
    return op not in WITHOUT_VALUE


def _holds(condition: Condition, facts: Facts) -> bool | None:
    if condition.about is About.ANSWER and condition.name in facts.undecided:
        return None
    return compared(condition.op, _said(condition, facts), condition.value)


def _said(condition: Condition, facts: Facts) -> tuple[str, ...]:
    match condition.about:
        case About.ANSWER:
            return facts.answers.get(condition.name, ())
        case About.CONTACT:
            known = facts.contact.get(fold(condition.name), "")
            return (known,) if known else ()
        case About.LANGUAGE:
            return (facts.language, facts.language.partition("-")[0])
