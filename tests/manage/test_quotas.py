"""Quotas in the editor and on the survey's page: plain fields, counted where everybody sees it."""

import re

import pytest
from sqlalchemy import select

from feedback.ids import spell
from surveys import drafts
from surveys.definition import Definition
from surveys.editing import extras
from surveys.logic.rules import END, About, Condition, Match, Op, Quota, Rule
from surveys.models import Version
from tests import factories
from tests.manage.test_editor import add, error_at
from tests.respond.test_quotas import PRO

CHOSEN = {
    "quota0-limit": "100",
    "quota0-if-0-about": "contact",
    "quota0-if-0-name": "plan",
    "quota0-if-0-op": "is",
    "quota0-if-0-value": "pro",
}


def test_a_quota_is_chosen_from_plain_fields_and_kept(desk, stored):
    desk.type(**CHOSEN)
    assert stored().sheet.asks.quotas == (Quota(100, PRO, END),)
    before = stored().sheet
    desk.type()
    assert stored().sheet.asks == before.asks


def test_several_conditions_make_a_narrower_one_and_one_more_row_waits(desk, stored):
    desk.type(**CHOSEN)
    desk.type(**{"quota0-match": "any", "quota0-if-1-about": "language", "quota0-if-1-value": "de"})
    language = Condition(About.LANGUAGE, "", Op.IS, "de")
    both = Rule((*PRO.conditions, language), Match.ANY)
    desk.type(**{"quota1-limit": "5"})
    assert stored().sheet.asks.quotas == (Quota(100, both, END), Quota(5, Rule(())))
    assert 'name="quota2-limit"' in desk.client.get(f"{desk.path}/draft").text


def test_without_its_number_and_conditions_a_quota_is_gone(desk, stored):
    desk.type(**CHOSEN)
    desk.type(**{"quota0-limit": "", "quota0-if-0-about": ""})
    assert stored().sheet.asks.quotas == ()


def test_a_condition_without_a_number_waits_in_the_draft_and_is_named(desk, stored):
    page = desk.publish(**{**CHOSEN, "quota0-limit": ""})
    assert page.status_code == 422
    assert error_at(page, "quota0-limit").startswith("How many answers are enough?")
    assert stored().sheet.asks.quotas == (Quota(None, PRO, END),)


@pytest.mark.parametrize("given", ["x", "-1", "1.5"])
def test_what_is_no_number_is_named_at_its_field(desk, given):
    page = desk.type(**{**CHOSEN, "quota0-limit": given})
    assert error_at(page, "quota0-limit") == "A whole number, or leave it empty."


def test_a_quota_follows_the_question_it_speaks_of_to_its_new_key(desk, stored, session):
    add(desk, "one")
    (one,) = extras(stored().sheet.asks)
    desk.type(**{"quota0-limit": "5", "quota0-then": one.key})
    desk.publish()
    desk.publish(**{f"{one.key}-text": "other words"})
    newest = session.scalars(select(Version).order_by(Version.number.desc())).first()
    asks = Definition.of(newest.definition)
    assert asks.quotas[0].then == extras(asks)[0].key != one.key


def test_an_anonymous_survey_has_no_quotas(desk, session, survey):
    drafts.set_anonymous(session, survey, anonymous=True)
    session.commit()
    page = desk.publish(**CHOSEN)
    assert error_at(page, "quota0-limit").startswith("Of an anonymous survey")
    assert desk.publish(**{"quota0-limit": "", "quota0-if-0-about": ""}).status_code == 303


def test_the_surveys_page_says_how_full_each_quota_is(owner, session, workspace, client):
    asks = factories.definition(quotas=(Quota(2, Rule(())),))
    version = factories.survey(session, asks=asks)
    place = factories.touchpoint(session, version)
    session.commit()
    to = client.get(f"/t/{place.code}").text.partition('action="')[2].partition('"')[0]
    client.post(to, data={"_submission": "a", "score": "9"})
    path = f"/surveys/{spell(version.survey_id)}"
    said = re.sub(r"<[^>]+>|\s+", " ", owner.get(path).text)
    assert "1 of 2 answers" in said
    assert "of everybody; then nothing further is asked" in said
    client.post(to, data={"_submission": "b", "score": "9"})
    assert re.search(r"2 of 2 answers.*full", re.sub(r"<[^>]+>", " ", owner.get(path).text))


def test_two_people_who_changed_quotas_meet_a_conflict(desk, session, survey):
    opened = desk.open()
    desk.type(**CHOSEN)
    page = desk.send([*((n, v) for n, v in opened if n != "quota0-limit"), ("quota0-limit", "7")])
    assert page.status_code == 409
    assert "the quotas" in page.text
