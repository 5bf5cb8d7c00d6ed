"""Which rows and columns stand in the chain, and how they are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Table, and_, select

from feedback.models import Answer, Consent, Publication, Response, Testimonial
from surveys.definition import REASON_KEY

WORDS = "words"
"""Of a response the answer that may be quoted is sealed with it, under this name."""


@dataclass(frozen=True)
class Kind:
    """One sealed table."""

    table: Table
    columns: tuple[str, ...]
    parent: str | None = None
    """The column that names the row this one rests on."""
    parent_table: str | None = None


def _all_but(table: Table, *others: str) -> tuple[str, ...]:
    return tuple(c.name for c in table.columns if c.name not in ("workspace_id", "id", *others))


RESPONSE = cast("Table", Response.__table__)
CONSENT = cast("Table", Consent.__table__)
TESTIMONIAL = cast("Table", Testimonial.__table__)
PUBLICATION = cast("Table", Publication.__table__)
ANSWER = cast("Table", Answer.__table__)

NOT_SEALED = {
    "response": (
        "contact_id",
        "attributes",
        "updated_at",
        "revision",
        "signals",
        "shown",
        "submission_id",
    )
}
"""What erasing a person takes out, and what says nothing about the words."""
KINDS: dict[str, Kind] = {
    "response": Kind(RESPONSE, _all_but(RESPONSE, *NOT_SEALED["response"])),
    "consent": Kind(CONSENT, _all_but(CONSENT), "response_id", "response"),
    "testimonial": Kind(TESTIMONIAL, _all_but(TESTIMONIAL), "consent_id", "consent"),
    "publication": Kind(PUBLICATION, _all_but(PUBLICATION), "testimonial_id", "testimonial"),
}
"""In the order in which each rests on the one before."""


def read_row(
    connection: Connection, kind: str, workspace_id: int, row_id: int
) -> Mapping[str, Any] | None:
    """Read the sealed columns of a row as they are now; None where it is gone."""
    sealed = KINDS[kind]
    c = sealed.table.c
    found = select(*[c[name] for name in sealed.columns])
    if kind == "response":
        of_it = and_(
            ANSWER.c.workspace_id == c.workspace_id,
            ANSWER.c.response_id == c.id,
            ANSWER.c.question_key == REASON_KEY,
        )
        found = found.add_columns(ANSWER.c.text.label(WORDS))
        found = found.select_from(sealed.table.outerjoin(ANSWER, of_it))
    row = connection.execute(found.where(c.workspace_id == workspace_id, c.id == row_id)).first()
    return dict(row._mapping) if row else None
