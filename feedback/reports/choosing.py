"""Which groups a reader may look at alone: those that enough people of have answered."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy.orm import Session

from analysis import MINIMUM
from feedback.counts.reading import GIVEN
from feedback.reports.breakdown import name_of, value_name
from feedback.reports.by_answer import told_by
from feedback.reports.groups import SHOWN
from feedback.reports.segmenting import LOOKED_AT
from feedback.reports.selection import LANGUAGE, Only, Selection
from feedback.reports.source import Source

Choices = list[tuple[str, list[tuple[str, str]]]]
"""Of each attribute its name, and its groups as an address and a reader write them."""


def groups_offered(
    session: Session, source: Source, selection: Selection, names: Sequence[str]
) -> Choices:
    """Give the largest groups of each attribute, and of the language of answers."""
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
        largest = [text for text, n in sizes.most_common(SHOWN) if n >= MINIMUM]
        groups = sorted((value_name(name, text), Only(name, text).text) for text in largest)
        if groups:
            found.append((name_of(name), [(text, label) for label, text in groups]))
    return found
