"""The stream: all comments, the newest first, by what was found in them."""

from datetime import timedelta

import pytest

from analysis.reading import VERSION
from feedback.comments import finding
from feedback.ids import spell
from feedback.models import CommentLook, Role
from surveys.models import SurveyKind
from surveys.scope import bind_workspace
from tests import factories
from tests.themes.conftest import DELIVERY, NOW

assert VERSION


def test_an_empty_stream_says_how_comments_come(stream):
    assert "No comments yet" in stream()


def test_the_newest_comment_comes_first(stream, said):
    said("An old comment.", answered_at=NOW - timedelta(days=9))
    said("A new comment.")
    page = stream()
    assert page.index("A new comment.") < page.index("An old comment.")


def test_pages_follow_each_other_without_a_gap_or_a_repeat(owner, stream, said, monkeypatch):
    monkeypatch.setattr(finding, "PER_PAGE", 3)
    for n in range(8):
        said(f"Comment number{n}.", answered_at=NOW - timedelta(days=n // 3))
    shown, address = [], "/comments"
    stream()
    while address:
        page = owner.get(address).text
        shown += [n for n in range(8) if f"number{n}." in page]
        more = page.partition('rel="next" href="')[2].partition('"')[0]
        address = more.replace("&amp;", "&")
    assert sorted(shown) == list(range(8))


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"theme": spell(int(DELIVERY))}, ["parcel"]),
        ({"theme": spell(int(DELIVERY)), "sentiment": "negative"}, ["parcel"]),
        ({"theme": spell(int(DELIVERY)), "sentiment": "positive"}, []),
        ({"theme": "none"}, ["lawyer", "bestens", "idiot"]),
        ({"sentiment": "unknown"}, ["bestens"]),
        ({"urgency": "any"}, ["lawyer"]),
        ({"show": "urgent"}, ["lawyer"]),
        ({"urgency": "money"}, []),
        ({"rude": "any"}, ["idiot"]),
        ({"rude": "insult"}, ["idiot"]),
        ({"band": "promoter"}, ["bestens"]),
        ({"band": "detractor"}, ["parcel", "lawyer", "idiot"]),
        ({"language": "de"}, ["bestens"]),
        ({"part": "plan=Office"}, ["idiot"]),
        ({"since": (NOW - timedelta(days=3)).date().isoformat()}, ["bestens", "idiot"]),
        ({"until": (NOW - timedelta(days=3)).date().isoformat()}, ["parcel", "lawyer"]),
        ({"state": "new"}, ["parcel", "lawyer", "bestens", "idiot"]),
        ({"state": "done"}, []),
    ],
)
def test_each_filter_leaves_what_it_says(listed, said, framed, given, found):
    old = NOW - timedelta(days=9)
    said("The parcel was late and awful.", score=3, answered_at=old)
    said("My lawyer will hear of this, I am going to sue you.", score=1, answered_at=old)
    said("Alles bestens, vielen Dank für die schnelle Hilfe, gerne wieder.", score=10)
    said("Your agent is an idiot.", score=2, attributes={"plan": "Office"})
    framed()
    assert listed("parcel", "lawyer", "bestens", "idiot", **given) == found


def test_a_band_is_that_of_each_surveys_own_scale(session, listed, said, version):
    said("A two of ten.", score=2)
    other = factories.survey(session, kind=SurveyKind.CSAT, name="Satisfaction")
    factories.response(session, other, score=5, comment="A five of five.", answered_at=NOW)
    assert listed("two of ten", "five of five", band="promoter") == ["five of five"]
    assert listed("two of ten", "five of five", survey=spell(other.survey_id)) == ["five of five"]


def test_a_comment_of_an_anonymous_survey_is_not_in_the_stream(session, workspace, listed):
    version = factories.survey(session, is_anonymous=True)
    factories.response(session, version, comment="Nobody knows me.")
    assert listed("Nobody", "anonymous surveys") == ["anonymous surveys"]
    assert listed("Nobody", words="nobody") == []


def test_a_word_against_its_score_is_listed_and_the_score_stays(listed, said):
    words = "I love it, wonderful and so easy, thank you all so much!"
    row = said(words, score=1)
    assert listed("wonderful", "1 of 10", show="odd") == ["wonderful", "1 of 10"]
    assert row.score == 1


def test_another_workspaces_comments_are_not_there(session, workspace, listed, said):
    bolt = factories.workspace(session, name="Bolt", slug="bolt")
    bind_workspace(session, bolt.id)
    factories.response(session, factories.survey(session), comment="Secret of Bolt.")
    bind_workspace(session, workspace.id)
    said("Ours.")
    assert listed("Secret", "Ours") == ["Ours"]
    assert listed("Secret", words="secret") == []


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.OWNER, 200), (Role.MARKETER, 200), (Role.ANALYST, 200), (Role.EXECUTIVE, 403)],
)
def test_who_reads_comments(sign_in_as, role, status):
    assert sign_in_as(role).get("/comments", audit=False).status_code == status


def decide(client, to, **given):
    return client.submit("/comments/decisions", {"to": to, **given}, page="/comments")


def test_a_comment_is_done_with_who_and_when_and_can_be_new_again(owner, listed, said, session):
    row = said("Please look.")
    assert listed("Please look", state="new") == ["Please look"]
    decide(owner, f"done:{row.id}")
    assert listed("Please look", "Done · ", state="done") == ["Please look", "Done · "]
    decide(owner, f"new:{row.id}")
    assert listed("Please look", state="new") == ["Please look"]
    kept = session.query(CommentLook).one()
    assert (kept.state, kept.ended_at is not None) == ("done", True)


def test_many_are_decided_at_once_and_twice_is_once(owner, listed, said, session):
    rows = [said(f"Look {n}.") for n in range(3)]
    listed()
    chosen = [str(row.id) for row in rows[:2]]
    for _ in range(2):
        decide(owner, "todo", response=chosen)
    assert {row.response_id for row in session.query(CommentLook)} == {row.id for row in rows[:2]}
    assert session.query(CommentLook).count() == 2


def test_a_look_outlives_that_comments_are_read_anew(owner, listed, said, framed):
    row = said("The parcel was late.")
    listed()
    decide(owner, f"done:{row.id}")
    framed()
    assert listed("parcel", state="done") == ["parcel"]


def test_an_answer_that_changed_is_new_again(owner, session, listed, said):
    row = said("Please look.", answered_at=NOW - timedelta(days=1))
    listed()
    decide(owner, f"done:{row.id}")
    session.refresh(row)
    row.updated_at = NOW + timedelta(days=1)
    from feedback.models import Answer

    session.query(Answer).update({"read_by": 0})
    assert listed("Please look", state="new") == ["Please look"]
    decide(owner, f"done:{row.id}")
    assert session.query(CommentLook).count() == 2


def test_an_analyst_reads_and_does_not_decide(sign_in_as, said, read):
    analyst = sign_in_as(Role.ANALYST)
    row = said("Please look.")
    read()
    assert "Please look" in analyst.get("/comments").text
    form = {"to": f"done:{row.id}"}
    assert analyst.submit("/comments/decisions", form, page="/account").status_code == 403


@pytest.mark.parametrize("form", [{"to": "done"}, {"to": "done:x"}, {"to": "todo:1"}])
def test_nonsense_decides_nothing(owner, said, read, session, form):
    said("Please look.")
    read()
    assert owner.submit("/comments/decisions", form, page="/comments").status_code == 303
    assert session.query(CommentLook).count() == 0
