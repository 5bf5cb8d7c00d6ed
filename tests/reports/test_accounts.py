"""Customer accounts: who of each was asked and answered, and what they say together."""

import re
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from analysis import nps, weighted_nps
from feedback.counts.people import sweeping
from feedback.extensions import db
from feedback.models import Role
from feedback.reports.accounts import source
from feedback.reports.accounts.figures import of_people, overall
from feedback.reports.accounts.reading import Pattern, Reach
from tests import factories

NASTY = '<b>شركة</b> & "Söhne" ?name=1/../' + "x" * 160


@pytest.fixture(params=["live", "kept"])
def source_of(request, monkeypatch):
    """Read accounts from the answers, and then from what is kept of them."""
    if request.param == "kept":
        monkeypatch.setattr(source, "SMALL", 0)
    return request.param


@pytest.fixture
def firm(app, session, workspace, survey, source_of):
    """Give a function: people of an account, who gave these scores (None: asked, silent)."""
    workspace.account_attribute = "company"

    def add(name, *scores):
        people = []
        for number, score in enumerate(scores):
            carried = {"company": name}
            who = factories.contact(session, name=f"{name[:9]} {number}", attributes=carried)
            asked = factories.invitation(session, survey, who)
            if score is not None:
                factories.response(
                    session,
                    survey,
                    score=score,
                    comment=f"Words {number}",
                    contact_id=who.id,
                    invitation_id=asked.id,
                    attributes=carried,
                )
            people.append(who)
        session.commit()
        with app.app_context():
            list(sweeping.sweep(workspace.id))
        return people

    return add


@pytest.fixture
def statements(app):
    """Give a block in which every statement is noted."""

    @contextmanager
    def noted():
        seen = []

        def look(_connection, _cursor, statement, *_more):
            seen.append(statement)

        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", look)
            yield seen
            event.remove(db.engine, "before_cursor_execute", look)

    return noted


def rows(page):
    found = re.findall(r"<tr><th scope=\"row\".*?</tr>", page, re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in found]


def test_owner_says_which_attribute_names_the_account(owner, session, workspace):
    factories.contact(session, attributes={"company": "Bolt"})
    token = owner.csrf("/report/accounts")
    data = {"csrf_token": token, "attribute": "company"}
    assert owner.post("/report/accounts/attribute", data=data).status_code == 303
    assert "Bolt" in owner.get("/report/accounts").text


def test_attribute_that_nobody_carries_is_refused(owner, session, workspace):
    factories.contact(session, attributes={"company": "Bolt"})
    data = {"csrf_token": owner.csrf("/report/accounts"), "attribute": "nonsense"}
    owner.post("/report/accounts/attribute", data=data)
    session.refresh(workspace)
    assert workspace.account_attribute == ""


def test_each_account_tells_people_asked_answered_and_classes(owner, firm):
    firm("Bolt", 9, 3, None)
    firm("Cog", None)
    bolt, cog = rows(owner.get("/report/accounts").text)
    assert bolt.startswith("Bolt 3 3 2 2 – 1 · 0 · 1")
    assert cog == "Cog 1 1 0 0 – – no answer"


def test_score_of_an_account_stands_from_five_people_on(owner, firm):
    firm("Five", 9, 9, 9, 9, 3)
    firm("Four", 9, 9, 9, 9)
    five, four = rows(owner.get("/report/accounts").text)
    assert "60 −" in five
    assert "– 4 · 0 · 0" in four


def test_account_where_nobody_answered_is_found(owner, firm):
    firm("Bolt", 9)
    firm("Cog", None)
    assert [row[:3] for row in rows(owner.get("/report/accounts?show=silent").text)] == ["Cog"]


@pytest.mark.parametrize(
    ("sort", "first"), [("name", "Ant"), ("people", "Bee"), ("score", "Cow"), ("answered", "Bee")]
)
def test_accounts_are_sorted(owner, firm, sort, first):
    firm("Bee", *[9] * 6, 3)
    firm("Ant", *[9] * 5)
    firm("Cow", *[3] * 5)
    assert rows(owner.get(f"/report/accounts?sort={sort}").text)[0].startswith(first)


@pytest.mark.parametrize("search", ["%", "_", "\\", "'"])
def test_signs_of_the_query_language_mean_themselves(owner, firm, search):
    firm("Bolt", 9)
    assert rows(owner.get("/report/accounts", query_string={"q": search}).text) == []


def test_account_of_a_nasty_name_has_its_page(owner, firm):
    firm(NASTY, 9, None)
    page = owner.get("/report/accounts").text
    link = re.search(r'href="(/report/accounts/one[^"]+)"', page).group(1)
    shown = owner.get(link.replace("&amp;", "&"))
    assert shown.status_code == 200
    assert "2, of whom 1 answered" in shown.text
    assert "<b>شركة" not in shown.text


def test_account_shows_who_is_silent_and_what_was_said(owner, firm):
    firm("Bolt", 9, None)
    page = owner.get("/report/accounts/one?name=Bolt").text
    assert "Words 0" in page
    silent = owner.get("/report/accounts/one?name=Bolt&show=silent").text
    people = silent[: silent.index('id="said"')]
    assert "Bolt 1" in people
    assert "Bolt 0" not in people


def test_account_nobody_is_of_is_not_there(owner, firm):
    firm("Bolt", 9)
    assert owner.get("/report/accounts/one?name=Other").status_code == 404


@pytest.mark.parametrize("role", [Role.MARKETER, Role.EXECUTIVE])
def test_small_account_is_hidden_from_who_may_not_read_contacts(sign_in_as, firm, role):
    firm("Bigcorp", *[9] * 8)
    firm("Otherbig", *[3] * 8)
    firm("Tiny", 1, 2)
    firm("Small", 1, 2, 5)
    member = sign_in_as(role)
    page = member.get("/report/accounts").text
    assert "Bigcorp" in page
    assert "Tiny" not in page
    assert "Small" not in page
    assert member.get("/report/accounts/one?name=Tiny").status_code == 403


def test_score_by_account_is_told_to_those_who_may_know_people(executive, sign_in_as, firm):
    for number in range(6):
        firm(f"Big{number}", *[9] * 5, 3)
    withheld = "could tell what a few people said"
    assert withheld in executive.get("/report/accounts").text
    assert withheld not in sign_in_as(Role.ANALYST).get("/report/accounts").text


def test_both_scores_count_accounts_as_the_statistics_do():
    found = [Pattern(4, 0, 0, 6), Pattern(0, 1, 3, 5), Pattern(0, 0, 1, 9)]
    scores = [0] * 24 + [8, 10, 10, 10] * 5 + [10] * 9
    ids = [n // 4 for n in range(44)] + list(range(11, 20))
    whole = overall(found, Reach(30, 25, 20), protected=False)
    by_answer = nps(scores, ids=ids)
    weights = [0.25] * 44 + [1.0] * 9
    by_account = weighted_nps(scores, weights, ids=ids)
    assert whole.by_answer.low == pytest.approx(100 * by_answer.interval().low)
    assert whole.by_account.value == pytest.approx(100 * by_account.estimate)
    assert whole.by_account.high == pytest.approx(100 * by_account.interval().high)
    assert (whole.accounts, whole.rate.text) == (20, "80")


def test_colleagues_who_agree_widen_the_interval():
    alike = overall(
        [Pattern(4, 0, 0, 10), Pattern(0, 0, 4, 10)], Reach(20, 20, 20), protected=False
    )
    mixed = overall([Pattern(2, 0, 2, 20)], Reach(20, 20, 20), protected=False)
    width = [each.by_answer.high - each.by_answer.low for each in (alike, mixed)]
    assert width[0] > 1.8 * width[1]


def test_five_answers_of_one_person_are_no_score():
    assert of_people([Pattern(0, 0, 6, 1)]) is None
    assert of_people([Pattern(0, 0, 1, 6)]) is not None


def test_number_of_queries_does_not_grow_with_the_accounts(owner, statements, firm):
    firm("First", 9)
    with statements() as few:
        owner.get("/report/accounts")
    for number in range(20):
        firm(f"More {number}", 9, None)
    with statements() as many:
        owner.get("/report/accounts")
    assert len(many) == len(few) > 0
