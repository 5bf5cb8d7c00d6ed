"""The theme explorer: what themes go along with, and one theme by itself."""

from datetime import UTC, datetime
from typing import Any

from flask import abort, g, render_template, request, url_for
from sqlalchemy.orm import Session

from analysis.impact import LEAST
from analysis.reading import Theme
from feedback.accounts.permissions import Permission, may, permit
from feedback.ids import spell
from feedback.reports.breakdown import name_of
from feedback.reports.explore_views import choices, whole_ground
from feedback.reports.ground import Desk, Ground
from feedback.reports.moment import one_moment
from feedback.reports.segmenting import by_telling
from feedback.reports.selection import Asked
from feedback.themes import course, effects, frames, one, reading, spoken, themes
from feedback.themes.plotting import plot


@themes.get("/themes/explorer")
@permit(Permission.READ_REPORTS)
def explorer() -> str:
    """Show how often each theme is mentioned and what that goes along with."""
    desk, asked = Desk.of(g.workspace, datetime.now(UTC)), Asked(request.args)
    with one_moment(g.workspace.id) as session:
        found = whole_ground(session, asked, desk, by_telling(desk))
        read = spoken.read(session, found.selection, desk)
        told = effects.effects(read)
        courses = course.courses(read, desk)
        progress = reading.progress(session)
    return render_template(
        "themes/explorer.html",
        found=told,
        plot=plot(told),
        courses=courses,
        progress=progress,
        has_frame=bool(read.frame.themes),
        **_choices(found, asked),
    )


@themes.get("/themes/<id:theme_id>")
@permit(Permission.READ_REPORTS)
def one_theme(theme_id: int) -> str:
    """Show one theme: effect, course, groups, parts, and what people wrote."""
    desk, asked = Desk.of(g.workspace, datetime.now(UTC)), Asked(request.args)
    with one_moment(g.workspace.id) as session:
        frame = frames.frame_of(session).frame
        theme = frame.by_id.get(str(theme_id)) or abort(404)
        found = whole_ground(session, asked, desk, by_telling(desk))
        about = _about(session, found, desk, theme)
    return render_template("themes/one.html", theme=theme, **about, **_choices(found, asked))


def _about(session: Session, found: Ground, desk: Desk, theme: Theme) -> dict[str, Any]:
    read = spoken.read(session, found.selection, desk)
    told = effects.effects(read)
    number = int(theme.id)
    parts = [each for each in read.frame.themes if each.parent == theme.id]
    ids = [number, *(int(part.id) for part in parts)]
    way = course.courses(read, desk).get(number)
    return {
        "found": told,
        "line": told.by_id.get(number),
        "parts": [(part, told.by_id.get(int(part.id))) for part in parts],
        "parent": read.frame.by_id.get(theme.parent),
        "course": way,
        "trace": course.trace(way, theme.name) if way else None,
        "groups": one.groups(session, read, ids) if told.n else None,
        "without": one.without(read, theme, least=LEAST) if told.n else None,
        "examples": one.examples(session, read, [theme, *parts]) if told.n else (),
        "stream": _stream(number),
    }


def _stream(number: int) -> str:
    """Give the address of all its comments, to those who may read them."""
    if not may(Permission.READ_COMMENTS):
        return ""
    return url_for("comments.stream", theme=spell(number))


def _choices(found: Ground, asked: Asked) -> dict[str, Any]:
    given = choices(found)
    return given | {
        "problems": asked.problems,
        "parameters": found.parameters,
        "attribute": name_of(found.selection.by) if found.selection.by else "",
        "period": found.period,
    }
