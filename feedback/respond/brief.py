"""A survey made brief: its score and its reason, for places where nobody fills in a form."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from feedback.ids import spell
from feedback.respond.invited import Invited, reading
from surveys.definition import Definition
from surveys.models import Touchpoint
from surveys.questions import TYPES
from surveys.questions.scale import Scale, Step


@dataclass(frozen=True)
class Brief:
    """The two questions, and the steps of the first."""

    version: str
    definition: Definition
    steps: Sequence[Step]
    ends: tuple[str, str]
    request: str
    """What to say where no step was chosen."""

    @property
    def shown(self) -> dict[str, Any]:
        """What is kept of what was asked: two questions, and none of the survey's pages whole."""
        met = [question.key for question in self.definition.questions]
        return {"questions": met, "pages": [], "options": {}}


def briefly(invited: Invited) -> Brief | None:
    """Keep score and reason; the reason is never a duty here. None where the score is no scale."""
    asks = invited.definition
    kind = TYPES[asks.score.kind]
    if not isinstance(kind, Scale):
        return None
    reason = replace(asks.reason, required=False, show_if=None, new_page=False)
    return Brief(
        version=spell(invited.version_id),
        definition=replace(asks, questions=(asks.score, reason)),
        steps=kind.named_steps(asks.score),
        ends=kind.ends(asks.score),
        request=kind.request(asks.score),
    )


def sites_of(invited: Invited) -> list[str]:
    """Read the origins whose pages may show the widget."""
    return list(_of_place(invited, _t.sites))


def opened_at(invited: Invited) -> datetime:
    """Read since when the place is there."""
    found: datetime = _of_place(invited, _t.created_at)
    return found


def _of_place(invited: Invited, column: ColumnElement[Any]) -> Any:
    found = select(column).where(
        _t.workspace_id == invited.workspace_id, _t.id == invited.touchpoint_id
    )
    with reading() as connection:
        return connection.execute(found).scalar_one()


_t = Touchpoint.__table__.c
