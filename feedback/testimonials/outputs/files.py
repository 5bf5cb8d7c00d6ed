"""Files of published quotes: a table for every use, slides for those who allowed sales decks."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO

from flask import g, make_response
from werkzeug.wrappers import Response

from feedback.accounts.permissions import Permission, permit
from feedback.agreements.disclosing import PLACES
from feedback.contacts.problems import harmless
from feedback.extensions import db
from feedback.filters import day
from feedback.models import Purpose
from feedback.testimonials import queries, testimonials
from feedback.testimonials.outputs.beside import disclosures, quoted
from feedback.testimonials.outputs.opening import spoken_address, typical_line, verify_address
from feedback.testimonials.outputs.slides import Slide, deck
from feedback.testimonials.shown import Shown
from surveys.speech import _

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
AT_ONCE = 500


@testimonials.get("/testimonials/published.csv")
@permit(Permission.READ_TESTIMONIALS)
def table() -> Response:
    """Give all published quotes as a table that says what each may be used for."""
    file, line = StringIO(), typical_line()
    rows = csv.writer(file)
    rows.writerow(
        [
            _("Quote"),
            _("Named as"),
            _("Answered"),
            *map(str, PLACES.values()),
            _("Beside it"),
            _("How typical"),
            _("Verify"),
        ]
    )
    for shown in _for(None):
        cells = [
            shown.quote,
            shown.named_as,
            shown.answered_on.isoformat(),
            *(_("yes") if purpose in shown.purposes else _("no") for purpose in PLACES),
            " ".join(disclosures(shown, g.workspace.name)),
            line,
            verify_address(g.workspace, shown),
        ]
        rows.writerow([harmless(cell.replace("\0", "")) for cell in cells])
    return _file("\ufeff" + file.getvalue(), "text/csv", "testimonials.csv")


@testimonials.get("/testimonials/slides.pptx")
@permit(Permission.READ_TESTIMONIALS)
def slides() -> Response:
    """Give the quotes that sales decks may show, one on each slide."""
    line = typical_line()
    made = deck([_slide(shown, line) for shown in _for(Purpose.SALES)], g.workspace.accent)
    return _file(made, PPTX, "testimonials.pptx")


def _slide(shown: Shown, line: str) -> Slide:
    check = spoken_address(verify_address(g.workspace, shown))
    return Slide(
        quote=quoted(shown.quote),
        named=shown.named_as,
        beside=" · ".join((day(shown.answered_on), *disclosures(shown, g.workspace.name))),
        lines=tuple(filter(None, (line, _("Verify: %(address)s", address=check)))),
    )


def _for(purpose: Purpose | None) -> Iterator[Shown]:
    now, before = datetime.now(UTC), None
    while True:
        page = queries.shown(db.session(), now, purpose=purpose, size=AT_ONCE, before=before)
        yield from page.items
        before = page.following
        if before is None:
            return


def _file(content: str | bytes, mimetype: str, name: str) -> Response:
    response = make_response(content)
    response.mimetype = mimetype
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = "private, no-store"
    return response
