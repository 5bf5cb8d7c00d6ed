"""Comments are found by their words, in any script, and no longer than they stand."""

import pytest
from sqlalchemy import text

from analysis.search import terms, wanted
from feedback.extensions import db
from feedback.ids import spell
from feedback.models import CommentTrace, CommentWords, Response
from feedback.themes import indexed, indexing
from feedback.worker import run_next_job
from surveys.scope import bind_workspace
from tests import factories
from tests.respond.conftest import invite
from tests.themes.conftest import NOW

assert invite


@pytest.mark.parametrize(
    ("words", "search"),
    [
        ("The parcel came two weeks late.", "late parcel"),
        ("The parcel came two weeks late.", '"two weeks"'),
        ("The parcel came two weeks late.", "wee*"),
        ("The parcel came two weeks late.", "parcel -refund"),
        ("The parcel came two weeks late.", "-refund"),
        ("C'est déjà l'été à l'Hôtel.", "DEJA hotel"),
        ("Straße gesperrt", "strasse"),
        ("Страна без почты", "ПОЧТЫ"),
        ("الخدمة ممتازة", "الخدمة"),
        ("配送很慢", "送很"),
        ("ดีมากครับ", "มาก"),
        ("It’s fine, don't worry", "don’t"),
        ("İstanbul'da", "istanbul"),
        ("A 🚀 ride", "🚀"),
    ],
)
def test_a_comment_is_found(listed, said, words, search):
    said(words)
    assert listed("Score", words=search) == ["Score"]
    assert '<li class="praise-item' in "".join(listed('<li class="praise-item', words=search))


@pytest.mark.parametrize(
    "search", ["refund", '"weeks two"', "parcel -late", "week", "late par", '"two late"']
)
def test_what_does_not_stand_there_finds_nothing(listed, said, search):
    said("The parcel came two weeks late.")
    assert listed("parcel came", words=search) == []


HOSTILE = [
    '"', '""', "'", "*", "-", "(", ")", "a AND", "NOT", "OR b", "NEAR(a b)", "place : w1", "a:b",
    "{words} : a", "^a", "a + b", "\\", "a\\' | b", "!a", "a <-> b", ":*", "a:*", "%", "_", ";--",
    "' OR 1=1--", "\x00", "\ud7ff", "a" * 5000, '"a ' * 200, "\u202e", "🚀*", "w*" * 90,
    "$1", "?1", ":x",
]  # fmt: skip


@pytest.mark.parametrize("search", HOSTILE)
def test_no_search_is_an_error(owner, said, read, search):
    said("Something.")
    read()
    assert owner.get("/comments", query_string={"words": search}).status_code == 200


def test_searched_words_are_marked(stream, said):
    said("Late, so very late; and a ghost.")
    assert "<mark>Late</mark>, so very <mark>late</mark>" in stream(words="LATE ghost*")


def test_pages_of_a_search_follow_each_other(owner, stream, said, monkeypatch):
    from feedback.comments import finding

    monkeypatch.setattr(finding, "PER_PAGE", 2)
    monkeypatch.setattr(finding, "FIRST_LOOK", 1)
    for n in range(5):
        said(f"A ghost number{n}.")
    stream()
    shown, address = [], "/comments?words=ghost"
    while address:
        page = owner.get(address).text.replace("<mark>", "").replace("</mark>", "")
        shown += [n for n in range(5) if f"number{n}." in page]
        address = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert sorted(shown) == list(range(5))


def test_a_search_goes_with_every_filter(listed, said, framed):
    said("The parcel was late.", score=2)
    said("Late, but friendly staff.", score=9)
    framed()
    assert listed("parcel", "friendly", words="late", band="detractor") == ["parcel"]
    assert listed("parcel", "friendly", words="late", theme="none") == []


def test_a_search_never_reaches_another_workspace(app, session, workspace, said, read):
    bolt = factories.workspace(session, name="Bolt", slug="bolt")
    bind_workspace(session, bolt.id)
    factories.response(session, factories.survey(session), comment="A secret ghost.")
    bind_workspace(session, workspace.id)
    said("Nothing.")
    read()
    assert session.query(CommentWords).count() == 1
    looked_for = wanted("ghost")
    found = session.query(CommentWords.response_id).filter(indexed.matches(session, looked_for))
    assert found.all() == []
    if indexed.is_sqlite(session):
        assert not indexed.docs(session, looked_for, below=indexed.LARGEST, most=9)
        bind_workspace(session, bolt.id)
        assert indexed.docs(session, looked_for, below=indexed.LARGEST, most=9)


def letters_in_index(session):
    """Read every page of SQLite's index, as somebody with the file would."""
    pages = session.execute(text("SELECT block FROM comment_search_data")).scalars()
    return b"".join(bytes(page) for page in pages)


def erase(client, contact_id):
    address = f"/contacts/{spell(contact_id)}/erasure"
    assert client.submit(address, {}).status_code == 303


def found(session, word):
    looked_for = indexed.matches(session, wanted(word))
    return session.query(CommentWords).filter(looked_for).count()


def test_erased_words_are_found_no_more_and_no_letter_of_them_is_left(owner, session, said, read):
    who = factories.contact(session)
    said("Xylophonically yours.", contact_id=who.id)
    said("Quite another.")
    read()
    assert found(session, "xylophonically") == 1
    if indexed.is_sqlite(session):
        assert b"xylophonically" in letters_in_index(session)
    erase(owner, who.id)
    assert found(session, "xylophonically") == 0
    assert session.query(CommentWords).count() == 1
    if indexed.is_sqlite(session):
        assert b"xylophon" not in letters_in_index(session)
        assert b"quite" in letters_in_index(session)


def test_in_a_large_index_a_job_takes_the_letters_out(app, owner, session, said, read, monkeypatch):
    monkeypatch.setattr(indexed, "SMALL", -1)
    monkeypatch.setattr(indexed, "STEP", 1)
    who = factories.contact(session)
    said("Xylophonically yours.", contact_id=who.id)
    for n in range(9):
        said(f"Another word{n}.")
        read()
    erase(owner, who.id)
    assert found(session, "xylophonically") == 0
    if not indexed.is_sqlite(session):
        return
    assert session.query(CommentTrace).count() == 1
    with app.app_context():
        indexing.plan_packing(db.session(), NOW)
        while run_next_job():
            pass
    session.rollback()
    assert session.query(CommentTrace).count() == 0
    assert b"xylophon" not in letters_in_index(session)
    assert found(session, "word3") == 1


def test_words_that_change_are_found_by_the_new_ones_alone(invite, session, read):
    customer = invite()
    customer.send("9", reason="A ghost.")
    read()
    assert found(session, "ghost") == 1
    customer.send("9", reason="A spirit.")
    assert found(session, "ghost") == 0
    read()
    assert (found(session, "ghost"), found(session, "spirit")) == (0, 1)


def test_the_index_is_made_anew_by_one_command(app, owner, session, said, read):
    said("A ghost.")
    said("A spirit.")
    read()
    with app.app_context():
        assert list(indexing.reindex()) == ["Acme: 2 comments can be found"]
        db.session.remove()
    session.rollback()
    assert (found(session, "ghost"), found(session, "spirit")) == (1, 1)
    erase(owner, session.query(Response).first().contact_id)
    assert session.query(CommentWords).count() == 1


def test_comments_that_were_read_before_there_was_an_index_come_into_it(app, session, said, read):
    from feedback import jobs

    said("A ghost.")
    read()
    session.query(CommentWords).delete()
    jobs.enqueue(session, indexing.INDEX, {}, now=NOW)
    session.commit()
    with app.app_context():
        while run_next_job():
            pass
    session.rollback()
    assert found(session, "ghost") == 1


def test_a_comment_of_many_words_can_be_found_by_its_last(listed, said):
    assert len(terms("word " * 20_000)) == 16_000
    said("word " * 9_000 + "ghost")
    assert listed("No comment fits", words="ghost") == []
