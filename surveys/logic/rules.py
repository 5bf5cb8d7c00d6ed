"""Conditions and jumps as plain data: a small closed form, stored as it stands here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

END = "end"
"""Where a jump leads that leaves all further questions out; no question has this key.

A quota with it asks nothing further either."""


class Op(StrEnum):
    """How a condition compares. Of several choices, any one that fits is enough."""

    IS = "is"
    IS_NOT = "is_not"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    SAYS = "says"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"


class Match(StrEnum):
    """How many of a rule's conditions must hold."""

    ALL = "all"
    ANY = "any"


class About(StrEnum):
    """What a condition may be about."""

    ANSWER = "answer"
    CONTACT = "contact"
    LANGUAGE = "language"


WITHOUT_VALUE = (Op.ANSWERED, Op.UNANSWERED)


@dataclass(frozen=True)
class Condition:
    """One comparison: an earlier answer, what is known of a contact, or the language."""

    about: About
    name: str
    """The key of a question, or the name of an attribute; empty for the language."""
    op: Op
    value: str = ""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Condition":
        """Read the stored form."""
        about, op = About(stored["about"]), Op(stored["op"])
        return cls(about, stored["name"], op, stored.get("value", ""))

    def renamed(self, keys: Mapping[str, str]) -> "Condition":
        """Follow questions to their new keys."""
        if self.about is not About.ANSWER:
            return self
        return replace(self, name=keys.get(self.name, self.name))


@dataclass(frozen=True)
class Rule:
    """Conditions of which all, or any one, must hold."""

    conditions: tuple[Condition, ...]
    match: Match = Match.ALL

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Rule":
        """Read the stored form."""
        conditions = tuple(Condition.of(each) for each in stored["conditions"])
        return cls(conditions, Match(stored["match"]))

    def is_about(self, about: About) -> bool:
        """Tell whether any condition is about this."""
        return any(each.about is about for each in self.conditions)

    def renamed(self, keys: Mapping[str, str]) -> "Rule":
        """Follow questions to their new keys."""
        return replace(self, conditions=tuple(each.renamed(keys) for each in self.conditions))


@dataclass(frozen=True)
class Jump:
    """Where an answer to this question leads; the questions between are left out."""

    op: Op
    value: str
    to: str
    """The key of a later question, or END."""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Jump":
        """Read the stored form."""
        return cls(Op(stored["op"]), stored["value"], stored["to"])

    def renamed(self, keys: Mapping[str, str]) -> "Jump":
        """Follow a question to its new key."""
        return replace(self, to=keys.get(self.to, self.to))

    def condition(self, key: str) -> Condition:
        """Give what must hold for it, about the answer to its own question."""
        return Condition(About.ANSWER, key, self.op, self.value)


@dataclass(frozen=True)
class Quota:
    """Once so many answers of some people are counted, less is asked of the next of them."""

    limit: int | None
    """How many; None while its author has not said."""
    rule: Rule
    """Whose answers it counts and whom it spares; without conditions everybody."""
    then: str = END
    """The key of the question that is left out, or END: nothing further is asked."""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Quota":
        """Read the stored form."""
        return cls(stored["limit"], Rule.of(stored["rule"]), stored["then"])

    @property
    def ends(self) -> bool:
        """Whether it leaves out all that is not asked yet."""
        return self.then == END

    def renamed(self, keys: Mapping[str, str]) -> "Quota":
        """Follow questions to their new keys."""
        return replace(self, rule=self.rule.renamed(keys), then=keys.get(self.then, self.then))
