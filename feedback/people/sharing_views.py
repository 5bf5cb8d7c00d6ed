"""Settings of what everybody who answers is asked to pass on."""

from flask import flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from feedback.accounts.permissions import Permission, permit
from feedback.extensions import db
from feedback.people import people
from feedback.people.forms import SharingForm
from feedback.respond.sharing import share_block
from surveys.sharing import Sharing, read_sites
from surveys.speech import _

Page = str | Response | tuple[str, int]


@people.route("/sharing", methods=["GET", "POST"])
@permit(Permission.MANAGE_WORKSPACE)
def sharing() -> Page:
    """Say what is asked of everybody, and see it as customers do."""
    kept = Sharing.of(g.workspace.sharing)
    filled = {"words": kept.words, "sites": kept.lines, "refers": kept.refers, "home": kept.home}
    form = SharingForm(data=filled)
    if form.validate_on_submit():
        homes = read_sites(form.home.data or "")
        g.workspace.sharing = Sharing(
            words=" ".join((form.words.data or "").split()),
            sites=read_sites(form.sites.data or ""),
            refers=bool(form.refers.data),
            home=homes[0].address if homes else "",
        ).stored
        db.session.commit()
        flash(_("Saved. Everybody who answers sees it from now on."))
        return redirect(url_for("people.sharing"), 303)
    shown = share_block(kept, "https://…" if kept.refers else "")
    page = render_template("people/sharing.html", form=form, shown=shown, asks=kept.asks)
    return page, 422 if form.errors else 200
