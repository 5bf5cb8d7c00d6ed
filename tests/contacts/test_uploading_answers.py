"""Past answers: each becomes a response once, with its words, its day and its contact."""

import pytest
from sqlalchemy import func, select

from feedback.models import Answer, Response
from surveys.models import Contact, Survey, Version
from tests import factories
from tests.contacts.conftest import facts, problems

HEADER = "Date,E-mail,Score,Comment,Plan\n"
ONE = HEADER + "2026-02-03,ann@example.com,9,Friendly,Pro\n"


def responses(session):
    return session.scalars(select(Response).order_by(Response.answered_at)).all()


def words(session):
    return sorted(session.scalars(select(Answer.text).where(Answer.text.is_not(None))))


@pytest.fixture
def answers(upload):
    """Bring past answers in; give the page."""
    return lambda content, **how: upload.imported(content, kind="answers", **how)


def test_answer_becomes_a_response_of_a_new_published_survey(answers, session, workspace):
    answers(ONE)
    (response,) = responses(session)
    assert (response.score, response.source, response.attributes) == (9, "import", {"Plan": "Pro"})
    assert response.answered_on.isoformat() == "2026-02-03"
    assert words(session) == ["Friendly"]
    assert session.scalar(select(Survey.name)) == "Imported answers"
    assert session.scalar(select(Version.published_at)) is not None


def test_dry_run_saves_neither_answers_nor_survey(upload, session):
    page = upload.tried(ONE, kind="answers")
    assert facts(page)["New answers"] == 1
    assert responses(session) == []
    assert session.scalar(select(func.count()).select_from(Survey)) == 0


def test_whoever_is_no_contact_yet_becomes_one(answers, session):
    answers(ONE)
    (ann,) = session.scalars(select(Contact))
    assert (ann.email, responses(session)[0].contact_id) == ("ann@example.com", ann.id)


def test_known_contact_is_joined_and_not_changed(answers, session, workspace):
    ann = factories.contact(session, email="ann@example.com", attributes={"Plan": "Free", "x": "y"})
    answers(ONE)
    session.refresh(ann)
    (response,) = responses(session)
    assert (response.contact_id, ann.attributes["Plan"]) == (ann.id, "Free")
    assert response.attributes == {"Plan": "Pro", "x": "y"}


def test_contact_is_found_by_customer_number(answers, session, workspace):
    ann = factories.contact(session, email="ann@example.com", external_id="77")
    answers("Date,Customer number,Score\n2026-02-03,77,9\n")
    assert responses(session)[0].contact_id == ann.id


def test_answer_of_a_name_alone_counts_without_a_contact(answers, session):
    answers("Date,Name,Score\n2026-02-03,Ann,9\n")
    assert responses(session)[0].contact_id is None
    assert session.scalar(select(func.count()).select_from(Contact)) == 0


def test_the_same_file_twice_adds_nothing(upload, answers, session):
    answers(ONE)
    page = upload.tried(ONE, kind="answers")
    assert (facts(page)["New answers"], facts(page)["Here already"]) == (0, 1)


def test_same_words_of_two_unnamed_people_are_two_answers(answers, upload, session):
    same = "Date,Score\n2026-02-03,9\n2026-02-03,9\n2026-02-03,9\n"
    answers(same)
    assert len(responses(session)) == 3
    assert facts(upload.tried(same, kind="answers"))["Here already"] == 3


def test_same_answer_of_one_person_twice_in_a_file_is_taken_once(answers, session):
    page = answers(ONE + "2026-02-03,ann@example.com,9,Friendly,Pro\n")
    assert "stands in row 2 already" in problems(page)[0][1]
    assert len(responses(session)) == 1


def test_answers_go_into_the_survey_that_was_chosen(upload, answers, session, workspace):
    version = factories.survey(session)
    answers(ONE)
    assert responses(session)[0].version_id == version.id


def test_new_survey_cannot_take_the_name_of_another(upload, session, workspace):
    factories.survey(session, name="Imported answers")
    upload.send(ONE, kind="answers")
    answer = upload.map(survey="new")
    assert answer.status_code == 422
    assert "There is a survey of this name" in answer.text


SCORES = [
    ("9", 9),
    ("9.0", 9),
    ("9,0", 9),
    ("10 ", 10),
    ("０", 0),
    ("10 - Extremely likely", 10),
    ("0 (not at all)", 0),
    ("11", "not between 0 and 10"),
    ("-1", "not between 0 and 10"),
    ("-0", "not between 0 and 10"),
    ("nine", "not a number"),
    ("9.5", "not a whole number"),
    ("9-10", "not a number"),
    ("1e1", "not a number"),
    ("=9", "not a number"),
    ("999999999999999999999", "not a number"),
]


def test_every_score_is_taken_exactly_or_refused_with_its_reason(answers, session):
    rows = [f'2026-02-03,p{i}@example.com,"{text}",x,' for i, (text, _) in enumerate(SCORES)]
    page = answers(HEADER + "\n".join(rows))
    said = {row - 2: sentence for row, sentence in problems(page)}
    for i, (text, expected) in enumerate(SCORES):
        if isinstance(expected, str):
            assert expected in said[i], text
    taken = [expected for _, expected in SCORES if isinstance(expected, int)]
    assert sorted(r.score for r in responses(session)) == sorted(taken)


def test_comment_without_a_score_is_kept_as_skipped(answers, session):
    answers(HEADER + "2026-02-03,ann@example.com,,Only words,\n2026-02-04,b@example.com,9,,\n")
    assert [response.score for response in responses(session)] == [None, 9]
    assert words(session) == ["Only words"]


def test_row_without_score_and_comment_is_a_problem(answers):
    page = answers(ONE + "2026-02-03,b@example.com,,,\n")
    assert "neither a score nor a comment" in problems(page)[0][1]


def test_row_without_a_date_is_a_problem(answers):
    page = answers(ONE + ",b@example.com,9,,\n")
    assert "There is no date" in problems(page)[0][1]


def test_ambiguous_dates_must_be_decided(upload):
    upload.send(HEADER + "3/4/2026,ann@example.com,9,,\n", kind="answers")
    answer = upload.map()
    assert answer.status_code == 422
    assert "can be read in both ways" in answer.text


@pytest.mark.parametrize("order,day", [("dmy", "2026-04-03"), ("mdy", "2026-03-04")])
def test_dates_are_read_in_the_order_that_was_chosen(answers, session, order, day):
    answers(HEADER + "3/4/2026,ann@example.com,9,,\n", date_order=order)
    assert responses(session)[0].answered_on.isoformat() == day


def test_order_that_shows_in_the_file_is_filled_in(upload, answers, session):
    answers(HEADER + "3/4/2026,a@example.com,9,,\n2/28/2026,b@example.com,9,,\n")
    days = [response.answered_on.isoformat() for response in responses(session)]
    assert days == ["2026-02-28", "2026-03-04"]


def test_day_is_that_of_the_workspaces_clock(answers, session, workspace):
    workspace.timezone = "Asia/Tokyo"
    answers(HEADER + "2026-02-03T20:00:00Z,ann@example.com,9,,\n")
    assert responses(session)[0].answered_on.isoformat() == "2026-02-04"


def test_long_words_are_kept_whole_and_longer_ones_refused(answers, session):
    long = "ä" * 99_999
    page = answers(
        f"{HEADER}2026-02-03,a@example.com,9,{long},\n2026-02-03,b@example.com,9,{long}xx,\n"
    )
    assert words(session) == [long]
    assert "100,000 characters" in problems(page)[0][1]


def test_words_are_kept_as_they_are(answers, session):
    said = "=1+1 <b>{{7*7}}</b> مرحبا 🌸\nline two"
    answers(f'{HEADER}2026-02-03,a@example.com,9,"{said}",\n')
    assert words(session) == [said]
