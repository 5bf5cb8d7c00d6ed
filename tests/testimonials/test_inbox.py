"""The inbox: every comment that could become a testimonial, in the order of its merits, and why."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from feedback.extensions import db
from feedback.ids import spell
from feedback.models import Answer, Response, Role
from surveys.models import PeaceReason, SurveyKind
from surveys.peace import leave_in_peace
from surveys.scope import bind_workspace
from tests import factories

STRONG = "Since we switched to Acme in June our reports take 2 hours instead of three days."
NOW = datetime.now(UTC)
MOST_QUERIES = 20


@pytest.fixture
def asked(app):
    """Give a context: the statements that the application sends within it."""

    @contextmanager
    def listening():
        found = []

        def listen(*given):
            found.append(given[2])

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", listen)
        yield found
        event.remove(engine, "before_cursor_execute", listen)

    return listening


@pytest.fixture
def inbox(owner, judge):
    """Give a function: what somebody who may know people sees of a list, once all is judged."""

    def read(query=""):
        judge()
        return owner.get(f"/testimonials{query}").text

    return read


def test_empty_inbox_says_how_comments_come_about(marketer):
    assert "No comments yet" in marketer.get("/testimonials").text


def test_most_quotable_comment_comes_first_with_its_reasons_agreed_or_not(inbox, agree, said):
    agree("It is nice.", answered_at=NOW)
    said(STRONG)
    page = inbox()
    assert page.index("Since we switched") < page.index("It is nice.")
    assert "Gives a number: “2 hours”" in page
    assert "Not asked yet" in page
    assert "+3" in page


def test_score_day_and_name_stand_beside_the_words(inbox, agree):
    agree(answered_at=datetime(2026, 2, 3, tzinfo=UTC), score=9)
    page = inbox()
    for shown in ("Score 9/10", "3 Feb 2026", "Ann Able, Bolt Ltd"):
        assert shown in page


def test_whoever_has_not_agreed_is_not_named_to_a_marketer(inbox, said):
    said(who={"name": "Carla Secret", "email": "carla.secret@bolt.example"})
    page = inbox().lower()
    assert "maria helped" in page
    assert "secret" not in page


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (f"{STRONG} ann@bolt.example", "Holds an e-mail address: “ann@bolt.example”"),
        (f"{STRONG} Call +49 170 123 4567.", "Holds a telephone or other long number"),
        (f"{STRONG} Damn good.", "Swears: “Damn”"),
        (f"{STRONG} Thanks to Petra Schulze.", "Names a person in full: “Petra Schulze”"),
        (f"{STRONG} Better than Kessler.", "Compares you with another company: “Kessler”"),
        (f"{STRONG} It cured my back.", "Claims something about health"),
        (f"{STRONG} Guaranteed income!", "Claims something about earning money"),
        (f"{STRONG} I work here.", "Seems to belong to you: “I work here”"),
    ],
)
def test_what_the_words_hold_keeps_them_out_of_the_list_with_its_reason(inbox, said, words, told):
    said(words)
    assert "Since we switched" not in inbox()
    assert told in inbox("?show=held")


def low_score(said, session, version):
    said(STRONG, score=6)
    return "Its author gave a low score: 6"


def hurt(said, session, version):
    row = said(STRONG)
    factories.response(
        session, version, score=3, contact_id=row.contact_id, answered_at=NOW - timedelta(days=59)
    )
    return "Its author gave a low score in the last 60 days"


def open_case(said, session, version):
    row = said(STRONG)
    leave_in_peace(session, row.contact_id, PeaceReason.CASE, now=NOW - timedelta(days=1))
    return "Its author has an open case"


def imported(said, session, version):
    said(STRONG, source="import")
    return "Came in a file"


def nobody(said, session, version):
    said(STRONG, contact_id=None, source="qr")
    return "Nobody can be asked"


def colleague(said, session, version):
    factories.member(session, email="boss@acme-corp.example")
    said(STRONG, who={"email": "kim@acme-corp.example"})
    return "Seems to belong to you: “@acme-corp.example”"


def employee(said, session, version):
    said(STRONG, attributes={"Relation": "Employee"})
    return "Seems to belong to you: “Employee”"


@pytest.mark.parametrize(
    "standing", [low_score, hurt, open_case, imported, nobody, colleague, employee]
)
def test_what_its_author_is_keeps_a_comment_out_with_its_reason(
    inbox, said, session, version, standing
):
    told = standing(said, session, version)
    assert "Since we switched" not in inbox()
    held = inbox("?show=held")
    assert told in held
    assert "Since we switched" in held


def test_hurt_is_over_after_sixty_days(inbox, said, session, version):
    row = said(STRONG)
    factories.response(
        session, version, score=3, contact_id=row.contact_id, answered_at=NOW - timedelta(days=61)
    )
    assert "Since we switched" in inbox()


def test_a_case_that_is_lifted_holds_nothing_back(inbox, said, session):
    row = said(STRONG)
    peace = leave_in_peace(session, row.contact_id, PeaceReason.CASE, now=NOW)
    peace.lifted_at = NOW
    assert "Since we switched" in inbox()


@pytest.mark.parametrize("given", [{"source": "import"}, {"source": "qr"}])
def test_agreement_opens_the_gate_of_where_it_came_from(inbox, agree, session, given):
    consent = agree(STRONG)
    session.query(Response).one().source = given["source"]
    assert consent.named_as in inbox()


def test_an_address_that_anybody_can_have_makes_no_insider(inbox, said, session):
    factories.member(session, email="boss@gmail.com")
    said(STRONG, who={"email": "kim@gmail.com"})
    assert "Since we switched" in inbox()


def test_of_another_language_nothing_is_pretended(inbox, said):
    said("Da quando usiamo questo programma risparmiamo sei ore ogni settimana, grazie a tutti.")
    assert "not judged in this language" in inbox()


def test_comments_of_an_anonymous_survey_are_never_listed(inbox, session):
    version = factories.survey(session, is_anonymous=True)
    factories.response(session, version, comment=STRONG)
    assert "No comments yet" in inbox()


def test_test_answer_never_reaches_the_inbox(inbox, said):
    said("I am a colleague trying this out since 3 days.", excluded="test")
    assert "colleague" not in inbox() + inbox("?show=held")


def test_an_author_who_corrected_their_words_is_shown_as_corrected(inbox, agree):
    agree("We saved 6 hours a weak.", corrected="We saved 6 hours a week.")
    page = inbox()
    assert "6 hours a week" in page
    assert "a weak" not in page


def test_published_comment_is_marked_and_parted_from_those_to_choose(inbox, published):
    published()
    assert "Nothing new to look at" in inbox()
    assert "on the wall</span>" in inbox("?show=published")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?words=INVOICE", {"invoice"}),
        ("?words=100%25", set()),
        ("?words=über", {"Über"}),
        ("?rating=7-8", {"invoice"}),
        ("?rating=9-10", {"Maria", "Über", "Short"}),
        ("?language=de", {"Über"}),
        ("?length=short", {"Short"}),
        ("?length=right", {"Maria", "Über", "invoice"}),
        ("?named=1", {"Maria"}),
        ("?agreed=yes", {"Short"}),
        ("?agreed=no", {"Maria", "Über", "invoice"}),
        ("?part=plan%3DOffice", {"invoice"}),
        ("?part=plan%3DStarter", set()),
        ("?words=invoice&rating=9-10", set()),
        ("?rating=x&length=x&agreed=x&language=", {"Maria", "Über", "invoice", "Short"}),
    ],
)
def test_each_filter_keeps_what_it_names(inbox, said, agree, query, shown):
    said("Since May the team around Maria answers us within two hours, every single day.")
    said("Seit Mai sparen wir jede Woche sechs Stunden. Über den Service freuen wir uns sehr.")
    said(
        "We type half an invoice number and it is there, every time, in a second.",
        score=8,
        attributes={"plan": "Office"},
    )
    agree("Short and sweet.")
    page = inbox(query)
    assert {w for w in ("Maria", "Über", "invoice", "Short") if f"{w}" in _quoted(page)} == shown


def _quoted(page):
    return " ".join(part.partition("</p>")[0] for part in page.split('<p class="words"')[1:])


@pytest.mark.parametrize(
    ("ended", "why"),
    [
        ({"ended_at": NOW, "ended_by": "author"}, "Withdrawn by its author"),
        ({"ended_at": NOW, "ended_by": "edit"}, "The author changed the words"),
        ({"expires_at": NOW - timedelta(seconds=1)}, "Expired"),
    ],
)
def test_ended_agreement_is_a_tombstone_without_words(marketer, agree, page, ended, why):
    consent = agree(**ended)
    listed = marketer.get("/testimonials?show=ended").text
    assert why in listed
    for shown in (listed, marketer.get(page(consent)).text):
        assert "Maria" not in shown
        assert "Ann Able" not in shown


def test_opening_an_ended_one_says_so_kindly(marketer, agree, page):
    answer = marketer.get(page(agree(ended_at=NOW)))
    assert answer.status_code == 410
    assert "may no longer be quoted" in answer.text


def test_words_changed_since_are_not_quotable(marketer, agree, session, page):
    consent = agree()
    reason = session.query(Answer).filter_by(question_key="reason").one()
    reason.text = "Something else."
    assert marketer.get(page(consent)).status_code == 410


def test_other_workspace_sees_nothing(agree, session, sign_in_as, page, judge):
    consent = agree()
    judge()
    bolt = factories.workspace(session, name="Bolt", slug="bolt")
    bind_workspace(session, bolt.id)
    stranger = sign_in_as(Role.MARKETER, bolt)
    assert "Maria" not in stranger.get("/testimonials").text
    assert stranger.get(page(consent)).status_code == 404
    assert stranger.get(f"/testimonials/comments/{spell(consent.response_id)}").status_code == 404


def test_long_list_is_paged_and_holds_each_comment_once(inbox, said):
    for n in range(45):
        said(f"Comment number {n} is here.")
    pages = "".join(inbox(f"?page={n}") for n in (1, 2, 3))
    assert all(pages.count(f"number {n} is here.</p>") == 1 for n in range(45))
    assert 'rel="next"' not in inbox("?page=3")
    assert "No comment fits" in inbox("?page=4")


def test_pages_far_down_and_hostile_ones_answer(inbox, said):
    said()
    assert "No comment fits" in inbox("?page=99999999999999999999")
    assert "Maria" in inbox("?page=-1")


def test_unknown_list_is_not_found(marketer, workspace):
    assert marketer.get("/testimonials?show=x").status_code == 404


def test_executive_may_not_read(executive):
    assert executive.get("/testimonials").status_code == 403


def test_analyst_reads_but_finds_no_button(sign_in_as, agree, page, judge):
    analyst = sign_in_as(Role.ANALYST)
    consent = agree()
    judge()
    shown = analyst.get(page(consent)).text + analyst.get("/testimonials").text
    assert "Maria helped" in shown
    assert "Use these sentences" not in shown
    assert 'value="shortlisted' not in shown


@pytest.mark.parametrize("action", ["quote", "publication", "publication/end"])
def test_analyst_cannot_post(sign_in_as, agree, page, action):
    analyst = sign_in_as(Role.ANALYST)
    assert analyst.submit(page(agree(), action), page="/account").status_code == 403


@pytest.mark.parametrize("n", [3, 20])
def test_the_page_asks_the_same_number_of_questions_however_many_comments(
    inbox, marketer, said, asked, n
):
    for number in range(n):
        said(f"{STRONG} {number}")
    inbox()
    with asked() as statements:
        marketer.get("/testimonials")
    assert len(statements) <= MOST_QUERIES


def test_a_low_csat_score_holds_back_on_its_own_scale(inbox, session):
    version = factories.survey(session, kind=SurveyKind.CSAT)
    who = factories.contact(session)
    factories.response(session, version, score=3, comment=STRONG, contact_id=who.id)
    assert "Its author gave a low score: 3" in inbox("?show=held")


def test_whoever_may_be_asked_is_one_click_away_and_whoever_was_shows_when(inbox, marketer, said):
    row = said(STRONG)
    address = f"/testimonials/comments/{spell(row.id)}/ask"
    assert f'href="{address}"' in inbox()
    marketer.submit(address)
    page = inbox()
    assert f'href="{address}"' not in page
    assert "Asked on" in page


def test_what_came_in_a_file_may_be_asked_about_where_it_is_held_back(inbox, said):
    row = said(STRONG, source="import")
    assert f"/testimonials/comments/{spell(row.id)}/ask" in inbox("?show=held")
