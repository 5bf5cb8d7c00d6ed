"""The page an executive opens."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from feedback.ids import spell
from feedback.models import Answer, Role
from surveys.definition import Question
from surveys.models import SurveyKind
from surveys.questions import Stored
from surveys.questions.email import Email
from surveys.questions.personal import LeftSummary
from tests import factories

HOSTILE = ["<script>alert(1)</script>", "x" * 200, "الشرق الأوسط", "{{7*7}}", "a' OR 1=1 --"]


@pytest.mark.parametrize("role", list(Role))
def test_every_role_reads_reports(role, sign_in_as, give):
    give(*[9] * 6)
    assert sign_in_as(role).get("/report").status_code == 200


def test_visitor_is_sent_to_sign_in(client, workspace):
    assert client.get("/report").status_code == 302


def test_empty_workspace_leads_an_owner_on(owner):
    assert "There are no answers to report yet" in owner.get("/report").text


def test_empty_workspace_offers_an_executive_no_door_that_is_shut(executive):
    page = executive.get("/report").text
    assert "An owner of this workspace can" in page
    assert "button primary" not in page


def test_page_shows_score_interval_and_base(executive, give):
    give(*[10] * 30, *[8] * 10, *[2] * 12, *[None] * 5)
    page = executive.get("/report").text
    assert "<strong>35</strong>" in page
    assert "52 answers" in page
    assert "5 people answered without a score" in page


def test_only_skips_say_that_answers_are_too_few(executive, give):
    give(*[None] * 30)
    page = executive.get("/report").text
    assert "Too few answers to give a score" in page


def test_one_answer_shows_no_score_and_no_comment(executive, give):
    give(3, comment="It was me who wrote this")
    page = executive.get("/report").text
    assert "It was me" not in page
    assert "hero-number" not in page


def test_narrow_period_hides_comments_of_few(executive, give):
    give(*[9] * 20, comment="Many said so")
    give(2, comment="It was me", answered_at=datetime(2026, 2, 1, tzinfo=UTC))
    page = executive.get("/report?from=2026-02-01&to=2026-02-01").text
    assert "It was me" not in page


def test_hostile_values_are_only_words(executive, give):
    for value in HOSTILE:
        give(*[9] * 6, attributes={"plan": value}, comment=value)
    page = executive.get("/report?by=plan").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<bdi>الشرق الأوسط</bdi>" in page
    beside = r"<blockquote.*?</blockquote>|<option value=\"[^\"]*\""
    assert "x" * 121 not in re.sub(beside, "", page, flags=re.DOTALL)


def test_hostile_attribute_name_is_only_words(executive, give):
    give(*[9] * 6, attributes={'"><img src=x>': "1"})
    assert "<img" not in executive.get('/report?by="><img src=x>').text


def test_names_of_customers_are_nowhere(session, executive, survey, give):
    who = factories.contact(session, name="Nora Nomen", email="nora@nomen.example")
    give(*[9] * 6, contact_id=who.id, comment="Lovely")
    page = executive.get("/report").text
    assert "Lovely" in page
    assert "omen" not in page


def test_bad_parameters_get_sentences(executive, give):
    give(*[9] * 6)
    answer = executive.get("/report?survey=%00&from=x&to=%F0%9F%98%80&by=%00")
    assert answer.status_code == 200
    assert answer.text.count("is not a date we can use") == 2


def test_small_group_is_not_on_the_page(executive, give):
    give(*[9] * 20, attributes={"region": "North"})
    give(*[9] * 20, attributes={"region": "South"})
    give(*[9] * 8, attributes={"region": "Iceland"})
    give(0, attributes={"region": "Faroe"})
    page = executive.get("/report?by=region").text
    assert "North" in page
    assert "Iceland" not in page
    assert "Faroe" not in page


def test_picked_survey_shows_its_further_questions(session, executive):
    version = factories.survey(
        session,
        Question("use", "choice", "What do you use?", settings={"options": ["Desk", "Phone"]}),
        Question("wish", "text", "What do you wish?"),
        Question("rare", "rating", "How is the rare thing?"),
    )
    for i in range(6):
        response = factories.response(session, version)
        session.add(Answer(response_id=response.id, question_key="use", text="Phone"))
        session.add(Answer(response_id=response.id, question_key="wish", text=f"Wish {i}"))
        if i < 4:
            session.add(Answer(response_id=response.id, question_key="rare", number=1))
    page = executive.get(f"/report?survey={spell(version.survey_id)}").text
    assert "What do you use?" in page
    assert "Wish 5" in page
    assert "Fewer than five people in this selection answered this question" in page


def watched(fetched, answers):
    fetched.extend(answers)
    return LeftSummary(0, "an e-mail address")


def test_a_report_counts_addresses_and_never_fetches_one(session, report, executive, monkeypatch):
    version = factories.survey(session, Question("mail", "email", "Where may we write?"))
    for i in range(6):
        response = factories.response(session, version)
        session.add(Answer(response_id=response.id, question_key="mail", text=f"{i}@b.example"))
    fetched: list[Stored] = []
    monkeypatch.setattr(Email, "summary", lambda _, __, answers: watched(fetched, answers))
    assert report().questions[0].summary.n == 6
    assert fetched == []
    page = executive.get("/report").text
    assert "6</strong> people left an e-mail address" in page
    assert "b.example" not in page


def test_excluded_answers_are_not_in_the_further_questions(session, report):
    version = factories.survey(session, Question("wish", "text", "What do you wish?"))
    for i in range(6):
        response = factories.response(session, version, excluded="test" if i > 2 else None)
        session.add(Answer(response_id=response.id, question_key="wish", text=f"Wish {i}"))
    for _ in range(5):
        factories.response(session, version)
    assert report().questions[0].summary is None


def test_satisfaction_survey_never_joins_the_nps(session, executive, give):
    give(*[9] * 6)
    csat = factories.survey(session, kind=SurveyKind.CSAT, name="Support")
    give(*[5] * 8, of=csat)
    assert "6 answers" in executive.get("/report").text
    assert "are satisfied" in executive.get(f"/report?survey={spell(csat.survey_id)}").text


def test_every_chart_says_itself_in_words(executive, give):
    give(*range(11), attributes={"plan": "A"})
    give(*range(11), attributes={"plan": "B"}, answered_at=datetime(2026, 9, 1, tzinfo=UTC))
    page = executive.get("/report?by=plan").text
    charts = re.findall(r'<svg class="chart[^>]*>', page)
    assert len(charts) > 5
    assert all("aria-label=" in chart or 'aria-hidden="true"' in chart for chart in charts)


def test_answer_given_now_is_in_the_next_page(executive, give):
    give(*[9] * 5)
    assert "5 answers" in executive.get("/report").text
    give(9)
    assert "6 answers" in executive.get("/report").text


def test_number_of_queries_does_not_grow_with_answers(session, give, counted):
    counted(by="plan")
    seen: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *a: seen.append(a[2]))
    queries = []
    for more in (5, 60):
        give(*[9] * more, attributes={"plan": "A"}, comment="Words")
        seen.clear()
        counted(by="plan")
        queries.append(len(seen))
    assert queries[0] == queries[1]


def test_each_next_step_of_an_empty_report_opens(owner):
    page = owner.get("/report").text
    doors = re.findall(r'<a class="button[^"]*" href="([^"]+)"', page)
    assert [owner.get(door.replace("&amp;", "&")).status_code for door in doors] == [200, 200]
