"""Anonymous surveys: whoever has the whole database cannot tell who said what."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from scipy.stats import spearmanr
from sqlalchemy import select, text

from feedback.contacts.erasing import erase
from feedback.models import Answer, Begun, Response, UsedLink
from feedback.respond import nameless
from surveys.db import Base
from surveys.definition import Question
from surveys.models import Contact
from tests.rules.everything import rows_of

PEOPLE = 30
CHANCE = 0.7
"""Thirty shuffled things correlate like this with any order once in 50,000 times."""
BOX = {"used_link", "response", "answer"}


@pytest.fixture
def colleague(invite):
    """Somebody asked anonymously, of whom much is known."""
    return invite(is_anonymous=True, contact={"name": "Zoe", "attributes": {"team": "Legal"}})


@pytest.fixture
def crowd(colleague):
    """Thirty colleagues who answered, in the order in which they came: that of nobody's number."""
    people = [colleague, *(colleague.again() for _ in range(PEOPLE - 1))]
    random.Random(4).shuffle(people)
    return people


def answer_all(people):
    for n, who in enumerate(people):
        assert who.send(str(n % 11), key=f"page{n}", reason=f"word{n:02}").status_code == 303
    people[0].session.rollback()


def came(words):
    return int(words.removeprefix("word"))


def physical(session, table):
    """Give the rows as they lie in the file, with all the database itself notes on each."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    has_rowid = Base.metadata.tables[table.strip('"')].dialect_options["sqlite"]["with_rowid"]
    if is_sqlite and not has_rowid:  # these lie in the order of their keys
        return [dict(row) for row in session.execute(text(f"SELECT * FROM {table}")).mappings()]
    hidden = "rowid AS place" if is_sqlite else "xmin::text, xmax::text, ctid::text AS place"
    order = "rowid" if is_sqlite else "ctid"
    statement = text(f"SELECT *, {hidden} FROM {table} ORDER BY {order}")
    return session.connection().execute(statement).mappings().all()


def dump(session):
    return {t.name: physical(session, f'"{t.name}"') for t in Base.metadata.sorted_tables}


def correlation(ordered_words):
    return abs(spearmanr([came(words) for words in ordered_words], range(PEOPLE)).statistic)


def test_no_order_of_the_answers_tells_when_they_came(crowd, session):
    answer_all(crowd)
    said = physical(session, "answer")
    words = {row["response_id"]: row["text"] for row in said if row["text"]}
    papers = physical(session, "response")
    orders = [
        [row["text"] for row in said if row["text"]],
        [words[row["id"]] for row in papers],
        [words[number] for number in sorted(words)],
        [words[row["id"]] for row in sorted(papers, key=lambda row: row["submission_id"])],
    ]
    assert max(map(correlation, orders)) < CHANCE


def test_the_newest_answer_is_not_the_last_row(crowd, session):
    last = 0
    for n, who in enumerate(crowd):
        answer_all([who])
        rows = [row["text"] for row in physical(session, "answer") if row["text"]]
        session.connection().execute(
            Answer.__table__.update().where(Answer.text == "word00").values(text=f"said{n:02}")
        )
        session.commit()
        last += rows[-1] == "word00"
    assert last < PEOPLE / 2  # by chance four times


def test_the_used_links_lie_in_the_order_of_their_numbers(crowd, session):
    answer_all(crowd)
    numbers = [row["invitation_id"] for row in physical(session, "used_link")]
    assert numbers == sorted(numbers)
    assert len(numbers) == PEOPLE


def test_all_answers_are_alike_but_for_what_was_said(crowd, session):
    answer_all(crowd)
    own = {"id", "submission_id", "score", "place"}
    papers = physical(session, "response")
    assert len({repr({k: v for k, v in row.items() if k not in own}) for row in papers}) == 1
    one = crowd[0].responses()[0]
    assert (one.attributes, one.shown, one.language, one.signals) == ({}, None, None, None)
    assert (one.invitation_id, one.contact_id, one.revision) == (None, None, 1)


def test_of_the_time_only_the_month_on_the_workspaces_clock_is_kept(colleague, workspace):
    workspace.timezone = "Pacific/Kiritimati"
    colleague.send("9")
    (one,) = colleague.responses()
    begun = one.answered_at.astimezone(workspace.zone)
    assert (one.answered_on.day, begun.date(), begun.hour) == (1, one.answered_on, 0)
    assert one.updated_at == one.answered_at


def test_nothing_else_in_the_database_changes(crowd, session, workspace):
    before = rows_of(session, workspace)
    answer_all(crowd)
    after = rows_of(session, workspace)
    assert {name for name in after if after[name] != before[name]} == BOX


def test_no_mark_of_a_transaction_stays_on_anybody(crowd, session):
    before = dump(session)
    answer_all(crowd)
    after = dump(session)
    asked = "survey", "version", "workspace"  # locked by each answer, and the same for all
    untouched = set(after) - BOX - set(asked)
    assert {name for name in untouched if repr(after[name]) != repr(before[name])} == set()


def test_every_row_of_the_box_carries_the_latest_transaction(crowd, session):
    answer_all(crowd)
    kept = dump(session)
    assert len({row.get("xmin") for name in BOX for row in kept[name]}) == 1


def test_answers_and_people_share_no_value_but_the_survey(crowd, session):
    answer_all(crowd)
    kept, version = dump(session), crowd[0].version
    shared = {version.workspace_id, version.survey_id, version.id}
    told = {v for name in ("response", "answer") for row in kept[name] for v in telling(row)}
    about = {
        v
        for name, rows in kept.items()
        if name not in BOX - {"used_link"}
        for r in rows
        for v in telling(r)
    }
    assert told & about <= shared


def telling(row):
    """Give what could be joined by: long numbers and keys, neither scores nor states."""
    values = [value for key, value in row.items() if key not in ("xmin", "xmax", "place")]
    numbers = {value for value in values if isinstance(value, int) and value > 1000}
    return numbers | {str(value) for value in values if len(str(value)) >= 32}


def test_a_box_too_full_to_be_shaken_whole_loses_and_changes_nothing(crowd, session, monkeypatch):
    monkeypatch.setattr(nameless, "SHAKEN", 3)
    answer_all(crowd)
    found = select(Response.score, Answer.text).join(Answer, Answer.response_id == Response.id)
    kept = session.execute(found.where(Answer.question_key == "reason")).all()
    assert sorted(map(tuple, kept)) == sorted((n % 11, f"word{n:02}") for n in range(PEOPLE))


def test_whoever_presses_twice_is_thanked_twice_and_counted_once(colleague):
    first, again = colleague.send("9", reason="Once"), colleague.send("2", key="k2", reason="Twice")
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.location == again.location == f"{colleague.path}/thanks"
    assert [response.score for response in colleague.responses()] == [9]


@pytest.mark.parametrize("links", [1, 8])
def test_each_link_answers_once_however_many_come_at_once(app, colleague, links):
    people = [colleague, *(colleague.again() for _ in range(links - 1))]
    colleague.session.commit()

    def press(n):
        path = people[n % links].path
        sent = {"_submission": f"k{n}", "score": str(n % 11)}
        return app.test_client().post(path, data=sent).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(press, range(16))) == {303}
    colleague.session.rollback()
    assert len(colleague.responses()) == links


def test_the_page_says_how_it_is_kept_and_who_comes_back_sees_thanks_but_no_answer(colleague):
    assert "This survey is anonymous" in colleague.client.get(colleague.path).text
    colleague.send("9", reason="Secret words")
    back = colleague.client.get(colleague.path + "?score=3")
    assert (back.status_code, back.location) == (302, f"{colleague.path}/thanks")
    page = colleague.client.get(back.location).text
    assert "Nobody can tell which one is yours" in page
    assert "Secret words" not in page
    assert "quote you" not in page
    assert "Change your answer" not in page


def test_their_own_page_tells_only_that_they_answered(colleague):
    colleague.send("9", reason="Secret words")
    page = colleague.client.get(f"{colleague.path}/yours").text
    assert "You answered anonymously" in page
    assert "Secret words" not in page


def test_a_contacts_page_shows_no_answer(colleague, owner):
    from feedback.ids import spell

    colleague.send("9", reason="Secret words")
    page = owner.get(f"/contacts/{spell(colleague.invitation.contact_id)}").text
    assert "Secret words" not in page


def test_erasing_somebody_leaves_the_answer(colleague, session):
    colleague.send("9", reason="It stays")
    erase(session, session.scalars(select(Contact)).one())
    session.commit()
    assert colleague.answers() == {"score": 9, "reason": "It stays"}


def test_after_its_end_the_link_leads_to_a_kind_page(colleague):
    colleague.close()
    page = colleague.client.get(colleague.path)
    assert page.status_code == 410
    assert "This survey is closed" in page.text


def test_an_answer_that_comes_late_is_kept_and_not_counted(colleague):
    colleague.close()
    assert colleague.send("9", reason="Late words").status_code == 410
    assert [response.excluded for response in colleague.responses()] == ["late"]


def test_who_answered_in_time_keeps_their_answer_after_the_end(colleague):
    colleague.send("9")
    colleague.close()
    assert colleague.send("1", key="k2").status_code == 410
    assert [(r.score, r.excluded) for r in colleague.responses()] == [(9, None)]


def test_several_pages_are_asked_as_one_and_nothing_begun_is_kept(invite, session):
    more = Question("q1", "text", "And {team}?", new_page=True)
    colleague = invite(more, is_anonymous=True, contact={"attributes": {"team": "Legal"}})
    page = colleague.client.get(colleague.path).text
    assert 'name="q1"' in page
    assert "Legal" not in page
    colleague.send("9", _page="1", q1="Yes")
    assert session.scalars(select(Begun)).all() == []
    assert colleague.answers() == {"score": 9, "q1": "Yes"}


def test_only_those_who_did_not_answer_are_reminded(colleague, session):
    from feedback.campaigns.recipients import has_answered
    from surveys.models import Invitation

    other = colleague.again()
    colleague.send("9")
    silent = select(Invitation.id).where(~has_answered(Invitation.workspace_id, Invitation.id))
    assert session.scalars(silent).all() == [other.invitation.id]
    assert session.scalars(select(UsedLink.invitation_id)).all() == [colleague.invitation.id]
