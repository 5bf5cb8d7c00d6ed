"""Explore's share of comments on a theme: of the comments that the theme explorer counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from analysis import MINIMUM
from analysis.reading import Frame, Theme
from feedback.counts.reading import Daily
from feedback.ids import read, spell
from feedback.reports import queries
from feedback.reports.breakdown import hidden_words
from feedback.reports.exploring import ALL, Exploration, Wish
from feedback.reports.ground import Desk, Ground
from feedback.reports.laying import Asked, Laid, Part, of_parts, table
from feedback.reports.selection import Selection
from feedback.reports.shares import Cells, Meant, parts
from feedback.themes import counting, frames
from feedback.themes.effects import foreign_words
from feedback.themes.kept import Kept
from surveys.scope import bound_workspace
from surveys.speech import _


@dataclass(frozen=True)
class Laying:
    """The comments of some surveys, by the groups they can be told apart by."""

    cells: tuple[Cells, ...]
    protects: bool
    """Whether somebody is in no group that is shown."""


_cells = Kept[Laying](16)
_meant = Kept[tuple[Meant, ...]](32)
"""Both are kept by all comments and mentions there are: one that changes makes them anew."""


def offered(frame: Frame) -> list[tuple[str, str]]:
    """Give the themes to choose from, by name; parts behind what they are part of."""
    wholes = sorted((each for each in frame.themes if not each.parent), key=lambda t: t.name)
    return [
        (spell(int(each.id)), each.name if each is whole else f"{whole.name} · {each.name}")
        for whole in wholes
        for each in (whole, *sorted(_parts(frame, whole), key=lambda t: t.name))
    ]


def chosen(frame: Frame, wish: Wish) -> Theme | None:
    """Give the theme that an address names, or else the first one offered."""
    return named(frame, wish.theme) or next(
        (found for key, _name in offered(frame) if (found := named(frame, key))), None
    )


def named(frame: Frame, key: str) -> Theme | None:
    """Give the theme of an address; None where it is none of the workspace's."""
    try:
        return frame.by_id.get(str(read(key)))
    except ValueError:
        return None


def explore_theme(
    session: Session, found: Ground, desk: Desk, wish: Wish, theme: Theme
) -> Exploration:
    """Lay the table of a theme's share of the comments that were read and analysed."""
    selection = found.selection
    surveys = [survey.id for survey in selection.surveys]
    look, here = counting.look(session, surveys), frames.frame_of(session)
    ids = [int(theme.id), *(int(part.id) for part in _parts(here.frame, theme))]
    about = (bound_workspace(session), tuple(surveys), selection.by, selection.scale.key)
    key = (*about, here.number, look.stamp)
    laying = _cells.get(key, lambda: _laid(session, look.days, selection))
    meant = _meant.get((*key, *ids), lambda: _mentioned(session, laying, selection, ids))
    asked = Asked.of(found, desk, wish)
    laid = Laid.of(asked, parts(meant, asked.every))
    foreign = counting.not_analysed(queries.kept_units(selection, look.days))
    return table(
        laid,
        wish,
        selection.by,
        measure=_("Comments on %(theme)s", theme=theme.name),
        writing=of_parts(_("All comments")),
        notes=[*_notes(laid, laying, selection), *foreign_words(foreign), _running(found, desk)],
    )


def _parts(frame: Frame, theme: Theme) -> list[Theme]:
    return [each for each in frame.themes if each.parent == theme.id]


def _laid(session: Session, days: Sequence[Daily], selection: Selection) -> Laying:
    kept = queries.kept_units(Selection(selection.surveys, selection.scale), days)
    if not selection.by:
        return Laying(tuple(map(Cells.of, kept)), protects=False)
    known, named, tables, _wide = counting.told_apart(session, kept, selection)
    cells = tuple(Cells.of_known(each, tables, named) for each in known)
    return Laying(cells, any(each.protects for each in known))


def _mentioned(
    session: Session, laying: Laying, selection: Selection, themes: Sequence[int]
) -> tuple[Meant, ...]:
    surveys = [survey for each in laying.cells for survey in each.unit.surveys]
    said = counting.by_group_and_day(session, surveys, selection, themes)
    return tuple(each.meant(said) for each in laying.cells)


def _notes(laid: Laid[Part], laying: Laying, selection: Selection) -> list[str]:
    whole = laid.now[ALL]
    n = sum(whole.among)
    if n < MINIMUM:
        return [_("Fewer than five comments can be counted here, so nothing is said of themes.")]
    said = [_("Of those who wrote something, by what was read of their words.")]
    groups = set(laid.now) - {ALL}
    shown = sum(sum(laid.now[value].among) for value in groups)
    if selection.by and not groups:
        said.append(hidden_words(any_alone=False, others=None, protects=laying.protects))
    elif selection.by and (laying.protects or shown < n):
        said.append(
            _(
                "A group that is not shown has fewer than five comments, or would give away one "
                "that has; all comments hold it."
            )
        )
    return said


def _running(found: Ground, desk: Desk) -> str:
    if not found.period.is_running(desk.today):
        return ""
    return _("Answers of this period still come in: these limits are right for one look.")
