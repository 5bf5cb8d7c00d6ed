"""The public page of colleagues who opted in, with words that their authors let be published."""

from datetime import UTC, datetime

from flask import render_template

from feedback.extensions import db
from feedback.people import mentions
from feedback.testimonials import public
from feedback.testimonials.outputs.beside import disclosures
from feedback.testimonials.outputs.opening import open_wall, typical_line, verify_address


@public.get("/heroes/of/<slug>")
def heroes_of(slug: str) -> str:
    """Show them; nobody who did not opt in, and no word that is not published elsewhere."""
    workspace = open_wall(slug)
    now = datetime.now(UTC)
    today = now.astimezone(workspace.zone).date()
    heroes = mentions.public_words(db.session(), today, now)
    shown = [one for _staff, quotes in heroes for one in quotes]
    return render_template(
        "public/heroes.html",
        workspace=workspace,
        heroes=heroes,
        beside={one.public_id: disclosures(one, workspace.name) for one in shown},
        line=typical_line() if shown else "",
        verify=lambda one: verify_address(workspace, one),
    )
