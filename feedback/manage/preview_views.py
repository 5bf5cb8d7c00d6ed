"""The preview: mail, page and thanks as customers will see them, from the same templates."""

from typing import Any

from flask import abort, g, render_template, request, url_for

from feedback.accounts.permissions import Permission, may, permit
from feedback.extensions import db
from feedback.languages import speaking_in
from feedback.manage import manage
from feedback.manage.rehearsing import AS, Walk, as_contact, attributes_asked
from feedback.manage.views import find_survey
from feedback.respond.pages import form_page
from feedback.respond.thanking import thanks_page
from surveys import drafts
from surveys.definition import Definition, Reminding
from surveys.models import Version
from surveys.speech import _


@manage.get("/surveys/<id:survey_id>/preview")
@permit(Permission.READ_SURVEYS)
def preview(survey_id: int) -> str:
    """Show a version in frames, as wide as a phone and as wide as there is room."""
    draft = drafts.read(db.session(), find_survey(survey_id))
    version = _chosen(draft)
    asks = _asks(version)
    return render_template(
        "manage/preview.html",
        survey=draft.survey,
        version=version,
        may_edit=may(Permission.WRITE_SURVEYS) and version is draft.versions[0],
        asks=asks,
        languages=Definition.of(version.definition).languages,
        attributes=attributes_asked(asks),
        contact=as_contact(asks, request.args),
        prefix=AS,
        parts=_parts(version, asks),
    )


@manage.get("/surveys/<id:survey_id>/preview/page")
@permit(Permission.READ_SURVEYS)
def preview_page(survey_id: int) -> str:
    """Give the customer's page itself, or walk through the pages; nothing can be sent from it."""
    version = _chosen(drafts.read(db.session(), find_survey(survey_id)))
    asks = _asks(version)
    if asks.is_plain:
        return form_page(g.workspace, asks, preview=True)
    around = {"version": str(version.number), "lang": asks.language}
    with speaking_in(asks.language):
        return Walk(asks, request.args, request.path, around).shown(g.workspace)


@manage.get("/surveys/<id:survey_id>/preview/thanks")
@permit(Permission.READ_SURVEYS)
def preview_thanks(survey_id: int) -> str:
    """Give the thanks as somebody sees them who is not asked for anything more."""
    version = _chosen(drafts.read(db.session(), find_survey(survey_id)))
    return thanks_page(g.workspace, _asks(version))


def _parts(version: Version, asks: Definition) -> list[tuple[str, str, bool]]:
    """Name what is shown, with its address, and whether it is walked through."""
    where, language = "campaigns.mail", _chosen_language(version)
    mail = url_for(where, version_id=version.id, lang=language)
    reminders = [
        (
            _reminder(step, asks),
            url_for(where, version_id=version.id, lang=language, step=step),
            False,
        )
        for step, said in enumerate(asks.reminders, 1)
        if said != Reminding()
    ]
    page = _address("manage.preview_page", version, **as_contact(asks, request.args))
    name = _("The page it leads to") if len(asks.pages) == 1 else _("The pages it leads to")
    thanks = _address("manage.preview_thanks", version)
    return [
        (_("The mail"), mail, False),
        *reminders,
        (name, page, not asks.is_plain),
        (_("The thanks"), thanks, False),
    ]


def _reminder(step: int, asks: Definition) -> str:
    subject = asks.as_mailed(step).subject
    if step == 1:
        return _("First reminder: “%(subject)s”", subject=subject)
    return _("Second reminder: “%(subject)s”", subject=subject)


def _address(endpoint: str, version: Version, **contact: Any) -> str:
    language, number = _chosen_language(version), version.number
    return url_for(endpoint, survey_id=version.survey_id, version=number, lang=language, **contact)


def _chosen_language(version: Version) -> str | None:
    """Name the language in addresses, where there is a choice."""
    several = len(Definition.of(version.definition).languages) > 1
    return _asks(version).language if several else None


def _asks(version: Version) -> Definition:
    """Read what it asks, in the language that was chosen to look at."""
    return Definition.of(version.definition).in_language(request.args.get("lang", ""))


def _chosen(draft: drafts.Draft) -> Version:
    """Find the version asked for, or else the newest."""
    number = request.args.get("version", draft.versions[0].number, int)
    chosen = {version.number: version for version in draft.versions}.get(number)
    if chosen is None:
        abort(404)
    return chosen
