"""On what terms an author is quoted: what they get for agreeing, and what ties them to the company.

Whoever asks states them once; they hold on whichever page the author then agrees.
"""

from dataclasses import dataclass
from typing import cast

from sqlalchemy import ColumnElement, Connection, Table, select

from feedback.models import Consent, QuoteMail, QuoteMailKind, Relation
from feedback.models.consent import digest


@dataclass(frozen=True)
class Terms:
    """What the author is told beside the question, and what stands beside their words later."""

    incentive: str | None = None
    relation: Relation | None = None

    @property
    def stamp(self) -> str:
        """Tell these terms from others, so that nobody agrees to terms they did not see."""
        said = "\n".join((self.incentive or "", self.relation or ""))
        return digest(said) if said.strip() else ""


def terms_of(connection: Connection, workspace_id: int, response_id: int) -> Terms:
    """Read what was stated about an answer: when its author was asked, or when they had agreed."""
    given = (workspace_id, response_id)
    asked = connection.execute(_ASKED.where(*_of(_MAILS, *given))).first()
    incentive, relation = tuple(asked) if asked else (None, None)
    relation = relation or connection.scalar(_TIED.where(*_of(_CONSENTS, *given)))
    return Terms(incentive, Relation(relation) if relation else None)


def _of(table: Table, workspace_id: int, response_id: int) -> tuple[ColumnElement[bool], ...]:
    return table.c.workspace_id == workspace_id, table.c.response_id == response_id


_MAILS, _CONSENTS = cast("Table", QuoteMail.__table__), cast("Table", Consent.__table__)
_ASKED = select(_MAILS.c.incentive, _MAILS.c.relation).where(_MAILS.c.kind == QuoteMailKind.ASK)
_TIED = (
    select(_CONSENTS.c.relation)
    .where(_CONSENTS.c.relation.is_not(None))
    .order_by(_CONSENTS.c.id.desc())
    .limit(1)
)
