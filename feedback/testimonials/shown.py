"""A published quote as all outputs see it."""

from dataclasses import dataclass
from datetime import date, datetime

from feedback.models import Attribution, Purpose, Relation


@dataclass(frozen=True)
class Shown:
    """A published quote as the public sees it, with all that has to be said beside it."""

    publication_id: int
    public_id: str
    """Its name in public addresses."""
    quote: str
    named_as: str
    attribution: Attribution
    purposes: frozenset[Purpose]
    """What its author lets it be shown for."""
    incentive: str | None
    relation: Relation | None
    locale: str
    """The language in which its author agreed."""
    language: str | None
    """The language of the answer; None where that is not known."""
    answered_on: date
    published_at: datetime
    given_at: datetime
    """When its author agreed."""
    is_invited: bool
    """Whether a personal link was answered: otherwise nobody knows that they are a customer."""
    is_corrected: bool
    """Whether the words are the author's own correction of what they had answered."""


@dataclass(frozen=True)
class ShownPage:
    """One page of what is shown, and where the next begins."""

    items: list[Shown]
    following: int | None
