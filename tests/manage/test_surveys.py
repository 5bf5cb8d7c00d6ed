"""The list, a new survey, the page of one, closing and opening, and who may do what."""

import pytest
from sqlalchemy import event

from feedback.extensions import db
from feedback.ids import spell
from feedback.models import Role
from surveys.models import Survey, SurveyKind
from tests import factories
from tests.audit import AuditedClient


def test_an_empty_list_says_what_to_do_first(owner):
    page = owner.get("/surveys")
    assert "Ask your first question" in page.text
    assert "/surveys/new" in page.text


def test_whoever_may_not_write_is_not_told_to(sign_in_as):
    page = sign_in_as(Role.ANALYST).get("/surveys")
    assert "No survey yet" in page.text
    assert "/surveys/new" not in page.text


@pytest.mark.parametrize("kind", SurveyKind)
def test_a_survey_begins_from_a_template_and_opens_in_the_editor(owner, session, kind):
    answer = owner.submit("/surveys", {"kind": kind.value}, page="/surveys/new")
    survey = session.query(Survey).one()
    assert survey.kind == kind
    assert answer.location == f"/surveys/{spell(survey.id)}/draft"
    assert owner.get(answer.location).status_code == 200


@pytest.mark.parametrize("kind", ["", "nonsense", "nps"])
def test_a_template_that_does_not_exist_makes_nothing(owner, session, kind):
    answer = owner.submit("/surveys", {"kind": kind}, page="/surveys/new")
    assert answer.status_code == 400
    assert session.query(Survey).count() == 0


def test_the_list_counts_who_was_asked_and_what_came_back(owner, session):
    version = factories.survey(session, name="Customers, twice a year")
    for _ in range(3):
        factories.invitation(session, version, factories.contact(session))
    factories.invitation(session, version, factories.contact(session), state="failed")
    factories.response(session, version)
    row = owner.get("/surveys").text.partition("twice a year")[2]
    cells = [part.partition("<")[0] for part in row.split('<td class="right">')[1:]]
    assert cells == ["1", "3", "1"]


def test_the_list_asks_the_database_the_same_number_of_times_for_any_number_of_surveys(
    app, owner, session
):
    def statements():
        with app.app_context():
            seen = []
            event.listen(db.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
            owner.get("/surveys")
            return len(seen)

    factories.survey(session)
    few = statements()
    for _ in range(10):
        factories.survey(session)
    assert statements() == few


def test_another_workspaces_survey_is_neither_listed_nor_opened(owner, session, workspace):
    from surveys.scope import bind_workspace

    other = factories.workspace(session)
    bind_workspace(session, other.id)
    foreign = factories.survey(session, name="Foreign survey")
    factories.response(session, foreign)
    session.commit()
    bind_workspace(session, workspace.id)
    assert "Foreign survey" not in owner.get("/surveys").text
    assert owner.get(f"/surveys/{spell(foreign.survey_id)}").status_code == 404


def test_a_draft_says_that_nobody_can_be_asked_yet(desk):
    assert "Nobody can be asked" in desk.client.get(desk.path).text


def test_each_version_shows_what_it_asked(desk):
    desk.publish(score_text="First words?")
    desk.publish(score_text="Second words?")
    page = desk.client.get(desk.path).text
    assert "First words?" in page
    assert "Second words?" in page
    assert "worded differently than in version 1" in page


def test_after_publishing_the_next_step_is_to_send_it(desk):
    desk.publish()
    page = desk.client.get(desk.path).text
    assert f'class="button primary" href="/campaigns/new?survey={desk.survey_id}"' in page
    chosen = desk.client.get(f"/campaigns/new?survey={desk.survey_id}")
    assert chosen.status_code == 200


def test_a_closed_survey_is_not_offered_for_sending(desk):
    desk.publish()
    desk.client.submit(f"{desk.path}/closure", page=desk.path)
    assert "/campaigns/new" not in desk.client.get(desk.path).text


def test_a_replaced_question_is_called_new(desk):
    key = desk.type(do="add:text").location.partition("#")[2]
    desk.publish(**{f"{key}-text": "Once?"})
    desk.type(**{f"{key}-text": "Twice?"})
    assert "new in this version" in desk.client.get(desk.path).text
    desk.publish()
    assert "new in this version" in desk.client.get(desk.path).text


def test_each_version_counts_its_own_answers(owner, session):
    version = factories.survey(session)
    factories.response(session, version)
    factories.response(session, version)
    assert "0 asked · 2 answers" in owner.get(f"/surveys/{spell(version.survey_id)}").text


@pytest.fixture
def path(session, workspace):
    version = factories.survey(session)
    session.commit()
    return f"/surveys/{spell(version.survey_id)}"


def test_closing_says_what_happens_to_links_before_and_after(owner, path, session):
    assert "Links that were mailed then lead to a kind page" in owner.get(path).text
    owner.submit(f"{path}/closure", page=path)
    assert session.query(Survey).one().closed_at is not None
    page = owner.get(path).text
    assert "The survey is closed. Links that were mailed now lead" in page


def test_a_closed_survey_opens_again(owner, path, session):
    owner.submit(f"{path}/closure", page=path)
    owner.submit(f"{path}/opening", page=path)
    assert session.query(Survey).one().closed_at is None


def test_a_closed_survey_is_listed_as_closed(owner, path):
    owner.submit(f"{path}/closure", page=path)
    assert ">closed<" in owner.get("/surveys").text


WRITING = ["draft", "publication", "draft/removal", "closure", "opening"]


@pytest.mark.parametrize("role", [Role.MARKETER, Role.ANALYST, Role.EXECUTIVE])
def test_only_owners_write(sign_in_as, session, path, role):
    member: AuditedClient = sign_in_as(role)
    token = member.csrf("/account")
    for end in WRITING:
        answer = member.post(f"{path}/{end}", data={"csrf_token": token})
        assert answer.status_code == 403, end
    assert member.post("/surveys", data={"csrf_token": token, "kind": "ces"}).status_code == 403


def test_an_analyst_reads_without_buttons_that_write(sign_in_as, path):
    page = sign_in_as(Role.ANALYST).get(path)
    assert page.status_code == 200
    assert f"{path}/draft" not in page.text
    assert f"{path}/closure" not in page.text


@pytest.mark.parametrize("role", [Role.MARKETER, Role.EXECUTIVE])
def test_surveys_are_not_shown_to_who_does_not_read_them(sign_in_as, path, role):
    member = sign_in_as(role)
    assert [member.get(p).status_code for p in ("/surveys", path, f"{path}/preview")] == [403] * 3


@pytest.mark.parametrize("end", ["", "/draft", "/preview", "/preview/page", "/preview/thanks"])
def test_a_survey_that_does_not_exist_gives_a_kind_page(owner, end):
    assert owner.get(f"/surveys/zzzz{end}").status_code == 404


def test_hostile_words_are_shown_literally(desk):
    desk.publish(name="<b>{{7*7}}</b> 🎈", score_text="<i>{{7*7}}</i>?")
    page = desk.client.get(desk.path).text + desk.client.get("/surveys").text
    assert "&lt;b&gt;{{7*7}}&lt;/b&gt; 🎈" in page
    assert "&lt;i&gt;{{7*7}}&lt;/i&gt;?" in page
