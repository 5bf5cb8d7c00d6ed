"""A company's own words that are no names of people: taken into the list, and out of it."""

from datetime import UTC, datetime

from flask import abort, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from feedback.accounts.permissions import Permission, permit
from feedback.extensions import db
from feedback.masks import own_words
from feedback.themes import themes
from surveys.speech import _


@themes.post("/themes/people/words")
@permit(Permission.WRITE_MASKS)
def add_own_word() -> Response:
    """Say that some words are nobody's name."""
    words = request.form.get("words", "").strip()
    if own_words.add(db.session(), words, by=g.member.id, now=datetime.now(UTC)):
        db.session.commit()
        flash(
            _(
                "“%(words)s” is no longer taken for a name. Comments are looked through again.",
                words=words[: own_words.LONGEST],
            )
        )
    else:
        flash(_("Nothing changed: write a word that is not in the list yet."))
    return redirect(url_for("themes.people_found"), 303)


@themes.post("/themes/people/words/<id:word_id>/removal")
@permit(Permission.WRITE_MASKS)
def remove_own_word(word_id: int) -> Response:
    """Let some words be a name again."""
    words = own_words.remove(db.session(), word_id) or abort(404)
    db.session.commit()
    flash(_("“%(words)s” may be a name again. Comments are looked through again.", words=words))
    return redirect(url_for("themes.people_found"), 303)
