"""Which groups a reader may look at alone: those that enough people of have answered."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy.orm import Session

from feedback.counts.reading import GIVEN
from feedback.reports.breakdown import name_of, value_name
from feedback.reports.by_answer import told_by
from feedback.reports.comparing import LARGEST
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
    found: Choices = []
    for name in (LANGUAGE, *names[:LOOKED_AT]):
        told = told_by(session, source, among, name) if name == LANGUAGE else source
        sizes: Counter[str] = Counter()
        for value in told.values(session, among, name):
            sizes[value.text] += value.n
        del sizes[GIVEN]
        largest = {text: (n,) for text, n in sizes.most_common(LARGEST)}
        alone = alone_among(largest, name, more=len(sizes) > LARGEST)
        groups = sorted((value_name(name, text), Only(name, text).text) for text in alone)
        if groups:
            found.append((name_of(name), [(text, label) for label, text in groups]))
    return found
