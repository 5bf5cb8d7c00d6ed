"""The preview: mail, page and thanks as customers will see them, from the same templates."""

from flask import abort, g, render_template, request, url_for

from feedback.accounts.permissions import Permission, may, permit
from feedback.extensions import db
from feedback.manage import manage
from feedback.manage.views import find_survey
from feedback.respond.pages import form_page
from feedback.respond.thanking import thanks_page
from surveys import drafts
from surveys.definition import Definition
from surveys.models import Version


@manage.get("/surveys/<id:survey_id>/preview")
@permit(Permission.READ_SURVEYS)
def preview(survey_id: int) -> str:
    """Show a version in frames, as wide as a phone and as wide as there is room."""
    draft = drafts.read(db.session(), find_survey(survey_id))
    version = _chosen(draft)
    return render_template(
        "manage/preview.html",
        survey=draft.survey,
        version=version,
        may_edit=may(Permission.WRITE_SURVEYS) and version is draft.versions[0],
        subject=Definition.of(version.definition).subject,
        parts=[
            ("The mail", url_for("campaigns.mail", version_id=version.id)),
            ("The page it leads to", _address("manage.preview_page", version)),
            ("The thanks", _address("manage.preview_thanks", version)),
        ],
    )


@manage.get("/surveys/<id:survey_id>/preview/page")
@permit(Permission.READ_SURVEYS)
def preview_page(survey_id: int) -> str:
    """Give the customer's page itself; nothing can be sent from it."""
    version = _chosen(drafts.read(db.session(), find_survey(survey_id)))
    return form_page(g.workspace, Definition.of(version.definition), preview=True)


@manage.get("/surveys/<id:survey_id>/preview/thanks")
@permit(Permission.READ_SURVEYS)
def preview_thanks(survey_id: int) -> str:
    """Give the thanks as somebody sees them who is not asked for anything more."""
    version = _chosen(drafts.read(db.session(), find_survey(survey_id)))
    return thanks_page(g.workspace, Definition.of(version.definition))


def _address(endpoint: str, version: Version) -> str:
    return url_for(endpoint, survey_id=version.survey_id, version=version.number)


def _chosen(draft: drafts.Draft) -> Version:
    """Find the version asked for, or else the newest."""
    number = request.args.get("version", draft.versions[0].number, int)
    chosen = {version.number: version for version in draft.versions}.get(number)
    if chosen is None:
        abort(404)
    return chosen
