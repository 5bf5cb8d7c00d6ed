"""Groups of one attribute, each held against its own past, corrected for looking at many."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from analysis import MINIMUM, adjust
from feedback.reports.breakdown import hidden_among, name_of, value_name
from feedback.reports.changing import ERROR, Delta, change, running
from feedback.reports.dataset import Compared, Counts, Dataset
from feedback.reports.executive import Segment, Segments
from feedback.reports.figures import Figure, headline, live
from feedback.reports.ground import Desk, Telling
from feedback.reports.groups import SHOWN
from feedback.reports.notes import notes_on_groups
from feedback.reports.periods import Period
from feedback.reports.scale import Scale
from feedback.reports.selection import Selection
from feedback.reports.source import Source
from surveys.speech import _, counted

LOOKED_AT = 12
"""Attributes among which one is chosen where the reader chose none."""


def telling_attribute(
    session: Session, source: Source, selection: Selection, names: Sequence[str]
) -> str:
    """Choose an attribute that parts most answers into few groups; "" where none does."""
    among, best = [survey.id for survey in selection.surveys], (0, 0, "")
    found = source.largest(session, among, names[:LOOKED_AT], least=MINIMUM, most=SHOWN + 1)
    for name, groups in found.items():
        if 2 <= len(groups) <= SHOWN:
            best = max(best, (sum(n for _, n in groups), -len(groups), name))
    return best[2]


def by_telling(desk: Desk) -> Telling:
    """Give what is compared by where nobody said it: the most telling attribute."""

    def telling(session: Session, chosen: Selection, names: Sequence[str]) -> str:
        if chosen.is_anonymous:
            return ""
        return telling_attribute(session, desk.source, chosen, names)

    return telling


def segments(
    now: Dataset, before: Dataset | None, earlier: Period | None, *, is_running: bool
) -> Segments | None:
    """Compare the groups; None where nothing is compared by."""
    compared, scale = now.groups, now.scale
    if compared is None:
        return None
    written = live if is_running else headline
    past = before.groups if before else None
    changes = _changes(scale, compared, past, is_running=is_running)
    lines = [
        Segment(
            value_name(compared.attribute, group.value),
            "group" if group.value else "none",
            figure,
            changes.get(group.value, (None, False))[0],
            changes.get(group.value, (None, False))[1],
            group.value,
        )
        for group in compared.shown.alone
        if (figure := written(scale, group.counts))
    ]
    lines.sort(key=lambda line: (line.kind == "none", -line.figure.value, line.name))
    others = written(scale, compared.shown.others) if compared.shown.others and lines else None
    whole = written(scale, compared.shown.everybody or now.counts)
    if others:
        lines.append(Segment(_("All others"), "others", others))
    if whole:
        lines.append(Segment(_("All answers"), "all", whole))
    return Segments(
        name_of(compared.attribute),
        tuple(lines),
        tuple(_notes(now, others, changes, earlier, is_running=is_running)),
    )


def _changes(
    scale: Scale, compared: Compared, past: Compared | None, *, is_running: bool
) -> dict[str, tuple[Delta, bool]]:
    """Hold each group against its own past; say which changes may be named."""
    then: Mapping[str, Counts] = (
        {group.value: group.counts for group in past.shown.alone} if past else {}
    )
    both = [
        (group.value, then[group.value], group.counts)
        for group in compared.shown.alone
        if group.value in then
    ]
    if is_running:
        told = {v: running(scale, a, b, among=len(both)) for v, a, b in both}
        return {value: (delta, delta.is_sure) for value, delta in told.items() if delta.is_told}
    told = {v: change(scale.headline(a), scale.headline(b)) for v, a, b in both}
    told = {value: delta for value, delta in told.items() if delta.p is not None}
    corrected = adjust([delta.p or 0.0 for delta in told.values()])
    return {
        value: (delta, bool(p <= ERROR))
        for (value, delta), p in zip(told.items(), corrected, strict=True)
    }


def _notes(
    now: Dataset,
    others: Figure | None,
    changes: Mapping[str, tuple[Delta, bool]],
    earlier: Period | None,
    *,
    is_running: bool,
) -> list[str]:
    assert now.groups is not None
    said = [hidden_among(now.groups, others)]
    if changes and earlier:
        how = _("Bonferroni, at every look") if is_running else _("Benjamini–Hochberg")
        said.append(
            counted(
                "Each of %(n)s group is held against its own %(period)s; a change is named where "
                "it holds although several were looked at (%(how)s).",
                "Each of %(n)s groups is held against its own %(period)s; a change is named where "
                "it holds although several were looked at (%(how)s).",
                len(changes),
                period=earlier.name,
                how=how,
            )
        )
    return [note for note in (*said, *notes_on_groups(now)) if note]
