"""Which groups a reader may look at alone: those that enough people of have answered."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from feedback.counts.reading import most_of
from feedback.reports.breakdown import name_of, value_name
from feedback.reports.by_answer import told_by
from feedback.reports.known import LARGEST
from feedback.reports.segmenting import LOOKED_AT
from feedback.reports.selection import LANGUAGE, Only, Selection
from feedback.reports.source import Source
from feedback.reports.unit import alone_among

Choices = list[tuple[str, list[tuple[str, str]]]]
"""Of each attribute its name, and its groups as an address and a reader write them."""


def groups_offered(
    session: Session, source: Source, selection: Selection, names: Sequence[str]
) -> Choices:
    """Give the groups of each attribute that may be shown alone, and of the language of answers."""
    if selection.is_anonymous:
        return []
    among = [survey.id for survey in selection.surveys]
    spoken = told_by(session, source, among, LANGUAGE).values(session, among, LANGUAGE)
    sizes = {LANGUAGE: most_of(spoken, least=1, most=LARGEST + 1)}
    sizes |= source.largest(session, among, names[:LOOKED_AT], least=1, most=LARGEST + 1)
    offered = (
        (name_of(name), _offers(name, sizes.get(name, [])))
        for name in (LANGUAGE, *names[:LOOKED_AT])
    )
    return [(name, groups) for name, groups in offered if groups]


def _offers(name: str, sizes: Sequence[tuple[str, int]]) -> list[tuple[str, str]]:
    largest = {text: (n,) for text, n in sizes[:LARGEST]}
    alone = alone_among(largest, name, more=len(sizes) > LARGEST)
    groups = sorted((value_name(name, text), Only(name, text).text) for text in alone)
    return [(text, label) for label, text in groups]
