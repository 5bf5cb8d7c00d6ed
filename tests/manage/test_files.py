"""Surveys as files: saved from a survey's page, looked at, brought in as a draft."""

import io
import json
import re
from html import unescape

import pytest
from sqlalchemy import func, select

from feedback.ids import spell
from feedback.models import Role
from surveys.definition import Definition
from surveys.files import own
from surveys.models import Survey, SurveyKind, Version
from tests import factories
from tests.files.lime_files import lss

NPS = SurveyKind.RELATIONSHIP_NPS


@pytest.fixture
def raw():
    return own.write("From elsewhere", NPS, factories.definition())


def look(client, raw, name="survey.json"):
    return client.submit("/surveys/files", {"file": (io.BytesIO(raw), name)})


def found_in(page):
    return unescape(re.search(r'name="survey"[^>]* value="([^"]*)"', page.text).group(1))


def surveys(session):
    return session.scalar(select(func.count()).select_from(Survey))


def test_looking_at_a_file_keeps_nothing(owner, session, raw):
    page = look(owner, raw)
    assert page.status_code == 200
    assert "From elsewhere" in page.text
    assert "Everything in the file came along" in page.text
    assert surveys(session) == 0


def test_what_was_looked_at_becomes_a_draft(owner, session, raw):
    page = look(owner, raw)
    told = owner.submit("/surveys/drafts", {"survey": found_in(page)}, page="/surveys/files")
    assert told.status_code == 303
    version = session.scalars(select(Version)).one()
    assert (version.number, version.published_at) == (1, None)
    assert Definition.of(version.definition).score.text == factories.definition().score.text
    assert owner.get(told.location).status_code == 200


def test_a_survey_saved_as_a_file_comes_back_the_same(owner, session, workspace):
    version = factories.survey(session, name="Customers")
    session.commit()
    there = owner.get(f"/surveys/{spell(version.survey_id)}/file")
    assert there.headers["Content-Disposition"] == 'attachment; filename="survey-1.hark.json"'
    asks = Definition.of(json.loads(there.data)["asks"])
    assert asks == Definition.of(version.definition)
    page = look(owner, there.data)
    owner.submit("/surveys/drafts", {"survey": found_in(page)}, page="/surveys/files")
    newest = session.scalars(select(Version).order_by(Version.id.desc())).first()
    assert newest.survey_id != version.survey_id
    again = Definition.of(newest.definition)
    assert [q.text for q in again.questions] == [q.text for q in asks.questions]


def test_notes_stand_before_anything_is_kept(owner):
    page = look(owner, lss(apart=True), "shops.lss")
    assert "What is not as it was" in page.text
    assert "an equation asks nothing" in page.text


@pytest.mark.parametrize("raw", [b"", b"{}", b"\x00\x01", b"<a/>"])
def test_another_file_is_refused_at_its_field(owner, session, raw):
    page = look(owner, raw)
    assert page.status_code == 422
    assert 'id="file-error"' in page.text
    assert surveys(session) == 0


def test_what_was_changed_on_the_way_is_checked_again(owner, session, raw):
    evil = found_in(look(owner, raw)).replace('"kind": "nps"', '"kind": "../etc"')
    told = owner.submit("/surveys/drafts", {"survey": evil}, page="/surveys/files")
    assert told.location.endswith("/surveys/files")
    assert surveys(session) == 0


def test_only_those_who_write_surveys_bring_any_in(sign_in_as):
    analyst = sign_in_as(Role.ANALYST)
    assert analyst.get("/surveys/files").status_code == 403
