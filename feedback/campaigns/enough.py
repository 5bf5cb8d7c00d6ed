"""Whom a campaign need not ask any more, because enough people like them have answered."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.campaigns.recipients import Recipient
from feedback.respond import quotas
from surveys.definition import Definition
from surveys.logic.enough import has_enough
from surveys.logic.rules import About
from surveys.logic.walk import Person
from surveys.models import Campaign, Version
from surveys.sending import ENOUGH


@dataclass(frozen=True)
class Enough:
    """What a campaign's version says about enough."""

    workspace_id: int
    survey_id: int
    asks: Definition

    @classmethod
    def of(cls, reader: Session, campaign: Campaign) -> "Enough":
        """Read it."""
        stored = select(Version.definition).where(Version.id == campaign.version_id)
        asks = Definition.of(reader.scalars(stored).one())
        return cls(campaign.workspace_id, campaign.survey_id, asks)

    def obstacles(self, reader: Session, people: Collection[Recipient]) -> dict[int, str]:
        """Give whose answer no quota waits for; what rests on the language is left to the page."""
        if not self.asks.quotas:
            return {}
        place = self.workspace_id, self.survey_id
        full = quotas.full(reader.connection(), *place, self.asks)
        about = {n: self.asks.quotas[n].rule for n in full}
        known = frozenset(n for n, rule in about.items() if not rule.is_about(About.LANGUAGE))
        return {who.invitation_id: ENOUGH for who in people if self._is_for(who, known)}

    def _is_for(self, who: Recipient, full: frozenset[int]) -> bool:
        person = Person(name=who.name, attributes=who.attributes)
        return has_enough(self.asks, full, person.known, self.asks.language)
