"""What a full quota leaves out: never what somebody has answered, nor the page they are on.

Three values, as in `holds`: None where answers still to come decide.
"""

from collections.abc import Iterable, Mapping

from surveys.definition import Definition, Question
from surveys.logic.holds import Facts, holds
from surveys.logic.rules import Quota
from surveys.questions import Stored

Answers = Mapping[str, Stored]


def ending(asks: Definition, full: frozenset[int]) -> tuple[Quota, ...]:
    """Give the full quotas after which nothing further is asked."""
    return tuple(quota for quota in _of(asks, full) if quota.ends)


def is_ended(quotas: tuple[Quota, ...], question: Question, facts: Facts) -> bool | None:
    """Tell whether nothing is asked from this question on; a page is never cut in the middle."""
    return _any(quotas, facts) if question.new_page else False


def is_spared(
    asks: Definition, question: Question, full: frozenset[int], facts: Facts, answers: Answers
) -> bool | None:
    """Tell whether a full quota leaves this question out; whoever answered it keeps it."""
    about = [quota for quota in _of(asks, full) if quota.then == question.key]
    return _any(about, facts) if question.key not in answers else False


def has_enough(
    asks: Definition, full: frozenset[int], contact: Mapping[str, str], language: str
) -> bool:
    """Tell whether enough was heard of people like this before they said anything."""
    unsaid = frozenset(question.key for question in asks.questions)
    facts = Facts({}, contact, language or asks.language, unsaid)
    return bool(_any(ending(asks, full), facts))


def _of(asks: Definition, full: frozenset[int]) -> Iterable[Quota]:
    return (asks.quotas[place] for place in sorted(full) if place < len(asks.quotas))


def _any(quotas: Iterable[Quota], facts: Facts) -> bool | None:
    verdicts = [holds(quota.rule, facts) for quota in quotas]
    return True if True in verdicts else None if None in verdicts else False
